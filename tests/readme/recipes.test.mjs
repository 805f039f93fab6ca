// The schedules in README.md are those that their APIs document. The engine's own tests (tests/retry/schedules.rs) hold
// it to each; here the code that a reader copies is.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { installed } from "./installed.mjs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, code] = /<!-- run by tests\/readme\/recipes\.test\.mjs -->\n```js\n([^]*?)```/.exec(readme);
const { setTimeout: timer } = globalThis;
let redress;
let recipes;

before(async () => {
  const file = join(installed(), "recipes.mjs");
  writeFileSync(file, `export * as redress from "redress";\n${code.replaceAll(/^const /gm, "export const ")}`);
  ({ redress, ...recipes } = await import(pathToFileURL(file)));
  // Waits pass at once; what they are is in the events.
  globalThis.setTimeout = (callback) => timer(callback, 0);
});
after(() => {
  globalThis.setTimeout = timer;
});

/** The waits of a call whose every attempt is answered like that, and how often it was asked. */
async function waits(recipe, status, headers) {
  const delays = [];
  let requests = 0;
  const request = async () => (requests++, new Response(null, { status, headers }));
  await redress.fetchWithBackoff(request, { ...recipe, onExhausted: "return", onRetry: ({ delayMs }) => void delays.push(delayMs) });
  return { delays, requests };
}

test("the longer of Retry-After and 2^attempt · 100 ms, five attempts", async () => {
  assert.deepEqual(await waits(recipes.longer, 503), { delays: [200, 400, 800, 1600], requests: 5 });
  const { delays } = await waits(recipes.longer, 429, { "Retry-After": "1" });
  for (const delay of delays.slice(0, 3)) assert.ok(delay >= 1000 && delay <= 1100, `${delays}`);
  assert.equal(delays[3], 1600);
});

test("200, 400 ms, three attempts, after a 5xx alone", async () => {
  assert.deepEqual(await waits(recipes.doubled, 500), { delays: [200, 400], requests: 3 });
  for (const status of [408, 429]) assert.deepEqual(await waits(recipes.doubled, status), { delays: [], requests: 1 });
});

test("min(1000 · 2^n, 30,000) + random(0..1000) ms, five retries", async () => {
  const seen = new Set();
  for (let call = 0; call < 20; call++) {
    const { delays, requests } = await waits(recipes.jittered, 429);
    assert.equal(requests, 6);
    for (const [n, delay] of delays.entries()) {
      const extra = delay - Math.min(1000 * 2 ** n, 30_000);
      assert.ok(extra >= 0 && extra < 1000, `${delays}`);
      seen.add(extra);
    }
  }
  assert.equal(seen.size, 100);
});
