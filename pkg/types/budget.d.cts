/**
 * A retry budget, shared by calls: a token bucket that successes fill and retries drain, so that an outage is not
 * multiplied (as in Finagle's RetryBudget and tower's `retry::budget`; gRPC's retry throttling, proposal A6, does the
 * same). `createRetryBudget` makes one; it holds nothing to free.
 */
export interface RetryBudget {
  /** A call has succeeded. */
  deposit(): void;
  /** Takes a retry out; `false` where none is left. */
  withdraw(): boolean;
}

/** Options of `createRetryBudget`. */
export interface RetryBudgetOptions {
  /**
   * Retries allowed per successful call: 0 to 10.
   * @default 0.2
   * @example createRetryBudget({ ratio: 0.1 });
   */
  ratio?: number | undefined;
  /**
   * How long a success counts, in ms: 1000 to 3,600,000.
   * @default 10_000
   * @example createRetryBudget({ windowMs: 60_000 });
   */
  windowMs?: number | undefined;
  /**
   * A reserve: retries allowed per second even without a success, so that a quiet client may retry: 0 to
   * 1,000,000.
   * @default 10
   * @example createRetryBudget({ minPerSecond: 1 });
   */
  minPerSecond?: number | undefined;
}
