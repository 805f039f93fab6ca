// What is asked of each library: a server's plan, what is done, and how the outcome is called. `good` says whether a
// user would want it so. The server's log decides wherever it can.

/** A call that has not ended by then is left alone. */
const WINDOW_MS = 5000;
const CROWD = 100;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const after = (seconds, status = 429) => ({ status, headers: { "Retry-After": `${seconds}` } });
const stream = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("streamed"));
      controller.close();
    },
  });

const good = (text) => ({ text, good: true });
const bad = (text) => ({ text, good: false });
const none = (text) => ({ text, good: null });
const gap = (log, at = 1) => log[at].at - log[at - 1].at;
const round = (ms) => (ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** Ends as the call ends, or as the time ends. */
async function within(promise, ms) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, { late: true })));
  const ended = Promise.resolve(promise).then((value) => ({ value }), (error) => ({ error }));
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

function hasTime(error) {
  const time = error?.retryAt;
  return typeof time === "number" && time > Date.now();
}

/** Told to wait that long, the call should end, with the time on its error. */
async function toldToWait(seconds, { call, url, log, signal, server }) {
  server(after(seconds));
  const { late, error } = await within(call({ url, method: "GET", signal }), WINDOW_MS);
  if (log.length > 1) return bad(`retried after ${round(gap(log))}`);
  if (late) return bad("slept, silently");
  return good(hasTime(error) ? "failed at once, said until when" : "failed at once");
}

async function shortWait({ call, url, log, signal, server }) {
  server(after(2), 200);
  await within(call({ url, method: "GET", signal }), WINDOW_MS);
  if (log.length < 2) return bad("not retried");
  return gap(log) >= 2000 ? good("waited") : bad(`retried after ${round(gap(log))}`);
}

async function spentQuota({ call, url, log, signal, server }) {
  server({ status: 429, body: '{"error":{"code":"insufficient_quota","type":"insufficient_quota","message":"You exceeded your current quota."}}' });
  await within(call({ url, method: "GET", signal }), WINDOW_MS);
  return log.length > 1 ? bad("retried") : good("not retried");
}

async function streamedPut({ call, url, log, signal, server }) {
  server(500, 200);
  const { value, late, error } = await within(call({ url, method: "PUT", body: stream(), duplex: "half", signal }), WINDOW_MS);
  const bodies = log.map(({ body }) => body);
  if (bodies.length === 0) return none("no streams");
  if (bodies.slice(1).some((body) => body !== "streamed")) {
    return bad(value?.status === 200 ? "sent an empty body again, reported success" : "sent an empty body again");
  }
  if (bodies.length > 1) return good("buffered, sent again");
  if (late) return bad("hung");
  const told = `${error?.message} ${error?.status} ${error?.response?.status} ${value?.status}`;
  return /500/.test(told) ? good("sent once, gave the 500") : none("sent once, gave another error");
}

async function failedPost({ call, url, log, signal, server }) {
  server(500, 200);
  await within(call({ url, method: "POST", body: "x", signal }), WINDOW_MS);
  if (log.length < 2) return good("not repeated");
  const keys = new Set(log.map(({ headers }) => headers["idempotency-key"]));
  return keys.size === 1 && !keys.has(undefined) ? good("repeated with a key") : bad("repeated");
}

async function abortedWait({ call, url, log, server, arrived }) {
  server(after(3, 503));
  const controller = new AbortController();
  const reason = new Error("changed my mind");
  let ended = false;
  const outcome = call({ url, method: "GET", signal: controller.signal })
    .then(() => null, (error) => error)
    .finally(() => (ended = true));
  await arrived();
  // The answer has to be read first.
  await pause(60);
  if (ended) return none("did not wait");
  const before = performance.now();
  const requests = log.length;
  controller.abort(reason);
  const { late, value } = await within(outcome, 2500);
  if (late) return bad("went on");
  const took = performance.now() - before;
  if (log.length > requests || took > 400) return bad(`ended after ${round(took)}`);
  return value === reason ? good("ended at once, with the reason") : good("ended at once");
}

async function endlessError({ call, url, log, signal, server }) {
  server({ status: 500, endless: true }, 200);
  const { late } = await within(call({ url, method: "GET", signal }), WINDOW_MS);
  if (log.length < 2) return late ? bad("hung") : none("not retried");
  await within(log[0].closed, 1000);
  return log[0].aborted ? good("let go, retried") : bad("retried, leaked");
}

async function dropped({ call, url, log, signal, server }) {
  server({ drop: true }, 200);
  await within(call({ url, method: "GET", signal }), WINDOW_MS);
  return log.length > 1 ? good("retried") : bad("not retried");
}

/** All are told at the same time, so that what differs is how long each waits by itself. */
async function herd({ call, url, log, signal, server }) {
  let together;
  const when = Promise.race([new Promise((resolve) => (together = resolve)), pause(2000)]);
  server((n) => {
    if (n === CROWD) together();
    return n <= CROWD ? { ...after(1), when } : 200;
  });
  const calls = Promise.allSettled(Array.from({ length: CROWD }, () => call({ url, method: "GET", signal })));
  await when;
  const told = performance.now();
  if (log.length < CROWD) return none("not sent at once");
  await within(calls, WINDOW_MS);
  const waits = log.slice(CROWD, 2 * CROWD).map(({ at }) => at - told).sort((a, b) => a - b);
  if (waits.length < CROWD) return bad("not retried");
  if (waits[0] < 1000) return bad("came too early");
  const spread = waits[Math.floor(CROWD * 0.95)] - waits[Math.floor(CROWD * 0.05)];
  return spread >= 60 ? good("came back spread") : bad("came back as one");
}

async function outage({ call, url, log, signal, server }) {
  server(503);
  const calls = Array.from({ length: 300 }, () => call({ url, method: "GET", signal }));
  await within(Promise.allSettled(calls), 3 * WINDOW_MS);
  const each = log.length / 300;
  return each < 1 ? none("held back") : (each <= 1.4 ? good : bad)(each.toFixed(1));
}

/** `streams`: asks for the body to be a stream; `posts`: for a POST; `alone`: measures a crowd, so nothing runs beside it. */
export const behaviours = [
  { id: "long", title: "429, `Retry-After: 3600`", run: (given) => toldToWait(3600, given) },
  { id: "absurd", title: "429, `Retry-After: 9999999999`", run: (given) => toldToWait(9_999_999_999, given) },
  { id: "short", title: "429, `Retry-After: 2`", run: shortWait },
  { id: "spent", title: "429, the quota is spent", run: spentQuota },
  { id: "stream", title: "500 to a streamed PUT", streams: true, run: streamedPut },
  { id: "post", title: "500 to a POST", posts: true, run: failedPost },
  { id: "endless", title: "500, its body never ends", run: endlessError },
  { id: "drop", title: "the connection drops", run: dropped },
  { id: "abort", title: "aborted while it waits", run: abortedWait },
  { id: "herd", title: `${CROWD} calls are told to wait 1 s`, alone: true, run: herd },
  { id: "outage", title: "requests per call in an outage", alone: true, run: outage },
];
