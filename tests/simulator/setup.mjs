// What the simulator's tests share: a running server on two origins and short ways to talk to it.

import { after, before } from "node:test";
import { startServer } from "../../www/serve.js";

/** A server for one test file; `server.url`, `server.apiUrl` and `server.log` are there once tests run. */
export function useServer(options = {}) {
  const handle = {};
  before(async () => Object.assign(handle, await startServer({ apiPort: 0, ...options })));
  after(() => handle.close());
  return handle;
}

export function post(url, body, headers = {}) {
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
}

/** An account in the state that `settings` describe. */
export async function createAccount(server, settings = {}) {
  const response = await post(`${server.apiUrl}/accounts`, settings);
  if (response.status !== 201) throw new Error(await response.text());
  const account = await response.json();
  return { ...account, headers: { Authorization: `Bearer ${account.key}` } };
}

/** A clock that moves only when told to. */
export function manualClock(start = Date.UTC(2026, 3, 15, 12)) {
  let at = start;
  return { now: () => at, advance: (ms) => (at += ms) };
}
