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
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(packageDir.length + 1))
    .filter((name) => !name.startsWith("types/"));
  assert.deepEqual(files.sort(), [
    "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md",
    "dist/index.cjs", "dist/index.cjs.map", "dist/index.js", "dist/index.js.map",
    "dist/redress.wasm", "dist/workerd.js", "dist/workerd.js.map",
    "index.d.cts", "index.d.ts", "package.json",
  ]);
});

test("every file that the manifest names is there", () => {
  const named = JSON.stringify(JSON.parse(read("package.json"))).match(/"\.\/[^"]+"/g).map((name) => JSON.parse(name));
  assert.ok(named.length >= 8);
  for (const name of named) assert.ok(read(name).length > 0, name);
});

test("the entries are ASCII, so that a missing charset changes nothing", () => {
  for (const name of ["index.js", "index.cjs", "workerd.js"]) assert.doesNotMatch(read(`dist/${name}`), /[^\x20-\x7e\n\t]/);
});

test("the entries point at no source map, so that no page downloads it", () => {
  for (const name of ["index.js", "index.cjs", "workerd.js"]) assert.doesNotMatch(read(`dist/${name}`), /sourceMappingURL/);
});
