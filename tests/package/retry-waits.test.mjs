// When the next attempt comes: the schedule, the server's hints, the limits, the caller's abort. The server's own clock
// says what is early; how much may be late is left generous.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { redress } from "./setup.mjs";

const { createFetch, fetchWithBackoff } = redress;
const serve = useFaults();
const quick = { baseDelayMs: 1, maxDelayMs: 5 };
const LATE = 2000;

function between(value, least, most) {
  assert.ok(value >= least && value <= most, `${value} is not in ${least}..${most}`);
}

describe("the schedule", () => {
  test("doubles, exactly where there is no jitter", async () => {
    const { url, gaps } = serve(statuses(500, 500, 500, 200));
    const delays = [];
    await fetchWithBackoff(url, {}, { baseDelayMs: 20, jitter: "none", onRetry: ({ delayMs }) => void delays.push(delayMs) });
    assert.deepEqual(delays, [20, 40, 80]);
    for (const [at, gap] of gaps().entries()) between(gap, delays[at], delays[at] + LATE);
  });

  test("stays within its jitter", async () => {
    const ranges = { full: [0, 20], equal: [10, 20], decorrelated: [20, 60] };
    for (const [jitter, [least, most]] of Object.entries(ranges)) {
      const delays = new Set();
      for (let call = 0; call < 20; call++) {
        await fetchWithBackoff(() => new Response("", { status: 500 }), {
          baseDelayMs: 20, jitter, maxAttempts: 2, onExhausted: "return", onRetry: ({ delayMs }) => void delays.add(delayMs),
        });
      }
      for (const delay of delays) between(delay, least, most);
      assert.ok(delays.size > 10, `${jitter} varies`);
    }
  });

  test("the caller's own schedule is taken as it is", async () => {
    const contexts = [];
    const delays = [];
    const { url } = serve(statuses(500, 503, 200));
    await fetchWithBackoff(url, {}, {
      delayMs: (context) => (contexts.push(context), 3 * context.attempt),
      onRetry: ({ delayMs }) => void delays.push(delayMs),
    });
    assert.deepEqual(delays, [3, 6]);
    assert.deepEqual(contexts.map(({ attempt, classification, response }) => [attempt, classification.status, response.status]), [
      [1, 500, 500], [2, 503, 503],
    ]);
    for (const { random } of contexts) between(random, 0, 1);
  });

  test("a schedule that returns no time is told so", async () => {
    for (const delay of [-1, NaN, "100", undefined]) {
      const { url, log } = serve(statuses(500));
      const error = await thrown(fetchWithBackoff(url, {}, { delayMs: () => delay }));
      assert.equal(error.name, "TypeError");
      assert.match(error.message, /^delayMs: .*from 0/);
      assert.equal(log.length, 1);
    }
  });
});

describe("the server's hints", () => {
  test("Retry-After in seconds: never earlier, a tenth later at most", async () => {
    const { url, gaps } = serve(statuses([429, { "Retry-After": "1" }], 200));
    let delay;
    await fetchWithBackoff(url, {}, { onRetry: ({ delayMs }) => void (delay = delayMs) });
    between(delay, 1000, 1100);
    between(gaps()[0], 1000, 1100 + LATE);
  });

  test("Retry-After as a date", async () => {
    const { url, gaps } = serve((response, n) => {
      const date = new Date(Date.now() + 2000).toUTCString();
      statuses([503, { "Retry-After": date }], 200)(response, n);
    });
    let retryAt;
    await fetchWithBackoff(url, {}, { onRetry: (event) => void ({ retryAt } = event) });
    between(gaps()[0], 990, 2200 + LATE);
    between(retryAt, Date.now() - 2000, Date.now() + 500);
  });

  test("a wait that is too long ends the call at once, and says until when", async () => {
    for (const [header, least] of [["3600", 3_600_000], ["61", 61_000]]) {
      const { url, log } = serve(statuses([429, { "Retry-After": header }]));
      const before = Date.now();
      const error = await thrown(fetchWithBackoff(url));
      assert.equal(error.reason, "wait_too_long");
      assert.ok(error.retryAt >= before + least, `${error.retryAt}`);
      assert.equal(log.length, 1);
      assert.equal(error.response.bodyUsed, false);
    }
  });

  test("an absurd one never means at once", async () => {
    for (const header of ["9999999999", "99999999999999999999", "1e300", "-1", "soon", "NaN"]) {
      const { url, log } = serve(statuses([503, { "Retry-After": header }]));
      const error = await thrown(fetchWithBackoff(url, {}, { baseDelayMs: 10_000, jitter: "none", deadlineMs: 5000 }));
      assert.ok(["wait_too_long", "deadline"].includes(error.reason), `${header}: ${error.reason}`);
      assert.equal(log.length, 1);
    }
  });

  test("maxWaitMs moves that line", async () => {
    const { url, log } = serve(statuses([429, { "Retry-After": "1" }], 200));
    const error = await thrown(fetchWithBackoff(url, {}, { maxWaitMs: 999 }));
    assert.deepEqual([error.reason, log.length], ["wait_too_long", 1]);
  });

  test("so does a deadline", async () => {
    const { url, log } = serve(statuses([429, { "Retry-After": "1" }], 200));
    const error = await thrown(fetchWithBackoff(url, {}, { deadlineMs: 900 }));
    assert.deepEqual([error.reason, log.length], ["wait_too_long", 1]);
  });

  test("a body's hint counts as well", async () => {
    const { url, log } = serve(statuses([429, {}, '{"error":{"message":"slow down"},"retry_after":120}']));
    const error = await thrown(fetchWithBackoff(url));
    assert.deepEqual([error.reason, log.length], ["wait_too_long", 1]);
  });
});

describe("time limits", () => {
  test("an attempt that takes too long is a timeout, and retried", async () => {
    const { url, log, closed } = serve((response, n) => n === 2 && response.end("fine"));
    const gone = closed();
    const kinds = [];
    const response = await fetchWithBackoff(url, {}, {
      ...quick, attemptTimeoutMs: 300, onRetry: ({ classification }) => void kinds.push(classification.kind),
    });
    assert.equal(await response.text(), "fine");
    assert.deepEqual(kinds, ["timeout"]);
    await gone;
    assert.deepEqual(log.map(({ aborted }) => aborted), [true, false]);
  });

  test("where every attempt takes too long, the cause says so", async () => {
    const { url } = serve(() => {});
    const error = await thrown(fetchWithBackoff(url, {}, { ...quick, attemptTimeoutMs: 50, maxAttempts: 2 }));
    assert.equal(error.reason, "attempts");
    assert.equal(error.cause.name, "TimeoutError");
    assert.equal(error.classification.kind, "timeout");
  });

  test("a deadline ends an attempt, and nothing is retried after it", async () => {
    const { url, log } = serve(() => {});
    const before = performance.now();
    const error = await thrown(fetchWithBackoff(url, {}, { ...quick, deadlineMs: 200 }));
    between(performance.now() - before, 190, 200 + LATE);
    assert.deepEqual([error.reason, log.length], ["deadline", 1]);
  });

  test("a deadline ends before a wait that would pass it", async () => {
    const { url } = serve(statuses(500));
    const before = performance.now();
    const error = await thrown(fetchWithBackoff(url, {}, { baseDelayMs: 10_000, jitter: "none", deadlineMs: 5000 }));
    assert.equal(error.reason, "deadline");
    between(performance.now() - before, 0, LATE);
  });

  test("a function that does not hear its signal is cut all the same", async () => {
    let calls = 0;
    const error = await thrown(
      fetchWithBackoff(() => (calls++, new Promise(() => {})), { ...quick, attemptTimeoutMs: 30, maxAttempts: 2 }),
    );
    assert.deepEqual([error.reason, calls], ["attempts", 2]);
  });

  test("a response within the limit can be read for longer than the limit", async () => {
    const { url } = serve((response) => {
      response.write("one ");
      setTimeout(() => response.end("two"), 300);
    });
    const response = await fetchWithBackoff(url, {}, { attemptTimeoutMs: 150 });
    assert.equal(await response.text(), "one two");
  });
});

describe("the caller's abort", () => {
  const reason = new Error("changed my mind");

  test("before the first attempt: nothing is sent", async () => {
    const { url, log } = serve(statuses(200));
    assert.equal(await thrown(fetchWithBackoff(url, { signal: AbortSignal.abort(reason) })), reason);
    assert.equal(await thrown(fetchWithBackoff(() => fetch(url), { signal: AbortSignal.abort(reason) })), reason);
    assert.equal(log.length, 0);
  });

  test("in a wait: at once, with its own reason, and no listener stays", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const { url, log } = serve(statuses([503, { "Retry-After": "30" }]));
    const before = performance.now();
    const waiting = fetchWithBackoff(url, { signal }, { onRetry: () => void setTimeout(() => controller.abort(reason), 50) });
    assert.equal(await thrown(waiting), reason);
    between(performance.now() - before, 40, LATE);
    assert.equal(log.length, 1);
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  test("in an attempt, however it is sent", async () => {
    const calls = [
      (url, signal) => fetchWithBackoff(url, { signal }),
      (url, signal) => fetchWithBackoff(new Request(url, { signal })),
      (url, signal) => fetchWithBackoff(url, { signal }, { attemptTimeoutMs: 30_000 }),
      (url, signal) => fetchWithBackoff(() => fetch(url), { signal }),
      (url, signal) => fetchWithBackoff((context) => fetch(url, { signal: context.signal }), { signal, deadlineMs: 30_000 }),
      (url, signal) => fetchWithBackoff(url, { signal }, { fetch: () => new Promise(() => {}) }),
      (url, signal) => createFetch()(url, { signal }),
    ];
    for (const call of calls) {
      const controller = new AbortController();
      const { url } = serve(() => {});
      setTimeout(() => controller.abort(reason), 50);
      assert.equal(await thrown(call(url, controller.signal)), reason);
    }
  });

  test("a TimeoutError of the caller's is the caller's, not an attempt's", async () => {
    const { url, log } = serve(() => {});
    const signal = AbortSignal.timeout(60);
    assert.equal(await thrown(fetchWithBackoff(url, { signal }, { ...quick, attemptTimeoutMs: 30_000 })), signal.reason);
    assert.equal(log.length, 1);
  });

  test("in a hook that does not return", async () => {
    const controller = new AbortController();
    const { url } = serve(statuses(500));
    setTimeout(() => controller.abort(reason), 50);
    const waiting = fetchWithBackoff(url, { signal: controller.signal }, { onRetry: () => new Promise(() => {}) });
    assert.equal(await thrown(waiting), reason);
  });

  test("after the response: the download stops, also where an attempt has a limit", async () => {
    for (const options of [{}, { attemptTimeoutMs: 30_000 }, { deadlineMs: 30_000 }]) {
      const controller = new AbortController();
      const { url, closed, log } = serve((response) => response.write("some of it"));
      const gone = closed();
      const response = await fetchWithBackoff(url, { signal: controller.signal }, options);
      const reading = thrown(response.text());
      controller.abort(reason);
      assert.equal(await reading, reason);
      await gone;
      assert.equal(log[0].aborted, true);
    }
  });
});
