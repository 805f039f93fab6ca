// Starts the module, and starts it afresh after a trap. `redress:module` is imported.js, inlined.js, provided.js or
// translated.js, as the entry needs, and `redress:glue` what wasm-bindgen made for it.
import { instantiate, instantiateLater, load } from "redress:module";
import { glue } from "redress:glue";

// The functions of the instance that takes new calls.
export let core;
// Why the module cannot be started here.
export let refusal;
// Whether trying again is useless, synchronously and at all.
let isRefused, isFinal;

function refuse(cause) {
  refusal = new Error(
    'redress: WebAssembly could not be started. A Content-Security-Policy needs \'wasm-unsafe-eval\' in its script-src; "redress/js" works without.',
    { cause },
  );
  // A RangeError is a lack of memory, or Chrome before 115, which compiles asynchronously only.
  return cause?.name !== "RangeError";
}

// Glue for one instance, with a way out of the calls that it cannot end any more.
function make() {
  const pending = new Set();
  let started;
  let isDead;
  const guard = (exports) => {
    const guarded = {};
    for (const name in exports) {
      const original = exports[name];
      // Whatever leaves an export as an exception leaves the module in a state that nobody knows.
      guarded[name] = typeof original === "function"
        ? (...values) => {
            if (!isDead) {
              try {
                // Applied, and so not inlined: Node 20 aborts the process where it gives up optimized code in the middle
                // of an inlined call that returns a reference. Where this function is inlined itself, only a second
                // use of the list keeps V8 from turning it into such a call; the module has no use for `this`.
                return Reflect.apply(original, values, values);
              } catch (cause) {
                isDead = true;
                if (core === started) core = undefined;
                const error = new Error("redress: an internal error. Please report it, with its cause", { cause });
                for (const reject of pending) reject(error);
                throw error;
              }
            }
          }
        : original;
    }
    return guarded;
  };
  const watch = (run) => new Promise((resolve, reject) => {
    pending.add(reject);
    const done = (settle) => (value) => {
      pending.delete(reject);
      settle(value);
    };
    run(done(resolve), done(reject));
  });
  const { imports, start } = glue(guard, watch);
  return { imports, start: (instance) => (started = start(instance)) };
}

// Undefined where the module cannot be started, at least not synchronously.
export function attempt() {
  if (!core && !isRefused) {
    const source = load();
    const { imports, start } = make();
    try {
      core = start(instantiate(source, imports));
    } catch (cause) {
      isRefused = refuse(cause);
    }
  }
  return core;
}

export function boot() {
  if (!attempt()) throw refusal;
  return core;
}

// Undefined where the module cannot be started. Every caller waits for itself: a promise that another request made
// may never settle in a Worker.
export async function begin() {
  if (!attempt() && !isFinal) {
    const { imports, start } = make();
    try {
      const instance = await instantiateLater(load(), imports);
      core ??= start(instance);
    } catch (cause) {
      isFinal = refuse(cause);
    }
  }
  return core;
}
