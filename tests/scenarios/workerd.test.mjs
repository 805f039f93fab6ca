// The table in workerd: each row is a request to a Worker, which runs it while it answers.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { packageDir, projectDir, projectFile } from "../package/setup.mjs";
import { scenarios } from "./suite.mjs";

const outdir = join(projectDir, "table-worker");
const here = (name) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
let miniflare;

before(async () => {
  const entry = projectFile(
    "table-worker.mjs",
    `import * as redress from "redress";
     import { run } from ${here("run.mjs")};
     import { rows } from ${here("table.mjs")};
     export default {
       async fetch(request) {
         const [number, url] = await request.json();
         return Response.json(await run({ ...redress }, rows[number], url));
       },
     };`,
  );
  mkdirSync(outdir, { recursive: true });
  await build({ entryPoints: [entry], outfile: join(outdir, "worker.js"), bundle: true, format: "esm", conditions: ["workerd"], external: ["*.wasm"] });
  copyFileSync(join(packageDir, "dist/redress.wasm"), join(outdir, "redress.wasm"));
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-01-01",
    modules: true,
    modulesRoot: outdir,
    modulesRules: [
      { type: "ESModule", include: ["**/*.js"] },
      { type: "CompiledWasm", include: ["**/*.wasm"] },
    ],
    scriptPath: join(outdir, "worker.js"),
    host: "127.0.0.1",
    port: 0,
  });
  await miniflare.ready;
});
after(() => miniflare?.dispose());

scenarios("workerd", "open", async (number, url) => {
  const response = await miniflare.dispatchFetch("http://worker.test/", { method: "POST", body: JSON.stringify([number, url]) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return JSON.parse(text);
});
