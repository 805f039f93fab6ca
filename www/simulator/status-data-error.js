// API 4: { status: "error", data: null, error: { code, message } }. API keys come in X-API-Key; a browser
// sends a session token as Bearer.

import { bearer, PLAN_LIMITS } from "./accounts.js";
import { json, Refusal } from "./answer.js";
import { readObject } from "./body.js";
import { statusCode, statusText } from "./statuses.js";
import { problemsOf } from "./validate.js";

const NAME = "status-data-error";
const CREDITS_PER_PDF = 10;
const MAX_EDGE = 10_000;
const OUTAGES = {
  database: ["DATABASE_ERROR", "Storage layer failed."],
  objects: ["S3_ERROR", "Object storage failed."],
};

const DESIGN = {
  required: ["name"],
  properties: { name: { type: "string", max: 120 }, width: { type: "number" }, height: { type: "number" } },
};
const BATCH = { required: ["designIds"], properties: { designIds: { type: "array", max: 100 } } };
const TEMPLATE = { required: ["slug"], properties: { slug: { type: "string", max: 60 } } };
const MEMBER = { required: ["email"], properties: { email: { type: "string", format: "email" } } };

export function createStatusDataError({ accounts, random }) {
  const stores = { designs: new Map(), pdfs: new Map(), templates: new Set(), members: new Set() };

  const done = (status, data) => json(status, { status: "success", data, error: null });
  const envelope = (status, code, message) => json(status, { status: "error", data: null, error: { code, message } });
  const refuse = (...parts) => new Refusal(envelope(...parts));

  function authenticate(context) {
    const key = context.request.headers.get("x-api-key");
    const token = bearer(context.request);
    if (key !== null) context.account = byKey(key);
    else if (token !== null) context.account = byToken(token);
    else throw refuse(401, "UNAUTHORIZED", "No credential supplied.");
  }

  function byKey(text) {
    const { account, problem } = accounts.findKey(text);
    if (problem === "expired") throw refuse(401, "API_KEY_EXPIRED", "API key passed its expiration date.");
    if (problem) throw refuse(401, "INVALID_API_KEY", "API key is malformed or unknown.");
    return account;
  }

  function byToken(text) {
    const { account, problem } = accounts.findToken(text);
    if (problem === "expired") throw refuse(401, "TOKEN_EXPIRED", "Bearer token expired.");
    if (problem) throw refuse(401, "INVALID_TOKEN", "Bearer token is invalid.");
    return account;
  }

  async function read(request, schema) {
    const { value, problem } = await readObject(request);
    if (problem) throw refuse(400, "VALIDATION_ERROR", "Request failed schema validation: the body must be a JSON object.");
    const [first] = problemsOf(value, schema);
    if (first?.rule === "required") throw refuse(400, "MISSING_REQUIRED_FIELD", `A required field is absent: ${first.path}.`);
    if (first) throw refuse(400, "VALIDATION_ERROR", `Request failed schema validation: ${first.message}.`);
    return value;
  }

  const requireEditor = ({ role }) => {
    if (role === "viewer") throw refuse(403, "FORBIDDEN", "Authenticated but not allowed: viewers cannot change this workspace.");
  };
  const requireFeature = ({ plan }, feature) => {
    if (!PLAN_LIMITS[plan].features.includes(feature)) {
      throw refuse(403, "INSUFFICIENT_PERMISSIONS", `Plan lacks the required feature: ${feature}.`);
    }
  };

  function ownDesign({ account, params }) {
    const design = stores.designs.get(params.id);
    if (design?.ownerId !== account.id) throw refuse(404, "DESIGN_NOT_FOUND", "No such design in the workspace.");
    return design;
  }

  async function createDesign(context) {
    requireEditor(context.account);
    const { name, width = 1200, height = 630 } = await read(context.request, DESIGN);
    for (const [field, edge] of [["width", width], ["height", height]]) {
      if (!Number.isInteger(edge) || edge < 1 || edge > MAX_EDGE) {
        throw refuse(400, "INVALID_INPUT", `A field value is not acceptable: ${field} must be a whole number from 1 to ${MAX_EDGE}.`);
      }
    }
    context.use("database");
    const id = `dsg_${stores.designs.size + 1}${Math.floor(random() * 36 ** 5).toString(36)}`;
    stores.designs.set(id, { id, name, width, height, ownerId: context.account.id });
    return done(201, { id, name, width, height });
  }

  function readDesign(context) {
    context.use("database");
    const { id, name, width, height } = ownDesign(context);
    return done(200, { id, name, width, height });
  }

  function deleteDesign(context) {
    requireEditor(context.account);
    const { id } = ownDesign(context);
    stores.designs.delete(id);
    return done(200, { id });
  }

  function createPdf(context) {
    const { account } = context;
    const { id: designId } = ownDesign(context);
    if (account.subscription !== "active") throw refuse(402, "PAYMENT_REQUIRED", "Payment is required to proceed.");
    if (account.credits < CREDITS_PER_PDF) throw refuse(402, "INSUFFICIENT_CREDITS", "Workspace does not have enough credits.");
    context.use("objects");
    account.credits -= CREDITS_PER_PDF;
    const id = `pdf_${stores.pdfs.size + 1}`;
    stores.pdfs.set(id, { id, designId, ownerId: account.id });
    return done(201, { id, designId, creditsLeft: account.credits });
  }

  function readPdf({ account, params }) {
    const pdf = stores.pdfs.get(params.id);
    if (pdf?.ownerId !== account.id) throw refuse(404, "PDF_NOT_FOUND", "No such generated PDF / job output.");
    return done(200, { id: pdf.id, designId: pdf.designId });
  }

  function listPdfs({ account, url }) {
    const designId = url.searchParams.get("designId");
    if (!designId) throw refuse(400, "MISSING_REQUIRED_FIELD", "A required query param is absent: designId.");
    const own = [...stores.pdfs.values()].filter((pdf) => pdf.ownerId === account.id && pdf.designId === designId);
    return done(200, own.map(({ id }) => ({ id, designId })));
  }

  async function batch(context) {
    const { account } = context;
    const { designIds } = await read(context.request, BATCH);
    requireFeature(account, "batchGenerate");
    return done(202, { accepted: designIds.length });
  }

  function createKey({ account }) {
    requireFeature(account, "useApiKeys");
    return done(201, { key: accounts.addKey(account, {}).value });
  }

  async function createTemplate({ account, request }) {
    const { slug } = await read(request, TEMPLATE);
    const id = `${account.id} ${slug}`;
    if (stores.templates.has(id)) throw refuse(409, "ALREADY_EXISTS", `Resource conflict: template '${slug}' already exists.`);
    stores.templates.add(id);
    return done(201, { slug });
  }

  async function addMember({ account, request }) {
    const { email } = await read(request, MEMBER);
    const id = `${account.id} ${email.toLowerCase()}`;
    if (stores.members.has(id)) throw refuse(409, "DUPLICATE_ENTRY", "A unique constraint was violated: members.email.");
    stores.members.add(id);
    return done(201, { email });
  }

  return {
    name: NAME,
    open: [],
    routes: [
      ["POST", "/designs", createDesign],
      ["POST", "/designs/batch", batch],
      ["GET", "/designs/:id", readDesign],
      ["DELETE", "/designs/:id", deleteDesign],
      ["POST", "/designs/:id/pdf", createPdf],
      ["GET", "/pdfs", listPdfs],
      ["GET", "/pdfs/:id", readPdf],
      ["POST", "/api-keys", createKey],
      ["POST", "/templates", createTemplate],
      ["POST", "/members", addMember],
    ],
    authenticate,
    notFound: () => refuse(404, "NOT_FOUND", "Resource does not exist."),
    failure(status, _context, component) {
      const [code, message] = OUTAGES[component] ?? (status === 500 ? ["INTERNAL_ERROR", "Unexpected server error."] : [statusCode(status), `${statusText(status)}.`]);
      return envelope(status, code, message);
    },
    reset: () => Object.values(stores).forEach((store) => store.clear()),
  };
}
