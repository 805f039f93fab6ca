// The first attempt of a plain call. Most calls succeed at once; a promise of JavaScript's costs next to nothing, a future
// some microseconds. Whatever is no success goes on in the module.
import { Call } from "./call.js";
import { isTaught, misplaced } from "./options.js";

// Without a stream to be made, and without an option of ours that has to be told where it belongs.
export function isPlain(input, init) {
  if (typeof input !== "string") return false;
  if (init === undefined) return true;
  try {
    return typeof init === "object" && init !== null && typeof init.body !== "function" && isTaught() && misplaced(init) === undefined;
  } catch {
    return false;
  }
}

// `resume` goes on with a call whose first attempt was no success.
export async function first(fetch, input, init, options, resume) {
  const beganMs = performance.now();
  let isResponse = true;
  let result;
  try {
    result = await fetch(input, init);
  } catch (error) {
    isResponse = false;
    result = error;
  }
  if (isResponse && !(result?.status >= 400)) {
    if (options.budget) options.budget.deposit();
    return result;
  }
  const call = new Call(input, init, options);
  call.attempt = 1;
  return resume(call, beganMs, isResponse, result);
}

// What createFetch returns. It takes hold of the global fetch now, unless it was given one. `isQuick`: the engine's
// options leave a first attempt alone.
export function createFetch(client, options, isQuick) {
  options.fetch ??= globalThis.fetch;
  options.hears = options.fetch === globalThis.fetch;
  const { fetch, hears, idempotencyKey, onAttempt, onQuota, shouldRetry } = options;
  isQuick &&= !(idempotencyKey || onAttempt || onQuota || shouldRetry);
  const resume = (...progress) => client.resume(...progress);
  const api = (input, init) =>
    isQuick && isPlain(input, init) && (hears || !init?.signal) ? first(fetch, input, init, options, resume) : client.send(input, init);
  api.forgetQuota = () => client.forgetQuota();
  return api;
}
