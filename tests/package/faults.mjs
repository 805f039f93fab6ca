// A server that does what each test tells it, and keeps a log of what really arrived.
import { createServer } from "node:http";
import { after, before } from "node:test";

/** Starts a server for the tests of a file. `serve` gives a URL of its own to each behaviour. */
export function useFaults() {
  const routes = new Map();
  let base;
  const server = createServer(async (request, response) => {
    const route = routes.get(request.url.split("?")[0]);
    if (!route) return response.writeHead(404).end();
    const entry = { at: performance.now(), method: request.method, headers: request.headers, body: "", aborted: false };
    route.log.push(entry);
    response.on("close", () => {
      entry.aborted = !response.writableFinished;
      route.closed?.();
    });
    try {
      for await (const chunk of request) entry.body += chunk.toString("latin1");
    } catch {
      return; // the client went away
    }
    route.behave(response, route.log.length, request);
  });
  before(async () => {
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  let count = 0;
  /**
   * `behave(response, n)` answers the n-th request (from 1) to `url`. `closed()` is a promise of the next connection that closes,
   * however it closes.
   */
  return function serve(behave) {
    const path = `/${++count}`;
    const route = { behave, log: [], closed: null };
    routes.set(path, route);
    return {
      url: base + path,
      log: route.log,
      closed: () => new Promise((resolve) => (route.closed = resolve)),
      /** Milliseconds between the arrivals. */
      gaps: () => route.log.slice(1).map((entry, at) => entry.at - route.log[at].at),
    };
  };
}

/** Answers with the statuses one after the other, the last one from then on. */
export function statuses(...list) {
  return (response, n) => {
    const [status, headers, body = "{}"] = [list[Math.min(n, list.length) - 1]].flat();
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(body);
  };
}

/** What a promise rejects with. */
export async function thrown(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not throw");
}
