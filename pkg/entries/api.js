// The public functions. Each starts the module on its first call; importing this file does nothing.
import { Call, classifyError as classify } from "../../target/stage/snippets/redress/src/binding/js/call.js";
import { classifyErrorSync as classifySync } from "../../target/stage/snippets/redress/src/binding/js/codec.js";
import { describeError as describe } from "../../target/stage/snippets/redress/src/binding/js/describe.js";
import { first, isPlain } from "../../target/stage/snippets/redress/src/binding/js/first.js";
import { attempt, begin, boot, core, refusal } from "./boot.js";

export async function classifyError(input, options) {
  if (!core && !(await begin())) throw refusal;
  return classify(input, options);
}

export function classifyErrorSync(input, options) {
  boot();
  return classifySync(input, options);
}

export function fetchWithBackoff(input, init, options) {
  return options === undefined && isPlain(input, init)
    ? first(globalThis.fetch, input, init, NO_OPTIONS, resume)
    : attempts(input, init, options);
}

const NO_OPTIONS = {};

async function resume(call, beganMs, isResponse, result) {
  if (core || (await begin())) return core.resume(call, beganMs, isResponse, result);
  if (isResponse) return result;
  throw result;
}

async function attempts(input, init, options) {
  if (!core && !(await begin())) return once(input, init, options);
  return core.fetchWithBackoff(input, init, options);
}

// Without the module: the request is made, as it is.
function once(input, init, options) {
  return new Call(input, init, (typeof input === "function" ? init : options) ?? {}).send(1, true);
}

export function createFetch(options) {
  if (options === undefined || (typeof options === "object" && options)) options = { fetch: globalThis.fetch, ...options };
  let home, send;
  // Made again when a trap has ended the instance it was made in.
  const renew = () => {
    send = core.createFetch(options);
    home = core;
    return send;
  };
  const later = async (input, init) =>
    (await begin()) ? (core === home ? send : renew())(input, init) : once(input, init, options);
  if (attempt()) renew();
  const api = (input, init) => (core && core === home ? send : later)(input, init);
  api.forgetQuota = () => send?.forgetQuota();
  return api;
}

export function createRetryBudget(options) {
  // Around the module's own object, which must not be freed, nor its methods called on another.
  const budget = boot().createRetryBudget(options);
  return { deposit: () => budget.deposit(), withdraw: () => budget.withdraw() };
}

export function describeError(classification, options) {
  return describe(boot().notice, classification, options);
}

// By name, since the error may come from another realm or from another copy of this package.
export function isRetryError(value) {
  return typeof value === "object" && value !== null && value.name === "RetryError";
}
