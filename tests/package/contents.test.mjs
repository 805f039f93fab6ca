// What is published: these files and no other.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageDir } from "./setup.mjs";

const read = (name) => readFileSync(join(packageDir, name), "utf8");

test("files", () => {
  const files = readdirSync(packageDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(packageDir.length + 1));
  assert.deepEqual(files.sort(), [
    "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md",
    "dist/edge-light.js", "dist/edge-light.js.map", "dist/index.cjs", "dist/index.cjs.map", "dist/index.js", "dist/index.js.map",
    "dist/js.cjs", "dist/js.js", "dist/redress.wasm", "dist/script.js", "dist/script.js.map",
    "dist/slim.cjs", "dist/slim.cjs.map", "dist/slim.js", "dist/slim.js.map", "dist/workerd.js", "dist/workerd.js.map",
    "index.d.cts", "index.d.ts", "js.d.cts", "js.d.ts", "package.json", "slim.d.cts", "slim.d.ts",
    ...["budget", "classification", "errors", "events", "facts", "fetch", "kinds", "module", "notice", "options", "rules"]
      .map((name) => `types/${name}.d.cts`),
    "wasm.d.cts", "wasm.d.ts",
  ]);
});

test("every file that the manifest names is there", () => {
  const { exports, ...others } = JSON.parse(read("package.json"));
  const named = JSON.stringify([Object.values(exports), others]).match(/"\.\/[^"]+"/g).map((name) => JSON.parse(name));
  assert.ok(named.length >= 8);
  for (const name of named) assert.ok(read(name).length > 0, name);
});

const scripts = readdirSync(join(packageDir, "dist")).filter((name) => /\.c?js$/.test(name));

test("the entries are ASCII, so that a missing charset changes nothing", () => {
  for (const name of scripts) assert.doesNotMatch(read(`dist/${name}`), /[^\x20-\x7e\n\t]/);
});

test("the entries point at no source map, so that no page downloads it", () => {
  for (const name of scripts) assert.doesNotMatch(read(`dist/${name}`), /sourceMappingURL/);
});

test("the manifest says what registries and tools look for", () => {
  const manifest = JSON.parse(read("package.json"));
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.engines.node, ">=18");
  assert.deepEqual(Object.keys(manifest.exports["."]), ["workerd", "edge-light", "require", "types", "default"]);
  for (const field of ["dependencies", "scripts", "devDependencies"]) assert.equal(manifest[field], undefined);
});
