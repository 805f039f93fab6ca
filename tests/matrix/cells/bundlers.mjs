// Bundlers without configuration; what they leave is loaded in Chromium. The module must be in it once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../browser.mjs";
import { run, tool, version } from "../context.mjs";
import { inPage, serve } from "../site.mjs";

const mainOf = (specifier) => `import * as redress from "${specifier}";
import { run } from "../tests/matrix/app/run.js";
globalThis.run = (plan) => run({ ...redress }, plan);
`;
const main = mainOf("redress");
const html = (script, type = "module") =>
  `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script type=${type} src="${script}"></script>\n`;

/** A tool as a module, by its path. */
const load = (...path) => import(pathToFileURL(tool(...path)).href);

/** `build(folder)` leaves a page in the folder that it returns. */
function cell(name, version, build, { copies = 1, source = main } = {}) {
  return {
    group: "bundler",
    name,
    version,
    async run(context) {
      const folder = context.folder(name.replace(/\W+/g, "-").toLowerCase(), {
        "main.js": source,
        "index.html": html("./main.js"),
        "package.json": '{ "private": true, "type": "module" }\n',
      });
      const output = await build(folder, context);
      assert.equal(context.copies(output), copies, "copies of the module in the output");
      const site = await serve(output);
      try {
        const browser = await launchChromium(context);
        context.check(await inPage(browser, `${site.url}/`, await context.plan(true)), { inPage: true });
      } finally {
        await site.close();
      }
    },
  };
}

/** For bundlers that leave a script alone. */
const page = (context, folder, script, type) => context.folder(folder.slice(context.work.length + 1), { "out/index.html": html(script, type) }) + "/out";

function vite(name) {
  const tools = () => load(name, "dist/node/index.js");
  const label = `Vite ${version(name).split(".")[0]}`;
  const options = (root) => ({ root, base: "./", logLevel: "error", configFile: false });
  return [
    cell(`${label}, build`, version(name), async (folder) => {
      await (await tools()).build(options(folder));
      return join(folder, "dist");
    }),
    {
      group: "bundler",
      name: `${label}, dev`,
      version: version(name),
      async run(context) {
        const folder = context.folder(`${name}-dev`, {
          "main.js": main, "index.html": html("./main.js"), "package.json": '{ "private": true, "type": "module" }\n',
        });
        const server = await (await tools()).createServer({ ...options(folder), server: { port: 0, host: "127.0.0.1", fs: { allow: [context.work] } } });
        await server.listen();
        try {
          const browser = await launchChromium(context);
          const { port } = server.httpServer.address();
          context.check(await inPage(browser, `http://127.0.0.1:${port}/`, await context.plan(true)), { inPage: true });
        } finally {
          await server.close();
        }
      },
    },
  ];
}

async function webpack(folder, compile) {
  const options = { mode: "production", context: folder, entry: "./main.js", output: { path: join(folder, "out") } };
  await new Promise((resolve, reject) => {
    compile(options, (error, stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString("errors-only")));
      else resolve();
    });
  });
}

async function rollup(folder, name, plugins) {
  const { rollup, rolldown } = await load(...name);
  const bundle = await (rollup ?? rolldown)({ input: join(folder, "main.js"), plugins });
  await bundle.write({ file: join(folder, "out/main.js"), format: "es" });
  await bundle.close();
}

export function bundlers() {
  return [
    ...vite("vite"), ...vite("vite7"), ...vite("vite6"),
    cell("webpack", version("webpack"), async (folder, context) => {
      await webpack(folder, (await load("webpack", "lib/index.js")).default);
      return page(context, folder, "main.js", "text/javascript");
    }),
    cell("Rspack", version("@rspack/core"), async (folder, context) => {
      await webpack(folder, (await load("@rspack/core", "dist/index.js")).rspack);
      return page(context, folder, "main.js", "text/javascript");
    }),
    cell("esbuild", version("esbuild"), async (folder, context) => {
      const { build } = await import("esbuild");
      await build({ entryPoints: [join(folder, "main.js")], bundle: true, outfile: join(folder, "out/main.js") });
      return page(context, folder, "main.js", "text/javascript");
    }),
    // Rollup itself knows no packages.
    cell("Rollup, by path", version("rollup"), async (folder, context) => {
      await rollup(folder, ["rollup", "dist/es/rollup.js"]);
      return page(context, folder, "main.js");
    }, { source: mainOf("../node_modules/redress/dist/index.js") }),
    cell("Rollup, with node-resolve", version("rollup"), async (folder, context) => {
      const { default: resolve } = await load("@rollup/plugin-node-resolve", "dist/es/index.js");
      await rollup(folder, ["rollup", "dist/es/rollup.js"], [resolve()]);
      return page(context, folder, "main.js");
    }),
    cell("Rolldown", version("rolldown"), async (folder, context) => {
      await rollup(folder, ["rolldown", "dist/index.mjs"]);
      return page(context, folder, "main.js");
    }),
    cell("Parcel", version("parcel"), async (folder) => {
      const args = ["build", "index.html", "--no-cache", "--cache-dir", "cache", "--no-source-maps", "--public-url", "./", "--dist-dir", "out"];
      await run(process.execPath, [tool("parcel", "lib/bin.js"), ...args], { cwd: folder, seconds: 240 });
      return join(folder, "out");
    }),
  ];
}
