/**
 * What went wrong. `docs/kinds.md` has a real example of each.
 *
 * | kind | meaning |
 * |---|---|
 * | `unauthorized` | No credential, or one that is not valid. |
 * | `token_expired` | The credential was valid once and has expired. |
 * | `forbidden` | The credential is valid and does not permit this. |
 * | `account_suspended` | The account is suspended, disabled or banned. |
 * | `region_blocked` | Not available where the caller is, for legal or regional reasons. |
 * | `tier_locked` | The feature or resource needs a higher plan, however much allowance is left. |
 * | `quota_exhausted` | An allowance for a day or longer, or prepaid credit, is used up. |
 * | `payment_required` | The account cannot pay: no method, past due, trial over, billing disabled. |
 * | `payment_declined` | The end customer's card was declined. |
 * | `rate_limited` | Too many requests in a window of an hour or less, or an unnamed one. |
 * | `concurrency_limited` | Too many requests or jobs at the same time. |
 * | `overloaded` | The server sheds load. |
 * | `maintenance` | Announced maintenance. |
 * | `not_ready` | The thing asked for is starting or still being made. |
 * | `upstream` | A gateway could not reach what is behind it. |
 * | `server_error` | The server failed. |
 * | `timeout` | The server, a gateway or the caller's own limit ran out of time. |
 * | `bad_request` | The request is malformed. |
 * | `validation` | The request is well-formed and a value in it is not acceptable. |
 * | `not_found` | No such resource or route. |
 * | `gone` | The resource existed and will not come back. |
 * | `method_not_allowed` | The resource does not have this method. |
 * | `conflict` | The state of the resource forbids it. |
 * | `already_exists` | What should be created is there already. |
 * | `idempotency_conflict` | The idempotency key was used with another request, or is still in use. |
 * | `precondition_failed` | A precondition of the request does not hold, or is missing. |
 * | `payload_too_large` | The body, the URI or the header section is too large. |
 * | `unsupported_media_type` | The media type is not understood, or cannot be produced. |
 * | `content_blocked` | A content policy refused the input or the output. |
 * | `network` | The request did not get through. |
 * | `offline` | The device is not connected. |
 * | `aborted` | The caller gave up. |
 * | `redirect` | A redirect that was not followed. |
 * | `not_error` | Nothing failed. |
 * | `unknown` | An error of which nothing better can be said. |
 */
export type ErrorKind =
  // who you are
  | "unauthorized" | "token_expired" | "forbidden" | "account_suspended" | "region_blocked"
  // plan and money
  | "tier_locked" | "quota_exhausted" | "payment_required" | "payment_declined"
  // pace
  | "rate_limited" | "concurrency_limited"
  // the server
  | "overloaded" | "maintenance" | "not_ready" | "upstream" | "server_error" | "timeout"
  // the request
  | "bad_request" | "validation" | "not_found" | "gone" | "method_not_allowed" | "conflict" | "already_exists"
  | "idempotency_conflict" | "precondition_failed" | "payload_too_large" | "unsupported_media_type" | "content_blocked"
  // the way there
  | "network" | "offline" | "aborted"
  // other
  | "redirect" | "not_error" | "unknown";

/**
 * What the caller, or the caller's user, can do about it.
 *
 * | action | meaning |
 * |---|---|
 * | `retry` | Send the same request again, after the wait. |
 * | `wait` | Wait for something to become ready or to reset. |
 * | `upgrade` | Move to a higher plan. |
 * | `add_credits` | Buy more credits. |
 * | `raise_limit` | Raise the account's own spending limit. |
 * | `update_payment` | Add or correct the payment method. |
 * | `sign_in` | Sign in again. |
 * | `rotate_key` | Replace the API key. |
 * | `request_access` | Ask an owner for access. |
 * | `fix_request` | Change the request. |
 * | `use_existing` | Use what is there already. |
 * | `contact_support` | Ask the provider's support. |
 * | `none` | Nothing can be done. |
 */
export type Action =
  | "retry" | "wait" | "upgrade" | "add_credits" | "raise_limit" | "update_payment" | "sign_in" | "rotate_key"
  | "request_access" | "fix_request" | "use_existing" | "contact_support" | "none";
