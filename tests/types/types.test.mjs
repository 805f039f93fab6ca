// The declarations in pkg/: they compile where users are, they refuse what is wrong, they say what the Rust code says.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");

const index = read("pkg/index.d.ts");
const declarations = Object.fromEntries(
  readdirSync(join(root, "pkg/types")).map((name) => [name, read(`pkg/types/${name}`)]),
);
const entries = ["index", "slim", "js", "wasm"];
const everything = [...entries.map((entry) => read(`pkg/${entry}.d.ts`)), ...Object.values(declarations)];
const core = readdirSync(join(root, "src/core")).filter((name) => name.endsWith(".rs")).map((name) => read(`src/core/${name}`)).join("\n");

/** Runs the TypeScript compiler on a project: its output, empty where there is nothing to complain about. */
async function compile(project) {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("typescript/package.json");
  const tsc = join(dirname(manifest), require(manifest).bin.tsc);
  try {
    await promisify(execFile)(process.execPath, [tsc, "--project", project, "--pretty", "false"]);
    return "";
  } catch (error) {
    return error.stdout || String(error);
  }
}

/** The string literals of a union: `type Name = "a" | "b"` or `name?: "a" | "b"`. */
function literals(text, name) {
  const member = `\\s*(?://[^\\n]*)?\\s*\\|?\\s*(?:"[^"]*"|\\w+)`;
  const found = new RegExp(`(?:type ${name} =|\\b${name}\\??:)((?:${member})+);`).exec(text);
  assert.ok(found, `no union ${name}`);
  return [...found[1].matchAll(/"([^"]*)"/g)].map(([, literal]) => literal);
}

/** The doc comments of a text, each with the name of what it stands on. */
function documented(text) {
  const comment = /\/\*\*([^]*?)\*\/\s*(?:export )?(?:declare )?(?:function |interface |type )?(\w+)?/g;
  return [...text.matchAll(comment)].map(([, lines, name]) => ({
    name, comment: lines.replace(/^[ \t]*\* ?/gm, ""),
  }));
}

/** The code of each `@example` in a doc comment. */
function examples(comment) {
  return [...comment.matchAll(/@example([^]*?)(?=\n@|$)/g)].map(([, code]) => code.replace(/^```\w*$/gm, "").trim());
}

/** The body of an interface. */
function body(text, name) {
  const found = new RegExp(`interface ${name}(?:\\s+extends [^{]+)? \\{\\n([^]*?)\\n\\}`).exec(text);
  assert.ok(found, `no interface ${name}`);
  return found[1];
}

/** The members of an interface: the names that stand two spaces deep. */
const members = (text) => [...text.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name]) => name);

/** The variants of a Rust enum that carry a name: `/// Meaning.` and `Variant = "name"`. */
function named(type) {
  const start = core.search(new RegExp(`^    ${type} \\{`, "m"));
  assert.ok(start > 0, `no enum ${type}`);
  const block = core.slice(start, core.indexOf("\n    }\n", start));
  return [...block.matchAll(/\/\/\/ (.*)\n\s*\w+ = "(\w+)",/g)].map(([, meaning, name]) => ({ name, meaning }));
}

/** The strings that a `fn name` of a Rust type returns. */
function returned(type) {
  const start = core.indexOf("fn name(", core.indexOf(`impl ${type} {`));
  const names = [...core.slice(start).split("\n    }\n")[0].matchAll(/=> "(\w+)"/g)].map(([, name]) => name);
  assert.ok(names.length > 1, `no names of ${type}`);
  return names;
}

for (const environment of ["dom", "node", "workers", "bare", "javascript", "commonjs", "entries"]) {
  test(`compiles, and refuses every mistake: ${environment}`, async () => {
    assert.equal(await compile(join(here, `tsconfig.${environment}.json`)), "");
  });
}

test("the CommonJS twins are the same text", () => {
  for (const entry of entries) {
    const text = read(`pkg/${entry}.d.ts`).replaceAll('"./index.js"', '"./index.cjs"');
    assert.equal(read(`pkg/${entry}.d.cts`), text, `run: sed 's/index\\.js/index.cjs/' pkg/${entry}.d.ts > pkg/${entry}.d.cts`);
  }
});

// Comments are left out: this is what code can come to depend on. Breaking it takes a new major version.
test("the public declarations are those of the golden file", () => {
  const all = [...entries.map((entry) => `${entry}.d.ts`), ...Object.keys(declarations).sort().map((name) => `types/${name}`)];
  const bare = all.map((name) => {
    const text = read(`pkg/${name}`).replace(/\/\*\*[^]*?\*\/\n?/g, "").replace(/^ *\/\/.*\n/gm, "").replace(/^\s*\n/gm, "");
    return `// ${name}\n${text}`;
  }).join("\n");
  const golden = join(root, "tests/golden/declarations.txt");
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, bare);
  assert.equal(bare, readFileSync(golden, "utf8"), "if the change is meant: UPDATE_GOLDEN=1 node --test tests/types/types.test.mjs");
});

test("kinds and actions are those of the Rust code, and mean the same", () => {
  for (const type of ["ErrorKind", "Action"]) {
    const rust = named(type);
    assert.ok(rust.length > 10);
    const kinds = declarations["kinds.d.cts"];
    assert.deepEqual(literals(kinds, type), rust.map(({ name }) => name));
    const { comment } = documented(kinds).find(({ name }) => name === type);
    const table = [...comment.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name, meaning]) => ({ name, meaning }));
    assert.deepEqual(table, rust);
  }
});

test("the other unions are those of the Rust code", () => {
  assert.deepEqual(literals(declarations["errors.d.cts"], "RetryReason"), returned("Stop"));
  assert.deepEqual(literals(declarations["events.d.cts"], "GiveUpReason").sort(), returned("GiveUp").sort());
  assert.deepEqual(literals(declarations["classification.d.cts"], "decidedBy"), named("DecidedBy").map(({ name }) => name));
  assert.deepEqual(literals(declarations["classification.d.cts"], "window"), named("Window").map(({ name }) => name));
});

test("every option of the Rust code is declared, and no other", () => {
  const table = (name) => {
    const found = new RegExp(`const ${name}: &\\[OptionRule\\] = &\\[([^]*?)\\n\\];`).exec(core);
    assert.ok(found, `no table ${name}`);
    return [...found[1].matchAll(/(?:rule|function)\(\s*"(\w+)"/g)].map(([, option]) => option);
  };
  assert.deepEqual(members(body(declarations["options.d.cts"], "BackoffOptions")), table("OPTIONS"));
  assert.deepEqual(members(body(declarations["budget.d.cts"], "RetryBudgetOptions")), table("BUDGET_OPTIONS"));
});

test("every option has its default and an example", () => {
  for (const [file, name] of [
    ["options", "BackoffOptions"], ["budget", "RetryBudgetOptions"], ["facts", "ClassifyOptions"],
    ["notice", "DescribeOptions"],
  ]) {
    const text = body(declarations[`${file}.d.cts`], name);
    const docs = new Map(documented(text).map((doc) => [doc.name, doc.comment]));
    for (const option of members(text)) {
      assert.match(docs.get(option) ?? "", /^@default \S/m, `${name}.${option} has no @default`);
      assert.equal(examples(docs.get(option)).length, 1, `${name}.${option} has no @example`);
      assert.ok(examples(docs.get(option))[0].includes(option), `the example of ${name}.${option} does not use it`);
    }
  }
});

test("everything exported is documented, and nothing is any", () => {
  for (const text of everything) {
    const docs = new Set(documented(text).map(({ name }) => name));
    for (const [, name] of text.matchAll(/^export (?:declare )?(?:function|interface|type) (\w+)/gm)) {
      assert.ok(docs.has(name), `${name} has no doc comment`);
    }
    for (const [, name] of text.matchAll(/^export interface (\w+)/gm)) {
      const inner = body(text, name);
      const inside = new Set(documented(inner).map((doc) => doc.name));
      for (const member of members(inner)) {
        assert.ok(inside.has(member) || member === "name", `${name}.${member} has no doc comment`);
      }
    }
    assert.doesNotMatch(text.replace(/\/\*\*[^]*?\*\//g, "").replace(/\/\/.*/g, ""), /\bany\b/);
  }
});

test("every example compiles", async () => {
  const found = everything.flatMap((text) => documented(text).flatMap(({ comment }) => examples(comment)));
  assert.ok(found.length > 30, `only ${found.length} examples found`);
  const names = [...index.matchAll(/^export declare function (\w+)/gm)].map(([, name]) => name);
  const types = [...index.matchAll(/^export type \{([^}]*)\}/gm)].flatMap(([, list]) => list.match(/\w+/g));
  const code = [
    `import { ${[...new Set(names)].join(", ")} } from "redress";`,
    'import { provideModule } from "redress/slim";',
    `import type { ${types.join(", ")} } from "redress";`,
    "declare const url: string, response: Response, classification: Classification, controller: AbortController;",
    ...found.map((example, n) => `export async function example${n}(): Promise<void> {\n${example}\n}`),
  ].join("\n");
  const folder = await mkdtemp(join(tmpdir(), "redress-examples-"));
  try {
    await writeFile(join(folder, "examples.mts"), code);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({
      extends: join(here, "tsconfig.node.json"),
      compilerOptions: { typeRoots: [join(here, "../node_modules/@types")], noUnusedLocals: false },
      files: ["examples.mts"],
    }));
    assert.equal(await compile(folder), "", code);
  } finally {
    await rm(folder, { recursive: true });
  }
});
