// Lets the tests in wasm_retry.rs call the loop of the instance that they run in, against a `fetch` that is told what to
// answer.
let fetchWithBackoff;

/** What happens when the module starts; the test runner leaves it out. */
export function start(exports) {
  exports.start();
  ({ fetchWithBackoff } = exports);
}

/** `answers` are statuses one after the other, "drop" or "hang". Tells what came of the call, as JSON. */
export async function run(answers, options) {
  answers = JSON.parse(answers);
  const told = { requests: 0, delays: [] };
  const fetch = (_input, init) => {
    const answer = answers[Math.min(told.requests++, answers.length - 1)];
    if (answer === "drop") return Promise.reject(new TypeError("fetch failed"));
    if (answer !== "hang") return Promise.resolve(new Response("{}", { status: answer }));
    return new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
  };
  const onRetry = ({ delayMs }) => void told.delays.push(delayMs);
  try {
    const response = await fetchWithBackoff("https://api.example/", {}, { ...JSON.parse(options), fetch, onRetry });
    told.status = response.status;
  } catch (error) {
    told.error = { name: error.name, message: error.message, cause: error.cause?.name, ...JSON.parse(JSON.stringify(error)) };
  }
  return JSON.stringify(told);
}

/** Aborts in a wait. True if the call rejects with the caller's own reason and leaves no listener. */
export async function abortInWait() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  for (const [name, change] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    signal[name] = function (...all) {
      listeners += change;
      return EventTarget.prototype[name].apply(this, all);
    };
  }
  const reason = { own: true };
  const request = () => Promise.resolve(new Response("{}", { status: 503, headers: { "Retry-After": "30" } }));
  const onRetry = () => void setTimeout(() => controller.abort(reason));
  const thrown = await fetchWithBackoff(request, { signal, onRetry }).catch((error) => error);
  return thrown === reason && listeners === 0;
}
