// What is sent again, and what must not be: methods, keys, bodies, connections.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { redress } from "./setup.mjs";

const { createFetch, fetchWithBackoff } = redress;
const serve = useFaults();
const quick = { baseDelayMs: 1, maxDelayMs: 5 };

/** How many requests arrive, what comes back, and the reason of the last onGiveUp. */
async function outcome(behave, init, options) {
  const { url, log } = serve(behave);
  let reason = null;
  const result = await fetchWithBackoff(url, init, {
    ...quick, onExhausted: "return", onGiveUp: (event) => void ({ reason } = event), ...options,
  }).then((response) => response.status, (error) => error.name);
  return { requests: log.length, result, reason, log };
}

describe("methods", () => {
  test("those that may be repeated are", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY", "get", "put"]) {
      const { requests, result } = await outcome(statuses(500, 200), { method });
      assert.deepEqual([method, requests, result], [method, 2, 200]);
    }
  });

  test("POST and PATCH are not, and the outcome comes back as it is", async () => {
    for (const method of ["POST", "PATCH", "post"]) {
      const { requests, result, reason } = await outcome(statuses(500, 200), { method });
      assert.deepEqual([requests, result, reason], [1, 500, "unsafe_method"]);
    }
    const dropped = await outcome((response) => response.destroy(), { method: "POST" });
    assert.deepEqual([dropped.requests, dropped.result, dropped.reason], [1, "TypeError", "unsafe_method"]);
  });

  test("but for where the server says that it did nothing", async () => {
    for (const answer of [408, 425, 429, [503, { "Retry-After": "0.001" }], [500, { "X-Should-Retry": "true" }], [409, { "Stripe-Should-Retry": "true" }]]) {
      const { requests, result } = await outcome(statuses(answer, 200), { method: "POST", body: "x" });
      assert.deepEqual([answer, requests, result], [answer, 2, 200]);
    }
    assert.equal((await outcome(statuses(503, 200), { method: "POST" })).requests, 1);
  });
});

describe("idempotency keys", () => {
  const key = (log) => log.map(({ headers }) => headers["idempotency-key"]);

  test("true makes one key a call, on every attempt", async () => {
    const first = await outcome(statuses(500, 500, 200), { method: "POST" }, { idempotencyKey: true });
    assert.deepEqual([first.requests, first.result], [3, 200]);
    assert.match(key(first.log)[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(key(first.log)).size, 1);
    const second = await outcome(statuses(200), { method: "POST" }, { idempotencyKey: true });
    assert.notEqual(key(second.log)[0], key(first.log)[0]);
  });

  test("also where crypto.randomUUID is missing, or crypto altogether", async () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    try {
      for (const crypto of [{ getRandomValues: (bytes) => bytes.fill(255) }, undefined]) {
        Object.defineProperty(globalThis, "crypto", { configurable: true, value: crypto });
        const { log } = await outcome(statuses(200), { method: "POST" }, { idempotencyKey: true });
        assert.match(key(log)[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }
    } finally {
      Object.defineProperty(globalThis, "crypto", original);
    }
  });

  test("a string, a function, a header of another name", async () => {
    const text = await outcome(statuses(500, 200), { method: "POST" }, { idempotencyKey: "order-17" });
    assert.deepEqual(key(text.log), ["order-17", "order-17"]);
    let seen;
    const made = await outcome(statuses(500, 200), { method: "post", headers: { "X-Order": "18" } }, {
      idempotencyKey: (request) => ((seen = request), `order-${request.headers.get("x-order")}`),
    });
    assert.deepEqual(key(made.log), ["order-18", "order-18"]);
    assert.match(seen.url, /^http:\/\/127\.0\.0\.1:\d+\/\d+$/);
    assert.equal(seen.method, "POST");
    assert.equal(made.log[0].headers["x-order"], "18");
    const named = await outcome(statuses(500, 200), { method: "POST" }, { idempotencyKey: "k", idempotencyHeader: "X-Key" });
    assert.deepEqual(named.log.map(({ headers }) => headers["x-key"]), ["k", "k"]);
  });

  test("a key that the caller put there counts, and stays", async () => {
    const headers = [["Idempotency-Key", "mine"]];
    const own = await outcome(statuses(500, 200), { method: "POST", headers });
    assert.deepEqual(key(own.log), ["mine", "mine"]);
    const both = await outcome(statuses(500, 200), { method: "POST", headers }, { idempotencyKey: true });
    assert.deepEqual(key(both.log), ["mine", "mine"]);
  });

  test("a Request keeps its own headers", async () => {
    const { url, log } = serve(statuses(500, 200));
    await fetchWithBackoff(new Request(url, { method: "POST", headers: { "X-A": "1" }, body: "x" }), {}, { ...quick, idempotencyKey: "k" });
    assert.deepEqual(log.map(({ headers, body }) => [headers["x-a"], headers["idempotency-key"], body]), [["1", "k", "x"], ["1", "k", "x"]]);
  });

  test("a function that returns no key is told so", async () => {
    for (const made of ["", "a b", 17, undefined]) {
      const error = await thrown(fetchWithBackoff("http://127.0.0.1/", {}, { idempotencyKey: () => made }));
      assert.equal(error.name, "TypeError");
      assert.match(error.message, /^idempotencyKey: /);
    }
  });
});

describe("bodies", () => {
  const bytes = new Uint8Array([1, 2, 255]);
  const form = new FormData();
  form.set("field", "value");
  const same = {
    "a string": ["text", "text"],
    "bytes": [bytes, "\x01\x02\xff"],
    "a buffer": [bytes.buffer, "\x01\x02\xff"],
    "a Blob": [new Blob(["blob"]), "blob"],
    "URLSearchParams": [new URLSearchParams({ a: "b c" }), "a=b+c"],
    "FormData": [form, /name="field"\r\n\r\nvalue\r\n/],
  };
  for (const [name, [body, expected]] of Object.entries(same)) {
    test(`${name} is sent again, whole`, async () => {
      const { requests, log } = await outcome(statuses(500, 503, 200), { method: "PUT", body });
      assert.equal(requests, 3);
      for (const entry of log) expected instanceof RegExp ? assert.match(entry.body, expected) : assert.equal(entry.body, expected);
    });
  }

  test("a Request with a body is sent again, whole, and counts as used", async () => {
    const { url, log } = serve(statuses(500, 500, 200));
    const request = new Request(url, { method: "PUT", body: "whole" });
    const response = await fetchWithBackoff(request, {}, quick);
    assert.equal(response.status, 200);
    assert.deepEqual(log.map(({ body }) => body), ["whole", "whole", "whole"]);
  });

  test("a Request that was used before is sent once, and fails as fetch fails", async () => {
    const { url, log } = serve(statuses(200));
    const request = new Request(url, { method: "PUT", body: "x" });
    await request.text();
    const error = await thrown(fetchWithBackoff(request, {}, quick));
    assert.deepEqual([error.name, log.length], ["TypeError", 0]);
  });

  const stream = () => new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("streamed"));
      controller.close();
    },
  });
  const iterable = { async *[Symbol.asyncIterator]() { yield new TextEncoder().encode("streamed"); } };

  test("a stream gets one attempt, never a second with an empty body", async () => {
    for (const body of [stream(), iterable]) {
      const { requests, result, reason, log } = await outcome(statuses(500, 200), { method: "PUT", body, duplex: "half" });
      assert.deepEqual([requests, result, reason, log[0].body], [1, 500, "not_replayable", "streamed"]);
    }
  });

  test("a function makes the stream anew for each attempt", async () => {
    const { requests, log } = await outcome(statuses(500, 500, 200), { method: "PUT", body: stream, duplex: "half" });
    assert.equal(requests, 3);
    assert.deepEqual(log.map(({ body }) => body), ["streamed", "streamed", "streamed"]);
  });
});

describe("connections", () => {
  test("that of a failed attempt is released once onRetry has returned", async () => {
    const { url, closed, log } = serve((response, n) => {
      if (n > 1) return response.end("fine");
      response.writeHead(500, { "Content-Type": "text/plain" });
      const more = setInterval(() => response.write("x".repeat(70_000)), 5);
      response.on("close", () => clearInterval(more));
    });
    const gone = closed();
    let readable;
    const response = await fetchWithBackoff(url, {}, {
      ...quick,
      onRetry: async (event) => {
        const reader = event.response.clone().body.getReader();
        readable = (await reader.read()).value.length > 0;
        reader.cancel();
      },
    });
    assert.equal(await response.text(), "fine");
    await gone;
    assert.deepEqual([readable, log[0].aborted], [true, true]);
  });

  test("an error body that never ends costs the read limit, and no more", async () => {
    const { url } = serve((response) => response.writeHead(500).write('{"error":'));
    const before = performance.now();
    const { response } = await thrown(fetchWithBackoff(url, {}, { maxAttempts: 1 }));
    const took = performance.now() - before;
    assert.equal(response.status, 500);
    assert.equal(response.bodyUsed, false);
    assert.ok(took >= 1900 && took < 4000, `${took}`);
    await response.body.cancel();
  });

  test("a response that comes after its attempt was given up is let go", async () => {
    let cancelled = 0;
    let answer;
    const late = () => new Promise((resolve) => (answer = resolve));
    const error = await thrown(fetchWithBackoff(late, { maxAttempts: 1, attemptTimeoutMs: 20 }));
    assert.equal(error.reason, "attempts");
    await new Promise((done) => {
      answer(new Response(new ReadableStream({ cancel: () => (cancelled++, done()) })));
    });
    assert.equal(cancelled, 1);
  });
});

describe("through createFetch", () => {
  test("keys are fresh for each call", async () => {
    const { url, log } = serve(statuses(200));
    const api = createFetch({ idempotencyKey: true });
    await api(url, { method: "POST" });
    await api(url, { method: "POST" });
    assert.notEqual(log[0].headers["idempotency-key"], log[1].headers["idempotency-key"]);
  });
});
