// Runtimes that are started with a file.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Unavailable, run, tool, version } from "../context.mjs";

const ARGUMENT = "JSON.parse(globalThis.Deno?.args[0] ?? process.argv[2])";
const esm = (appPath) => `import * as redress from "redress";
import { run } from ${JSON.stringify(`file://${appPath}`)};
console.log(JSON.stringify(await run(redress, ${ARGUMENT})));
`;
const cjs = (appPath) => `const redress = require("redress");
import(${JSON.stringify(`file://${appPath}`)})
  .then(({ run }) => run(redress, ${ARGUMENT}))
  .then((found) => console.log(JSON.stringify(found)));
`;

function cell(name, program, version, file, { args = [], faults } = {}) {
  return {
    group: "runtime",
    name,
    version,
    async run(context) {
      if (!existsSync(program)) throw new Unavailable(`${program} is not installed`);
      const source = file === "main.cjs" ? cjs : esm;
      const cwd = context.folder("runtimes", { [file]: source(context.appPath) });
      const printed = await run(program, [...args, file, JSON.stringify(await context.plan())], { cwd });
      context.check(JSON.parse(printed), { faults });
    },
  };
}

export function runtimes() {
  const cells = [];
  for (const major of [18, 20, 22, 24]) {
    const program = tool(`node${major}`, "bin/node");
    for (const file of ["main.mjs", "main.cjs"]) {
      cells.push(cell(`Node ${major}, ${file === "main.mjs" ? "import" : "require"}`, program, version(`node${major}`), file));
    }
  }
  cells.push(cell("Deno, with the network alone", tool("@deno/linux-x64-glibc", "deno"), version("deno"), "main.mjs", {
    args: ["run", "--allow-net", "--no-prompt", "--no-lock", "--no-remote", "--node-modules-dir=manual"],
  }));
  for (const file of ["main.mjs", "main.cjs"]) {
    cells.push(cell(`Bun, ${file === "main.mjs" ? "import" : "require"}`, tool("@oven/bun-linux-x64", "bin/bun"), version("bun"), file, {
      // It blocks no port, so that nobody listens there.
      faults: { "blocked port": { kind: "network", retryable: true } },
    }));
  }
  cells.push({
    group: "runtime",
    product: "redress/js",
    name: "redress/js, all tests of calls and classifications",
    version: process.versions.node,
    async run(context) {
      const folder = join(context.here, "../package");
      // But those that look into the memory of WebAssembly.
      const files = readdirSync(folder).filter((name) => /^(input|node|notice|situations|retry(-policy|-requests|-waits)?|rules)\.test\.mjs$/.test(name));
      const env = { REDRESS_ENTRY: "redress/js", REDRESS_PACKAGE_DIR: context.packageDir };
      await run(process.execPath, ["--test", ...files], { cwd: folder, env, seconds: 240 });
    },
  });
  return cells;
}
