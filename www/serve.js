// Serves the demo page, the built package under /redress/ and the simulator under /api, on loopback only.
//
//   node www/serve.js [--port N] [--api-port N]
//
// The simulator also listens on a second port: another origin, as the APIs of real pages are.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { answer } from "./server/adapter.js";
import { serveFile } from "./server/static.js";
import { createSimulator } from "./simulator.js";

const HOST = "127.0.0.1";
const BASE_PATH = "/api";
const KEPT_LOG_ENTRIES = 200_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url)).replace(/\/$/, "");
const FOLDERS = [
  ["/redress/", here("../pkg/dist/")],
  ["/", here("./")],
];

/**
 * Port 0, the default, is any free port; without `apiPort` there is no second origin.
 * `log` has one entry per request that reached the simulator, in order of arrival:
 * `{ time, method, path, headers, origin, bodyBytes, status, aborted }`; `status` stays `null` where the
 * connection ended without an answer, `aborted` is true where it ended before the answer was complete.
 */
export async function startServer({ port = 0, apiPort = null, now, random } = {}) {
  const log = [];
  const origins = [];
  const simulator = createSimulator({ now, random, basePath: BASE_PATH, origins });
  const servers = [];

  async function listen(wanted, serve) {
    const server = createServer((request, response) => {
      serve(request, response, server.origin).catch((error) => {
        if (response.headersSent || response.destroyed) return response.destroy();
        response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" }).end(`${error.stack}\n`);
      });
    });
    server.keepAliveTimeout = 30_000;
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(wanted, HOST, resolve);
    });
    server.origin = `http://${HOST}:${server.address().port}`;
    servers.push(server);
    return server.origin;
  }

  async function simulate(request, response, origin) {
    const entry = {
      time: Date.now(),
      method: request.method,
      path: request.url,
      headers: { ...request.headers },
      origin,
      bodyBytes: 0,
      status: null,
      aborted: false,
    };
    if (log.length >= KEPT_LOG_ENTRIES) log.splice(0, KEPT_LOG_ENTRIES / 2);
    log.push(entry);
    await answer(simulator.fetch, request, response, { origin, entry });
  }

  async function servePage(request, response, origin) {
    const isApi = request.url.startsWith(`${BASE_PATH}/`) || request.url === BASE_PATH;
    if (isApi) return simulate(request, response, origin);
    return serveFile(request, response, FOLDERS, { "Content-Security-Policy": contentPolicy(origins) });
  }

  const url = await listen(port, servePage);
  if (apiPort !== null) origins.push(`${await listen(apiPort, simulate)}${BASE_PATH}`);
  return {
    url,
    apiUrl: origins[0] ?? `${url}${BASE_PATH}`,
    log,
    simulator,
    async close() {
      await Promise.all(
        servers.map((server) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          return closed;
        }),
      );
    },
  };
}

function contentPolicy(origins) {
  const others = origins.map((origin) => new URL(origin).origin).join(" ");
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `connect-src 'self' ${others}`.trim(),
    "img-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function readArguments(list) {
  const ports = { "--port": 0, "--api-port": 0 };
  for (let index = 0; index < list.length; index += 2) {
    const [name, value] = list.slice(index);
    if (!(name in ports) || !/^\d{1,5}$/.test(value ?? "") || Number(value) > 65_535) {
      throw new Error(`unknown argument "${name} ${value ?? ""}"; known: --port N, --api-port N`);
    }
    ports[name] = Number(value);
  }
  return { port: ports["--port"], apiPort: ports["--api-port"] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { url, apiUrl } = await startServer(readArguments(process.argv.slice(2)));
    console.log(`demo page  ${url}/`);
    console.log(`simulator  ${apiUrl}/`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
