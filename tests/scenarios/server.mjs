// The servers of the table: one for each row, since a browser opens no more than six connections to an origin. Each
// does what its row says, and logs what really arrived.
import { createServer } from "node:http";

const PIECE = "x".repeat(70_000);

/**
 * What a page of another origin may see. `open`: everything; `hidden`: the body, but no header (an API that forgot
 * Access-Control-Expose-Headers); `closed`: nothing at all.
 */
const CORS = {
  open: { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*" },
  hidden: { "Access-Control-Allow-Origin": "*" },
  closed: {},
};
const PREFLIGHT = {
  ...CORS.open,
  "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE, QUERY",
  "Access-Control-Allow-Headers": "Content-Type, Authorization, Idempotency-Key, X-Key, X-Order",
  "Access-Control-Max-Age": "600",
};

function header(value, told) {
  if (typeof value === "string") return value;
  // A date, so many milliseconds from now; HTTP's dates have whole seconds.
  told.until = Math.floor((Date.now() + value.inMs) / 1000) * 1000;
  return new Date(told.until).toUTCString();
}

function answer(response, plan, cors, told) {
  const { status, headers = {}, body = "{}", hang, drop, endless, flood, truncated, slowMs } = typeof plan === "number" ? { status: plan } : plan;
  if (hang) return;
  if (drop) return response.destroy();
  const all = { "Content-Type": "application/json", ...CORS[cors] };
  for (const name in headers) all[name] = header(headers[name], told);
  if (truncated) all["Content-Length"] = "1000";
  response.writeHead(status, all);
  if (endless) return response.write('{"error":');
  if (flood) {
    const more = setInterval(() => response.write(PIECE), 5);
    response.on("close", () => clearInterval(more));
    return;
  }
  if (truncated) return response.write(body, () => setTimeout(() => response.destroy(), 20));
  if (slowMs) return response.write(body.slice(0, 1)) && setTimeout(() => response.end(body.slice(1)), slowMs);
  response.end(status === 204 || status === 304 ? undefined : body);
}

/**
 * Serves one row. Its `server` is a list of answers, the last one for all that follow, or a function of how many requests
 * have come; `when`, a promise, holds an answer up. In the log, `closed` settles when the connection is gone.
 */
export async function serveRow(row, cors) {
  const log = [];
  const told = {};
  const server = createServer(async (request, response) => {
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"]) {
      return response.writeHead(204, cors === "closed" ? {} : PREFLIGHT).end();
    }
    const entry = { at: performance.now(), date: Date.now(), method: request.method, path: request.url, headers: request.headers, body: "", aborted: false };
    log.push(entry);
    const n = log.length;
    entry.closed = new Promise((resolve) =>
      response.on("close", () => {
        entry.aborted = !response.writableFinished;
        resolve();
      }),
    );
    try {
      for await (const chunk of request) entry.body += chunk.toString("latin1");
    } catch {
      return; // the client went away
    }
    const plan = typeof row.server === "function" ? row.server(n) : row.server[Math.min(n, row.server.length) - 1];
    await plan.when;
    answer(response, plan, cors, told);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    log,
    told,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
