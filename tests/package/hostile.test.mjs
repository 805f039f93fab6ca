// Values that throw, lie or never end: each call has its own outcome, and no other call is touched. What leaves the
// module as an exception ends every call that is under way (pkg/entries/boot.js), so none may get that far.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { redress } from "./setup.mjs";

const { classifyError, classifyErrorSync, createFetch, createRetryBudget, describeError, fetchWithBackoff } = redress;

const boom = () => {
  throw new Error("boom");
};
const traps = ["get", "set", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"];
const proxy = new Proxy({}, Object.fromEntries(traps.map((name) => [name, boom])));
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const throwing = (name) => Object.defineProperty({}, name, { enumerable: true, get: boom });
const unnumbers = { bigint: 5n, symbol: Symbol("s"), proxy, object: { valueOf: boom } };

const unavailable = async () => new Response("{}", { status: 503 });
const url = "https://api.example.com/";
const quick = { fetch: unavailable, baseDelayMs: 1, maxAttempts: 2 };
const own = { baseDelayMs: 1, maxAttempts: 2 };
const promiseWith = (name) => Object.defineProperty(unavailable(), name, { get: boom });
const signal = (members) => ({ aborted: false, addEventListener() {}, removeEventListener() {}, ...members });
const responseOf = (read, cancel) => ({
  status: 503, headers: new Headers(), clone: () => ({ body: { getReader: () => ({ read, cancel }) } }),
});
const rule = (members) => ({ rules: [{ match: {}, kind: "gone", ...members }] });
const cyclic = [];
cyclic.push(cyclic);
// Sends its event twice, to everybody who ever listened, while the call waits for its second attempt.
const twice = (aborted) => {
  const heard = [];
  const loud = signal({ reason: new RangeError("enough"), addEventListener: (_, hear) => heard.push(hear) });
  const send = () => {
    loud.aborted = aborted;
    for (const hear of [...heard, ...heard]) hear();
  };
  return fetchWithBackoff(unavailable, { ...own, signal: loud, onRetry: () => setImmediate(send), delayMs: () => 50 });
};

// What is done, and the name or the kind of what comes of it.
const table = {
  "options: a proxy": [() => fetchWithBackoff(url, {}, proxy), "Error"],
  "options: a revoked proxy": [() => fetchWithBackoff(url, {}, revoked({})), "TypeError"],
  "options: a getter": [() => fetchWithBackoff(url, {}, throwing("maxAttempts")), "Error"],
  "options: a signal": [() => fetchWithBackoff(unavailable, { signal: proxy }), "TypeError"],
  "options: a budget": [() => createFetch({ budget: revoked({}) }), "TypeError"],
  "options: a very long text": [() => fetchWithBackoff(url, {}, { jitter: "x".repeat(1e8) }), "TypeError"],
  "options: rules": [() => fetchWithBackoff(url, {}, { rules: revoked([]) }), "TypeError"],
  "createFetch: a proxy": [() => createFetch(proxy), "Error"],
  "createRetryBudget: a proxy": [() => createRetryBudget(proxy), "Error"],
  "createRetryBudget: a getter": [() => createRetryBudget(throwing("ratio")), "Error"],
  "a budget without its object": [() => { const { withdraw } = createRetryBudget(); return withdraw.call({}); }, true],
  "init: a proxy": [() => fetchWithBackoff(url, proxy), "Error"],
  "init: a proxy, with options": [() => fetchWithBackoff(url, proxy, quick), "Error"],
  "init: a revoked proxy, of a client": [() => createFetch(quick)(url, revoked({})), "TypeError"],
  "init: a getter": [() => fetchWithBackoff(url, throwing("maxAttempts")), "Error"],
  "init: a signal": [() => fetchWithBackoff(url, { signal: proxy }, quick), "Error"],
  "input: a proxy": [() => createFetch({ ...quick, rememberQuota: true })(proxy), "Error"],
  "rules: a proxy": [() => classifyErrorSync({ status: 400 }, { rules: [proxy] }), "Error"],
  "rules: a code": [() => classifyErrorSync({ status: 400 }, rule({ match: { code: proxy } })), "TypeError"],
  "rules: a list in itself": [() => classifyErrorSync({ status: 400 }, rule({ match: { code: cyclic } })), "RangeError"],
  "rules: a very long code": [() => classifyErrorSync({ status: 400 }, rule({ match: { code: "x".repeat(1e8) } })), "bad_request"],
  "a promise with a constructor": [() => fetchWithBackoff(() => promiseWith("constructor"), own), "Error"],
  "a promise with a then": [() => fetchWithBackoff(() => promiseWith("then"), own), "Error"],
  "a promise with a then, of fetch": [() => createFetch({ ...quick, fetch: () => promiseWith("then") })(url), "Error"],
  "a response that is a proxy": [() => fetchWithBackoff(() => proxy, own), "Error"],
  "a budget that throws": [() => fetchWithBackoff(unavailable, { ...own, budget: { deposit: boom, withdraw: boom } }), "Error"],
  "a signal's aborted": [() => fetchWithBackoff(unavailable, { ...own, signal: Object.defineProperty(signal(), "aborted", { get: boom }) }), "Error"],
  "a signal's reason": [() => fetchWithBackoff(unavailable, { ...own, signal: Object.defineProperty(signal({ aborted: true }), "reason", { get: boom }) }), "Error"],
  "a signal's listeners": [() => fetchWithBackoff(unavailable, { ...own, signal: signal({ addEventListener: boom, removeEventListener: boom }) }), "RetryError"],
  "a signal that sends its event at once, twice": [() => fetchWithBackoff(unavailable, { ...own, signal: signal({ addEventListener(_, hear) { hear(); hear(); } }) }), "RetryError"],
  "a signal that sends its event twice": [() => twice(true), "RangeError"],
  "a signal that sends its event and is not aborted": [() => twice(false), "RetryError"],
  "a body that cannot be read": [() => classifyError(responseOf(boom, boom)), "overloaded"],
  "a body that cannot be cancelled": [() => fetchWithBackoff(() => responseOf(async () => ({ done: true }), boom), own), "RetryError"],
  "a body of empty chunks without end": [() => classifyError(responseOf(async () => ({ value: new Uint8Array(0) }), async () => {})), "overloaded"],
  "a body of what are no chunks": [() => classifyError(responseOf(async () => ({ value: null }), () => {})), "overloaded"],
  "headers: a proxy": [() => classifyErrorSync({ status: 429, headers: proxy }), "rate_limited"],
  "headers: no names": [() => classifyErrorSync({ status: 429, headers: [null, [], [Symbol("s"), 1]] }, rule({ match: { header: { a: "b" } } })), "rate_limited"],
  "headers: a value without a text": [() => classifyErrorSync({ status: 429, headers: { "retry-after": Object.create(null) } }), "rate_limited"],
  "headers: a very long list": [() => classifyErrorSync({ status: 429, headers: Array(3e5).fill(["retry-after", "x".repeat(2048)]) }), "rate_limited"],
  "headers: what an error has": [() => classifyErrorSync(Object.assign(new Error("x"), { status: 429, headers: { toJSON: boom } })), "rate_limited"],
  "an error with a very long message": [() => classifyErrorSync(new Error("x".repeat(3e8))), "unknown"],
  "delayMs gives a symbol": [() => fetchWithBackoff(unavailable, { ...own, delayMs: () => Symbol("s") }), "TypeError"],
};
for (const [name, value] of Object.entries(unnumbers)) {
  table[`a status: ${name}`] = [async () => [await fetchWithBackoff(() => ({ status: value }), own)].length, 1];
  table[`withdraw gives: ${name}`] = [() => fetchWithBackoff(unavailable, { ...own, budget: { deposit() {}, withdraw: () => value } }), "RetryError"];
  for (const member of ["retryAfterMs", "retryAt", "quota"]) {
    const shouldRetry = ({ classification }) => {
      classification[member] = value;
      return true;
    };
    table[`${member} set by a hook: ${name}`] = [() => createFetch({ ...quick, rememberQuota: true, onExhausted: "throw", shouldRetry })(url), "RetryError"];
  }
}

describe("hostile values", () => {
  let end, other;
  before(async () => {
    const held = new Promise((resolve) => (end = () => resolve(new Response("held"))));
    other = fetchWithBackoff(() => held, { onAttempt() {} });
    other.catch(() => {});
  });

  for (const [name, [run, expected]] of Object.entries(table)) {
    test(name, async () => {
      let outcome;
      try {
        const value = await run();
        outcome = value?.kind ?? value;
      } catch (error) {
        outcome = error.name;
        assert.doesNotMatch(error.message, /internal error/);
        assert.ok(error.message.length < 1000, "a message that nobody reads");
      }
      assert.equal(outcome, expected);
    });
  }

  test("a RetryError is a line of a log", async () => {
    const body = JSON.stringify({ error: { message: "down\nERROR \u202eforged ".repeat(2000) } });
    const error = await fetchWithBackoff(async () => new Response(body, { status: 503 }), { maxAttempts: 1 }).catch((error) => error);
    assert.match(error.message, /503 overloaded: down ERROR forged down/);
    assert.doesNotMatch(error.message, /[\n\u202e]/);
    assert.ok(error.message.length < 400);
  });

  test("no text that turns its direction leads anywhere, or is given to the user", () => {
    for (const turn of "\u200e\u200f\u202a\u202e\u2066\u2069") {
      const url = `https://api.example.com/${turn}gpj.exe`;
      const found = classifyErrorSync({ status: 402, body: { error: { code: "plan_required", upgrade_url: url, docs_url: url, request_id: `a${turn}b\n` } } });
      assert.deepEqual([found.upgradeUrl, found.docsUrl, describeError(found).reference], [null, null, "a b"]);
    }
    const { upgradeUrl } = classifyErrorSync({ status: 402, body: { error: { code: "plan_required", upgrade_url: "https://api.example.com/\u00e2\u20ac" } } });
    assert.equal(upgradeUrl, "https://api.example.com/\u00e2\u20ac");
  });

  test("the call that was under way all the time", async () => {
    end();
    assert.equal(await (await other).text(), "held");
  });
});
