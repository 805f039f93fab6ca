// A signal for one attempt: it follows the caller's, and can be aborted on its own.

export function link(caller) {
  const own = new AbortController();
  if (!caller) return own;
  if (AbortSignal.any) return { signal: AbortSignal.any([caller, own.signal]), abort: (reason) => own.abort(reason) };
  // Node 18, and browsers before 2024.
  const follow = () => own.abort(caller.reason);
  if (caller.aborted) follow();
  else caller.addEventListener("abort", follow, { once: true });
  return { signal: own.signal, abort: (reason) => own.abort(reason), unfollow: () => caller.removeEventListener("abort", follow) };
}

// The attempt is over. The link lives on until the body has ended, so that an abort still stops the download; a body
// that nobody holds any more has ended.
export function settle({ unfollow }, response) {
  if (!unfollow) return;
  if (response?.body) (ended ??= new FinalizationRegistry((unfollow) => unfollow())).register(response.body, unfollow);
  else unfollow();
}
let ended;

export function timeoutError() {
  return new DOMException("The attempt took longer than its time limit", "TimeoutError");
}
