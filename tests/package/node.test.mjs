// Node: ES modules and CommonJS, each in a process of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { useServer } from "../simulator/setup.mjs";
import { appPath, expected, plan, projectDir, projectFile } from "./setup.mjs";

const server = useServer();

async function node(file, ...values) {
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...values], { cwd: projectDir });
  return JSON.parse(stdout);
}

const run = `app(redress, JSON.parse(process.argv[2])).then((found) => console.log(JSON.stringify(found)));`;
const appUrl = JSON.stringify(pathToFileURL(appPath).href);

test("import", async () => {
  const file = projectFile("app.mjs", `import * as redress from "redress";\nimport { app } from ${appUrl};\n${run}\n`);
  assert.deepEqual(await node(file, JSON.stringify(await plan(server))), expected);
});

test("require", async () => {
  const file = projectFile("app.cjs", `const redress = require("redress");\nimport(${appUrl}).then(({ app }) => ${run.slice(0, -1)});\n`);
  assert.deepEqual(await node(file, JSON.stringify(await plan(server))), expected);
});

for (const [name, load] of [["import", 'await import("redress")'], ["require", 'createRequire(import.meta.url)("redress")']]) {
  test(`${name} alone does nothing: no module, no timer, no global`, async () => {
    const file = projectFile(
      `import-${name}.mjs`,
      `import { createRequire } from "node:module";
       const touched = [];
       const watch = (names) => names.forEach((name) => {
         const value = globalThis[name];
         Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return value; } });
       });
       const before = Object.getOwnPropertyNames(globalThis);
       watch(["WebAssembly", "fetch", "setTimeout", "crypto", "TextDecoder", "TextEncoder"]);
       const { classifyErrorSync } = ${load};
       const atImport = [...touched];
       const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
       classifyErrorSync({ status: 500 });
       console.log(JSON.stringify({ atImport, added, atCall: touched.includes("WebAssembly") }));`,
    );
    assert.deepEqual(await node(file), { atImport: [], added: [], atCall: true });
  });
}
