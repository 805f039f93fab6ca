// Whatever a server sends, there is a classification. Whatever a caller gets wrong is a TypeError that says what.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { redress } from "./setup.mjs";

const { classifyError, classifyErrorSync, createFetch, createRetryBudget, describeError, fetchWithBackoff } = redress;

const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);
const bytes = (...values) => Uint8Array.from(values);

describe("what a server sends", () => {
  const bodies = {
    "nothing": "",
    "HTML": "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>",
    "truncated JSON": '{"error":{"code":"rate_limited","mess',
    "JSON of the wrong shape": '[null,1,"x",{}]',
    "invalid UTF-8": bytes(0x7b, 0x22, 0xc3, 0x28, 0xff, 0xfe, 0x22),
    "a lone surrogate": '{"error":"\\ud800"}',
    "a million nested arrays": nested(1_000_000),
    "a million nested arrays in an object": `{"error":${nested(1_000_000)}}`,
    "a very long number": `{"code":${"9".repeat(100_000)}}`,
    "a number of exponents": `{"code":${"1e".repeat(30_000)}1}`,
    "a wait of exponents": `{"retry_after":"${"1e".repeat(30_000)}1"}`,
    "a sentence with exponents": `{"message":"Retry after ${"1e".repeat(30_000)}1"}`,
    "zeros": new Uint8Array(1_000),
  };
  for (const [name, body] of Object.entries(bodies)) {
    test(name, async () => {
      for (const status of [400, 429, 500]) {
        const fromFacts = classifyErrorSync({ status, headers: {}, body });
        assert.equal(fromFacts.status, status);
        const fromResponse = await classifyError(new Response(body, { status }));
        assert.equal(fromResponse.kind, fromFacts.kind);
      }
    });
  }

  test("100 MB, of which the caller still reads every byte", async () => {
    const size = 100 * 1024 * 1024;
    const start = '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota."},"x":"';
    const response = new Response(new Blob([start, new Uint8Array(size).fill(0x61)]), { status: 429 });
    const { kind } = await classifyError(response);
    assert.equal(kind, "quota_exhausted");
    let read = 0;
    for await (const chunk of response.body) read += chunk.length;
    assert.equal(read, start.length + size);
  });

  test("a body that was read is classified from status and headers", async () => {
    const response = new Response("{}", { status: 429, headers: { "Retry-After": "3" } });
    await response.text();
    const { kind, retryAfterMs } = await classifyError(response);
    assert.deepEqual({ kind, retryAfterMs }, { kind: "rate_limited", retryAfterMs: 3000 });
  });

  test("parsed bodies with cycles and getters that throw", () => {
    const cycle = { error: { code: "not_found" } };
    cycle.error.self = cycle;
    assert.equal(classifyErrorSync({ status: 404, body: cycle }).kind, "not_found");
    const hostile = { get error() { throw new Error("a trap"); } };
    assert.equal(classifyErrorSync({ status: 500, body: hostile }).kind, "server_error");
  });

  test("anything thrown", async () => {
    for (const thrown of [null, 0, "text", Symbol("s"), 1n, {}, [], () => {}, new Proxy({}, { get() { throw 1; } })]) {
      assert.equal(typeof (await classifyError(thrown)).kind, "string");
    }
  });
});

describe("what a caller gets wrong", () => {
  const refuses = (name, call, ...patterns) =>
    test(name, async () => {
      await assert.rejects(async () => call(), (error) => {
        assert.equal(error.name, "TypeError");
        for (const pattern of patterns) assert.match(error.message, pattern);
        return true;
      });
    });
  refuses("no arguments", () => fetchWithBackoff());
  refuses("nothing to classify", () => classifyError());
  refuses("maxAttempts: -1", () => fetchWithBackoff("http://127.0.0.1/", {}, { maxAttempts: -1 }), /maxAttempts/, /-1/);
  refuses("an unknown option", () => fetchWithBackoff("http://127.0.0.1/", {}, { retries: 3 }), /retries/);
  refuses("an option in init", () => fetchWithBackoff("http://127.0.0.1/", { maxAttempts: 3 }),
    /^maxAttempts: is not allowed in init; it belongs in the options: fetchWithBackoff\(input, init, \{ maxAttempts \}\)$/);
  refuses("an option in the init of a client", () => createFetch()("http://127.0.0.1/", { budget: false }),
    /^budget: is not allowed in init; it belongs in the options: createFetch\(\{ budget \}\)$/);
  refuses("no input", () => fetchWithBackoff(null), /^input: null is not allowed; it must be a URL, a Request or a function$/);
  refuses("null for options", () => createFetch(null), /^options: null is not allowed; it must be an object$/);
  refuses("maxAttempts: 3n", () => createFetch({ maxAttempts: 3n }), /maxAttempts: 3n /, /number/);
  refuses("a number for init", () => fetchWithBackoff("http://127.0.0.1/", 3), /init: 3 /, /third/);
  refuses("an unknown jitter", () => createFetch({ jitter: "some" }), /jitter/, /some/, /full/);
  refuses("a budget that is none", () => createRetryBudget({ ratio: "a lot" }), /ratio/);
  refuses("a live response, synchronously", () => classifyErrorSync(new Response("", { status: 500 })), /classifyError\b/);
  refuses("describeError: null for options", () => describeError({ kind: "gone" }, null), /options/, /null/);
  refuses("now as text", () => classifyErrorSync({ status: 500 }, { now: "today" }), /now/);
});
