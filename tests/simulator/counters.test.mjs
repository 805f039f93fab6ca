// Allowances, pace, concurrency, keys and jobs against a clock that moves only when told to.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createSimulator } from "../../www/simulator.js";
import { manualClock } from "./setup.mjs";

const DAY_MS = 86_400_000;
let clock;
let simulator;

beforeEach(() => {
  clock = manualClock();
  simulator = createSimulator({ now: clock.now });
});

function send(method, path, body, headers = {}) {
  return simulator.fetch(new Request(`http://localhost${path}`, { method, headers, body: body && JSON.stringify(body) }));
}

async function account(settings = {}) {
  const made = await (await send("POST", "/accounts", settings)).json();
  const headers = { Authorization: `Bearer ${made.key}` };
  return { ...made, post: (path, body, more) => send("POST", path, body, { ...headers, ...more }), get: (path) => send("GET", path, undefined, headers) };
}

const RENDER = { format: "og", title: "Hello" };
const quota = ({ headers }) => ["limit", "remaining", "reset"].map((name) => Number(headers.get(`x-ratelimit-${name}`)));

describe("monthly allowance", () => {
  test("counts down on every metered answer, refuses at zero, starts again on the billing day", async () => {
    const { post } = await account({ allowance: 3 });
    const reset = Date.UTC(2026, 4, 15) / 1000;
    assert.deepEqual(quota(await post("/og-engine/render", RENDER)), [3, 2, reset]);
    assert.deepEqual(quota(await post("/og-engine/render", RENDER)), [3, 1, reset]);
    assert.deepEqual(quota(await post("/og-engine/render", RENDER)), [3, 0, reset]);
    const refused = await post("/og-engine/render", RENDER);
    assert.equal(refused.status, 429);
    assert.deepEqual(quota(refused), [3, 0, reset]);
    assert.deepEqual((await refused.json()).details, {
      limit: 3,
      used: 3,
      resetAt: "2026-05-15T00:00:00Z",
      upgradeUrl: "https://og-engine.com/pricing",
    });
    clock.advance(reset * 1000 - clock.now() - 1);
    assert.equal((await post("/og-engine/render", RENDER)).status, 429);
    clock.advance(1);
    const again = await post("/og-engine/render", RENDER);
    assert.equal(again.status, 200);
    assert.deepEqual(quota(again), [3, 2, Date.UTC(2026, 5, 15) / 1000]);
  });

  test("errors before the work use nothing up, and carry the headers all the same", async () => {
    const { post } = await account({ allowance: 3 });
    const answer = await post("/og-engine/render", { format: "facebook", title: "Hello" });
    assert.equal(answer.status, 400);
    assert.deepEqual(quota(answer).slice(0, 2), [3, 3]);
  });

  test("/validate is not metered and works at the end of the quota", async () => {
    const { post } = await account({ allowance: 1, used: 1 });
    for (let count = 0; count < 3; count += 1) {
      const answer = await post("/og-engine/validate", RENDER);
      assert.equal(answer.status, 200);
      assert.deepEqual(quota(answer).slice(0, 2), [1, 0]);
    }
    assert.equal((await post("/og-engine/validate", { title: "Hello" })).status, 400);
    assert.equal((await post("/og-engine/render", RENDER)).status, 429);
  });

  test("a batch that does not fit uses nothing up", async () => {
    const { post } = await account({ plan: "starter", allowance: 2 });
    const items = [RENDER, RENDER, RENDER];
    assert.equal((await post("/og-engine/render/batch", { items })).status, 429);
    assert.deepEqual(quota(await post("/og-engine/render/batch", { items: items.slice(1) })).slice(0, 2), [2, 0]);
  });

  test("follows the plan", async () => {
    const { id, post } = await account({ plan: "free" });
    assert.equal(quota(await post("/og-engine/validate", RENDER))[0], 500);
    await send("PATCH", `/accounts/${id}`, { plan: "starter" });
    assert.equal(quota(await post("/og-engine/validate", RENDER))[0], 5000);
    assert.equal((await post("/og-engine/render", { ...RENDER, output: "webp" })).status, 200);
  });

  test("is counted for each API apart", async () => {
    const { post } = await account({ allowance: 1, concurrency: 5 });
    assert.equal((await post("/og-engine/render", RENDER)).status, 200);
    assert.equal((await post("/success-data-error/generations", { prompt: "x" })).status, 202);
    assert.equal((await post("/og-engine/render", RENDER)).status, 429);
    assert.equal((await post("/success-data-error/generations", { prompt: "x" })).status, 402);
  });
});

describe("pace", () => {
  test("admits so many per window and says how long to wait, rounded up", async () => {
    const { get } = await account({ pace: { limit: 2, windowMs: 2500 } });
    const path = "/openai-style/v1/tasks/none";
    assert.equal((await get(path)).status, 404);
    assert.equal((await get(path)).status, 404);
    clock.advance(100);
    const refused = await get(path);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get("retry-after"), "3");
    clock.advance(2399);
    assert.equal((await get(path)).status, 429);
    clock.advance(1);
    assert.equal((await get(path)).status, 404);
  });

  test("as an HTTP-date when asked, never early", async () => {
    const { get } = await account({ pace: { limit: 1, windowMs: 2500, retryAfter: "date" } });
    await get("/ogstack/images/none");
    clock.advance(100);
    const date = (await get("/ogstack/images/none")).headers.get("retry-after");
    assert.match(date, /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    assert.ok(Date.parse(date) >= clock.now() + 2400);
    assert.ok(Date.parse(date) < clock.now() + 3400);
  });
});

describe("jobs and concurrency", () => {
  test("the guard opens when the running job ends", async () => {
    const { post, get } = await account({ jobDurationMs: 1000 });
    const { data } = await (await post("/success-data-error/generations", { prompt: "x" })).json();
    assert.equal(data.status, "queued");
    clock.advance(999);
    const refused = await post("/success-data-error/generations", { prompt: "x" });
    assert.equal(refused.status, 429);
    assert.deepEqual(await refused.json(), {
      success: false,
      data: null,
      error: {
        code: "CONCURRENT_GENERATION_LIMIT",
        message: "Too many active generation jobs for this user.",
        active_requests: 1,
        concurrency_limit: 1,
      },
    });
    assert.equal((await (await get(`/success-data-error/generations/${data.id}`)).json()).data.status, "processing");
    clock.advance(1);
    assert.equal((await (await get(`/success-data-error/generations/${data.id}`)).json()).data.status, "succeeded");
    assert.equal((await post("/success-data-error/generations", { prompt: "x" })).status, 202);
  });

  test("a task is gone after 30 days, not before", async () => {
    const { post, get } = await account();
    const { id } = await (await post("/openai-style/v1/images/generations", { model: "image-1", prompt: "x" })).json();
    clock.advance(30 * DAY_MS);
    assert.equal((await get(`/openai-style/v1/tasks/${id}`)).status, 200);
    clock.advance(1);
    assert.equal((await get(`/openai-style/v1/tasks/${id}`)).status, 410);
  });

  test("spend adds up to the cap", async () => {
    const { post } = await account({ plan: "pro", spendCapCents: 10 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await post("/success-data-error/generations", { prompt: "x" })).status);
    assert.deepEqual(statuses, [202, 202, 402]);
  });

  test("credits are spent", async () => {
    const { post } = await account({ credits: 3 });
    const body = { model: "image-1", prompt: "x", n: 2 };
    assert.equal((await post("/openai-style/v1/images/generations", body)).status, 200);
    assert.equal((await post("/openai-style/v1/images/generations", body)).status, 402);
    assert.equal((await post("/openai-style/v1/images/generations", { ...body, n: 1 })).status, 200);
  });
});

describe("idempotency", () => {
  const path = "/success-data-error/generations";

  test("the same key does the work once and gives the same answer", async () => {
    const { post } = await account({ allowance: 2, concurrency: 5 });
    const first = await post(path, { prompt: "x" }, { "Idempotency-Key": "one" });
    const second = await post(path, { prompt: "x" }, { "Idempotency-Key": "one" });
    assert.equal(first.headers.get("idempotency-replayed"), null);
    assert.equal(second.headers.get("idempotency-replayed"), "true");
    assert.deepEqual(await second.json(), await first.json());
    assert.equal((await post(path, { prompt: "x" }, { "Idempotency-Key": "two" })).status, 202);
    assert.equal((await post(path, { prompt: "x" }, { "Idempotency-Key": "three" })).status, 402);
  });

  test("an error is not kept: the next attempt is a real one", async () => {
    const { post } = await account({ concurrency: 1, jobDurationMs: 1000 });
    await post(path, { prompt: "x" });
    assert.equal((await post(path, { prompt: "y" }, { "Idempotency-Key": "one" })).status, 429);
    clock.advance(1000);
    assert.equal((await post(path, { prompt: "y" }, { "Idempotency-Key": "one" })).status, 202);
  });

  test("a key used with another body, and a key whose first request still runs", async () => {
    const { post } = await account({ concurrency: 5 });
    await post(path, { prompt: "x" }, { "Idempotency-Key": "one" });
    assert.equal((await post(path, { prompt: "y" }, { "Idempotency-Key": "one" })).status, 422);
    const slow = { "Idempotency-Key": "two", "X-Simulate": "ok;delay=50" };
    const statuses = (await Promise.all([post(path, { prompt: "z" }, slow), post(path, { prompt: "z" }, slow)])).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [202, 409]);
  });

  test("keys are each account's own, and kept for a day", async () => {
    const [ada, bob] = [await account({ concurrency: 5 }), await account({ concurrency: 5 })];
    const idOf = async (response) => (await response.json()).data.id;
    const first = await idOf(await ada.post(path, { prompt: "x" }, { "Idempotency-Key": "one" }));
    assert.notEqual(await idOf(await bob.post(path, { prompt: "x" }, { "Idempotency-Key": "one" })), first);
    clock.advance(DAY_MS);
    assert.notEqual(await idOf(await ada.post(path, { prompt: "x" }, { "Idempotency-Key": "one" })), first);
  });
});

test("keys and tokens expire by the clock", async () => {
  const { key, token } = await account({ key: { expiresInMs: 1000 }, tokenExpiresInMs: 2000 });
  const codeWith = async (headers) => (await (await send("GET", "/status-data-error/designs/none", undefined, headers)).json()).error.code;
  assert.equal(await codeWith({ "X-API-Key": key }), "DESIGN_NOT_FOUND");
  clock.advance(1000);
  assert.equal(await codeWith({ "X-API-Key": key }), "API_KEY_EXPIRED");
  assert.equal(await codeWith({ Authorization: `Bearer ${token}` }), "DESIGN_NOT_FOUND");
  clock.advance(1000);
  assert.equal(await codeWith({ Authorization: `Bearer ${token}` }), "TOKEN_EXPIRED");
});

test("time passes for one account alone", async () => {
  const [ada, bob] = [await account({ allowance: 1 }), await account({ allowance: 1 })];
  for (const { post } of [ada, bob]) await post("/og-engine/render", RENDER);
  await send("POST", `/accounts/${ada.id}/clock`, { advanceMs: 31 * DAY_MS });
  assert.equal((await ada.post("/og-engine/render", RENDER)).status, 200);
  assert.equal((await bob.post("/og-engine/render", RENDER)).status, 429);
});

test("reset forgets everything but the keys to try by hand", async () => {
  const { key } = await account();
  simulator.reset();
  const auth = (value) => ({ Authorization: `Bearer ${value}` });
  assert.equal((await send("POST", "/og-engine/validate", RENDER, auth(key))).status, 401);
  assert.equal((await send("POST", "/og-engine/validate", RENDER, auth("demo-free"))).status, 200);
  assert.match((await (await send("POST", "/og-engine/validate", RENDER, auth("demo-revoked"))).json()).message, /revoked/);
});

test("the simulator's own endpoints say what is wrong with their input", async () => {
  const answer = await send("POST", "/accounts", { plan: "gold" });
  assert.equal(answer.status, 400);
  assert.deepEqual(await answer.json(), { error: "plan must be one of free, starter, pro" });
  assert.match((await (await send("POST", "/accounts", { colour: 1 })).json()).error, /unknown field "colour"/);
  assert.equal((await send("POST", "/accounts/none/clock", { advanceMs: 1 })).status, 404);
  assert.equal((await send("GET", "/nowhere")).status, 404);
});
