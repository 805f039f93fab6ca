import type { Classification, Quota } from "./classification.cjs";
import type { RetryReason } from "./errors.cjs";
import type { FetchHeaders, FetchResponse, FetchSignal } from "./fetch.cjs";

/** What the function form of `fetchWithBackoff` is called with. */
export interface RequestContext {
  /** Which attempt this is, from 1. */
  attempt: number;
  /** Aborts with the caller's signal, the attempt's timeout and the deadline. Hand it to `fetch`. */
  signal: FetchSignal;
}

/** What an idempotency key may be made from. */
export interface IdempotencyRequest {
  /** The URL, absolute where there is something to resolve it against. */
  url: string;
  /** The method, in upper case. */
  method: string;
  /** The request's headers. */
  headers: FetchHeaders;
}

/** An attempt and what came of it, as `shouldRetry` sees it. */
export interface AttemptOutcome {
  /** Which attempt it was, from 1. */
  attempt: number;
  /** What went wrong. */
  classification: Classification;
  /** The response, its body unread; `null` where none arrived. */
  response: FetchResponse | null;
  /** What `fetch` threw; `null` where a response arrived. */
  error: unknown;
}

/** What an own schedule (`delayMs`) is computed from. */
export interface DelayContext {
  /** Which attempt failed, from 1. */
  attempt: number;
  /** A random number from 0 up to, not including, 1. */
  random: number;
  /** What went wrong. */
  classification: Classification;
  /** The response; `null` where none arrived. */
  response: FetchResponse | null;
}

/** An attempt is about to be sent. */
export interface AttemptEvent {
  /** Which attempt, from 1. */
  attempt: number;
}

/** An attempt failed and another follows after a wait. */
export interface RetryEvent {
  /** Which attempt failed, from 1. */
  attempt: number;
  /** The wait before the next attempt, in ms. */
  delayMs: number;
  /** When the next attempt starts, in epoch ms. */
  retryAt: number;
  /** What went wrong. */
  classification: Classification;
  /** The failed response; its connection is released when the hook has returned. `null` where none arrived. */
  response: FetchResponse | null;
}

/**
 * Why no further attempt follows: a reason of {@link RetryReason}, or one where the outcome comes back as `fetch` gives
 * it.
 *
 * | reason | meaning |
 * |---|---|
 * | `unsafe_method` | POST or PATCH, and nothing says that the server did nothing (RFC 9110 §9.2.2). |
 * | `not_replayable` | The body is a stream that has been sent. |
 * | `not_retryable` | No retry can mend it, or `shouldRetry` said no. |
 */
export type GiveUpReason = RetryReason | "unsafe_method" | "not_replayable" | "not_retryable";

/** The call ends with a failure. */
export interface GiveUpEvent {
  /** Why. */
  reason: GiveUpReason;
  /** Which attempt was the last, from 1; 0 where none was made. */
  attempt: number;
  /** What went wrong. */
  classification: Classification;
  /** The last response; `null` where none arrived. */
  response: FetchResponse | null;
}

/** A response, successful or not, that reports a limit. */
export interface QuotaEvent {
  /** The limit. */
  quota: Quota;
  /** The response that reported it. */
  response: FetchResponse;
}
