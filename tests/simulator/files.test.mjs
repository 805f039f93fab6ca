// The files of the page, and nothing outside their folders.

import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { useServer } from "./setup.mjs";

const server = useServer();

/** The path as it stands: fetch would tidy it up. */
function raw(path, method = "GET") {
  return new Promise((resolve, reject) => {
    const asked = request(server.url, { path, method }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk)).on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on("error", reject).end();
  });
}

test("scripts have their type and the page's policy", async () => {
  const { status, headers } = await raw("/simulator/faults.js");
  assert.equal(status, 200);
  assert.match(headers["content-type"], /^text\/javascript/);
  assert.match(headers["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval'/);
  assert.ok(headers["content-security-policy"].includes(new URL(server.apiUrl).origin));
});

test("nothing outside the folders is served", async () => {
  for (const path of ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/page/..%2f..%2fCargo.toml", "/redress/../../Cargo.toml", "/redress/%2e%2e/%2e%2e/Cargo.toml", "/%00", "/%zz"]) {
    assert.equal((await raw(path)).status, 404, path);
  }
});

test("only GET and HEAD", async () => {
  assert.equal((await raw("/simulator.js", "POST")).status, 405);
  const head = await raw("/simulator.js", "HEAD");
  assert.equal(head.status, 200);
  assert.equal(head.body, "");
});

test("the simulator answers on the page's own origin too, with one state", async () => {
  const made = await (await fetch(`${server.url}/api/accounts`, { method: "POST" })).json();
  const response = await fetch(`${server.apiUrl}/openai-style/v1/tasks/x`, { headers: { Authorization: `Bearer ${made.key}` } });
  assert.equal(response.status, 404);
});

test("a server can be closed while connections are open", async () => {
  const { startServer } = await import("../../www/serve.js");
  const other = await startServer();
  const pending = assert.rejects(fetch(`${other.apiUrl}/og-engine/health`, { headers: { "X-Simulate": "hang" } }));
  while (other.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await other.close();
  await pending;
});
