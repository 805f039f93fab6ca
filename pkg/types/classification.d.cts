import type { Action, ErrorKind } from "./kinds.cjs";

/** What an error means. A plain object: it survives JSON and structured clone. */
export interface Classification {
  /** What went wrong. */
  kind: ErrorKind;
  /** What to do about it. */
  action: Action;
  /** Whether an identical request may succeed after a bounded wait. */
  retryable: boolean;
  /** How long the server asks to wait, in ms (Retry-After, RFC 9110 §10.2.3; RateLimit fields; body hints). */
  retryAfterMs: number | null;
  /** The same hint as an instant, in epoch ms. */
  retryAt: number | null;
  /** HTTP status, or the one that the body names when HTTP says 200. `null` where no response arrived. */
  status: number | null;
  /** The API's own code, as sent. */
  code: string | null;
  /** The server's message: text to show as text, never as markup. */
  message: string | null;
  /** The server's error type, or the problem type URI (RFC 9457 §3.1.1). */
  type: string | null;
  /** The limit that this response reports. */
  quota: Quota | null;
  /** The plan that is missing. */
  plan: PlanGate | null;
  /** What was wrong with the input. Never what was sent: validation errors echo passwords. */
  fields: FieldError[];
  /** The id to give to support. */
  requestId: string | null;
  /** The page about this error. Absolute `https:` or `http:`, as every URL here; from the server, so untrusted. */
  docsUrl: string | null;
  /** Where to upgrade, or to buy credits. */
  upgradeUrl: string | null;
  /** What decided the kind, for logs. */
  decidedBy: "rule" | "code" | "reason" | "message" | "header" | "status" | "transport";
}

/** A limit (draft-ietf-httpapi-ratelimit-headers, the `x-ratelimit-*` family, or fields of the body). */
export interface Quota {
  /** Requests, credits or units allowed per window; slots where `window` is `concurrent`. */
  limit: number | null;
  /** How many are used; slots taken where `window` is `concurrent`. */
  used: number | null;
  /** How many are left. */
  remaining: number | null;
  /** When the window starts anew, in epoch ms. */
  resetAt: number | null;
  /** What the limit counts over. `concurrent`: at the same time. */
  window: "second" | "minute" | "hour" | "day" | "week" | "month" | "concurrent" | null;
}

/** What a higher plan would unlock. Names as the API writes them. */
export interface PlanGate {
  /** The plan that is needed. */
  required: string | null;
  /** The plan that the account has. */
  current: string | null;
  /** The feature that is locked. */
  feature: string | null;
  /** Where to upgrade. */
  upgradeUrl: string | null;
}

/** One input that was not accepted. */
export interface FieldError {
  /** Which input, dotted: `style.font`, `items.0.price`. */
  path: string;
  /** What is wrong with it. */
  message: string | null;
  /** The API's code for it. */
  code: string | null;
  /** What is allowed instead. */
  allowed: string[] | null;
  /** The largest size, length or value that is allowed. */
  max: number | null;
}
