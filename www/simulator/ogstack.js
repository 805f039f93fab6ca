// API 0: { statusCode, code, message } for every error, and no code on a 429.

import { bearer, looksLikeToken, planCovers, PLAN_LIMITS } from "./accounts.js";
import { json, Refusal } from "./answer.js";
import { readObject } from "./body.js";
import { retryAfter } from "./pace.js";
import { statusText } from "./statuses.js";
import { problemsOf } from "./validate.js";

const NAME = "ogstack";
const TEMPLATES = ["classic", "minimal", "editorial"];

const GENERATE = {
  required: ["url", "projectId"],
  properties: {
    url: { type: "string", format: "url", max: 2048 },
    projectId: { type: "string" },
    template: { type: "string" },
    ai: { type: "boolean" },
    force: { type: "boolean" },
  },
};
const PROJECT = {
  required: ["name"],
  properties: { name: { type: "string", max: 80 }, domains: { type: "array" } },
};
const REGISTER = { required: ["email"], properties: { email: { type: "string", format: "email" } } };

export function createOgstack({ accounts, allowances, pace, random }) {
  const projects = new Map();
  const images = new Map();
  const imagesBySource = new Map();
  const emails = new Set();

  const refuse = (status, code, message, headers) =>
    new Refusal(json(status, code ? { statusCode: status, code, message } : { statusCode: status, message }, headers));

  function authenticate(context) {
    const credential = bearer(context.request);
    const found = credential === null ? {} : looksLikeToken(credential) ? accounts.findToken(credential) : accounts.findKey(credential);
    if (!found.account || found.problem) throw refuse(401, "UNAUTHORIZED", "Missing or invalid JWT / API key");
    context.account = found.account;
    context.key = found.key ?? null;
  }

  function admit({ account }) {
    const wait = pace.admit(NAME, account);
    if (wait) throw refuse(429, null, "Rate limit exceeded", { "Retry-After": retryAfter(wait, account.pace.retryAfter) });
  }

  async function read(request, schema) {
    const { value, problem } = await readObject(request);
    if (problem === "syntax") throw refuse(400, "MALFORMED_BODY", "Request body is not valid JSON");
    if (problem) throw refuse(400, "BAD_REQUEST", "Malformed body: expected a JSON object");
    const [first] = problemsOf(value, schema);
    if (first?.rule === "required") throw refuse(400, "BAD_REQUEST", `Missing required field: ${first.path}`);
    if (first) throw refuse(400, "VALIDATION_ERROR", first.message);
    return value;
  }

  function ownProject(context, id) {
    const project = projects.get(id);
    if (!project) throw refuse(404, "NOT_FOUND", "Project not found");
    if (project.ownerId !== context.account.id) throw refuse(403, "FORBIDDEN", "Not the resource owner");
    if (context.key?.projectId && context.key.projectId !== id) {
      throw refuse(403, "FORBIDDEN", "API key is scoped to a different project");
    }
    return project;
  }

  async function register({ request }) {
    const { email } = await read(request, REGISTER);
    if (emails.has(email.toLowerCase())) throw refuse(409, "CONFLICT", "Email already registered");
    emails.add(email.toLowerCase());
    return json(201, { email });
  }

  async function createProject(context) {
    const { name, domains = [] } = await read(context.request, PROJECT);
    const { account } = context;
    const limits = PLAN_LIMITS[account.plan];
    const owned = [...projects.values()].filter((project) => project.ownerId === account.id).length;
    if (owned >= limits.projects) throw refuse(403, "PLAN_LIMIT_EXCEEDED", "Project limit reached");
    if (domains.length > limits.domains) throw refuse(403, "PLAN_LIMIT_EXCEEDED", "Domain limit reached");
    const project = { id: `prj_${projects.size + 1}${token(random)}`, name, domains, ownerId: account.id };
    projects.set(project.id, project);
    return json(201, { id: project.id, name, domains });
  }

  function readProject(context) {
    const { id, name, domains } = ownProject(context, context.params.id);
    return json(200, { id, name, domains });
  }

  async function generate(context) {
    const { url, projectId, template = "classic", ai = true, force = false } = await read(context.request, GENERATE);
    const { account } = context;
    ownProject(context, projectId);
    if (!TEMPLATES.includes(template)) throw refuse(404, "NOT_FOUND", `Unknown template slug: ${template}`);
    const same = JSON.stringify([projectId, url, template]);
    const existing = imagesBySource.get(same);
    if (existing && !force) {
      throw refuse(409, "IMAGE_EXISTS", "An image already exists for the same (projectId, url, ...) — use force: true to regenerate");
    }
    if (ai && !allowances.use(NAME, account)) throw refuse(403, "PLAN_LIMIT_EXCEEDED", "Monthly AI quota reached");
    const id = existing?.id ?? `img_${images.size + 1}${token(random)}`;
    const image = { id, projectId, url, template, plan: account.plan };
    images.set(id, image);
    imagesBySource.set(same, image);
    return json(existing ? 200 : 201, { id, projectId, url, template, regenerated: Boolean(existing) });
  }

  function readImage(context) {
    const image = images.get(context.params.id);
    if (!image) throw refuse(404, "NOT_FOUND", "Image not found");
    ownProject(context, image.projectId);
    if (!planCovers(context.account.plan, image.plan)) {
      throw refuse(402, "TIER_LOCKED", "Image was generated on a higher plan than your current subscription");
    }
    const { id, projectId, url, template } = image;
    return json(200, { id, projectId, url, template });
  }

  return {
    name: NAME,
    open: ["/auth/register"],
    routes: [
      ["POST", "/auth/register", register],
      ["POST", "/projects", createProject],
      ["GET", "/projects/:id", readProject],
      ["POST", "/images/generate", generate],
      ["GET", "/images/:id", readImage],
    ],
    authenticate,
    admit,
    notFound: () => refuse(404, "NOT_FOUND", "Resource not found"),
    failure: (status) => json(status, { statusCode: status, message: statusText(status) }),
    reset() {
      projects.clear();
      images.clear();
      imagesBySource.clear();
      emails.clear();
    },
  };
}

function token(random) {
  return Math.floor(random() * 36 ** 5).toString(36).padStart(5, "0");
}
