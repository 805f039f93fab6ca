// The same handler inside workerd, created while the worker starts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";

const www = fileURLToPath(new URL("../../www/", import.meta.url));
const entry = `
  import { createSimulator } from "./simulator.js";
  const simulator = createSimulator();
  export default { fetch: (request) => simulator.fetch(request) };
`;
let miniflare;
let url;

before(async () => {
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-01-01",
    modules: true,
    modulesRoot: www,
    modulesRules: [{ type: "ESModule", include: ["**/*.js"] }],
    scriptPath: `${www}entry.js`,
    script: entry,
    host: "127.0.0.1",
    port: 0,
  });
  url = (await miniflare.ready).origin;
});
after(() => miniflare?.dispose());

test("accounts, counters and plans work", async () => {
  const { key } = await (await fetch(`${url}/accounts`, { method: "POST", body: '{"used":499}' })).json();
  const headers = { Authorization: `Bearer ${key}` };
  const render = (more) => fetch(`${url}/og-engine/render`, { method: "POST", headers: { ...headers, ...more }, body: '{"format":"og","title":"x"}' });
  assert.equal((await render({ "X-Simulate": "503" })).status, 503);
  assert.equal((await render()).headers.get("x-ratelimit-remaining"), "0");
  assert.equal((await (await render()).json()).error, "rate_limited");
});
