// Runtimes at the edge: they compile nothing while a request is served, and share no promise between requests.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { require, tool, version } from "../context.mjs";

const MAIN = `import * as redress from "redress";
import { run } from "./tests/matrix/app/run.js";

export class Counter {
  async fetch(request) {
    return Response.json(await run({ ...redress }, await request.json()));
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/many") {
      const { fetchWithBackoff, classifyError } = redress;
      const response = await fetchWithBackoff(searchParams.get("url"), {}, { baseDelayMs: 20, maxAttempts: 4, onExhausted: "return" });
      return Response.json({ status: response.status, kind: (await classifyError(response)).kind });
    }
    if (pathname === "/object") return env.COUNTERS.get(env.COUNTERS.idFromName("one")).fetch(request);
    return Response.json(await run({ ...redress }, await request.json()));
  },
};
`;

/** Its fetch speaks of a lost connection whatever happens, and blocks no port. */
const FAULTS = { "blocked port": { kind: "network", retryable: true } };

const post = (plan) => ({ method: "POST", body: JSON.stringify(plan) });

async function found(response) {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

async function bundle(context, name, conditions) {
  const folder = context.folder(name, { "main.js": MAIN });
  context.share(folder);
  await build({ entryPoints: [join(folder, "main.js")], outfile: join(folder, "out/worker.js"), bundle: true, format: "esm", conditions, external: ["*.wasm"] });
  copyFileSync(join(context.packageDir, "dist/redress.wasm"), join(folder, "out/redress.wasm"));
  return join(folder, "out");
}

function startWorkerd(outdir, compatibilityDate) {
  return new Miniflare({
    cf: false, compatibilityDate, modules: true, modulesRoot: outdir, host: "127.0.0.1", port: 0, scriptPath: join(outdir, "worker.js"),
    modulesRules: [{ type: "ESModule", include: ["**/*.js"] }, { type: "CompiledWasm", include: ["**/*.wasm"] }],
    durableObjects: { COUNTERS: "Counter" },
    // It prints a stack for each connection that it is made to lose.
    handleRuntimeStdio: (stdout, stderr) => (stdout.resume(), stderr.resume()),
  });
}

function workerd(name, compatibilityDate, work) {
  return {
    group: "runtime",
    product: "workerd",
    name: `workerd, ${name}`,
    version: version("workerd"),
    async run(context) {
      const outdir = await bundle(context, `workerd-${name.replace(/\W+/g, "-")}`, ["workerd"]);
      const miniflare = startWorkerd(outdir, compatibilityDate);
      try {
        await work(context, String(await miniflare.ready).replace(/\/$/, ""));
      } finally {
        await miniflare.dispose();
      }
    },
  };
}

const atRequestTime = (path, faults) => async (context, url) => {
  context.check(await found(await fetch(`${url}${path}`, post(await context.plan()))), { faults: { ...FAULTS, ...faults } });
};

const REQUESTS = 1000;

/** A third of the clients leave midway; every other gets its answer, and the Worker goes on serving. */
async function many(context, url) {
  const { addresses } = await context.plan();
  const target = `${url}/many?url=${encodeURIComponent(addresses.busy)}`;
  const outcomes = await Promise.all(Array.from({ length: REQUESTS }, async (_, n) => {
    const controller = new AbortController();
    if (n % 3 === 0) setTimeout(() => controller.abort(), n % 60);
    try {
      return await (await fetch(target, { signal: controller.signal })).json();
    } catch (error) {
      return error.name;
    }
  }));
  const answered = outcomes.filter((outcome) => outcome?.kind === "overloaded").length;
  const left = outcomes.filter((outcome) => outcome === "AbortError").length;
  assert.equal(answered + left, REQUESTS, JSON.stringify(outcomes.find((outcome) => outcome !== "AbortError" && outcome?.kind !== "overloaded")));
  assert.ok(answered >= (REQUESTS * 2) / 3 - 1, `${answered} answered`);
  context.check(await found(await fetch(`${url}/`, post(await context.plan()))), { faults: FAULTS });
}

const wrangler = {
  group: "runtime",
  name: "wrangler, zero configuration but the entry",
  product: "wrangler",
  version: version("wrangler"),
  async run(context) {
    const folder = context.folder("wrangler", {
      "main.js": MAIN.replace(/export class[^]*?\n\}\n\n/, ""),
      "package.json": '{ "private": true, "type": "module" }\n',
    });
    context.share(folder);
    const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_SEND_METRICS: "false", CI: "1", HOME: folder };
    const args = [tool("wrangler", "bin/wrangler.js"), "dev", "main.js", "--compatibility-date", "2026-01-01", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    try {
      let said = "";
      const url = await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`wrangler has not started:\n${said}`)), 90_000);
        for (const stream of [child.stdout, child.stderr]) {
          createInterface({ input: stream }).on("line", (line) => {
            said += `${line}\n`;
            const at = /Ready on (http:\S+)/.exec(line);
            if (at) {
              clearTimeout(timer);
              resolve(at[1]);
            }
          });
        }
        child.on("exit", () => reject(new Error(`wrangler ended:\n${said}`)));
      });
      context.check(await found(await fetch(url, post(await context.plan()))), { faults: FAULTS });
    } finally {
      process.kill(-child.pid);
    }
  },
};

const edgeRuntime = {
  group: "runtime",
  name: "edge-runtime",
  version: version("edge-runtime"),
  async run(context) {
    const folder = context.folder("edge-runtime", { "main.js": 'import * as redress from "redress";\nimport { run } from "./tests/matrix/app/run.js";\nglobalThis.run = (plan) => run({ ...redress }, plan);\n' });
    context.share(folder);
    // Where it is deployed, the bundler makes a compiled module of the import.
    const compiled = { name: "compiled", setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "compiled" }));
      onLoad({ filter: /./, namespace: "compiled" }, () => ({ contents: "export default globalThis.compiled;" }));
    } };
    const { outputFiles: [{ text }] } = await build({ entryPoints: [join(folder, "main.js")], bundle: true, write: false, format: "iife", conditions: ["edge-light"], plugins: [compiled] });
    assert.ok(text.length < 200_000, "the bundle holds no bytes of the module");
    const { readFileSync } = await import("node:fs");
    const { EdgeRuntime } = require("edge-runtime");
    const runtime = new EdgeRuntime({ extend: (scope) => Object.assign(scope, { compiled: new WebAssembly.Module(readFileSync(join(context.packageDir, "dist/redress.wasm"))) }) });
    runtime.evaluate(text);
    const plan = JSON.stringify(await context.plan());
    context.check(JSON.parse(await runtime.evaluate(`run(${plan}).then((found) => JSON.stringify(found))`)));
  },
};

export function workers() {
  return [
    // An older one parses fewer URLs before it tries them.
    workerd("2023-05-01", "2023-05-01", atRequestTime("/", { "bad URL": { kind: "network", retryable: true } })),
    workerd("2024-09-23", "2024-09-23", atRequestTime("/")),
    workerd("2026-01-01", "2026-01-01", atRequestTime("/")),
    workerd("Durable Object", "2026-01-01", atRequestTime("/object")),
    workerd("1,000 requests at once, a third of the clients leave", "2026-01-01", many),
    wrangler,
    edgeRuntime,
  ];
}
