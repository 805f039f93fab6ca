// What is retried and what is not, how often, and what comes back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { redress } from "./setup.mjs";

const { createFetch, fetchWithBackoff, isRetryError } = redress;
const serve = useFaults();
const quick = { baseDelayMs: 1, maxDelayMs: 5 };

describe("(input, init, options)", () => {
  test("a success is one request, and comes back unread", async () => {
    const { url, log } = serve((response) => response.end("fine"));
    const response = await fetchWithBackoff(url);
    assert.equal(response.bodyUsed, false);
    assert.equal(await response.text(), "fine");
    assert.equal(log.length, 1);
  });

  test("a failure that passes is retried", async () => {
    const { url, log } = serve(statuses(500, 503, 502, 200));
    const response = await fetchWithBackoff(url, undefined, quick);
    assert.equal(response.status, 200);
    assert.equal(log.length, 4);
  });

  test("a URL object and a Request are taken as fetch takes them", async () => {
    for (const make of [(url) => new URL(url), (url) => new Request(url)]) {
      const { url, log } = serve(statuses(503, 200));
      const response = await fetchWithBackoff(make(url), {}, quick);
      assert.deepEqual([response.status, log.length], [200, 2]);
    }
  });

  test("a connection that drops is retried", async () => {
    const { url, log } = serve((response, n) => (n === 1 ? response.destroy() : response.end("fine")));
    const response = await fetchWithBackoff(url, {}, quick);
    assert.equal(await response.text(), "fine");
    assert.equal(log.length, 2);
  });

  test("five attempts, and then a RetryError that has everything", async () => {
    const { url, log } = serve(statuses([503, { "X-Request-Id": "req_7" }, '{"error":{"code":"busy","message":"Busy."}}']));
    const error = await thrown(fetchWithBackoff(url, {}, quick));
    assert.equal(log.length, 5);
    assert.ok(error instanceof Error);
    assert.equal(error.name, "RetryError");
    assert.ok(isRetryError(error));
    assert.match(error.message, /^Max retries exceeded/);
    assert.equal(error.reason, "attempts");
    assert.equal(error.classification.kind, "overloaded");
    assert.equal(error.classification.requestId, "req_7");
    assert.equal(error.retryAt, null);
    assert.equal(error.cause, undefined);
    assert.equal(error.attempts.length, 5);
    for (const { startedAt, durationMs, status, kind } of error.attempts) {
      assert.ok(Math.abs(startedAt - Date.now()) < 60_000 && Number.isInteger(startedAt));
      assert.ok(durationMs >= 0);
      assert.deepEqual([status, kind], [503, "overloaded"]);
    }
    assert.equal(error.attempts[4].waitedMs, 0);
    const waited = error.attempts.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
    assert.equal(error.totalWaitMs, waited);
    assert.ok(waited > 0);
    assert.deepEqual(await error.response.json(), { error: { code: "busy", message: "Busy." } });
    const json = JSON.parse(JSON.stringify(error));
    assert.deepEqual(Object.keys(json).sort(), [
      "attempts", "cause", "classification", "message", "name", "reason", "retryAt", "totalWaitMs",
    ]);
    assert.deepEqual(json.classification, error.classification);
  });

  test("a network that fails for good is the cause of the RetryError", async () => {
    const { url, log } = serve((response) => response.destroy());
    const error = await thrown(fetchWithBackoff(url, {}, { ...quick, maxAttempts: 3 }));
    assert.equal(log.length, 3);
    assert.equal(error.reason, "attempts");
    assert.equal(error.classification.kind, "network");
    assert.equal(error.response, null);
    assert.equal(error.cause.name, "TypeError");
    assert.deepEqual(error.attempts.map(({ status }) => status), [null, null, null]);
    assert.equal(JSON.parse(JSON.stringify(error)).cause.name, "TypeError");
  });

  test("onExhausted: \"return\" gives the last response whole, or the original error", async () => {
    const { url } = serve(statuses([500, {}, '{"error":"no"}']));
    const response = await fetchWithBackoff(url, {}, { ...quick, maxAttempts: 2, onExhausted: "return" });
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '{"error":"no"}');
    const dead = serve((response) => response.destroy());
    const error = await thrown(fetchWithBackoff(dead.url, {}, { ...quick, maxAttempts: 2, onExhausted: "return" }));
    assert.equal(error.name, "TypeError");
    assert.equal(dead.log.length, 2);
  });

  test("what no retry can mend comes back at once, unread", async () => {
    for (const status of [400, 401, 403, 404, 410, 422, 501]) {
      const { url, log } = serve(statuses([status, {}, '{"message":"no"}']));
      const response = await fetchWithBackoff(url, {}, quick);
      assert.deepEqual([response.status, response.bodyUsed, log.length], [status, false, 1]);
      assert.equal(await response.text(), '{"message":"no"}');
    }
  });

  test("a spent quota is not retried, although it is a 429", async () => {
    const { url, log } = serve(statuses([429, {}, '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota."}}']));
    const response = await fetchWithBackoff(url, {}, quick);
    assert.deepEqual([response.status, log.length], [429, 1]);
  });

  test("redirects, 304 and opaque redirects are no errors", async () => {
    const { url, log } = serve((response) => response.writeHead(302, { Location: "/elsewhere" }).end());
    const response = await fetchWithBackoff(url, { redirect: "manual" }, quick);
    assert.deepEqual([response.status, log.length], [302, 1]);
    const same = serve((response) => response.writeHead(304).end());
    assert.equal((await fetchWithBackoff(same.url, {}, quick)).status, 304);
  });

  test("what fetch itself refuses is thrown as fetch throws it", async () => {
    const error = await thrown(fetchWithBackoff("http://user:password@127.0.0.1/", {}, quick));
    assert.equal(error.name, "TypeError");
  });

  test("nor does what fetch refuses, or what throws when it is looked at, touch another call", async () => {
    const { url } = serve(statuses([503, { "Retry-After": "1" }], 200));
    const other = fetchWithBackoff(url);
    const throws = () => {
      throw new Error("looked at");
    };
    const bad = { headers: { "not a name": "x" } };
    const nasty = { method: { toString: throws } };
    for (const init of [bad, nasty]) {
      for (const call of [
        () => fetchWithBackoff(url, init),
        () => fetchWithBackoff(url, init, quick),
        () => fetchWithBackoff(url, init, { idempotencyKey: true }),
        () => createFetch({ rememberQuota: true })(url, init),
      ]) {
        const error = await thrown(call());
        assert.ok(error.name === "TypeError" || error.message === "looked at", String(error));
      }
    }
    await thrown(createFetch({ rememberQuota: true })({ toString: throws }));
    assert.equal((await thrown(fetchWithBackoff(() => ({ get status() { throws(); } }), quick))).message, "looked at");
    assert.equal((await other).status, 200);
  });

  test("members of init that are not ours reach fetch unchanged", async () => {
    const seen = [];
    const init = { cache: "no-store", cf: { cacheTtl: 5 }, next: { revalidate: 1 }, duplex: "half", keepalive: true };
    await fetchWithBackoff("http://127.0.0.1/", init, {
      ...quick,
      fetch: async (input, given) => {
        seen.push(input, given);
        return new Response("");
      },
    });
    assert.deepEqual(seen, ["http://127.0.0.1/", init]);
    assert.equal(seen[1], init);
  });
});

describe("(request, options)", () => {
  test("the function is called with the attempt and a signal", async () => {
    const { url, log } = serve(statuses(500, 200));
    const calls = [];
    const response = await fetchWithBackoff(
      ({ attempt, signal }) => {
        calls.push([attempt, signal instanceof AbortSignal, signal.aborted]);
        return fetch(url, { method: "POST", body: "x", signal });
      },
      quick,
    );
    assert.equal(response.status, 200);
    assert.equal(log.length, 2);
    assert.deepEqual(calls, [[1, true, false], [2, true, false]]);
  });

  test("a number is maxAttempts", async () => {
    let calls = 0;
    const error = await thrown(fetchWithBackoff(() => (calls++, Promise.resolve(new Response("", { status: 500 }))), 1));
    assert.deepEqual([error.reason, calls], ["attempts", 1]);
    assert.match((await thrown(fetchWithBackoff(() => new Response(""), 0))).message, /maxAttempts: 0 .* 1 to 1000/);
  });

  test("what it throws is an attempt that failed, at once or later", async () => {
    for (const request of [
      () => { throw new TypeError("fetch failed"); },
      () => Promise.reject(new TypeError("fetch failed")),
    ]) {
      let calls = 0;
      const counting = () => (calls++, request());
      const error = await thrown(fetchWithBackoff(counting, { ...quick, maxAttempts: 3 }));
      assert.deepEqual([error.reason, error.cause.message, calls], ["attempts", "fetch failed", 3]);
    }
  });

  test("a mistake in it is thrown as it is", async () => {
    const mistake = new ReferenceError("x is not defined");
    assert.equal(await thrown(fetchWithBackoff(() => { throw mistake; }, quick)), mistake);
  });

  test("what it returns is handed through, whatever it is", async () => {
    for (const value of [undefined, null, 7, { data: 1 }]) assert.equal(await fetchWithBackoff(() => value, quick), value);
  });
});

describe("createFetch", () => {
  test("is a fetch that returns the last response", async () => {
    const { url, log } = serve(statuses(500));
    const api = createFetch(quick);
    assert.equal((await api(url)).status, 500);
    assert.equal(log.length, 5);
  });

  test("counts, times and tells of attempts like any call", async () => {
    const { url, log } = serve(statuses(500, 503));
    const told = [];
    const api = createFetch({
      ...quick, maxAttempts: 3, onExhausted: "throw",
      onRetry: ({ attempt, classification }) => void told.push([attempt, classification.status]),
      onGiveUp: ({ attempt, reason }) => void told.push([attempt, reason]),
    });
    const before = Date.now();
    const error = await thrown(api(url));
    assert.deepEqual(told, [[1, 500], [2, 503], [3, "attempts"]]);
    assert.equal(log.length, 3);
    assert.equal(error.attempts.length, 3);
    assert.ok(error.attempts[0].startedAt >= before - 50 && error.attempts[0].durationMs >= 0);
  });

  test("a fetch that throws or returns no promise is taken as it is", async () => {
    let calls = 0;
    const odd = createFetch({ ...quick, fetch: () => { if (calls++ === 0) throw new TypeError("fetch failed"); return new Response("fine"); } });
    assert.equal(await (await odd("http://127.0.0.1/")).text(), "fine");
    assert.equal(calls, 2);
  });

  test("takes hold of fetch when it is created", async () => {
    const { url } = serve((response) => response.end("fine"));
    const api = createFetch();
    const original = globalThis.fetch;
    try {
      globalThis.fetch = () => assert.fail("the global fetch of later was called");
      assert.equal(await (await api(url)).text(), "fine");
    } finally {
      globalThis.fetch = original;
    }
  });

  test("throws on misuse at once, and rejects on an option in init", async () => {
    assert.throws(() => createFetch({ maxAttempts: "3" }), /maxAttempts: "3" is not allowed; it must be a whole number from 1 to 1000/);
    assert.throws(() => createFetch({ idempotencyKey: "order-17" }), { name: "TypeError", message: /idempotencyKey/ });
    assert.throws(() => createFetch({ signal: new AbortController().signal }), /signal/);
    const error = await thrown(createFetch()("http://127.0.0.1/", { budget: false }));
    assert.match(error.message, /budget.*createFetch\(\{ budget \}\)/);
  });
});
