import type { RetryBudget } from "./budget.cjs";
import type {
  AttemptEvent, DelayContext, AttemptOutcome, GiveUpEvent, IdempotencyRequest, QuotaEvent, RetryEvent,
} from "./events.cjs";
import type { FetchInit, FetchInput, FetchResponse, FetchSignal } from "./fetch.cjs";
import type { Rule } from "./rules.cjs";

type Verdict = boolean | undefined;

/**
 * Options of `fetchWithBackoff` and `createFetch`. Times are at most 2,147,483,647 ms, what a timer can hold; waits are
 * from 0, time limits from 1. What is out of range, unknown or has no place in a call is a `TypeError`.
 */
export interface BackoffOptions {
  /**
   * How many attempts at most, the first included: 1 to 1000.
   * @default 5
   * @example await fetchWithBackoff(url, {}, { maxAttempts: 3 });
   */
  maxAttempts?: number | undefined;
  /**
   * The first wait, in ms. After attempt n it is `baseDelayMs · factor^(n-1)`, at most `maxDelayMs`, before jitter.
   * @default 200
   * @example await fetchWithBackoff(url, {}, { baseDelayMs: 1000 });
   */
  baseDelayMs?: number | undefined;
  /**
   * By how much the wait grows from attempt to attempt: 1 to 1000.
   * @default 2
   * @example await fetchWithBackoff(url, {}, { factor: 1.5 });
   */
  factor?: number | undefined;
  /**
   * The longest wait of our own, in ms. A longer hint of the server wins; see `maxWaitMs`.
   * @default 30_000
   * @example await fetchWithBackoff(url, {}, { maxDelayMs: 5000 });
   */
  maxDelayMs?: number | undefined;
  /**
   * How chance spreads the waits, so that clients do not come back together (AWS, "Exponential Backoff And Jitter").
   * `full`: 0 up to the wait. `equal`: half the wait up to all of it. `decorrelated`: `baseDelayMs` up to three times
   * the previous wait. `none`: exactly the wait.
   * @default "full"
   * @example await fetchWithBackoff(url, {}, { jitter: "equal" });
   */
  jitter?: "full" | "equal" | "decorrelated" | "none" | undefined;
  /**
   * A schedule of your own, in ms, instead of the five options above. No jitter is added; a longer server hint wins.
   * @default the schedule of the options above
   * @example await fetchWithBackoff(url, {}, { delayMs: ({ attempt, random }) => 1000 * (2 ** attempt + random) });
   */
  delayMs?: ((context: DelayContext) => number) | undefined;
  /**
   * Ends the call at once, while it waits too; it rejects with the signal's own reason. For the function form only:
   * else it is `init.signal`, and a `TypeError` here.
   * @default none
   * @example await fetchWithBackoff(({ signal }) => fetch(url, { signal }), { signal: controller.signal });
   */
  signal?: FetchSignal | null | undefined;
  /**
   * The longest wait that the server may ask for, in ms. A longer one ends the call at once with `wait_too_long`, and
   * `retryAt` says until when.
   * @default 60_000
   * @example await fetchWithBackoff(url, {}, { maxWaitMs: 5000 });
   */
  maxWaitMs?: number | undefined;
  /**
   * Time for each attempt, in ms, until its headers arrive; the body may take longer. An attempt that runs out of time
   * may be retried.
   * @default none
   * @example await fetchWithBackoff(url, {}, { attemptTimeoutMs: 10_000 });
   */
  attemptTimeoutMs?: number | undefined;
  /**
   * Time for the whole call, in ms, waits included. Nothing is retried after it.
   * @default none
   * @example await fetchWithBackoff(url, {}, { deadlineMs: 30_000 });
   */
  deadlineMs?: number | undefined;
  /**
   * Puts one key on all attempts of a call, so that a POST may be repeated (draft-ietf-httpapi-idempotency-key-header).
   * `true`: a fresh UUID per call. Off by default: the header costs a browser a CORS preflight. A string: 1 to 255
   * printable ASCII characters; in `createFetch`, where every call would share it, it is a `TypeError`. So is any key
   * with the function form, which makes its own request.
   * @default none
   * @example await fetchWithBackoff(url, { method: "POST", body: "{}" }, { idempotencyKey: true });
   */
  idempotencyKey?: true | string | ((request: IdempotencyRequest) => string) | undefined;
  /**
   * The header that carries the key. Not for the function form.
   * @default "Idempotency-Key"
   * @example await fetchWithBackoff(url, { method: "POST" }, { idempotencyKey: true, idempotencyHeader: "X-Key" });
   */
  idempotencyHeader?: string | undefined;
  /**
   * Where it stops although the error is retryable: throw a `RetryError`, or return the last response (where there is
   * none, throw what `fetch` threw).
   * @default "throw"; of `createFetch`, "return"
   * @example const response = await fetchWithBackoff(url, {}, { onExhausted: "return" });
   */
  onExhausted?: "throw" | "return" | undefined;
  /**
   * Overrules the verdict: `true` retries, `false` does not, `undefined` leaves it. Called for a 2xx too, which else is
   * always success: its body is unread, so look at a clone. Attempts, deadline and budget hold all the same.
   * @default the verdict of the classification
   * @example await fetchWithBackoff(url, {}, { shouldRetry: ({ response }) => response?.status === 404 || undefined });
   */
  shouldRetry?: ((context: AttemptOutcome) => Verdict | Promise<Verdict>) | undefined;
  /**
   * Called before an attempt is sent. As all hooks: awaited, by no time limit but the signal's, and what it throws
   * rejects the call.
   * @default none
   * @example await fetchWithBackoff(url, {}, { onAttempt: ({ attempt }) => console.log(`attempt ${attempt}`) });
   */
  onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /**
   * Called before a wait.
   * @default none
   * @example await fetchWithBackoff(url, {}, { onRetry: ({ attempt, delayMs }) => console.warn(attempt, delayMs) });
   */
  onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /**
   * Called where a call ends with a failure, also where the outcome comes back as `fetch` gives it.
   * @default none
   * @example await fetchWithBackoff(url, {}, { onGiveUp: ({ reason }) => console.error(reason) });
   */
  onGiveUp?: ((event: GiveUpEvent) => unknown) | undefined;
  /**
   * Called with every response that reports a limit, successful ones too: warn before the wall.
   * @default none
   * @example await fetchWithBackoff(url, {}, { onQuota: ({ quota }) => console.log(`${quota.remaining} left`) });
   */
  onQuota?: ((event: QuotaEvent) => unknown) | undefined;
  /**
   * A budget that calls share; `false` for none.
   * @default none; of `createFetch`, a budget of its own
   * @example await fetchWithBackoff(url, {}, { budget: createRetryBudget({ ratio: 0.1 }) });
   */
  budget?: RetryBudget | false | undefined;
  /**
   * For `createFetch` only. Once an API has said that the allowance is spent until some time, calls to the same origin,
   * path and credentials fail at once (`quota_remembered`) instead of asking again; once it has named a time to come
   * back, they wait for that, too, or fail at once where it is too far away (`wait_too_long`). An answer below 400 ends
   * either. Credentials are hashed, never kept.
   * @default false
   * @example const api = createFetch({ rememberQuota: true });
   */
  rememberQuota?: boolean | undefined;
  /**
   * The `fetch` to use. Not for the function form.
   * @default the global `fetch`
   * @example await fetchWithBackoff(url, {}, { fetch: (input, init) => fetch(input, { ...init, keepalive: true }) });
   */
  fetch?: ((input: FetchInput, init?: FetchInit) => Promise<FetchResponse>) | undefined;
  /**
   * Rules for an API of your own, applied before everything else. Keep one array: it is compiled
   * once, and later changes to it have no effect.
   * @default none
   * @example await fetchWithBackoff(url, {}, { rules: [{ match: { code: "E42" }, kind: "rate_limited" }] });
   */
  rules?: readonly Rule[] | undefined;
}

/**
 * What goes to `fetch`: its own `init`, unknown members unchanged. A function as `body` makes a stream anew for each
 * attempt. An option of ours found here is a `TypeError` that says where it belongs.
 */
export type BackoffInit = Omit<FetchInit, "body"> & {
  body?: FetchInit["body"] | (() => Exclude<FetchInit["body"], null | undefined>);
} & { [K in Exclude<keyof BackoffOptions, keyof FetchInit>]?: never };

/** A drop-in `fetch` for any SDK that takes one. Its retry budget and its memory are its own. */
export interface BackoffFetch {
  /** As `fetch`, with the retries of {@link BackoffOptions}. */
  (input: FetchInput, init?: BackoffInit): Promise<FetchResponse>;
  /** Forgets every spent allowance of `rememberQuota`: after a top-up, say. */
  forgetQuota(): void;
}
