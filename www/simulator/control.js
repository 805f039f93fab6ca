// The simulator's own endpoints, outside the five APIs: make an account in the state that a situation needs,
// change its plan, let time pass for it.
//
//   POST  /accounts              { plan, role, allowance, used, credits, spendCapCents, spentCents, subscription,
//                                  concurrency, pace: { limit, windowMs, retryAfter } | null, jobDurationMs,
//                                  key: { scopes, projectId, revoked, expiresInMs }, tokenExpiresInMs }
//                                → 201 { id, key, token, plan }
//   PATCH /accounts/:id          { plan, role, credits, subscription }
//   POST  /accounts/:id/keys     { scopes, projectId, revoked, expiresInMs } → 201 { key }
//   POST  /accounts/:id/clock    { advanceMs }
//   POST  /reset

import { PLANS } from "./accounts.js";
import { json, Refusal } from "./answer.js";
import { readObject } from "./body.js";
import { problemsOf } from "./validate.js";

const count = { type: "number", min: 0 };
const KEY = {
  properties: {
    scopes: { type: "array" },
    projectId: { type: "string" },
    revoked: { type: "boolean" },
    expiresInMs: { type: "number" },
  },
};
const CHANGE = {
  plan: { type: "string", enum: PLANS },
  role: { type: "string", enum: ["owner", "viewer"] },
  credits: count,
  subscription: { type: "string", enum: ["active", "past_due"] },
};
const ACCOUNT = {
  properties: {
    ...CHANGE,
    email: { type: "string", format: "email" },
    allowance: count,
    used: count,
    spendCapCents: count,
    spentCents: count,
    concurrency: count,
    pace: {
      type: "object",
      required: ["limit", "windowMs"],
      properties: {
        limit: count,
        windowMs: { type: "number", min: 1 },
        retryAfter: { type: "string", enum: ["seconds", "date"] },
      },
    },
    jobDurationMs: count,
    key: { type: "object", ...KEY },
    tokenExpiresInMs: { type: "number" },
  },
};

export function createControl({ accounts, reset }) {
  async function read(request, schema) {
    const { value = {}, problem } = await readObject(request);
    if (problem && problem !== "empty") throw new Refusal(json(400, { error: "the body must be a JSON object" }));
    const unknown = Object.keys(value).find((name) => !(name in schema.properties));
    if (unknown) throw new Refusal(json(400, { error: `unknown field "${unknown}"`, allowed: Object.keys(schema.properties) }));
    const [first] = problemsOf(value, schema);
    if (first) throw new Refusal(json(400, { error: first.message }));
    return value;
  }

  function find(id) {
    const account = accounts.get(id);
    if (!account) throw new Refusal(json(404, { error: "no such account" }));
    return account;
  }

  async function createAccount({ request }) {
    const { tokenExpiresInMs, ...settings } = await read(request, ACCOUNT);
    const { account, key } = accounts.create(settings);
    const token = accounts.issueToken(account, { expiresInMs: tokenExpiresInMs });
    return json(201, { id: account.id, key: key.value, token, plan: account.plan });
  }

  async function changeAccount({ request, params }) {
    const account = find(params.id);
    Object.assign(account, await read(request, { properties: CHANGE }));
    return json(200, { id: account.id, plan: account.plan });
  }

  async function createKey({ request, params }) {
    const key = accounts.addKey(find(params.id), await read(request, KEY));
    return json(201, { key: key.value });
  }

  async function advance({ request, params }) {
    const account = find(params.id);
    const { advanceMs } = await read(request, { required: ["advanceMs"], properties: { advanceMs: count } });
    account.clockOffsetMs += advanceMs;
    return json(200, { now: new Date(accounts.nowOf(account)).toISOString() });
  }

  return {
    routes: [
      ["POST", "/accounts", createAccount],
      ["PATCH", "/accounts/:id", changeAccount],
      ["POST", "/accounts/:id/keys", createKey],
      ["POST", "/accounts/:id/clock", advance],
      ["POST", "/reset", () => (reset(), { status: 204, headers: {}, body: null })],
    ],
  };
}
