// API 0, every row of its table.

const api = "ogstack";
const auth = { Authorization: "Bearer {key}" };
const none = "Missing or invalid JWT / API key";

const account = (settings = {}) => ({ path: "/accounts", body: settings, save: { key: "key", token: "token", account: "id" } });
const project = { path: "/ogstack/projects", headers: auth, body: { name: "Website" }, save: { project: "id" } };
const generate = (more = {}) => ({
  path: "/ogstack/images/generate",
  headers: auth,
  body: { url: "https://example.com/", projectId: "{project}", ...more },
});
const plan = (text, more = {}) => ({ ...generate(), headers: { ...auth, "X-Simulate": text, "X-Simulate-Id": "{run}" }, ...more });

const rows = [
  {
    id: "bad-request",
    title: "A required field is missing",
    steps: [account()],
    request: { path: "/ogstack/images/generate", headers: auth, body: { url: "https://example.com/" } },
    expect: { status: 400, code: "BAD_REQUEST", kind: "bad_request", action: "fix_request", message: "Missing required field: projectId" },
  },
  {
    id: "validation-error",
    title: "A field is not a valid URL",
    steps: [account(), project],
    request: generate({ url: "not a url" }),
    expect: { status: 400, code: "VALIDATION_ERROR", kind: "validation", action: "fix_request", message: "url must be a valid URL" },
  },
  {
    id: "malformed-body",
    title: "The body is not JSON",
    steps: [account()],
    request: { path: "/ogstack/images/generate", headers: { ...auth, "Content-Type": "application/json" }, text: '{"url": ' },
    expect: { status: 400, code: "MALFORMED_BODY", kind: "bad_request", action: "fix_request", message: "Request body is not valid JSON" },
  },
  {
    id: "unauthorized-missing",
    title: "No credential",
    steps: [],
    request: { method: "GET", path: "/ogstack/images/img_1" },
    expect: { status: 401, code: "UNAUTHORIZED", kind: "unauthorized", action: "rotate_key", message: none },
  },
  {
    id: "unauthorized-expired",
    title: "The key has expired",
    steps: [account({ key: { expiresInMs: -1000 } })],
    request: { method: "GET", path: "/ogstack/images/img_1", headers: auth },
    expect: { status: 401, code: "UNAUTHORIZED", kind: "unauthorized", action: "rotate_key", message: none },
  },
  {
    id: "unauthorized-token",
    title: "The session token is forged",
    steps: [account()],
    request: { method: "GET", path: "/ogstack/images/img_1", headers: { Authorization: "Bearer {token}x" } },
    expect: { status: 401, code: "UNAUTHORIZED", kind: "unauthorized", action: "rotate_key", message: none },
  },
  {
    id: "tier-locked",
    title: "The image belongs to a higher plan",
    steps: [account({ plan: "pro" }), project, { ...generate(), save: { image: "id" } }, { method: "PATCH", path: "/accounts/{account}", body: { plan: "free" } }],
    request: { method: "GET", path: "/ogstack/images/{image}", headers: auth },
    expect: {
      status: 402,
      code: "TIER_LOCKED",
      kind: "tier_locked",
      action: "upgrade",
      message: "Image was generated on a higher plan than your current subscription",
    },
  },
  {
    id: "forbidden-owner",
    title: "Another owner's project",
    steps: [account(), project, account()],
    request: { method: "GET", path: "/ogstack/projects/{project}", headers: auth },
    expect: { status: 403, code: "FORBIDDEN", kind: "forbidden", action: "request_access", message: "Not the resource owner" },
  },
  {
    id: "forbidden-scope",
    title: "The key is scoped to another project",
    steps: [account(), project, { path: "/accounts/{account}/keys", body: { projectId: "prj_other" }, save: { key: "key" } }],
    request: generate(),
    expect: { status: 403, code: "FORBIDDEN", kind: "forbidden", action: "request_access", message: "API key is scoped to a different project" },
  },
  {
    id: "plan-limit-ai",
    title: "Monthly AI quota is used up",
    steps: [account({ used: 499 }), project, generate()],
    request: generate({ url: "https://example.com/second" }),
    expect: { status: 403, code: "PLAN_LIMIT_EXCEEDED", kind: "quota_exhausted", action: "upgrade", message: "Monthly AI quota reached" },
  },
  {
    id: "plan-limit-projects",
    title: "No more projects on this plan",
    steps: [account(), project, project],
    request: { path: "/ogstack/projects", headers: auth, body: { name: "Third" } },
    expect: { status: 403, code: "PLAN_LIMIT_EXCEEDED", kind: "quota_exhausted", action: "upgrade", message: "Project limit reached" },
  },
  {
    id: "plan-limit-domains",
    title: "No more domains on this plan",
    steps: [account()],
    request: { path: "/ogstack/projects", headers: auth, body: { name: "Two domains", domains: ["a.example", "b.example"] } },
    expect: { status: 403, code: "PLAN_LIMIT_EXCEEDED", kind: "quota_exhausted", action: "upgrade", message: "Domain limit reached" },
  },
  {
    id: "not-found",
    title: "No such project",
    steps: [account()],
    request: { method: "GET", path: "/ogstack/projects/prj_missing", headers: auth },
    expect: { status: 404, code: "NOT_FOUND", kind: "not_found", action: "fix_request", message: "Project not found" },
  },
  {
    id: "not-found-template",
    title: "Unknown template slug",
    steps: [account(), project],
    request: generate({ template: "baroque" }),
    expect: { status: 404, code: "NOT_FOUND", kind: "not_found", action: "fix_request", message: "Unknown template slug: baroque" },
  },
  {
    id: "conflict",
    title: "The email is registered already",
    steps: [{ path: "/ogstack/auth/register", body: { email: "{run}@example.com" } }],
    request: { path: "/ogstack/auth/register", body: { email: "{run}@example.com" } },
    expect: {
      status: 409,
      code: "CONFLICT",
      kind: "already_exists",
      altKinds: ["conflict"],
      action: "use_existing",
      message: "Email already registered",
    },
  },
  {
    id: "image-exists",
    title: "The image exists already",
    steps: [account(), project, generate()],
    request: generate(),
    expect: {
      status: 409,
      code: "IMAGE_EXISTS",
      kind: "already_exists",
      action: "use_existing",
      message: "An image already exists for the same (projectId, url, ...) — use force: true to regenerate",
    },
  },
  {
    id: "rate-limited",
    title: "Too many requests",
    steps: [account({ pace: { limit: 1, windowMs: 3000 } }), project],
    request: generate(),
    expect: {
      status: 429,
      code: null,
      kind: "rate_limited",
      action: "retry",
      retryable: true,
      retryAfterMs: [1000, 3000],
      message: "Rate limit exceeded",
    },
    then: { status: 201 },
  },
  {
    id: "rate-limited-date",
    title: "Too many requests, Retry-After as a date",
    steps: [account({ pace: { limit: 1, windowMs: 3000, retryAfter: "date" } }), project],
    request: generate(),
    expect: {
      status: 429,
      code: null,
      kind: "rate_limited",
      action: "retry",
      retryable: true,
      retryAfterMs: [0, 4000],
      message: "Rate limit exceeded",
    },
    then: { status: 201 },
  },
  ...[
    [500, "server_error", "Internal server error"],
    [502, "upstream", "Bad gateway"],
    [503, "overloaded", "Service unavailable"],
  ].map(([status, kind, message]) => ({
    id: `transient-${status}`,
    title: `${message}, twice`,
    steps: [account(), project],
    request: plan(`${status},${status},ok`),
    expect: { status, code: null, kind, action: "retry", retryable: true, message },
    then: { status: 201 },
  })),
];

const extras = [
  {
    id: "force",
    title: "The image exists, force: true",
    steps: [account(), project, generate()],
    request: generate({ force: true }),
    expect: { status: 200, code: null, kind: "not_error", action: "none" },
  },
];

export default [...rows.map((row) => ({ api, documented: true, ...row })), ...extras.map((row) => ({ api, documented: false, ...row }))];
