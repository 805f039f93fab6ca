// Next, built and started: a client component, a server component, route handlers of both kinds.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { launchChromium } from "../browser.mjs";
import { run, tool, version } from "../context.mjs";
import { inPage } from "../site.mjs";

const IMPORTS = `import * as redress from "redress";
import { run } from "../../tests/matrix/app/run.js";
`;
const ROUTE = (runtime) => `${IMPORTS.replaceAll("../../tests", "../../../tests")}
export const runtime = "${runtime}";
export const dynamic = "force-dynamic";
export async function POST(request) {
  return Response.json(await run({ ...redress }, await request.json()));
}
`;
const FILES = {
  "package.json": '{ "private": true, "type": "module" }\n',
  "app/layout.js": `export default ({ children }) => <html><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;\n`,
  "app/client/page.js": `"use client";
${IMPORTS}import { useEffect } from "react";
export default function Page() {
  useEffect(() => { globalThis.run = (plan) => run({ ...redress }, plan); }, []);
  return <p>client</p>;
}
`,
  "app/server/page.js": `${IMPORTS.split("\n")[0]}
export const dynamic = "force-dynamic";
export default async function Page() {
  const { kind } = await redress.classifyError({ status: 402, body: '{"code":"TIER_LOCKED"}' });
  return <p>{kind}</p>;
}
`,
  "app/api/node/route.js": ROUTE("nodejs"),
  "app/api/edge/route.js": ROUTE("edge"),
};

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const ENV = { NEXT_TELEMETRY_DISABLED: "1", CI: "1", NODE_ENV: "production" };
let started;

/** Builds and starts it once for all of its cells. */
async function site(context) {
  return (started ??= (async () => {
    // It takes nothing from outside of the folder that the lock file is in, also not by a link.
    const folder = join(context.here, ".next-app");
    rmSync(folder, { recursive: true, force: true });
    cpSync(context.folder("next", FILES), folder, { recursive: true });
    cpSync(context.packageDir, join(folder, "node_modules/redress"), { recursive: true });
    context.share(folder);
    const next = tool("next", "dist/bin/next");
    await run(process.execPath, [next, "build"], { cwd: folder, env: ENV, seconds: 300 });
    const port = await freePort();
    const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], { cwd: folder, env: { ...process.env, ...ENV }, stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve, reject) => {
      child.stdout.on("data", (text) => /Ready/.test(String(text)) && resolve());
      child.on("exit", (code) => reject(new Error(`next start: exit ${code}`)));
    });
    return { url: `http://127.0.0.1:${port}`, folder, close: () => child.kill() };
  })());
}

export const closeNext = async () => (await started?.catch(() => {}))?.close();

function cell(place, work) {
  return {
    group: "bundler",
    product: "Next",
    name: `Next, ${place}`,
    version: version("next"),
    run: async (context) => work(context, await site(context)),
  };
}

const handler = (path, faults) => async (context, { url }) => {
  const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(await context.plan()) });
  assert.equal(response.status, 200, (await response.clone().text()).slice(0, 500));
  context.check(await response.json(), { faults });
};

export function next() {
  return [
    cell("client component", async (context, { url, folder }) => {
      assert.equal(context.copies(join(folder, ".next/static")), 1, "copies of the module in the pages' scripts");
      context.check(await inPage(await launchChromium(), `${url}/client`, await context.plan(true)), { inPage: true });
    }),
    cell("server component", async (_, { url }) => assert.match(await (await fetch(`${url}/server`)).text(), /tier_locked/)),
    cell("route handler, Node", handler("/api/node")),
    cell("route handler, edge", handler("/api/edge")),
  ];
}
