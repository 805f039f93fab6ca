// API 1: { error, message, details, docs }, and X-RateLimit-* on every authenticated answer.

import { bearer, planCovers } from "./accounts.js";
import { allowanceHeaders } from "./allowance.js";
import { json, Refusal } from "./answer.js";
import { IMAGE_TYPES, imageProblem, readUpload } from "./body.js";
import { statusText } from "./statuses.js";
import { problemsOf } from "./validate.js";

const NAME = "og-engine";
const SITE = "https://og-engine.com";
const PRICING = `${SITE}/pricing`;
const MAX_IMAGE_BYTES = 5_242_880;
const MAX_BATCH = 20;

const FORMATS = ["og", "twitter", "square", "linkedin", "story"];
const SIZES = { og: [1200, 630], twitter: [1200, 675], square: [1080, 1080], linkedin: [1200, 627], story: [1080, 1920] };
const FONTS = ["Outfit", "Inter", "Playfair Display", "Sora", "Space Grotesk", "JetBrains Mono", "Noto Sans JP", "Noto Sans AR"];

const RENDER = {
  required: ["format", "title"],
  properties: {
    format: { type: "string", enum: FORMATS },
    title: { type: "string" },
    style: { type: "object", properties: { font: { type: "string", enum: FONTS }, accent: { type: "string", format: "color" } } },
    output: { type: "string", enum: ["svg", "webp"] },
  },
};

export function createOgEngine({ accounts, allowances }) {
  const refuse = (status, error, message, details, docs = `${SITE}/api-reference/errors#${error}`) =>
    new Refusal(json(status, { error, message, ...(details && { details }), docs }));

  function authenticate(context) {
    const credential = bearer(context.request);
    if (credential === null) {
      const message = "No API key provided. Set the Authorization: Bearer <key> header.";
      throw refuse(401, "unauthorized", message, null, `${SITE}/quick-start#step-1`);
    }
    const found = accounts.findKey(credential);
    if (found.problem === "revoked") throw refuse(401, "unauthorized", "The API key has been revoked.");
    if (found.problem) throw refuse(401, "unauthorized", "The API key is invalid or does not exist.");
    context.account = found.account;
  }

  async function read(request) {
    const { value, files, problem } = await readUpload(request);
    if (problem === "syntax") {
      throw refuse(400, "invalid_request", "Request body is not valid JSON.", null, `${SITE}/api-reference/render`);
    }
    if (problem) throw refuse(400, "invalid_request", "Request body must be a JSON object.", null, `${SITE}/api-reference/render`);
    checkFields(value);
    if (files.image) checkImage(files.image.bytes);
    return value;
  }

  function checkFields(value) {
    const [first] = problemsOf(value, RENDER);
    if (!first) return;
    const { path, rule, allowed, provided, message } = first;
    if (rule === "required") {
      throw refuse(400, "missing_field", `The '${path}' field is required.`, { field: path, ...(allowed && { allowed }) });
    }
    if (path === "format" && rule === "enum") {
      throw refuse(400, "invalid_format", `Format '${provided}' is not supported.`, { field: path, provided, allowed });
    }
    if (path === "style.font" && rule === "enum") {
      throw refuse(400, "invalid_font", `Font '${provided}' is not available.`, { field: path, provided, available: allowed });
    }
    throw refuse(400, "invalid_request", `${message[0].toUpperCase()}${message.slice(1)}.`, { field: path }, `${SITE}/api-reference/render`);
  }

  function checkImage(bytes) {
    if (bytes.length > MAX_IMAGE_BYTES) {
      throw refuse(400, "invalid_file", "Image file exceeds the 5MB size limit.", { field: "image", maxSizeBytes: MAX_IMAGE_BYTES });
    }
    const problem = imageProblem(bytes);
    if (problem === "unsupported") {
      throw refuse(400, "invalid_file", "Image file format is not supported.", { field: "image", allowed: IMAGE_TYPES });
    }
    if (problem) throw refuse(400, "invalid_file", "Image file is corrupt.", { field: "image" });
  }

  function requirePlan(account, feature, name) {
    if (planCovers(account.plan, "starter")) return;
    const details = { feature, requiredPlan: "starter", upgradeUrl: PRICING };
    throw refuse(402, "plan_required", `${name} requires a Starter plan or above.`, details);
  }

  function meter(account, renders) {
    if (allowances.use(NAME, account, renders)) return;
    const { limit, used, resetAt } = allowances.read(NAME, account);
    const resetText = new Date(resetAt).toISOString().replace(".000Z", "Z");
    const details = { limit, used, resetAt: resetText, upgradeUrl: PRICING };
    throw refuse(429, "rate_limited", "Monthly render quota exceeded. Resets at next billing cycle.", details);
  }

  async function render(context) {
    const { format, title, style = {}, output = "svg" } = await read(context.request);
    if (output === "webp") requirePlan(context.account, "webp_output", "WebP output");
    meter(context.account, 1);
    return output === "webp"
      ? { status: 200, headers: { "Content-Type": "image/webp" }, body: EMPTY_WEBP }
      : { status: 200, headers: { "Content-Type": "image/svg+xml" }, body: draw(format, title, style) };
  }

  async function renderBatch(context) {
    const { value, problem } = await readUpload(context.request);
    if (problem || !Array.isArray(value.items) || value.items.length === 0 || value.items.length > MAX_BATCH) {
      const message = `Request body must hold 'items', a list of 1 to ${MAX_BATCH} renders.`;
      throw refuse(400, "invalid_request", message, null, `${SITE}/api-reference/render`);
    }
    requirePlan(context.account, "batch_rendering", "Batch rendering");
    for (const item of value.items) checkFields(item ?? {});
    meter(context.account, value.items.length);
    return json(200, { images: value.items.map(({ format, title, style = {} }) => draw(format, title, style)) });
  }

  /** Checks all that /render checks, and uses nothing up. */
  async function validate(context) {
    const { format } = await read(context.request);
    const [width, height] = SIZES[format];
    return json(200, { valid: true, width, height });
  }

  return {
    name: NAME,
    open: ["/health"],
    routes: [
      ["GET", "/health", () => json(200, { status: "ok", fonts: FONTS, formats: FORMATS })],
      ["POST", "/render", render],
      ["POST", "/render/batch", renderBatch],
      ["POST", "/validate", validate],
    ],
    authenticate,
    headers: (account) => allowanceHeaders(allowances.read(NAME, account)),
    notFound: () => refuse(404, "not_found", "No such endpoint.", null, `${SITE}/api-reference`),
    failure(status, { requestId }) {
      if (status === 500) {
        return json(500, { error: "server_error", message: "An unexpected error occurred. Please try again.", requestId });
      }
      const error = status === 429 ? "rate_limited" : status > 500 ? "server_error" : "invalid_request";
      return json(status, { error, message: `${statusText(status)}.`, requestId });
    },
    reset() {},
  };
}

function draw(format, title, { font = "Outfit", accent = "#1f6feb" }) {
  const [width, height] = SIZES[format];
  const size = Math.round(Math.min(width, height) / 9);
  const text = title.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="#0b1220"/><rect x="80" y="80" width="96" height="12" fill="${accent}"/><text x="80" y="${Math.round(height / 2)}" fill="#f5f7fa" font-family="${font}, sans-serif" font-size="${size}" font-weight="600">${text}</text></svg>`;
}

// One transparent pixel, lossless.
const EMPTY_WEBP = Uint8Array.from(
  [82, 73, 70, 70, 26, 0, 0, 0, 87, 69, 66, 80, 86, 80, 56, 76, 13, 0, 0, 0, 47, 0, 0, 0, 16, 7, 16, 17, 17, 136, 136, 254, 7, 0],
);
