// The tables of what other libraries do are those that were measured, of the versions that are locked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { behaviours } from "../compare/behaviours.mjs";
import { DOCUMENTS, insert } from "../compare/render.mjs";

const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const results = JSON.parse(file("tests/compare/results.json"));
const again = "run: cargo xtask bench compare";

for (const document of DOCUMENTS) {
  test(`${document} shows what was measured`, () => {
    assert.equal(file(document), insert(file(document), document, results), again);
  });
}

test("it was measured with the versions that are locked, and with every behaviour", () => {
  const { packages } = JSON.parse(file("tests/compare/package-lock.json"));
  const locked = Object.keys(packages[""].devDependencies).map((name) => `${name} ${packages[`node_modules/${name}`].version}`);
  assert.deepEqual([...new Set(Object.values(results.versions).flat())].sort(), locked.sort(), again);
  for (const name in results.found) assert.deepEqual(Object.keys(results.found[name]), behaviours.map(({ id }) => id), again);
});
