// The public functions. Each starts the module on its first call; importing this file does nothing.
import * as glue from "../../target/stage/redress.js";
import { classifyErrorSync as classifySync } from "../../target/stage/snippets/redress/src/binding/js/codec.js";
import { describeError as describe } from "../../target/stage/snippets/redress/src/binding/js/describe.js";
import { boot } from "./boot.js";

export async function classifyError(input, options) {
  boot();
  return glue.classifyError(input, options);
}

export function classifyErrorSync(input, options) {
  boot();
  return classifySync(input, options);
}

export async function fetchWithBackoff(input, init, options) {
  boot();
  return glue.fetchWithBackoff(input, init, options);
}

export function createFetch(options) {
  boot();
  return glue.createFetch(options);
}

export function createRetryBudget(options) {
  boot();
  return glue.createRetryBudget(options);
}

export function describeError(classification, options) {
  boot();
  return describe(glue.notice, classification, options);
}

// By name, since the error may come from another realm or from another copy of this package.
export function isRetryError(value) {
  return typeof value === "object" && value !== null && value.name === "RetryError";
}
