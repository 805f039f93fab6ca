// Accounts, their plans and their credentials. One account works at all five APIs; what it has used up
// is counted for each API apart (allowance.js).

/** From lowest to highest. */
export const PLANS = ["free", "starter", "pro"];

/** What a plan includes. */
export const PLAN_LIMITS = {
  free: { allowance: 500, projects: 2, domains: 1, concurrency: 1, features: [] },
  starter: { allowance: 5_000, projects: 10, domains: 5, concurrency: 3, features: ["webp_output", "batch_rendering", "useApiKeys"] },
  pro: {
    allowance: 50_000,
    projects: 100,
    domains: 50,
    concurrency: 10,
    features: ["webp_output", "batch_rendering", "useApiKeys", "batchGenerate"],
  },
};

export const ALL_SCOPES = ["generations:read", "generations:write", "webhooks:write"];

/** True where `plan` is at least `required`. */
export function planCovers(plan, required) {
  return PLANS.indexOf(plan) >= PLANS.indexOf(required);
}

const DAY_MS = 86_400_000;

export function createAccounts({ now, random }) {
  const byId = new Map();
  const byKey = new Map();

  function secret(length) {
    let text = "";
    while (text.length < length) text += Math.floor(random() * 36).toString(36);
    return text;
  }

  /** The account's own time: tests let days pass for one account without touching the others. */
  function nowOf(account) {
    return now() + account.clockOffsetMs;
  }

  function create(settings = {}) {
    const plan = settings.plan ?? "free";
    const account = {
      id: settings.id ?? `acc_${secret(10)}`,
      email: settings.email ?? `${secret(8)}@example.com`,
      plan,
      role: settings.role ?? "owner",
      // What the plan gives, unless the account was set up otherwise.
      allowance: settings.allowance ?? null,
      used: settings.used ?? 0,
      credits: settings.credits ?? 1_000,
      spendCapCents: settings.spendCapCents ?? null,
      spentCents: settings.spentCents ?? 0,
      subscription: settings.subscription ?? "active",
      concurrency: settings.concurrency ?? null,
      pace: settings.pace === undefined ? { limit: 100, windowMs: 10_000, retryAfter: "seconds" } : settings.pace,
      jobDurationMs: settings.jobDurationMs ?? 1_500,
      clockOffsetMs: 0,
      keys: [],
    };
    byId.set(account.id, account);
    const key = addKey(account, settings.key ?? {});
    return { account, key };
  }

  /** `settings`: scopes, projectId, revoked, expiresInMs. */
  function addKey(account, settings) {
    const key = {
      value: settings.value ?? `key_${account.plan}_${secret(20)}`,
      scopes: settings.scopes ?? ALL_SCOPES,
      projectId: settings.projectId ?? null,
      revoked: settings.revoked ?? false,
      expiresAt: settings.expiresInMs == null ? null : nowOf(account) + settings.expiresInMs,
    };
    account.keys.push(key);
    byKey.set(key.value, { account, key });
    return key;
  }

  /** A session token in the shape of a JWT. The signature only tells forged from issued: it is no security. */
  function issueToken(account, { expiresInMs = DAY_MS } = {}) {
    const payload = { sub: account.id, exp: Math.floor((nowOf(account) + expiresInMs) / 1000) };
    const unsigned = `${encode({ alg: "SIM", typ: "JWT" })}.${encode(payload)}`;
    return `${unsigned}.${checksum(unsigned)}`;
  }

  /** `{ account }` or `{ problem: "invalid" | "expired" }`. */
  function findToken(text) {
    const [header, body, signature] = text.split(".");
    if (!body || signature !== checksum(`${header}.${body}`)) return { problem: "invalid" };
    const { sub, exp } = decode(body);
    const account = byId.get(sub);
    if (!account) return { problem: "invalid" };
    return nowOf(account) >= exp * 1000 ? { problem: "expired", account } : { account };
  }

  /** `{ account, key }` or `{ problem: "unknown" | "revoked" | "expired" }`. */
  function findKey(text) {
    const found = byKey.get(text);
    if (!found) return { problem: "unknown" };
    if (found.key.revoked) return { problem: "revoked", ...found };
    if (found.key.expiresAt !== null && nowOf(found.account) >= found.key.expiresAt) return { problem: "expired", ...found };
    return found;
  }

  function reset() {
    byId.clear();
    byKey.clear();
    // Keys to try things by hand. Nothing random: a worker may not ask for chance while it starts.
    const demo = (name, settings) => create({ id: `acc_${name}`, email: `${name}@example.com`, ...settings });
    for (const plan of PLANS) demo(plan, { plan, key: { value: `demo-${plan}` } });
    demo("revoked", { key: { value: "demo-revoked", revoked: true } });
    demo("expired", { key: { value: "demo-expired", expiresInMs: -1 } });
  }

  reset();
  return { create, addKey, issueToken, findKey, findToken, nowOf, get: (id) => byId.get(id), reset };
}

/** The credential after `Bearer`, or `null`. */
export function bearer(request) {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "");
  return match ? match[1] : null;
}

/** Three parts with dots between: a session token, not an API key. */
export function looksLikeToken(text) {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

function encode(value) {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(text) {
  return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
}

function checksum(text) {
  let hash = 0x811c9dc5;
  for (const character of `simulator:${text}`) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  return hash.toString(36);
}
