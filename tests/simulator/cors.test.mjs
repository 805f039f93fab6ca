// What a page on another origin is told, and what is kept from it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useServer } from "./setup.mjs";

const server = useServer();
const path = "/og-engine/render";

function preflight(query = "", headers = "authorization, content-type, idempotency-key") {
  return fetch(`${server.apiUrl}${path}${query}`, {
    method: "OPTIONS",
    headers: { Origin: server.url, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": headers },
  });
}

const ask = (query = "", headers = {}) =>
  fetch(`${server.apiUrl}${path}${query}`, { method: "POST", headers: { Origin: server.url, ...headers }, body: "{}" });

const exposed = (response) => (response.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(", ");

test("the simulator is on an origin of its own", () => {
  assert.notEqual(new URL(server.apiUrl).origin, new URL(server.url).origin);
});

test("a preflight allows the method and every header that was asked for", async () => {
  const response = await preflight();
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.match(response.headers.get("access-control-allow-methods"), /\bPOST\b/);
  assert.deepEqual(response.headers.get("access-control-allow-headers").split(", "), ["authorization", "content-type", "idempotency-key"]);
});

test("a preflight repeats only what can be a header name", async () => {
  const response = await preflight("", "x-good, b@d (name), x-also");
  assert.equal(response.headers.get("access-control-allow-headers"), "x-good, x-also");
});

test("a preflight does not use up a step of a plan", async () => {
  await preflight("?simulate=503,ok&simulate-id=preflight");
  assert.equal((await ask("?simulate=503,ok&simulate-id=preflight")).status, 503);
});

test("errors carry the headers too, and expose the hints", async () => {
  const response = await ask();
  assert.equal(response.status, 401);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  for (const name of ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id"]) {
    assert.ok(exposed(response).includes(name), name);
  }
});

test("hidden: no header is exposed, by query or by header; the values are still sent", async () => {
  for (const response of [await ask("?cors=hidden&simulate=429;retry-after=2"), await ask("?simulate=429;retry-after=2", { "X-Simulate-Cors": "hidden" })]) {
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.equal(response.headers.get("access-control-expose-headers"), null);
    assert.equal(response.headers.get("retry-after"), "2");
  }
});

test("none: a browser sees a network error", async () => {
  assert.equal((await ask("?cors=none")).headers.get("access-control-allow-origin"), null);
  assert.equal((await preflight("?cors=none")).headers.get("access-control-allow-origin"), null);
});

test("headers that a plan adds are exposed", async () => {
  const response = await ask("?simulate=503;header:ratelimit-policy=burst");
  assert.equal(response.headers.get("ratelimit-policy"), "burst");
  assert.ok(exposed(response).includes("ratelimit-policy"));
});
