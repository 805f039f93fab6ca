// API 2, every status and every code of its document.

const api = "success-data-error";
const auth = { Authorization: "Bearer {key}" };

const account = (settings = {}) => ({ path: "/accounts", body: settings, save: { key: "key", token: "token", account: "id" } });
const generate = (headers = {}, body = { prompt: "A red bicycle" }) => ({
  path: "/success-data-error/generations",
  headers: { ...auth, ...headers },
  body,
  idempotent: true,
});
const plan = (text) => generate({ "X-Simulate": text, "X-Simulate-Id": "{run}" });
const webhook = (body) => ({ path: "/success-data-error/webhooks", headers: auth, body });
const unauthorized = {
  status: 401,
  code: "UNAUTHORIZED",
  kind: "unauthorized",
  action: "rotate_key",
  message: "Missing or invalid bearer credential",
};
const invalid = (code, message, path) => ({ status: 400, code, kind: "validation", action: "fix_request", message, fields: [{ path }] });

const rows = [
  {
    id: "missing-field",
    title: "A required field is missing",
    steps: [account()],
    request: generate({}, {}),
    expect: invalid("invalid_request", "The 'prompt' parameter is required", "prompt"),
  },
  {
    id: "invalid-field",
    title: "A field is not acceptable",
    steps: [account()],
    request: generate({}, { prompt: "A red bicycle", model: "image-huge" }),
    expect: invalid("invalid_request", "model must be one of image-small, image-large", "model"),
  },
  {
    id: "invalid-url",
    title: "An unsafe webhook URL",
    steps: [account()],
    request: webhook({ url: "http://127.0.0.1/hook", events: ["generation.succeeded"] }),
    expect: invalid("INVALID_URL", "The webhook URL must be a public https address", "url"),
  },
  {
    id: "invalid-events",
    title: "An unknown webhook event",
    steps: [account()],
    request: webhook({ url: "https://hooks.example.com/in", events: ["generation.exploded"] }),
    expect: invalid("INVALID_EVENTS", "Unknown event; use one of generation.succeeded, generation.failed", "events"),
  },
  {
    id: "unauthorized-missing",
    title: "No credential",
    steps: [],
    request: { path: "/success-data-error/generations", body: { prompt: "A red bicycle" } },
    expect: unauthorized,
  },
  {
    id: "unauthorized-invalid",
    title: "An invalid credential",
    steps: [],
    request: { path: "/success-data-error/generations", headers: { Authorization: "Bearer key_unknown" }, body: { prompt: "A red bicycle" } },
    expect: unauthorized,
  },
  {
    id: "insufficient-credits",
    title: "API call allowance is used up",
    steps: [account({ used: 499, concurrency: 2 }), generate()],
    request: generate({}, { prompt: "Another" }),
    expect: { status: 402, code: "INSUFFICIENT_CREDITS", kind: "quota_exhausted", action: "add_credits", message: "API call limit reached" },
  },
  {
    id: "spending-limit",
    title: "The account's own spend cap",
    steps: [account({ plan: "pro", spendCapCents: 100, spentCents: 98 })],
    request: generate(),
    expect: {
      status: 402,
      code: "SPENDING_LIMIT_EXCEEDED",
      kind: "quota_exhausted",
      action: "raise_limit",
      message: "Spend cap blocked this billable job",
    },
  },
  {
    id: "forbidden-scope",
    title: "The key lacks a scope",
    steps: [account({ key: { scopes: ["generations:read"] } })],
    request: generate(),
    expect: {
      status: 403,
      code: "FORBIDDEN",
      kind: "forbidden",
      action: "request_access",
      message: "Missing required scope: generations:write",
    },
  },
  {
    id: "forbidden-context",
    title: "A session token where a key is needed",
    steps: [account()],
    request: generate({ Authorization: "Bearer {token}" }),
    expect: {
      status: 403,
      code: "FORBIDDEN",
      kind: "forbidden",
      action: "request_access",
      message: "This route does not accept session tokens; use an API key",
    },
  },
  {
    id: "not-found",
    title: "No such generation",
    steps: [account()],
    request: { method: "GET", path: "/success-data-error/generations/job_missing", headers: auth },
    expect: { status: 404, code: "NOT_FOUND", kind: "not_found", action: "fix_request", message: "Generation not found" },
  },
  {
    id: "not-found-owner",
    title: "Another caller's generation",
    steps: [account(), { ...generate(), save: { job: "data.id" } }, account()],
    request: { method: "GET", path: "/success-data-error/generations/{job}", headers: auth },
    expect: { status: 404, code: "NOT_FOUND", kind: "not_found", action: "fix_request", message: "Generation not found" },
  },
  {
    id: "concurrency",
    title: "A generation is still running",
    steps: [account({ plan: "free", jobDurationMs: 1_500 }), generate()],
    request: generate({}, { prompt: "Another" }),
    expect: {
      status: 429,
      code: "CONCURRENT_GENERATION_LIMIT",
      kind: "concurrency_limited",
      action: "retry",
      retryable: true,
      message: "Too many active generation jobs for this user.",
      quota: { limit: 1, used: 1, window: "concurrent" },
    },
    then: { status: 202 },
  },
  {
    id: "rate-limited",
    title: "Too many requests",
    steps: [account({ pace: { limit: 1, windowMs: 2_000 }, concurrency: 2 }), generate()],
    request: generate({}, { prompt: "Another" }),
    expect: {
      status: 429,
      code: "RATE_LIMITED",
      kind: "rate_limited",
      action: "retry",
      retryable: true,
      retryAfterMs: [1000, 2000],
      message: "Too many requests to this service.",
    },
    then: { status: 202 },
  },
  {
    id: "server-error",
    title: "Internal failure, once",
    steps: [account()],
    request: plan("fail-internal,ok"),
    expect: {
      status: 500,
      code: "INTERNAL_ERROR",
      kind: "server_error",
      action: "retry",
      retryable: true,
      message: "Internal server error",
    },
    then: { status: 202 },
  },
  {
    id: "provider-failure",
    title: "The provider failed for good",
    steps: [account()],
    request: plan("fail-provider"),
    expect: {
      status: 500,
      code: "PROVIDER_TERMINAL_FAILURE",
      kind: "server_error",
      retryable: false,
      message: "The provider failed terminally; this request cannot succeed.",
    },
  },
  {
    id: "job-failed",
    title: "A finished job that failed, read as a 200",
    steps: [account({ jobDurationMs: 0 }), { ...plan("fail-job"), save: { job: "data.id" } }],
    request: { method: "GET", path: "/success-data-error/generations/{job}", headers: auth },
    expect: {
      status: 200,
      code: "GENERATION_FAILED",
      kind: "server_error",
      action: "contact_support",
      retryable: false,
      message: "The provider could not complete this generation.",
    },
  },
];

const extras = [
  {
    id: "lost-answer",
    title: "The answer is lost after the work was done",
    steps: [account()],
    request: plan("drop;after,ok"),
    expect: { status: null, code: null, kind: "network", action: "retry", retryable: true },
    then: { status: 202 },
  },
  {
    id: "idempotency-reused",
    title: "An idempotency key used for another request",
    steps: [account(), generate({ "Idempotency-Key": "{run}" })],
    request: { ...generate({ "Idempotency-Key": "{run}" }, { prompt: "Another" }), idempotent: false },
    expect: { status: 422, code: "IDEMPOTENCY_KEY_REUSED", kind: "idempotency_conflict", action: "fix_request", retryable: false },
  },
];

export default [...rows.map((row) => ({ api, documented: true, ...row })), ...extras.map((row) => ({ api, documented: false, ...row }))];
