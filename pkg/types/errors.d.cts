import type { Classification } from "./classification.cjs";
import type { FetchResponse } from "./fetch.cjs";
import type { ErrorKind } from "./kinds.cjs";

/**
 * Why a retryable error was not retried any further.
 *
 * | reason | meaning |
 * |---|---|
 * | `attempts` | `maxAttempts` are spent. |
 * | `deadline` | `deadlineMs` is spent. |
 * | `budget` | The retry budget is spent: too many calls fail at the same time. |
 * | `wait_too_long` | The server asks for a wait beyond `maxWaitMs` or the deadline; `retryAt` says until when. |
 * | `offline` | The device stayed offline. |
 * | `quota_remembered` | An earlier answer said that the allowance is spent; nothing was sent. |
 */
export type RetryReason = "attempts" | "deadline" | "budget" | "wait_too_long" | "offline" | "quota_remembered";

/** One attempt of a call. */
export interface AttemptRecord {
  /** When it was sent, in epoch ms. */
  startedAt: number;
  /** How long it took, in ms. */
  durationMs: number;
  /** HTTP status; `null` where no response arrived. */
  status: number | null;
  /** What went wrong. */
  kind: ErrorKind;
  /** The wait that followed, in ms. */
  waitedMs: number;
}

/**
 * The error was retryable and the call stopped all the same. Tell it by `isRetryError`: the class itself is not
 * exported, since values cross realms and `instanceof` does not.
 */
export interface RetryError extends Error {
  name: "RetryError";
  /** Begins with `Max retries exceeded` where attempts ran out. */
  message: string;
  /** Why it stopped. */
  reason: RetryReason;
  /** What went wrong last. */
  classification: Classification;
  /** The last response, whole and unread; `null` where none arrived. */
  response: FetchResponse | null;
  /** When to try again at the earliest, in epoch ms, if the server said so. */
  retryAt: number | null;
  /** Every attempt, in order. */
  attempts: AttemptRecord[];
  /** All waits together, in ms. */
  totalWaitMs: number;
  /** What `fetch` threw last; `undefined` where a response arrived. */
  cause: unknown;
  /** Everything but the response, for logs. */
  toJSON(): RetryErrorJson;
}

/** A {@link RetryError} as JSON: all but its response, and of its cause the name and the message. */
export interface RetryErrorJson
  extends Pick<RetryError, "name" | "message" | "reason" | "classification" | "retryAt" | "attempts" | "totalWaitMs"> {
  /** What `fetch` threw last; `null` where a response arrived. */
  cause: { name: string | null; message: string } | null;
}
