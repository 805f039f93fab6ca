// docs/kinds.md: its table is that of src/core/kind.rs, and each example is of its kind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { installed } from "./installed.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const rows = [...read("docs/kinds.md").matchAll(/^\| `(\w+)` \| (.*?) \| `(\w+)`.*? \| (yes|no) \| (.*) \|$/gm)].map(
  ([, kind, meaning, action, retry, example]) => ({ kind, meaning, action, retryable: retry === "yes", example }),
);

/** The kinds of the Rust code, with their meaning, action and retryable. */
function rust() {
  const source = read("src/core/kind.rs");
  const item = /\/\/\/ (.*)\n\s*(\w+) = "(\w+)",/g;
  const enums = source.split(/^named! \{/m).slice(1);
  const kinds = [...enums[0].matchAll(item)].map(([, meaning, variant, kind]) => ({ meaning, variant, kind }));
  const actions = new Map([...enums[1].matchAll(item)].map(([, , variant, name]) => [variant, name]));
  const body = (name) => source.slice(source.indexOf(`fn ${name}(`)).split("\n    }\n")[0];
  const retryable = new Set(body("retryable").match(/\b[A-Z]\w+/g));
  const arms = [...body("action").matchAll(/([A-Z][\w\s|]*?) => Action::(\w+)/g)];
  const action = new Map(
    arms.flatMap(([, variants, name]) => variants.split("|").map((variant) => [variant.trim(), actions.get(name)])),
  );
  return kinds.map(({ kind, meaning, variant }) => ({
    kind, meaning, action: action.get(variant), retryable: retryable.has(variant),
  }));
}

test("every kind stands in the table, with meaning, action and retryable as in the code", () => {
  assert.ok(rows.length > 30);
  assert.deepEqual(rows.map(({ example, ...row }) => row), rust());
});

/** The input that an example describes: a response, or an error thrown. */
function input(example) {
  const thrown = /throws `(\w+): (.*?)`/.exec(example);
  if (thrown) {
    const [, name, message] = thrown;
    return name === "TypeError" ? new TypeError(message) : Object.assign(new Error(message), { name });
  }
  const response = /: (\d{3})(?: `(.*)`)?$/.exec(example);
  assert.ok(response, `not an example: ${example}`);
  return { status: Number(response[1]), body: response[2] ?? "" };
}

test("every example is of its kind", () => {
  const { classifyErrorSync } = createRequire(join(installed(), "here.cjs"))("redress");
  const offline = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const wrong = [];
  for (const { kind, example } of rows) {
    if (/`navigator.onLine` is false/.test(example)) {
      Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
    }
    const found = classifyErrorSync(input(example));
    if (offline) Object.defineProperty(globalThis, "navigator", offline);
    else delete globalThis.navigator;
    if (found.kind !== kind) wrong.push(`${kind}: ${example} is ${found.kind} (${found.decidedBy})`);
  }
  assert.deepEqual(wrong, []);
});
