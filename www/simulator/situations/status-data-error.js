// API 4, every row of its table.

const api = "status-data-error";
const key = { "X-API-Key": "{key}" };
const token = { Authorization: "Bearer {token}" };

const account = (settings = {}) => ({ path: "/accounts", body: settings, save: { key: "key", token: "token", account: "id" } });
const path = (text) => `/status-data-error${text}`;
const design = { path: path("/designs"), headers: key, body: { name: "Flyer" } };
const created = { ...design, save: { design: "data.id" } };
const pdf = { path: path("/designs/{design}/pdf"), headers: key };
const plan = (text, request) => ({ ...request, headers: { ...request.headers, "X-Simulate": text, "X-Simulate-Id": "{run}" } });
const row = (id, title, steps, request, expect, more = {}) => ({ id, title, steps, request, expect, ...more });

const invalid = (code, message) => ({ status: 400, code, kind: "validation", action: "fix_request", message });
const refused = (code, kind, action, message) => ({ status: 401, code, kind, action, message });
const missing = (code, message) => ({ status: 404, code, kind: "not_found", action: "fix_request", message });
const exists = (code, message) => ({ status: 409, code, kind: "already_exists", action: "use_existing", message });
const broken = (code, message) => ({ status: 500, code, kind: "server_error", action: "retry", retryable: true, message });
const locked = (feature) => ({
  status: 403,
  code: "INSUFFICIENT_PERMISSIONS",
  kind: "tier_locked",
  action: "upgrade",
  message: `Plan lacks the required feature: ${feature}.`,
});

const rows = [
  row("validation-error", "The schema says no", [account()], { ...design, body: { name: "Flyer", width: "wide" } },
    invalid("VALIDATION_ERROR", "Request failed schema validation: width must be a number.")),
  row("invalid-input", "A value is not acceptable", [account()], { ...design, body: { name: "Flyer", width: 99_999 } },
    invalid("INVALID_INPUT", "A field value is not acceptable: width must be a whole number from 1 to 10000.")),
  row("missing-field", "A required field is missing", [account()], { ...design, body: {} },
    invalid("MISSING_REQUIRED_FIELD", "A required field is absent: name.")),
  row("missing-query", "A required query parameter is missing", [account()], { method: "GET", path: path("/pdfs"), headers: key },
    invalid("MISSING_REQUIRED_FIELD", "A required query param is absent: designId.")),
  row("unauthorized", "No credential", [], { method: "GET", path: path("/designs/dsg_1") },
    refused("UNAUTHORIZED", "unauthorized", "sign_in", "No credential supplied.")),
  row("invalid-key", "The API key is unknown", [], { method: "GET", path: path("/designs/dsg_1"), headers: { "X-API-Key": "nonsense" } },
    refused("INVALID_API_KEY", "unauthorized", "rotate_key", "API key is malformed or unknown.")),
  row("expired-key", "The API key has expired", [account({ key: { expiresInMs: -1_000 } })], { method: "GET", path: path("/designs/dsg_1"), headers: key },
    refused("API_KEY_EXPIRED", "token_expired", "rotate_key", "API key passed its expiration date.")),
  row("invalid-token", "The session is not valid", [account()], { method: "GET", path: path("/designs/dsg_1"), headers: { Authorization: "Bearer {token}x" } },
    refused("INVALID_TOKEN", "unauthorized", "sign_in", "Bearer token is invalid.")),
  row("expired-token", "The session has expired", [account({ tokenExpiresInMs: -60_000 })], { method: "GET", path: path("/designs/dsg_1"), headers: token },
    refused("TOKEN_EXPIRED", "token_expired", "sign_in", "Bearer token expired.")),
  row("payment-required", "The subscription is past due", [account({ subscription: "past_due" }), created], pdf,
    { status: 402, code: "PAYMENT_REQUIRED", kind: "payment_required", action: "update_payment", message: "Payment is required to proceed." }),
  row("insufficient-credits", "Credits are used up", [account({ credits: 15 }), created, pdf], pdf,
    { status: 402, code: "INSUFFICIENT_CREDITS", kind: "quota_exhausted", action: "add_credits", message: "Workspace does not have enough credits." }),
  row("forbidden", "Viewers may not change anything", [account({ role: "viewer" })], design,
    {
      status: 403,
      code: "FORBIDDEN",
      kind: "forbidden",
      action: "request_access",
      message: "Authenticated but not allowed: viewers cannot change this workspace.",
    }),
  row("plan-lacks-batch", "Batches need a higher plan", [account({ plan: "starter" }), created],
    { path: path("/designs/batch"), headers: key, body: { designIds: ["{design}"] } }, locked("batchGenerate")),
  row("plan-lacks-keys", "API keys need a higher plan", [account({ plan: "free" })],
    { path: path("/api-keys"), headers: token }, locked("useApiKeys")),
  row("not-found", "No such resource", [account()], { method: "GET", path: path("/folders/fld_1"), headers: key },
    missing("NOT_FOUND", "Resource does not exist.")),
  row("design-not-found", "No such design", [account()], { method: "GET", path: path("/designs/dsg_missing"), headers: key },
    missing("DESIGN_NOT_FOUND", "No such design in the workspace.")),
  row("pdf-not-found", "No such PDF", [account()], { method: "GET", path: path("/pdfs/pdf_missing"), headers: key },
    missing("PDF_NOT_FOUND", "No such generated PDF / job output.")),
  row("already-exists", "The template exists already",
    [account(), { path: path("/templates"), headers: key, body: { slug: "flyer" } }],
    { path: path("/templates"), headers: key, body: { slug: "flyer" } },
    exists("ALREADY_EXISTS", "Resource conflict: template 'flyer' already exists.")),
  row("duplicate-entry", "The member exists already",
    [account(), { path: path("/members"), headers: key, body: { email: "ada@example.com" } }],
    { path: path("/members"), headers: key, body: { email: "Ada@example.com" } },
    exists("DUPLICATE_ENTRY", "A unique constraint was violated: members.email.")),
  row("internal-error", "Unexpected server error, twice", [account(), created],
    plan("fail-internal,fail-internal,ok", { method: "GET", path: path("/designs/{design}"), headers: key }),
    broken("INTERNAL_ERROR", "Unexpected server error."), { then: { status: 200 } }),
  row("database-error", "The storage layer fails once", [account(), created],
    plan("fail-database,ok", { method: "GET", path: path("/designs/{design}"), headers: key }),
    broken("DATABASE_ERROR", "Storage layer failed."), { then: { status: 200 } }),
  row("object-storage-error", "Object storage fails once", [account(), created], plan("fail-objects,ok", pdf),
    broken("S3_ERROR", "Object storage failed."), { then: { status: 201 } }),
];

export default rows.map((item) => ({ api, documented: true, ...item }));
