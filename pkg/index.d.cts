/**
 * What went wrong with this request, is it worth trying again and when, and what do I tell my user?
 *
 * Durations are milliseconds and end in `Ms`. Instants are epoch milliseconds and end in `At`. In a result an absent
 * value is `null`; an option may be left out or `undefined`. Misuse is a `TypeError` that names the option, the value
 * and what is allowed; an asynchronous function rejects with it.
 *
 * @packageDocumentation
 */

import type { RetryBudget, RetryBudgetOptions } from "./types/budget.cjs";
import type { Classification } from "./types/classification.cjs";
import type { RetryError } from "./types/errors.cjs";
import type { RequestContext } from "./types/events.cjs";
import type { ClassifyOptions, Facts } from "./types/facts.cjs";
import type { FetchInput, FetchResponse } from "./types/fetch.cjs";
import type { DescribeOptions, Notice } from "./types/notice.cjs";
import type { BackoffFetch, BackoffInit, BackoffOptions } from "./types/options.cjs";

export type { RetryBudget, RetryBudgetOptions } from "./types/budget.cjs";
export type { Classification, FieldError, PlanGate, Quota } from "./types/classification.cjs";
export type { AttemptRecord, RetryError, RetryErrorJson, RetryReason } from "./types/errors.cjs";
export type {
  AttemptEvent, AttemptOutcome, DelayContext, GiveUpEvent, GiveUpReason, IdempotencyRequest, QuotaEvent, RequestContext,
  RetryEvent,
} from "./types/events.cjs";
export type { ClassifyOptions, Facts } from "./types/facts.cjs";
export type { FetchHeaders, FetchInit, FetchInput, FetchResponse, FetchSignal } from "./types/fetch.cjs";
export type { Action, ErrorKind } from "./types/kinds.cjs";
export type { DescribeOptions, Notice, NoticeAction } from "./types/notice.cjs";
export type { BackoffFetch, BackoffInit, BackoffOptions } from "./types/options.cjs";
export type { Rule, RuleMatch } from "./types/rules.cjs";

/**
 * What an error means: a `Response`, the facts of one, or anything thrown (by any runtime's `fetch`, by an abort or a
 * timeout, by a client such as axios, ky or an SDK).
 *
 * The response stays yours: a clone is read, at most 64 KiB and 2 s. A body that was used or is locked is classified
 * from status and headers. It never throws on what a server sends.
 *
 * @example
 * ```ts
 * const response = await fetch(url);
 * const { kind, retryable, retryAfterMs } = await classifyError(response);
 * ```
 * @throws {@link TypeError} on an option that is not one of {@link ClassifyOptions}, or has the wrong type.
 */
export declare function classifyError(input: FetchResponse | Facts, options?: ClassifyOptions): Promise<Classification>;
/**
 * The same for anything thrown.
 *
 * @example
 * ```ts
 * try {
 *   await fetch(url);
 * } catch (error) {
 *   console.error((await classifyError(error)).kind);
 * }
 * ```
 */
export declare function classifyError(thrown: unknown, options?: ClassifyOptions): Promise<Classification>;

/**
 * As {@link classifyError}, at once: for facts and for what was thrown. Only a live `Response` cannot be read so.
 *
 * @example
 * ```ts
 * const { kind } = classifyErrorSync({ status: 404, body: '{"code":"NOT_FOUND"}' });
 * ```
 * @throws {@link TypeError} on a live `Response`, on a status that is none, and on an option that is not one of
 * {@link ClassifyOptions}.
 */
export declare function classifyErrorSync(input: Facts, options?: ClassifyOptions): Classification;
/**
 * The same for anything thrown.
 *
 * @example
 * ```ts
 * const { kind } = classifyErrorSync(new DOMException("", "AbortError"));
 * ```
 */
export declare function classifyErrorSync<T>(
  thrown: T extends FetchResponse ? "A Response is read asynchronously: await classifyError(response)" : T,
  options?: ClassifyOptions,
): Classification;

/**
 * `fetch` that tries again where that can help, when the server wants it.
 *
 * A 2xx, a response that no retry can mend, and the outcome of a request that may not be repeated come back as `fetch`
 * gives them: body unread, error unwrapped. GET, HEAD, OPTIONS, PUT, DELETE and QUERY may be repeated (RFC 9110
 * §9.2.2); POST and PATCH where the server said that it did nothing, or with an idempotency key.
 *
 * @example
 * ```ts
 * const response = await fetchWithBackoff("https://api.example.com/images", { headers: { Accept: "image/png" } });
 * ```
 * @throws {@link RetryError} where it stops although the error is retryable, unless `onExhausted` is `"return"`.
 * @throws {@link TypeError} on misuse, also where an option stands in `init`.
 * @throws the reason of `init.signal`, as it is, on abort; what `fetch` threw, where that is not retried.
 */
export declare function fetchWithBackoff(
  input: FetchInput,
  init?: BackoffInit,
  options?: BackoffOptions,
): Promise<FetchResponse>;
/**
 * The same around a function that makes the request: you vouch that it may be repeated. A number is `maxAttempts`.
 *
 * @example
 * ```ts
 * const response = await fetchWithBackoff(({ signal }) => fetch(url, { method: "POST", signal }), 3);
 * ```
 */
export declare function fetchWithBackoff<R extends FetchResponse>(
  request: (context: RequestContext) => Promise<R>,
  options?: number | BackoffOptions,
): Promise<R>;

/**
 * A `fetch` with retries built in, for any SDK that takes one. It holds on to `options.fetch`, or to the global `fetch`
 * of this moment, and does nothing else until it is called.
 *
 * @example
 * ```ts
 * const api = createFetch({ maxAttempts: 3 });
 * const response = await api("https://api.example.com/images");
 * ```
 * @throws {@link TypeError} on misuse, also on `signal` (it goes into `init`) and on a fixed `idempotencyKey`.
 */
export declare function createFetch(options?: BackoffOptions): BackoffFetch;

/**
 * A retry budget, to share between calls and between fetches.
 *
 * @example
 * ```ts
 * const budget = createRetryBudget({ ratio: 0.1 });
 * await fetchWithBackoff(url, {}, { budget });
 * ```
 * @throws {@link TypeError} on misuse.
 */
export declare function createRetryBudget(options?: RetryBudgetOptions): RetryBudget;

/**
 * What to tell the user, in words.
 *
 * @example
 * ```ts
 * const { title, message, action } = describeError(await classifyError(response));
 * ```
 * @throws {@link TypeError} on what is no classification.
 */
export declare function describeError(classification: Classification, options?: DescribeOptions): Notice;

/**
 * Whether a value is a {@link RetryError}. By name, since values cross realms.
 *
 * @example
 * ```ts
 * try {
 *   await fetchWithBackoff(url);
 * } catch (error) {
 *   if (isRetryError(error) && error.reason === "wait_too_long") console.warn(error.retryAt);
 * }
 * ```
 */
export declare function isRetryError(value: unknown): value is RetryError;
