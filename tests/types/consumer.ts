// What users write. Compiled in every environment that has a `fetch`.
import {
  classifyError, classifyErrorSync, createFetch, createRetryBudget, describeError, fetchWithBackoff, isRetryError,
  type Action, type BackoffOptions, type Classification, type ClassifyOptions, type ErrorKind,
  type Facts, type GiveUpEvent, type Notice, type QuotaEvent, type RetryBudget, type RetryError, type Rule,
} from "redress";

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

const url = "https://api.example.com/images";
declare const response: Response;
declare const maybe: number | undefined;

export async function classify(thrown: unknown): Promise<void> {
  const fromResponse = await classifyError(response);
  const fromThrown = await classifyError(thrown, { now: Date.now() });
  same<typeof fromResponse, Classification>(true);
  same<typeof fromThrown, Classification>(true);

  const facts: Facts = { status: 429, headers: response.headers, body: await response.text(), url: response.url };
  classifyErrorSync(facts);
  classifyErrorSync({ status: 429, headers: [["retry-after", "7"]] });
  classifyErrorSync({ status: 429, headers: { "retry-after": "7" }, body: { code: "E42" } });
  classifyErrorSync({ status: 429, body: new Uint8Array() }, { now: 0, rules: [] });
  classifyErrorSync(new TypeError("fetch failed"));
  classifyErrorSync(thrown).kind satisfies ErrorKind;

  const c = classifyErrorSync(thrown);
  same<typeof c.retryAfterMs, number | null>(true);
  c.quota?.window satisfies "concurrent" | "month" | (string & {}) | null | undefined;
  c.fields.map(({ path, allowed }) => `${path}: ${allowed?.join(", ")}`);
  JSON.parse(JSON.stringify(c)) as Classification;

  const notice = describeError(c, { locale: "en" });
  same<typeof notice, Notice>(true);
  const link: string | null | undefined = notice.action?.url;
  console.log(link, notice.until && new Date(notice.until));
}

/** A switch over every action is exhaustive. */
export function label(action: Action): string {
  switch (action) {
    case "retry": case "wait": return "Try again";
    case "upgrade": return "See plans";
    case "add_credits": case "raise_limit": case "update_payment": return "Billing";
    case "sign_in": case "rotate_key": case "request_access": return "Access";
    case "fix_request": case "use_existing": return "Change it";
    case "contact_support": return "Support";
    case "none": return "";
    default: return action satisfies never;
  }
}

export async function backoff(): Promise<void> {
  const a = await fetchWithBackoff(url);
  const b = await fetchWithBackoff(new URL(url), { method: "PUT", body: "{}", headers: { Accept: "*/*" } });
  const c = await fetchWithBackoff(new Request(url), undefined, { maxAttempts: 3 });
  const d = await fetchWithBackoff(() => fetch(url));
  const e = await fetchWithBackoff(({ attempt, signal }) => fetch(`${url}?attempt=${attempt}`, { signal }), 3);
  const f = await fetchWithBackoff(async ({ signal }) => fetch(url, { signal }), { deadlineMs: 10_000 });
  for (const each of [a, b, c, d, e, f]) each satisfies Response;
  same<typeof a, Response>(true);
  same<typeof e, Response>(true);

  // A function form hands back what its function returns: typed clients keep their types.
  interface Typed extends Response { json<T = { id: string }>(): Promise<T> }
  const typed = await fetchWithBackoff(() => fetch(url) as Promise<Typed>);
  same<typeof typed, Typed>(true);

  // What `fetch` itself takes is taken, as a variable too.
  const init: RequestInit = { method: "POST" };
  await fetchWithBackoff(url, init);
  await fetchWithBackoff(url, { method: "PUT", body: () => new Blob(["x"]).stream() });

  // A value that may be undefined can be passed on.
  await fetchWithBackoff(url, {}, { maxAttempts: maybe, maxWaitMs: maybe });
}

const rules = [
  { match: { host: "*.example.com", status: [400, 409], code: "E42", header: { "x-api": "2" } }, kind: "tier_locked" },
  { match: { code: ["BUSY", "LOCKED"] }, kind: "conflict", action: "retry", retryable: true },
  { match: { host: "soap.example.com" }, code: "fault.reason", message: "fault.text" },
] satisfies Rule[];
same<(typeof rules)[0] extends { kind?: string } ? true : false, true>(true);

// Written apart from the call, by `satisfies` or as a constant.
const defaults = { maxAttempts: 3, jitter: "equal", onExhausted: "return", rules } satisfies BackoffOptions;
const frozen = {
  jitter: "none",
  rules: [{ match: { status: 500 }, retryable: false }],
} as const satisfies BackoffOptions;
const forClassify = { rules } satisfies ClassifyOptions;
const forFetch = { idempotencyKey: ({ method, url }) => `${method} ${url}` } satisfies BackoffOptions;

export async function options(): Promise<void> {
  const events: string[] = [];
  const budget: RetryBudget = createRetryBudget();
  await fetchWithBackoff(url, {}, {
    ...defaults,
    baseDelayMs: 100, factor: 3, maxDelayMs: 1000, attemptTimeoutMs: 500, deadlineMs: 5000,
    delayMs: ({ attempt, random, classification, response }) =>
      (classification.retryAfterMs ?? 0) + attempt * random * (response?.status ?? 1),
    idempotencyKey: "one", idempotencyHeader: "X-Key",
    shouldRetry: ({ attempt, classification, error }) =>
      error ? attempt < 2 : classification.code === "BUSY" || undefined,
    onAttempt: ({ attempt }) => events.push(`${attempt}`),
    onRetry: async ({ delayMs, retryAt }) => { events.push(`${delayMs} ${retryAt}`); },
    onGiveUp: (event: GiveUpEvent) => { if (event.reason === "unsafe_method") events.push(event.reason); },
    onQuota: ({ quota }: QuotaEvent) => events.push(`${quota.remaining}`),
    budget, fetch,
  });
  await fetchWithBackoff(url, {}, frozen);
  await fetchWithBackoff(url, {}, { budget: false });
  // An error inside a 200.
  await fetchWithBackoff(url, {}, {
    shouldRetry: async ({ response }) => (response ? (await classifyError(response)).retryable : undefined),
  });
  classifyErrorSync({ status: 400 }, forClassify);
}

// A drop-in: wherever a `fetch` goes.
export const api = createFetch({
  ...forFetch, maxAttempts: 2, rememberQuota: true, budget: createRetryBudget({ ratio: 0.1 }),
});
export const standIn: typeof fetch = api;
export const forSdk: (input: string | URL | Request, init?: RequestInit) => Promise<Response> = createFetch();
export const nested = createFetch({ fetch: createFetch() });
api.forgetQuota();

export function caught(error: unknown): void {
  if (!isRetryError(error)) return;
  same<typeof error, RetryError>(true);
  error satisfies Error;
  switch (error.reason) {
    case "attempts": case "deadline": case "budget": case "offline":
      return console.error(error.message, error.totalWaitMs, error.cause);
    case "wait_too_long": case "quota_remembered":
      return console.error(error.retryAt && new Date(error.retryAt), error.response?.status);
    default: error.reason satisfies never;
  }
  error.attempts.map(({ startedAt, durationMs, status, kind, waitedMs }) =>
    [startedAt + durationMs + waitedMs, status, kind]);
  error.toJSON().classification.kind satisfies ErrorKind;
}
