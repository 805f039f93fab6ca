// API 1, every row of its table.

const api = "og-engine";
const SITE = "https://og-engine.com";
const auth = { Authorization: "Bearer {key}" };
const FORMATS = ["og", "twitter", "square", "linkedin", "story"];
const FONTS = ["Outfit", "Inter", "Playfair Display", "Sora", "Space Grotesk", "JetBrains Mono", "Noto Sans JP", "Noto Sans AR"];

const account = (settings = {}) => ({ path: "/accounts", body: settings, save: { key: "key", account: "id" } });
const render = (body = { format: "og", title: "Hello" }) => ({ path: "/og-engine/render", headers: auth, body });
const plan = (text) => ({ ...render(), headers: { ...auth, "X-Simulate": text, "X-Simulate-Id": "{run}" } });
const image = (file) => ({ path: "/og-engine/render", headers: auth, form: { payload: { format: "og", title: "Hello" }, image: file } });
const docs = (code) => `${SITE}/api-reference/errors#${code}`;

const invalidFile = (message, field) => ({
  status: 400,
  code: "invalid_file",
  kind: "validation",
  action: "fix_request",
  message,
  docsUrl: docs("invalid_file"),
  fields: [{ path: "image", ...field }],
});
const unauthorized = (message, docsUrl) => ({ status: 401, code: "unauthorized", kind: "unauthorized", action: "rotate_key", message, docsUrl });
const planRequired = (feature, message) => ({
  status: 402,
  code: "plan_required",
  kind: "tier_locked",
  action: "upgrade",
  message,
  docsUrl: docs("plan_required"),
  upgradeUrl: `${SITE}/pricing`,
  plan: { required: "starter", feature, upgradeUrl: `${SITE}/pricing` },
});

const rows = [
  {
    id: "invalid-request",
    title: "The body is a list",
    steps: [account()],
    request: render([{ format: "og" }]),
    expect: {
      status: 400,
      code: "invalid_request",
      kind: "bad_request",
      action: "fix_request",
      message: "Request body must be a JSON object.",
      docsUrl: `${SITE}/api-reference/render`,
    },
  },
  {
    id: "invalid-json",
    title: "The body is not JSON",
    steps: [account()],
    request: { path: "/og-engine/render", headers: { ...auth, "Content-Type": "application/json" }, text: '{"format": "og",' },
    expect: {
      status: 400,
      code: "invalid_request",
      kind: "bad_request",
      action: "fix_request",
      message: "Request body is not valid JSON.",
      docsUrl: `${SITE}/api-reference/render`,
    },
  },
  {
    id: "missing-field",
    title: "A required field is missing",
    steps: [account()],
    request: render({ title: "Hello" }),
    expect: {
      status: 400,
      code: "missing_field",
      kind: "validation",
      action: "fix_request",
      message: "The 'format' field is required.",
      docsUrl: docs("missing_field"),
      fields: [{ path: "format", allowed: FORMATS }],
    },
  },
  {
    id: "missing-title",
    title: "The title is missing",
    steps: [account()],
    request: render({ format: "og" }),
    expect: {
      status: 400,
      code: "missing_field",
      kind: "validation",
      action: "fix_request",
      message: "The 'title' field is required.",
      docsUrl: docs("missing_field"),
      fields: [{ path: "title" }],
    },
  },
  {
    id: "invalid-font",
    title: "The font is not available",
    steps: [account()],
    request: render({ format: "og", title: "Hello", style: { font: "Roboto" } }),
    expect: {
      status: 400,
      code: "invalid_font",
      kind: "validation",
      action: "fix_request",
      message: "Font 'Roboto' is not available.",
      docsUrl: docs("invalid_font"),
      fields: [{ path: "style.font", allowed: FONTS }],
    },
  },
  {
    id: "invalid-format",
    title: "The format is not supported",
    steps: [account()],
    request: render({ format: "facebook", title: "Hello" }),
    expect: {
      status: 400,
      code: "invalid_format",
      kind: "validation",
      action: "fix_request",
      message: "Format 'facebook' is not supported.",
      docsUrl: docs("invalid_format"),
      fields: [{ path: "format", allowed: FORMATS }],
    },
  },
  {
    id: "file-too-large",
    title: "The background image is too large",
    steps: [account()],
    request: image({ kind: "png", bytes: 5_242_881 }),
    expect: invalidFile("Image file exceeds the 5MB size limit.", { max: 5_242_880 }),
  },
  {
    id: "file-unsupported",
    title: "The background image is no image",
    steps: [account()],
    request: image({ kind: "text", bytes: 64 }),
    expect: invalidFile("Image file format is not supported.", { allowed: ["image/png", "image/jpeg"] }),
  },
  {
    id: "file-corrupt",
    title: "The background image is cut off",
    steps: [account()],
    request: image({ kind: "png", bytes: 64, cut: true }),
    expect: invalidFile("Image file is corrupt.", {}),
  },
  {
    id: "unauthorized-missing",
    title: "No API key",
    steps: [],
    request: { path: "/og-engine/render", body: { format: "og", title: "Hello" } },
    expect: unauthorized("No API key provided. Set the Authorization: Bearer <key> header.", `${SITE}/quick-start#step-1`),
  },
  {
    id: "unauthorized-invalid",
    title: "The API key does not exist",
    steps: [],
    request: { path: "/og-engine/render", headers: { Authorization: "Bearer key_unknown" }, body: { format: "og", title: "Hello" } },
    expect: unauthorized("The API key is invalid or does not exist.", docs("unauthorized")),
  },
  {
    id: "unauthorized-revoked",
    title: "The API key was revoked",
    steps: [account({ key: { revoked: true } })],
    request: render(),
    expect: unauthorized("The API key has been revoked.", docs("unauthorized")),
  },
  {
    id: "plan-required",
    title: "WebP output needs a paid plan",
    steps: [account({ plan: "free" })],
    request: render({ format: "og", title: "Hello", output: "webp" }),
    expect: planRequired("webp_output", "WebP output requires a Starter plan or above."),
  },
  {
    id: "plan-required-batch",
    title: "Batch rendering needs a paid plan",
    steps: [account({ plan: "free" })],
    request: { path: "/og-engine/render/batch", headers: auth, body: { items: [{ format: "og", title: "Hello" }] } },
    expect: planRequired("batch_rendering", "Batch rendering requires a Starter plan or above."),
  },
  {
    id: "monthly-quota",
    title: "Monthly render quota is used up",
    steps: [account({ plan: "free", used: 499 }), render()],
    request: render(),
    expect: {
      status: 429,
      code: "rate_limited",
      kind: "quota_exhausted",
      action: "upgrade",
      message: "Monthly render quota exceeded. Resets at next billing cycle.",
      docsUrl: docs("rate_limited"),
      upgradeUrl: `${SITE}/pricing`,
      quota: { limit: 500, used: 500, remaining: 0 },
      quotaResets: true,
    },
  },
  {
    id: "server-error",
    title: "Internal error, twice",
    steps: [account()],
    request: plan("fail-internal,fail-internal,ok"),
    expect: {
      status: 500,
      code: "server_error",
      kind: "server_error",
      action: "retry",
      retryable: true,
      message: "An unexpected error occurred. Please try again.",
      requestIdInBody: true,
    },
    then: { status: 200 },
  },
];

const extras = [
  {
    id: "server-error-lasting",
    title: "Internal error that does not end",
    steps: [account()],
    request: plan("fail-internal"),
    expect: { status: 500, code: "server_error", kind: "server_error", action: "retry", retryable: true },
  },
  {
    id: "dropped",
    title: "The connection breaks once",
    steps: [account()],
    request: plan("drop,ok"),
    expect: { status: null, code: null, kind: "network", action: "retry", retryable: true },
    then: { status: 200 },
  },
  {
    id: "render",
    title: "All is well",
    steps: [account({ used: 152 })],
    request: render(),
    expect: { status: 200, code: null, kind: "not_error", action: "none", quota: { limit: 500, remaining: 347 } },
  },
  {
    id: "validate-unmetered",
    title: "Validation at the end of the quota",
    steps: [account({ used: 500 })],
    request: { path: "/og-engine/validate", headers: auth, body: { format: "og", title: "Hello" } },
    expect: { status: 200, code: null, kind: "not_error", action: "none", quota: { limit: 500, remaining: 0 } },
  },
];

export default [...rows.map((row) => ({ api, documented: true, ...row })), ...extras.map((row) => ({ api, documented: false, ...row }))];
