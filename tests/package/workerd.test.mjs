// A Worker in workerd, bundled with nothing but the runtime's condition, called at request time: compiling from bytes
// is forbidden there, and allowed only while the Worker starts.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { useServer } from "../simulator/setup.mjs";
import { appPath, expected, plan } from "./setup.mjs";
import { bundleDir, startWorker } from "./worker.mjs";

const server = useServer();
const outdir = bundleDir("worker");
let miniflare;

before(async () => {
  miniflare = await startWorker(
    "worker",
    `import * as redress from "redress";
     import { app } from ${JSON.stringify(appPath)};
     export default { fetch: async (request) => Response.json(await app({ ...redress }, await request.json())) };`,
  );
});
after(() => miniflare?.dispose());

test("a Worker, called at request time", async () => {
  const requests = await plan(server);
  const response = await miniflare.dispatchFetch("http://worker.test/", { method: "POST", body: JSON.stringify(requests) });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.deepEqual(JSON.parse(text), expected);
});

test("its bundle holds the module once, and no bytes of it", () => {
  const bundled = readFileSync(join(outdir, "worker.js"), "utf8");
  assert.deepEqual(bundled.match(/"\.\/redress\.wasm"/g), ['"./redress.wasm"']);
  assert.ok(bundled.length < 200_000);
  assert.deepEqual(readdirSync(outdir).sort(), ["redress.wasm", "worker.js"]);
});
