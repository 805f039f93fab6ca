// The package as it was packed and installed, and what the tests of it share.
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { prepare, situations } from "../../www/simulator/situations.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where npm put the package. */
export const packageDir = resolve(process.env.REDRESS_PACKAGE_DIR ?? join(root, "target/installed/node_modules/redress"));
if (!existsSync(join(packageDir, "package.json"))) throw new Error(`no package in ${packageDir}: run cargo xtask test`);

/** The project that has the package as its dependency. */
export const projectDir = dirname(dirname(packageDir));

/** A file of that project. */
export function projectFile(name, text) {
  const path = join(projectDir, name);
  writeFileSync(path, text);
  return path;
}

/** The entry that the tests are run on. */
export const entry = process.env.REDRESS_ENTRY ?? "redress";

/** The package, imported by name. */
export const redress = await import(
  pathToFileURL(projectFile(`${entry.replace("/", "-")}.mjs`, `export * from "${entry}";\n`)).href
);

/** The app that every runtime runs; it takes the package as an argument. */
export const appPath = fileURLToPath(new URL("apps/app.js", import.meta.url));

/** A URL where nobody listens any more. */
async function closedPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

/** Requests for the app, as JSON. */
export async function plan(server) {
  const request = async (api, id) => {
    const situation = situations.find((one) => one.api === api && one.id === id);
    const { url, init } = await prepare(situation, { baseUrl: server.apiUrl });
    return { url, init };
  };
  return {
    locked: await request("og-engine", "plan-required"),
    spent: await request("og-engine", "monthly-quota"),
    flaky: await request("og-engine", "server-error"),
    failing: await request("og-engine", "server-error-lasting"),
    closed: await closedPort(),
  };
}

/** What the app must have found, in every runtime. */
export const expected = {
  exports: ["classifyError", "classifyErrorSync", "createFetch", "createRetryBudget", "describeError", "fetchWithBackoff", "isRetryError"],
  locked: {
    status: 402, kind: "tier_locked", action: "upgrade", feature: "webp_output", required: "starter",
    button: { type: "upgrade", url: "https://og-engine.com/pricing" }, readable: true,
  },
  spent: {
    status: 429, kind: "quota_exhausted", action: "upgrade", limit: 500, remaining: 0, resets: true,
    button: { type: "upgrade", url: "https://og-engine.com/pricing" }, readable: true,
  },
  flaky: { status: 200, attempts: 3, ok: true },
  failing: { name: "RetryError", recognised: true, reason: "attempts", kind: "server_error", attempts: [500, 500], json: true },
  refused: { kind: "network", retryable: true },
  sync: { kind: "rate_limited", retryAfterMs: 7000 },
  misuse: { name: "TypeError", names: true },
};
