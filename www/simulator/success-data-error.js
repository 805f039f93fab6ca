// API 2: { success, data, error: { code, message, details } }, with jobs, spend caps and webhooks.

import { bearer, looksLikeToken } from "./accounts.js";
import { json, Refusal } from "./answer.js";
import { readObject } from "./body.js";
import { concurrencyOf } from "./concurrency.js";
import { retryAfter } from "./pace.js";
import { statusCode, statusText } from "./statuses.js";
import { isSafeCallback, problemsOf } from "./validate.js";

const NAME = "success-data-error";
const PRICE_CENTS = 4;
const EVENTS = ["generation.succeeded", "generation.failed"];

const GENERATION = {
  required: ["prompt"],
  properties: {
    prompt: { type: "string", max: 4000 },
    model: { type: "string", enum: ["image-small", "image-large"] },
    webhook_url: { type: "string" },
  },
};
const WEBHOOK = {
  required: ["url", "events"],
  properties: { url: { type: "string" }, events: { type: "array" } },
};

export function createSuccessDataError({ accounts, allowances, idempotency, jobs, pace }) {
  const webhooks = new Map();

  const done = (status, data, headers) => json(status, { success: true, data, error: null }, headers);
  const envelope = (status, error, headers) => json(status, { success: false, data: null, error }, headers);
  const refuse = (status, code, message, more = {}, headers = {}) => new Refusal(envelope(status, { code, message, ...more }, headers));

  function authenticate(context) {
    const credential = bearer(context.request);
    const found = credential === null ? {} : looksLikeToken(credential) ? accounts.findToken(credential) : accounts.findKey(credential);
    if (!found.account || found.problem) throw refuse(401, "UNAUTHORIZED", "Missing or invalid bearer credential");
    context.account = found.account;
    context.key = found.key ?? null;
  }

  function admit({ account }) {
    const wait = pace.admit(NAME, account);
    if (wait) {
      const headers = { "Retry-After": retryAfter(wait, account.pace.retryAfter) };
      throw refuse(429, "RATE_LIMITED", "Too many requests to this service.", {}, headers);
    }
  }

  function requireScope({ key }, scope) {
    if (!key) throw refuse(403, "FORBIDDEN", "This route does not accept session tokens; use an API key");
    if (!key.scopes.includes(scope)) throw refuse(403, "FORBIDDEN", `Missing required scope: ${scope}`);
  }

  async function read(request, schema) {
    const { value, problem } = await readObject(request);
    if (problem) throw refuse(400, "invalid_request", "Request body must be a JSON object", { details: { param: "body", type: "malformed_input" } });
    const [first] = problemsOf(value, schema);
    if (first?.rule === "required") {
      const details = { param: first.path, type: "missing_required_field" };
      throw refuse(400, "invalid_request", `The '${first.path}' parameter is required`, { details });
    }
    if (first) throw refuse(400, "invalid_request", first.message, { details: { param: first.path, type: "invalid_field" } });
    return value;
  }

  function checkCallback(url, param) {
    if (isSafeCallback(url)) return;
    const message = "The webhook URL must be a public https address";
    throw refuse(400, "INVALID_URL", message, { details: { param, type: "unsafe_url" } });
  }

  async function generate(context) {
    const { account, request } = context;
    requireScope(context, "generations:write");
    const input = await read(request, GENERATION);
    if (input.webhook_url !== undefined) checkCallback(input.webhook_url, "webhook_url");
    const outcome = await idempotency.once(
      { account, key: request.headers.get("idempotency-key"), scope: `${NAME} generations`, fingerprint: JSON.stringify(input) },
      () => startGeneration(context, input),
    );
    if (outcome.problem === "reused") {
      throw refuse(422, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used with a different request");
    }
    if (outcome.problem) {
      throw refuse(409, "IDEMPOTENCY_KEY_IN_USE", "A request with this Idempotency-Key is still in progress");
    }
    return outcome.answer;
  }

  async function startGeneration(context, { prompt }) {
    const { account } = context;
    await context.pause();
    const { active, limit, full } = concurrencyOf(jobs, NAME, account);
    if (full) {
      const counts = { active_requests: active, concurrency_limit: limit };
      throw refuse(429, "CONCURRENT_GENERATION_LIMIT", "Too many active generation jobs for this user.", counts);
    }
    if (account.spendCapCents !== null && account.spentCents + PRICE_CENTS > account.spendCapCents) {
      throw refuse(402, "SPENDING_LIMIT_EXCEEDED", "Spend cap blocked this billable job");
    }
    context.use("provider");
    if (!allowances.use(NAME, account)) throw refuse(402, "INSUFFICIENT_CREDITS", "API call limit reached");
    account.spentCents += PRICE_CENTS;
    const failure = context.isDown("job")
      ? { code: "GENERATION_FAILED", message: "The provider could not complete this generation." }
      : null;
    const job = jobs.start(NAME, account, { failure, result: { url: "https://cdn.example.com/generated.png", prompt } });
    return done(202, { id: job.id, status: jobs.statusOf(job, account) });
  }

  function readGeneration(context) {
    requireScope(context, "generations:read");
    const job = jobs.find(NAME, context.account, context.params.id);
    if (!job) throw refuse(404, "NOT_FOUND", "Generation not found");
    const status = jobs.statusOf(job, context.account);
    return done(200, {
      id: job.id,
      status,
      ...(status === "succeeded" && { result: job.result }),
      ...(status === "failed" && { error: job.failure }),
    });
  }

  async function createWebhook(context) {
    requireScope(context, "webhooks:write");
    const { url, events } = await read(context.request, WEBHOOK);
    checkCallback(url, "url");
    const unknown = events.find((event) => !EVENTS.includes(event));
    if (unknown !== undefined || events.length === 0) {
      const message = unknown === undefined ? "At least one event is required" : `Unknown event; use one of ${EVENTS.join(", ")}`;
      throw refuse(400, "INVALID_EVENTS", message, { details: { param: "events", type: "invalid_events" } });
    }
    const id = `whk_${webhooks.size + 1}`;
    webhooks.set(id, { id, url, events, ownerId: context.account.id });
    return done(201, { id, url, events });
  }

  return {
    name: NAME,
    open: [],
    routes: [
      ["POST", "/generations", generate],
      ["GET", "/generations/:id", readGeneration],
      ["POST", "/webhooks", createWebhook],
    ],
    authenticate,
    admit,
    notFound: () => refuse(404, "NOT_FOUND", "Resource not found"),
    failure(status, _context, component) {
      if (component === "provider") {
        return envelope(500, { code: "PROVIDER_TERMINAL_FAILURE", message: "The provider failed terminally; this request cannot succeed." });
      }
      const code = status === 429 ? "RATE_LIMITED" : status === 500 ? "INTERNAL_ERROR" : statusCode(status);
      return envelope(status, { code, message: statusText(status) });
    },
    reset: () => webhooks.clear(),
  };
}
