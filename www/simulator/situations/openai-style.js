// API 3, every row of its table.

const api = "openai-style";
const auth = { Authorization: "Bearer {key}" };
const DAY_MS = 86_400_000;

const account = (settings = {}) => ({ path: "/accounts", body: settings, save: { key: "key", account: "id" } });
const generate = (headers = {}, body = { model: "image-1", prompt: "A red bicycle" }) => ({
  path: "/openai-style/v1/images/generations",
  headers: { ...auth, ...headers },
  body,
});
const plan = (text) => generate({ "X-Simulate": text, "X-Simulate-Id": "{run}" });
const unauthorized = (code, message) => ({
  status: 401,
  code,
  type: "authentication_error",
  kind: "unauthorized",
  action: "rotate_key",
  message,
});
const rateLimited = (retryAfterMs) => ({
  status: 429,
  code: "rate_limit_exceeded",
  type: "rate_limit_error",
  kind: "rate_limited",
  action: "retry",
  retryable: true,
  retryAfterMs,
  message: "Rate limit exceeded. Please slow down.",
});

const rows = [
  {
    id: "bad-request",
    title: "A required field is missing",
    steps: [account()],
    request: generate({}, { model: "image-1" }),
    expect: {
      status: 400,
      code: "bad_request",
      type: "invalid_request_error",
      kind: "bad_request",
      altKinds: ["validation"],
      action: "fix_request",
      message: "Bad request: prompt is required.",
    },
  },
  {
    id: "unauthorized-missing",
    title: "No API key",
    steps: [],
    request: { path: "/openai-style/v1/images/generations", body: { model: "image-1", prompt: "A red bicycle" } },
    expect: unauthorized("unauthorized", "No API key provided. Include it in the Authorization header."),
  },
  {
    id: "unauthorized-invalid",
    title: "The API key is not valid",
    steps: [],
    request: generate({ Authorization: "Bearer key_unknown" }),
    expect: unauthorized("invalid_api_key", "Invalid API key provided."),
  },
  {
    id: "insufficient-credits",
    title: "Credits are used up",
    steps: [account({ credits: 1 }), generate()],
    request: generate(),
    expect: {
      status: 402,
      code: "insufficient_credits",
      type: "billing_error",
      kind: "quota_exhausted",
      action: "add_credits",
      message: "Insufficient credits. Top up credits in the Dashboard.",
    },
  },
  {
    id: "not-found",
    title: "No such task",
    steps: [account()],
    request: { method: "GET", path: "/openai-style/v1/tasks/job_missing", headers: auth },
    expect: {
      status: 404,
      code: "not_found",
      type: "invalid_request_error",
      kind: "not_found",
      action: "fix_request",
      message: "Task not found. Check the endpoint URL and any resource IDs.",
    },
  },
  {
    id: "gone",
    title: "The task is older than 30 days",
    steps: [
      account(),
      { ...generate(), save: { task: "id" } },
      { path: "/accounts/{account}/clock", body: { advanceMs: 31 * DAY_MS } },
    ],
    request: { method: "GET", path: "/openai-style/v1/tasks/{task}", headers: auth },
    expect: {
      status: 410,
      code: "gone",
      type: "invalid_request_error",
      kind: "gone",
      action: "none",
      message: "Resource has expired: image generation tasks are kept for 30 days.",
    },
  },
  {
    id: "rate-limited",
    title: "Too many requests",
    steps: [account({ pace: { limit: 1, windowMs: 3_000 } }), generate()],
    request: generate(),
    expect: rateLimited([1000, 3000]),
    then: { status: 200 },
  },
  {
    id: "server-error",
    title: "Server error, twice",
    steps: [account()],
    request: plan("500,500,ok"),
    expect: {
      status: 500,
      code: "server_error",
      type: "server_error",
      kind: "server_error",
      action: "retry",
      retryable: true,
      message: "Internal server error. Retry after a moment.",
    },
    then: { status: 200 },
  },
];

const extras = [
  {
    id: "rate-limited-long",
    title: "Too many requests, for an hour",
    steps: [account()],
    request: plan("429;retry-after=3600"),
    expect: rateLimited([3_600_000, 3_600_000]),
  },
];

export default [...rows.map((row) => ({ api, documented: true, ...row })), ...extras.map((row) => ({ api, documented: false, ...row }))];
