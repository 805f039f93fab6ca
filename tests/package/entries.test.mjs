// Every entry has the same functions, which do the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { build } from "esbuild";
import { useServer } from "../simulator/setup.mjs";
import { app } from "./apps/app.js";
import { expected, packageDir, plan, projectDir } from "./setup.mjs";

const server = useServer();
const file = (name) => join(packageDir, "dist", name);
const require = createRequire(join(projectDir, "any.js"));
const bytes = readFileSync(file("redress.wasm"));
const facts = { status: 402, body: '{"code":"TIER_LOCKED"}' };

/** An entry by its name, of a copy that has not started yet. */
let copies = 0;
const load = (name) => import(`${pathToFileURL(file(name)).href}?copy=${++copies}`);

const slim = (redress) => {
  const { provideModule, ...others } = redress;
  provideModule(bytes);
  return others;
};
const required = (name, wrap = (redress) => redress) => wrap({ ...require(name) });

const entries = {
  "redress, required": () => required("redress"),
  "redress/slim": async () => slim(await load("slim.js")),
  "redress/slim, required": () => required("redress/slim", slim),
  "redress/js": () => load("js.js"),
  "redress/js, required": () => required("redress/js"),
  "the script": () => {
    vm.runInThisContext(readFileSync(file("script.js"), "utf8"));
    const { redress } = globalThis;
    return redress;
  },
};

for (const [name, entry] of Object.entries(entries)) {
  test(name, async () => {
    const redress = await entry();
    assert.deepEqual(await app({ ...redress }, await plan(server)), expected);
  });
}

test("redress/js works without WebAssembly", async () => {
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  try {
    assert.equal((await load("js.js")).classifyErrorSync(facts).kind, "tier_locked");
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

test("redress/slim takes bytes, a view, a compiled module, and one of another realm", async () => {
  const { buffer, byteOffset, byteLength } = bytes;
  const foreign = vm.runInNewContext("new WebAssembly.Module(bytes)", { bytes, WebAssembly });
  for (const module of [bytes, buffer.slice(byteOffset, byteOffset + byteLength), new WebAssembly.Module(bytes), foreign]) {
    const { classifyErrorSync, provideModule } = await load("slim.js");
    provideModule(module);
    assert.equal(classifyErrorSync(facts).kind, "tier_locked");
  }
});

test("redress/slim says what it misses", async () => {
  const { classifyError, classifyErrorSync, createFetch, fetchWithBackoff, provideModule } = await load("slim.js");
  assert.throws(() => classifyErrorSync(facts), /provideModule first/);
  assert.throws(() => createFetch(), /provideModule first/);
  await assert.rejects(classifyError(facts), /provideModule first/);
  await assert.rejects(fetchWithBackoff(server.apiUrl), /provideModule first/);
  for (const wrong of [undefined, null, "redress.wasm", Promise.resolve(bytes), new Response(bytes), {}]) {
    assert.throws(() => provideModule(wrong), { name: "TypeError", message: /^provideModule: \w+ is not allowed/ });
  }
  provideModule(bytes);
  assert.equal(classifyErrorSync(facts).kind, "tier_locked");
});

test("what is not used is not bundled", async () => {
  const bundled = async (code) => {
    const result = await build({
      stdin: { contents: code, resolveDir: projectDir }, bundle: true, format: "esm", write: false, minify: true, logLevel: "error",
    });
    return result.outputFiles[0].text;
  };
  assert.equal(await bundled('import "redress";'), "");
  assert.equal(await bundled('import { fetchWithBackoff } from "redress";'), "");
  const small = await bundled('import { isRetryError } from "redress"; console.log(isRetryError({}));');
  assert.ok(small.length < 200, small);
});

test("the module is a file that can be imported by its name", () => {
  assert.equal(require.resolve("redress/wasm"), file("redress.wasm"));
  assert.deepEqual(readFileSync(require.resolve("redress/wasm")), bytes);
});

