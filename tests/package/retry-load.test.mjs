// Many calls: nothing is left behind, nobody comes early, and a crowd does not come back as one.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { moduleBytes as size } from "./memory.mjs";
import { redress } from "./setup.mjs";

const { createFetch, fetchWithBackoff } = redress;
const serve = useFaults();

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** Calls one after the other, in `lanes` at once. */
async function many(count, lanes, call) {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

test("memory does not grow with successes", async () => {
  const ok = async () => new Response(null, { status: 204 });
  const original = globalThis.fetch;
  globalThis.fetch = ok;
  try {
    const plain = () => fetchWithBackoff("http://127.0.0.1/");
    const watched = () => fetchWithBackoff(ok, { signal: new AbortController().signal, attemptTimeoutMs: 1000 });
    await many(1000, 10, plain);
    await many(1000, 10, watched);
    const before = size();
    await many(200_000, 10, plain);
    await many(20_000, 10, watched);
    assert.equal(size(), before);
  } finally {
    globalThis.fetch = original;
  }
});

test("memory does not grow with retries, errors and misuse", async () => {
  const retried = () => {
    let attempts = 0;
    return fetchWithBackoff(async () => new Response('{"error":{"code":"busy"}}', { status: attempts++ ? 200 : 503 }), { baseDelayMs: 0 });
  };
  const failed = () => thrown(fetchWithBackoff(async () => new Response("{}", { status: 500 }), { baseDelayMs: 0, maxAttempts: 2 }));
  const misused = () => thrown(fetchWithBackoff("http://127.0.0.1/", {}, { maxAttempts: "many" }));
  const round = async () => {
    await many(3000, 100, retried);
    await many(1000, 100, failed);
    await many(1000, 100, misused);
  };
  await round();
  const before = size();
  await round();
  await round();
  assert.equal(size(), before);
});

test("ten thousand waiting calls leave neither timers nor memory behind when they are aborted", async () => {
  const COUNT = 10_000;
  const reason = new Error("enough");
  const busy = async () => new Response(null, { status: 503, headers: { "Retry-After": "50" } });
  const crowd = async () => {
    // A controller each: Node goes through the whole list of a signal's listeners to add one.
    const controllers = Array.from({ length: COUNT }, () => new AbortController());
    const asked = [];
    const calls = controllers.map(({ signal }) => {
      let told;
      asked.push(new Promise((resolve) => (told = resolve)));
      return thrown(fetchWithBackoff(busy, { signal, onRetry: () => told() }));
    });
    await Promise.all(asked);
    // The hook of the last one has yet to return.
    await new Promise(setImmediate);
    assert.ok(timers() >= COUNT, `${timers()} timers`);
    for (const controller of controllers) controller.abort(reason);
    assert.deepEqual(new Set(await Promise.all(calls)), new Set([reason]));
    for (const { signal } of controllers) assert.equal(getEventListeners(signal, "abort").length, 0);
  };
  const idle = timers();
  await crowd();
  assert.ok(timers() <= idle, `${timers()} timers, ${idle} before`);
  const before = size();
  await crowd();
  assert.equal(size(), before);
});

test("a thousand calls on one signal add as many listeners as they remove", async () => {
  const { signal } = new AbortController();
  const counts = { addEventListener: 0, removeEventListener: 0 };
  for (const name in counts) {
    const original = EventTarget.prototype[name];
    signal[name] = function (...all) {
      counts[name]++;
      return original.apply(this, all);
    };
  }
  const answers = (...list) => async () => new Response("{}", { status: list.shift() ?? 500 });
  const kinds = [
    () => fetchWithBackoff(answers(500, 200), { signal, baseDelayMs: 0 }),
    () => thrown(fetchWithBackoff(answers(), { signal, baseDelayMs: 0, maxAttempts: 2 })),
    () => fetchWithBackoff("http://127.0.0.1/", { signal }, { fetch: answers(500, 404), baseDelayMs: 0, attemptTimeoutMs: 10_000 }),
    () => createFetch({ fetch: answers(503, 200), baseDelayMs: 0 })("http://127.0.0.1/", { signal }),
  ];
  for (let call = 0; call < 1000; call++) await kinds[call % kinds.length]();
  assert.ok(counts.addEventListener >= 1000, `${counts.addEventListener} added`);
  assert.equal(counts.removeEventListener, counts.addEventListener);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("a total outage makes at most 1.3 times the requests of no retry at all", async () => {
  const { url, log } = serve(statuses(503));
  const api = createFetch({ baseDelayMs: 1, maxDelayMs: 5 });
  const answers = await Promise.all(Array.from({ length: 1000 }, () => api(url)));
  assert.ok(answers.every(({ status }) => status === 503));
  assert.ok(log.length > 1000 && log.length <= 1300, `${log.length} requests`);
});

test("a thousand who are told to wait a second come back spread, and none of them early", async () => {
  const { url, log } = serve(statuses([429, { "Retry-After": "1" }]));
  const waits = [];
  const calls = Array.from({ length: 1000 }, () => {
    let told;
    return fetchWithBackoff(
      async () => {
        if (told !== undefined) {
          waits.push(performance.now() - told);
          return new Response(null, { status: 204 });
        }
        const response = await fetch(url);
        told = performance.now();
        return response;
      },
      { maxAttempts: 2 },
    );
  });
  await Promise.all(calls);
  assert.equal(log.length, 1000);
  waits.sort((a, b) => a - b);
  assert.equal(waits.length, 1000);
  assert.ok(waits[0] >= 1000, `the first after ${waits[0]} ms`);
  assert.ok(waits[950] - waits[50] >= 60, `${waits[50]} to ${waits[950]} ms`);
});
