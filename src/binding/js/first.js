// The first attempt of a plain call. Most calls succeed at once; a promise of JavaScript's costs next to nothing, a future
// some microseconds. Whatever is no success goes on in the module.
import { Call } from "./call.js";
import { isMisplaced } from "./options.js";

let module;

// Called once, before anything else here.
export function attach(exports) {
  module = exports;
}

// Without a stream to be made, and without an option of ours that has to be told where it belongs.
function isPlain(input, init) {
  if (typeof input !== "string") return false;
  if (init === undefined) return true;
  if (typeof init !== "object" || init === null || typeof init.body === "function") return false;
  for (const name in init) if (isMisplaced(name, init)) return false;
  return true;
}

function first(fetch, input, init, options, owner) {
  const beganMs = performance.now();
  const resume = (isResponse, result) => {
    const call = new Call(input, init, options);
    call.attempt = 1;
    return owner.resume(call, beganMs, isResponse, result);
  };
  let sent;
  try {
    sent = Promise.resolve(fetch(input, init));
  } catch (error) {
    return resume(false, error);
  }
  return sent.then(
    (response) => {
      if (response?.status >= 400) return resume(true, response);
      if (options.budget) options.budget.deposit();
      return response;
    },
    (error) => resume(false, error),
  );
}

const NO_OPTIONS = {};

export function fetchWithBackoff(input, init, options) {
  if (options === undefined && isPlain(input, init)) return first(globalThis.fetch, input, init, NO_OPTIONS, module);
  return module.begin(input, init, options);
}

// What createFetch returns. It takes hold of the global fetch now, unless it was given one. `isQuick`: the engine's
// options leave a first attempt alone.
export function createFetch(client, options, isQuick) {
  options.fetch ??= globalThis.fetch;
  options.hears = options.fetch === globalThis.fetch;
  const { fetch, hears, idempotencyKey, onAttempt, onQuota, shouldRetry } = options;
  isQuick &&= !(idempotencyKey || onAttempt || onQuota || shouldRetry);
  const api = (input, init) =>
    isQuick && isPlain(input, init) && (hears || !init?.signal) ? first(fetch, input, init, options, client) : client.send(input, init);
  api.forgetQuota = () => client.forgetQuota();
  return api;
}
