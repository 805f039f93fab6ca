// Fault plans, and what only the owner of a socket can do.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { createSimulator } from "../../www/simulator.js";
import { parsePlan } from "../../www/simulator/faults.js";
import { createAccount, post, useServer } from "./setup.mjs";

const server = useServer();
let count = 0;

/** One plan, stepped through by each call. */
function planned(plan, path = "/og-engine/health", init = {}) {
  count += 1;
  const headers = { ...init.headers, "X-Simulate": plan, "X-Simulate-Id": `plan-${count}` };
  return () => fetch(server.apiUrl + path, { ...init, headers });
}

async function statuses(next, times) {
  const seen = [];
  for (let index = 0; index < times; index += 1) {
    const response = await next().catch((error) => error.cause?.code ?? error.name);
    seen.push(response.status ?? response);
    await response.arrayBuffer?.();
  }
  return seen;
}

describe("plans", () => {
  test("step through, and the last step stays", async () => {
    assert.deepEqual(await statuses(planned("503,500,ok"), 4), [503, 500, 200, 200]);
    assert.deepEqual(await statuses(planned("ok,503"), 3), [200, 503, 503]);
  });

  test("each id has its own count; without an id every request gets the first step", async () => {
    const [one, two] = [planned("503,ok"), planned("503,ok")];
    assert.deepEqual([(await one()).status, (await two()).status, (await one()).status, (await two()).status], [503, 503, 200, 200]);
    const bare = () => fetch(`${server.apiUrl}/og-engine/health`, { headers: { "X-Simulate": "503,ok" } });
    assert.deepEqual(await statuses(bare, 2), [503, 503]);
  });

  test("the same in a URL", async () => {
    const next = () => fetch(`${server.apiUrl}/og-engine/health?simulate=429;retry-after=7,ok&simulate-id=in-url`);
    const first = await next();
    assert.equal(first.status, 429);
    assert.equal(first.headers.get("retry-after"), "7");
    assert.equal((await next()).status, 200);
  });

  test("Retry-After as a date, any other header, other bodies", async () => {
    const response = await planned("503;retry-after-date=30;header:x-should-retry=false;body=html")();
    const ahead = Date.parse(response.headers.get("retry-after")) - Date.now();
    assert.ok(ahead > 28_000 && ahead <= 31_000, `${ahead} ms`);
    assert.equal(response.headers.get("x-should-retry"), "false");
    assert.equal(response.headers.get("content-type"), "text/html");
    assert.match(await response.text(), /<h1>503<\/h1>/);
    assert.equal(await (await planned("500;body=empty")()).text(), "");
    assert.equal(await (await planned("500;text=%7B%22a%22%3A1%2C%22b%22%3A2%7D")()).text(), '{"a":1,"b":2}');
  });

  test("a status is worded as the API words it", async () => {
    const body = async (api) => (await fetch(`${server.apiUrl}/${api}/x`, { headers: { "X-Simulate": "503" } })).json();
    assert.deepEqual(await body("ogstack"), { statusCode: 503, message: "Service unavailable" });
    assert.deepEqual(await body("status-data-error"), {
      status: "error",
      data: null,
      error: { code: "SERVICE_UNAVAILABLE", message: "Service unavailable." },
    });
  });

  test("authenticated answers keep their allowance headers", async () => {
    const { headers } = await createAccount(server, { used: 100 });
    const response = await planned("500", "/og-engine/render", { method: "POST", headers, body: "{}" })();
    assert.equal(response.headers.get("x-ratelimit-remaining"), "400");
  });

  test("a plan that cannot be read is answered with what is wrong", async () => {
    for (const [plan, part] of [["503,maybe", "maybe"], ["503;soon", "soon"], ["ok;delay=long", "delay"], ["ok;text=%zz", "URI"], ["fail-moon", "fail-moon"]]) {
      const response = await planned(plan)();
      assert.equal(response.status, 400);
      assert.match((await response.json()).error, new RegExp(part));
    }
    assert.throws(() => parsePlan("99"), { name: "SyntaxError" });
  });

  test("delay holds the answer back", async () => {
    const startedAt = performance.now();
    await planned("ok;delay=150")();
    assert.ok(performance.now() - startedAt >= 145);
  });
});

describe("connections", () => {
  test("drop resets, close ends, both without an answer; then the real answer", async () => {
    assert.deepEqual(await statuses(planned("drop,ok"), 2), ["ECONNRESET", 200]);
    assert.deepEqual(await statuses(planned("close,ok"), 2), ["UND_ERR_SOCKET", 200]);
  });

  test("drop;after loses the answer of work that was done: the same key finds it, a retry without does it twice", async () => {
    const { headers } = await createAccount(server, { allowance: 2, concurrency: 9 });
    const generate = (key) => {
      const init = { method: "POST", headers: { ...headers, "Content-Type": "application/json", ...key }, body: '{"prompt":"x"}' };
      return planned("drop;after,ok", "/success-data-error/generations", init);
    };
    const withKey = generate({ "Idempotency-Key": "k1" });
    await assert.rejects(withKey());
    const second = await withKey();
    assert.equal(second.status, 202);
    assert.equal(second.headers.get("idempotency-replayed"), "true");
    assert.deepEqual(await statuses(generate({}), 2), ["ECONNRESET", 402]);
  });

  test("truncate promises the whole length and sends half", async () => {
    const whole = await (await planned("ok")()).arrayBuffer();
    const response = await planned("truncate")();
    assert.equal(response.status, 200);
    assert.equal(Number(response.headers.get("content-length")), whole.byteLength);
    const reader = response.body.getReader();
    let received = 0;
    await assert.rejects(async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        received += value.length;
      }
    });
    assert.equal(received, Math.floor(whole.byteLength / 2));
  });

  test("endless goes on until the reader has had enough, and the server sees it go", async () => {
    const response = await planned("503;endless")();
    assert.equal(response.status, 503);
    const reader = response.body.getReader();
    let received = 0;
    while (received < 20_000) received += (await reader.read()).value.length;
    await reader.cancel();
    await until(() => server.log.at(-1).aborted);
  });

  test("stall sends headers and nothing more", async () => {
    const control = new AbortController();
    const response = await fetch(`${server.apiUrl}/og-engine/health`, { headers: { "X-Simulate": "500;stall" }, signal: control.signal });
    assert.equal(response.status, 500);
    const reading = response.text();
    const first = await Promise.race([reading.then(() => "body"), new Promise((resolve) => setTimeout(resolve, 100, "nothing"))]);
    assert.equal(first, "nothing");
    control.abort();
    await assert.rejects(reading, { name: "AbortError" });
  });

  test("hang never answers, and ends with the client", async () => {
    const signal = AbortSignal.timeout(100);
    await assert.rejects(fetch(`${server.apiUrl}/og-engine/health`, { headers: { "X-Simulate": "hang" }, signal }), { name: "TimeoutError" });
    await until(() => server.log.at(-1).aborted);
    assert.equal(server.log.at(-1).status, null);
  });

  test("slow-headers come one by one, and the answer is whole", async () => {
    const { hostname, port } = new URL(server.apiUrl);
    const socket = connect(Number(port), hostname);
    socket.write("GET /api/og-engine/health HTTP/1.1\r\nHost: x\r\nX-Simulate: slow-headers;gap=20\r\n\r\n");
    const chunks = [];
    for await (const chunk of socket) chunks.push(String(chunk));
    const [head, body] = chunks.join("").split("\r\n\r\n");
    assert.ok(chunks.length >= 4, `${chunks.length} pieces`);
    assert.match(head, /^HTTP\/1\.1 200 /);
    assert.equal(JSON.parse(body).status, "ok");
  });
});

describe("without a server", () => {
  const simulator = createSimulator();
  const ask = (plan) => simulator.fetch(new Request("http://localhost/og-engine/health", { headers: { "X-Simulate": plan } }));

  test("a dropped connection is the network error response of fetch", async () => {
    assert.equal((await ask("drop")).type, "error");
    assert.equal((await ask("close")).type, "error");
  });

  test("a truncated body fails while it is read", async () => {
    await assert.rejects((await ask("truncate")).text());
  });

  test("an endless body streams until it is cancelled", async () => {
    const reader = (await ask("endless")).body.getReader();
    for (let index = 0; index < 5; index += 1) assert.equal((await reader.read()).done, false);
    await reader.cancel();
  });
});

test("the log says what was asked, from where and how it ended", async () => {
  const { headers } = await createAccount(server);
  const from = server.log.length;
  await post(`${server.apiUrl}/og-engine/render?x=1`, { format: "og", title: "Hello" }, { ...headers, "Idempotency-Key": "k" });
  const [entry] = server.log.slice(from);
  assert.equal(entry.method, "POST");
  assert.equal(entry.path, "/api/og-engine/render?x=1");
  assert.equal(entry.headers["idempotency-key"], "k");
  assert.equal(entry.status, 200);
  assert.equal(entry.aborted, false);
  assert.ok(entry.bodyBytes > 10);
  assert.ok(Math.abs(entry.time - Date.now()) < 60_000);
});

async function until(condition) {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("it did not happen within 5 s");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
