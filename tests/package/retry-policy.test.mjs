// Hooks, verdicts of the caller's own, budgets, quotas, being offline.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { redress } from "./setup.mjs";

const { createFetch, createRetryBudget, fetchWithBackoff } = redress;
const serve = useFaults();
const quick = { baseDelayMs: 1, maxDelayMs: 5 };

describe("hooks", () => {
  test("tell what happens, in order, and are awaited", async () => {
    const { url } = serve(statuses(500, 503));
    const told = [];
    const slow = (name) => async (event) => {
      told.push([name, event.attempt, event.reason ?? event.classification?.status]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      told.push([`${name} done`, event.attempt]);
    };
    const error = await thrown(fetchWithBackoff(url, {}, {
      ...quick, maxAttempts: 2, onAttempt: slow("attempt"), onRetry: slow("retry"), onGiveUp: slow("give up"),
    }));
    assert.equal(error.reason, "attempts");
    assert.deepEqual(told, [
      ["attempt", 1, undefined], ["attempt done", 1],
      ["retry", 1, 500], ["retry done", 1],
      ["attempt", 2, undefined], ["attempt done", 2],
      ["give up", 2, "attempts"], ["give up done", 2],
    ]);
  });

  test("onGiveUp is told why, and of the response", async () => {
    const { url } = serve(statuses([404, {}, '{"message":"none"}']));
    let event;
    const response = await fetchWithBackoff(url, {}, { onGiveUp: (given) => void (event = given) });
    assert.deepEqual([event.reason, event.attempt, event.classification.kind], ["not_retryable", 1, "not_found"]);
    assert.equal(event.response, response);
    assert.equal(await response.text(), '{"message":"none"}');
  });

  test("what they throw rejects the call", async () => {
    const mistake = new Error("in a hook");
    for (const name of ["onAttempt", "onRetry", "onGiveUp", "shouldRetry", "delayMs"]) {
      const { url } = serve(statuses(500));
      const options = { ...quick, maxAttempts: name === "onGiveUp" ? 1 : 5, [name]: () => { throw mistake; } };
      assert.equal(await thrown(fetchWithBackoff(url, {}, options)), mistake, name);
    }
  });

  test("onQuota is told of limits, of successes too", async () => {
    const limits = (remaining) => ({ "X-RateLimit-Limit": "100", "X-RateLimit-Remaining": `${remaining}` });
    const { url } = serve(statuses([500, limits(2)], [200, limits(1)]));
    const told = [];
    const response = await fetchWithBackoff(url, {}, {
      ...quick, onQuota: (event) => void told.push([event.quota.limit, event.quota.remaining, event.response.status]),
    });
    assert.deepEqual(told, [[100, 2, 500], [100, 1, 200]]);
    assert.equal(response.bodyUsed, false);
    const silent = serve(statuses(200));
    await fetchWithBackoff(silent.url, {}, { onQuota: () => assert.fail("there is no limit") });
  });
});

describe("shouldRetry", () => {
  test("overrules the verdict both ways, or leaves it", async () => {
    const retry = serve(statuses(404, 404, 200));
    assert.equal((await fetchWithBackoff(retry.url, {}, { ...quick, shouldRetry: ({ response }) => response.status === 404 })).status, 200);
    assert.equal(retry.log.length, 3);
    const stop = serve(statuses(500));
    assert.equal((await fetchWithBackoff(stop.url, {}, { ...quick, shouldRetry: () => false })).status, 500);
    assert.equal(stop.log.length, 1);
    const leave = serve(statuses(500, 200));
    assert.equal((await fetchWithBackoff(leave.url, {}, { ...quick, shouldRetry: () => undefined })).status, 200);
  });

  test("sees successes too, and what was thrown", async () => {
    const contexts = [];
    const { url, log } = serve((response, n) => (n === 1 ? response.destroy() : response.end(n === 2 ? "wait" : "done")));
    const response = await fetchWithBackoff(url, {}, {
      ...quick,
      shouldRetry: async ({ attempt, classification, error, response }) => {
        contexts.push([attempt, classification.kind, error?.name, response?.status]);
        if (response) return (await response.clone().text()) === "wait";
      },
    });
    assert.equal(await response.text(), "done");
    assert.equal(log.length, 3);
    assert.deepEqual(contexts, [[1, "network", "TypeError", undefined], [2, "not_error", undefined, 200], [3, "not_error", undefined, 200]]);
  });

  test("does not make an unsafe request repeatable", async () => {
    const { url, log } = serve(statuses(500, 200));
    await fetchWithBackoff(url, { method: "POST" }, { ...quick, shouldRetry: () => true });
    assert.equal(log.length, 1);
  });
});

describe("retry budgets", () => {
  test("an empty budget is the reason, and shared by all who have it", async () => {
    const budget = createRetryBudget({ ratio: 0, minPerSecond: 0.2 });
    const { url, log } = serve(statuses(503));
    const errors = [];
    for (let call = 0; call < 3; call++) errors.push(await thrown(fetchWithBackoff(url, {}, { ...quick, maxAttempts: 2, budget })));
    assert.deepEqual(errors.map(({ reason }) => reason), ["attempts", "attempts", "budget"]);
    assert.equal(log.length, 5);
    const api = createFetch({ ...quick, budget, onExhausted: "throw" });
    assert.equal((await thrown(api(url))).reason, "budget");
  });

  test("successes fill it", async () => {
    const budget = createRetryBudget({ ratio: 0.5, minPerSecond: 0 });
    const ok = serve(statuses(200));
    const bad = serve(statuses(503));
    for (let call = 0; call < 4; call++) await fetchWithBackoff(ok.url, {}, { budget });
    const error = await thrown(fetchWithBackoff(bad.url, {}, { ...quick, budget }));
    assert.deepEqual([error.reason, bad.log.length], ["budget", 3]);
  });

  test("budget: false is none", async () => {
    const { url, log } = serve(statuses(503));
    const api = createFetch({ ...quick, budget: false });
    await Promise.all(Array.from({ length: 100 }, () => api(url)));
    assert.equal(log.length, 500);
  });
});

describe("rememberQuota", () => {
  const spent = (until) => [429, {}, JSON.stringify({ error: { code: "insufficient_quota", message: "You exceeded your current quota." }, resetAt: until })];
  const until = new Date(Date.now() + 3_600_000).toISOString();

  test("what is spent is not asked for again, until it is forgotten", async () => {
    const { url, log } = serve(statuses(spent(until)));
    const api = createFetch({ rememberQuota: true });
    const init = { headers: { Authorization: "Bearer a" } };
    const first = await api(url, init);
    assert.equal(first.status, 429);
    const reasons = [];
    const error = await thrown(api(`${url}?page=2`, init));
    assert.equal(error.reason, "quota_remembered");
    assert.equal(error.classification.kind, "quota_exhausted");
    assert.equal(error.response, null);
    assert.deepEqual(error.attempts, []);
    assert.equal(log.length, 1);
    // Other credentials and other paths are other quotas.
    await api(url, { headers: { Authorization: "Bearer b" } });
    assert.equal(log.length, 2);
    api.forgetQuota();
    await api(url, init);
    assert.equal(log.length, 3);
    assert.deepEqual(reasons, []);
  });

  test("it is off by default, and a success clears it", async () => {
    const off = serve(statuses(spent(until)));
    const plain = createFetch();
    await plain(off.url);
    await plain(off.url);
    assert.equal(off.log.length, 2);

    const { url, log } = serve(statuses(200, spent(until), 200));
    const api = createFetch({ rememberQuota: true });
    for (const expected of [200, 429]) assert.equal((await api(url)).status, expected);
    assert.equal((await thrown(api(url))).reason, "quota_remembered");
    api.forgetQuota();
    for (const expected of [200, 200]) assert.equal((await api(url)).status, expected);
    assert.equal(log.length, 4);
  });

  test("onGiveUp is told", async () => {
    const { url } = serve(statuses(spent(until)));
    const told = [];
    const api = createFetch({ rememberQuota: true, onGiveUp: ({ reason, attempt }) => void told.push([reason, attempt]) });
    await api(url);
    await thrown(api(url));
    assert.deepEqual(told, [["not_retryable", 1], ["quota_remembered", 0]]);
  });
});

describe("offline", () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  async function offline(run) {
    const device = { onLine: false };
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: device });
    const events = new EventTarget();
    globalThis.addEventListener = events.addEventListener.bind(events);
    globalThis.removeEventListener = events.removeEventListener.bind(events);
    try {
      await run(() => {
        device.onLine = true;
        events.dispatchEvent(new Event("online"));
      });
    } finally {
      delete globalThis.addEventListener;
      delete globalThis.removeEventListener;
      if (navigator) Object.defineProperty(globalThis, "navigator", navigator);
      else delete globalThis.navigator;
    }
  }
  const refuse = () => Promise.reject(new TypeError("fetch failed"));

  test("waits for the network, and loses no attempt", () =>
    offline(async (goOnline) => {
      let calls = 0;
      const request = () => {
        calls++;
        if (calls > 1) return Promise.resolve(new Response("fine"));
        setTimeout(goOnline, 50);
        return refuse();
      };
      const before = performance.now();
      const response = await fetchWithBackoff(request, { maxAttempts: 1 });
      assert.equal(await response.text(), "fine");
      assert.ok(performance.now() - before < 3000);
      assert.equal(calls, 2);
    }));

  test("is bounded by maxWaitMs and by the deadline", () =>
    offline(async () => {
      for (const options of [{ maxWaitMs: 80 }, { deadlineMs: 80 }]) {
        let calls = 0;
        const error = await thrown(fetchWithBackoff(() => (calls++, refuse()), options));
        assert.deepEqual([error.reason, error.classification.kind, calls], ["offline", "offline", 1]);
        assert.ok(error.totalWaitMs >= 70);
      }
    }));

  test("ends with the caller's abort", () =>
    offline(async () => {
      const reason = new Error("never mind");
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 30);
      assert.equal(await thrown(fetchWithBackoff(refuse, { signal: controller.signal })), reason);
    }));
});
