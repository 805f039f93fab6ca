// A Worker in workerd, bundled with nothing but the runtime's condition.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { packageDir, projectDir, projectFile } from "./setup.mjs";

/** Where the Worker of that name is bundled to, as worker.js beside the module. */
export const bundleDir = (name) => join(projectDir, name);

/** Starts a Worker with that source, which imports the package as "redress". */
export async function startWorker(name, source) {
  const outdir = bundleDir(name);
  const entry = projectFile(`${name}.mjs`, source);
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: [entry],
    outfile: join(outdir, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.wasm"],
  });
  copyFileSync(join(packageDir, "dist/redress.wasm"), join(outdir, "redress.wasm"));
  const miniflare = new Miniflare({
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
  return miniflare;
}
