// API 3: { error: { message, type, code } }.

import { bearer } from "./accounts.js";
import { json, Refusal } from "./answer.js";
import { readObject } from "./body.js";
import { retryAfter } from "./pace.js";
import { statusText } from "./statuses.js";
import { problemsOf } from "./validate.js";

const NAME = "openai-style";
const KEPT_MS = 30 * 86_400_000;
const CREDITS_PER_IMAGE = 1;

const IMAGE = {
  required: ["model", "prompt"],
  properties: {
    model: { type: "string", enum: ["image-1", "image-1-mini"] },
    prompt: { type: "string", max: 4000 },
    n: { type: "number", min: 1, max: 4 },
  },
};

export function createOpenaiStyle({ accounts, jobs, pace }) {
  const envelope = (status, type, code, message, headers) => json(status, { error: { message, type, code } }, headers);
  const refuse = (...parts) => new Refusal(envelope(...parts));

  function authenticate(context) {
    const credential = bearer(context.request);
    if (credential === null) {
      throw refuse(401, "authentication_error", "unauthorized", "No API key provided. Include it in the Authorization header.");
    }
    const found = accounts.findKey(credential);
    if (!found.account || found.problem) throw refuse(401, "authentication_error", "invalid_api_key", "Invalid API key provided.");
    context.account = found.account;
  }

  function admit({ account }) {
    const wait = pace.admit(NAME, account);
    if (wait) throw rateLimited({ "Retry-After": retryAfter(wait, account.pace.retryAfter) });
  }

  const rateLimited = (headers) =>
    refuse(429, "rate_limit_error", "rate_limit_exceeded", "Rate limit exceeded. Please slow down.", headers);

  async function generate(context) {
    const { account } = context;
    const { value, problem } = await readObject(context.request);
    if (problem) throw refuse(400, "invalid_request_error", "bad_request", "Request body must be a JSON object.");
    const [first] = problemsOf(value, IMAGE);
    if (first) throw refuse(400, "invalid_request_error", "bad_request", `Bad request: ${first.message}.`);
    const price = CREDITS_PER_IMAGE * (value.n ?? 1);
    if (account.credits < price) {
      throw refuse(402, "billing_error", "insufficient_credits", "Insufficient credits. Top up credits in the Dashboard.");
    }
    account.credits -= price;
    const job = jobs.start(NAME, account, { result: { url: "https://cdn.example.com/image.png" } });
    return json(200, { id: job.id, object: "image.task", status: jobs.statusOf(job, account), created: Math.floor(job.startedAt / 1000) });
  }

  function readTask(context) {
    const { account } = context;
    const job = jobs.find(NAME, account, context.params.id);
    if (!job) throw refuse(404, "invalid_request_error", "not_found", "Task not found. Check the endpoint URL and any resource IDs.");
    if (accounts.nowOf(account) - job.startedAt > KEPT_MS) {
      throw refuse(410, "invalid_request_error", "gone", "Resource has expired: image generation tasks are kept for 30 days.");
    }
    const status = jobs.statusOf(job, account);
    return json(200, { id: job.id, object: "image.task", status, ...(status === "succeeded" && { data: [job.result] }) });
  }

  return {
    name: NAME,
    open: [],
    routes: [
      ["POST", "/v1/images/generations", generate],
      ["GET", "/v1/tasks/:id", readTask],
    ],
    authenticate,
    admit,
    notFound: () => refuse(404, "invalid_request_error", "not_found", "Unknown endpoint. Check the endpoint URL and any resource IDs."),
    failure(status) {
      if (status === 429) return rateLimited().answer;
      if (status >= 500) return envelope(status, "server_error", "server_error", `${statusText(status)}. Retry after a moment.`);
      return envelope(status, "invalid_request_error", "bad_request", `${statusText(status)}.`);
    },
    reset() {},
  };
}
