// How the module starts: on the first call, asynchronously where a browser wants that, not at all where a page forbids
// it, and afresh after a trap.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { packageDir } from "./setup.mjs";

const serve = useFaults();
const original = { ...own(WebAssembly) };
const facts = { status: 429, headers: { "Retry-After": "7" }, body: "" };
const FAST = { baseDelayMs: 1, maxAttempts: 3 };
const FORBIDDEN = /'wasm-unsafe-eval'.*script-src/;

function own(object) {
  return Object.fromEntries(Object.getOwnPropertyNames(object).map((name) => [name, object[name]]));
}

afterEach(() => Object.assign(WebAssembly, original));

let copies = 0;
/** The package, as it is before its first call. */
const load = () => import(`${pathToFileURL(join(packageDir, "dist/index.js")).href}?copy=${++copies}`);

/** Puts a function before one of WebAssembly's; what it throws, that one throws. */
function before(name, check) {
  const replaced = original[name];
  WebAssembly[name] = new Proxy(replaced, {
    apply: (target, self, values) => (check(...values), Reflect.apply(target, self, values)),
    construct: (target, values) => (check(...values), Reflect.construct(target, values)),
  });
}

/** As Chrome before 115 on a page, which looks at the size of what is compiled. */
function onlyAsynchronously() {
  const refuse = (step) => {
    throw new RangeError(`WebAssembly.${step} is disallowed on the main thread, if the buffer size is larger than 4KB.`);
  };
  const small = new WeakSet();
  WebAssembly.Module = new Proxy(original.Module, {
    construct(target, values) {
      if (values[0].byteLength > 4096) refuse("Compile");
      const module = Reflect.construct(target, values);
      small.add(module);
      return module;
    },
  });
  before("Instance", (module) => small.has(module) || refuse("Instance"));
}

/** As a page whose policy lacks the directive. Counts the attempts. */
function forbidden() {
  let attempts = 0;
  const refuse = () => {
    attempts++;
    throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder");
  };
  before("Module", refuse);
  WebAssembly.instantiate = async () => refuse();
  return () => attempts;
}

/** The exports of each instance that starts; what unpacks the module takes no imports. */
function instances() {
  const caught = [];
  WebAssembly.Instance = new Proxy(original.Instance, {
    construct(target, values) {
      const instance = Reflect.construct(target, values);
      if (values[1]) caught.push(instance.exports);
      return instance;
    },
  });
  return caught;
}

/** Every pointer in there leads out of it from now on. */
const ruin = ({ memory }) => new Uint8Array(memory.buffer).fill(0xff);

/** What nobody caught. */
const uncaught = [];
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => uncaught.push(error));
after(() => assert.deepEqual(uncaught, []));

test("importing starts nothing; a call starts it, once", async () => {
  const caught = instances();
  const { classifyErrorSync, describeError } = await load();
  assert.equal(caught.length, 0);
  const classification = classifyErrorSync(facts);
  describeError(classification);
  assert.equal(caught.length, 1);
});

test("where it may start only asynchronously, the asynchronous functions start it", async () => {
  onlyAsynchronously();
  const { classifyError, classifyErrorSync } = await load();
  assert.throws(() => classifyErrorSync(facts), (error) => error.cause instanceof RangeError);
  assert.equal((await classifyError(facts)).retryAfterMs, 7000);
  assert.equal(classifyErrorSync(facts).kind, "rate_limited");
});

test("the same, by many calls at once", async () => {
  onlyAsynchronously();
  const { classifyError, fetchWithBackoff } = await load();
  const flaky = serve(statuses(503, 503, 200));
  const all = await Promise.all([classifyError(facts), fetchWithBackoff(flaky.url, {}, FAST), classifyError({ status: 404 })]);
  assert.deepEqual(all.map(({ kind, status }) => kind ?? status), ["rate_limited", 200, "not_found"]);
});

test("the same, by a fetch that was created before", async () => {
  onlyAsynchronously();
  const { createFetch } = await load();
  const api = createFetch(FAST);
  const flaky = serve(statuses(503, 503, 200));
  assert.equal((await api(flaky.url)).status, 200);
  assert.equal(flaky.log.length, 3);
});

test("where it may not start, an error names the directive", async () => {
  const attempts = forbidden();
  const { classifyError, classifyErrorSync, createRetryBudget, describeError } = await load();
  await assert.rejects(classifyError(facts), FORBIDDEN);
  assert.throws(() => classifyErrorSync(facts), FORBIDDEN);
  assert.throws(() => createRetryBudget(), FORBIDDEN);
  assert.throws(() => describeError({ kind: "network" }), FORBIDDEN);
  await assert.rejects(classifyError(facts), (error) => error.cause instanceof WebAssembly.CompileError);
  assert.equal(attempts(), 2, "once synchronously, once asynchronously: each attempt may be reported to the page's owner");
});

test("where it may not start, requests are made once", async () => {
  forbidden();
  const { createFetch, fetchWithBackoff } = await load();
  const failing = serve(statuses(503));
  const init = { method: "POST", body: () => "text", headers: { "X-A": "1" } };
  assert.equal((await fetchWithBackoff(failing.url, init, { ...FAST, idempotencyKey: "k-1" })).status, 503);
  assert.equal(failing.log.length, 1);
  const { method, body, headers } = failing.log[0];
  assert.deepEqual([method, body, headers["x-a"], headers["idempotency-key"]], ["POST", "text", "1", "k-1"]);

  assert.equal((await createFetch(FAST)(failing.url)).status, 503);
  const asked = [];
  const request = ({ attempt, signal }) => (asked.push(attempt, signal.aborted), fetch(failing.url, { signal }));
  assert.equal((await fetchWithBackoff(request, 5)).status, 503);
  assert.deepEqual(asked, [1, false]);
  assert.equal(failing.log.length, 3);

  const refused = serve((response) => response.destroy());
  assert.equal((await thrown(fetchWithBackoff(refused.url))).name, "TypeError");
  assert.equal(refused.log.length, 1);
});

test("without WebAssembly at all, as with it forbidden", async () => {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  try {
    const { classifyError, fetchWithBackoff } = await load();
    await assert.rejects(classifyError(facts), FORBIDDEN);
    assert.equal((await fetchWithBackoff(serve(statuses(404)).url)).status, 404);
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

test("a lack of memory is no reason not to try again", async () => {
  const { classifyErrorSync } = await load();
  before("Instance", () => {
    throw new RangeError("WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance");
  });
  assert.throws(() => classifyErrorSync(facts), /could not be started/);
  Object.assign(WebAssembly, original);
  assert.equal(classifyErrorSync(facts).kind, "rate_limited");
});

const REPORT = (error) => /internal error.*report/.test(error.message) && error.cause instanceof WebAssembly.RuntimeError;

test("a trap fails its call with an error that asks for a report; the next call has a fresh instance", async () => {
  const caught = instances();
  const { classifyError, classifyErrorSync, describeError } = await load();
  const classification = classifyErrorSync(facts);
  ruin(caught[0]);
  assert.throws(() => classifyErrorSync(facts), REPORT);
  assert.deepEqual({ ...classifyErrorSync(facts), retryAt: 0 }, { ...classification, retryAt: 0 });
  assert.equal(caught.length, 2);

  ruin(caught[1]);
  await assert.rejects(classifyError(facts), REPORT);
  assert.equal((await classifyError(facts)).kind, "rate_limited");

  ruin(caught[2]);
  assert.throws(() => describeError(classification), REPORT);
  assert.equal(describeError(classification).severity, "warning");
  assert.equal(caught.length, 4);
});

test("a trap fails the calls that are under way, and none that begins later", async () => {
  const caught = instances();
  const { classifyErrorSync, createFetch, createRetryBudget, fetchWithBackoff } = await load();
  const budget = createRetryBudget();
  const api = createFetch({ ...FAST, budget });
  let waiting = 0;
  const under = (call) => new Promise((resolve) => {
    call({ baseDelayMs: 500, factor: 1, jitter: "none", maxAttempts: 1000, onRetry: () => resolve(++waiting) }).catch(() => {});
  });
  const calls = [];
  const failing = serve(statuses(503));
  await under((options) => (calls.push(fetchWithBackoff(failing.url, {}, options)), calls[0]));
  await under((options) => (calls.push(createFetch(options)(failing.url)), calls[1]));
  const ended = Promise.all(calls.map(thrown));

  ruin(caught[0]);
  assert.throws(() => classifyErrorSync(facts), REPORT);
  for (const error of await ended) assert.ok(REPORT(error), error);

  const flaky = serve(statuses(503, 503, 200));
  assert.equal((await api(flaky.url)).status, 200);
  assert.equal(flaky.log.length, 3);
  assert.equal((await fetchWithBackoff(serve(statuses(503, 200)).url, {}, { ...FAST, budget })).status, 200);
  api.forgetQuota();
});

test("a trap when an answer comes fails the call", async () => {
  const caught = instances();
  const { fetchWithBackoff } = await load();
  const answering = serve((response) => {
    ruin(caught[0]);
    response.writeHead(503).end();
  });
  assert.ok(REPORT(await thrown(fetchWithBackoff(answering.url, {}, FAST))));
  // The same where the call waits inside the module.
  const inside = serve((response) => {
    ruin(caught[1]);
    response.writeHead(503).end();
  });
  assert.ok(REPORT(await thrown(fetchWithBackoff(inside.url, {}, { ...FAST, onAttempt() {} }))));
  assert.equal((await fetchWithBackoff(serve(statuses(503, 200)).url, {}, FAST)).status, 200);
});

test("without TextEncoder and TextDecoder, as in jsdom, texts are what they are with them", async () => {
  const { TextDecoder, TextEncoder } = globalThis;
  const { classifyErrorSync: expected } = await load();
  const bodies = ["{\"message\":\"Kontingent erschöpft 🚫\"}", "{\"message\":\"half a pair: \ud83d\"}", "{\"message\":\"plain\"}"];
  const inputs = bodies.flatMap((body) => [{ status: 429, body }, { status: 429, body: new TextEncoder().encode(body) }]);
  const right = inputs.map((input) => expected(input, { now: 0 }));
  assert.equal(right[0].message, "Kontingent erschöpft 🚫");
  delete globalThis.TextEncoder;
  delete globalThis.TextDecoder;
  try {
    const { classifyErrorSync, createRetryBudget } = await load();
    assert.deepEqual(inputs.map((input) => classifyErrorSync(input, { now: 0 })), right);
    assert.throws(() => createRetryBudget({ größe: 1 }), /^TypeError: größe/);
  } finally {
    Object.assign(globalThis, { TextDecoder, TextEncoder });
  }
});
