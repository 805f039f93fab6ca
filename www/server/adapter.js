// From node:http to a fetch-style handler and back, with what only the owner of a socket can do: reset or
// close a connection without an answer, cut a body in the middle, send headers one by one.

import { transportOf } from "../simulator.js";

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Answers one request through `handler`. `entry`, its line in the log, learns how it ended. */
export async function answer(handler, request, response, { origin, entry }) {
  const gone = new AbortController();
  response.once("close", () => {
    if (response.writableFinished) return;
    entry.aborted = true;
    gone.abort();
  });
  const body = await readBody(request);
  if (body === null) return void response.writeHead(413, { Connection: "close" }).end();
  entry.bodyBytes = body.length;
  const bodiless = request.method === "GET" || request.method === "HEAD";
  const result = await handler(
    new Request(origin + request.url, {
      method: request.method,
      headers: headersOf(request),
      body: bodiless || body.length === 0 ? undefined : body,
      signal: gone.signal,
    }),
  );
  const transport = transportOf(result);
  entry.status = result.type === "error" ? null : result.status;
  if (response.destroyed) return;
  if (result.type === "error") return lose(response, transport?.kind);
  if (transport?.kind === "truncate") return truncate(response, result, transport.length);
  if (transport?.kind === "slow-headers") return sendSlowly(response, result, transport.gapMs);
  response.writeHead(result.status, Object.fromEntries(result.headers));
  await pump(result, response);
}

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf(request) {
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.append(request.rawHeaders[index], request.rawHeaders[index + 1]);
  }
  return headers;
}

function lose(response, kind) {
  const { socket } = response;
  if (kind === "drop") socket.resetAndDestroy();
  else socket.destroySoon();
}

/** Promises the whole length, sends half, ends the connection. */
async function truncate(response, result, length) {
  response.writeHead(result.status, { ...Object.fromEntries(result.headers), "Content-Length": length });
  response.flushHeaders();
  const reader = result.body.getReader();
  const { value } = await reader.read().catch(() => ({}));
  reader.cancel().catch(() => {});
  if (value) await new Promise((resolve) => response.write(value, resolve));
  response.socket?.destroySoon();
}

async function sendSlowly(response, result, gapMs) {
  const { socket } = response;
  const bytes = Buffer.from(await result.arrayBuffer());
  const lines = [`HTTP/1.1 ${result.status} ${result.statusText || "Simulated"}`];
  for (const [name, value] of result.headers) lines.push(`${name}: ${value}`);
  lines.push("connection: close");
  for (const line of lines) {
    if (socket.destroyed) return;
    socket.write(`${line}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  socket.end(Buffer.concat([Buffer.from("\r\n"), bytes]));
}

async function pump(result, response) {
  if (!result.body) return void response.end();
  response.flushHeaders();
  const reader = result.body.getReader();
  response.once("close", () => reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done || response.destroyed) break;
    if (!response.write(value)) {
      await new Promise((resolve) => {
        response.once("drain", resolve);
        response.once("close", resolve);
      });
    }
  }
  response.end();
}
