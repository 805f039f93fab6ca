// Lets the tests in wasm.rs call the JavaScript half of the binding, attached to the instance that they run in.
import { classifyErrorSync } from "../../src/binding/js/codec.js";

/** What happens when the module starts; the test runner leaves it out. */
export function start(exports) {
  exports.start();
}

/** The classification as JSON, or the error as `TypeError: …`. */
export function classified(status, headers, body, options) {
  try {
    return JSON.stringify(classifyErrorSync({ status, headers: JSON.parse(headers), body }, JSON.parse(options)));
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

/** The kind of what a failed `fetch` throws in this runtime. */
export async function kindOfRefusal() {
  const controller = new AbortController();
  controller.abort();
  const thrown = await fetch("http://127.0.0.1:9/", { signal: controller.signal }).catch((error) => error);
  return classifyErrorSync(thrown).kind;
}
