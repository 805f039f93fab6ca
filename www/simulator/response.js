// From an answer to a Response, with the transport faults that a Response can carry by itself. An adapter
// which holds the socket does better: it asks `transportOf(response)` and acts on the connection.

const transports = new WeakMap();
const encoder = new TextEncoder();

/** `null`, or `{ kind: "drop" | "close" | "truncate" | "slow-headers", gapMs }`. */
export function transportOf(response) {
  return transports.get(response) ?? null;
}

/** A connection that ended without an answer. */
export function lostResponse(kind) {
  const response = Response.error();
  transports.set(response, { kind });
  return response;
}

export function toResponse(answer, method) {
  const { status, headers, transfer, gapMs } = answer;
  const bodiless = method === "HEAD" || status === 204 || status === 205 || status === 304;
  const bytes = typeof answer.body === "string" ? encoder.encode(answer.body) : answer.body;
  let body = bodiless ? null : bytes;
  if (!bodiless && transfer === "truncate") body = truncated(bytes);
  if (!bodiless && transfer === "endless") body = endless(bytes);
  if (!bodiless && transfer === "stall") body = new ReadableStream({});
  const known = body === bytes && bytes ? { "Content-Length": String(bytes.length) } : {};
  const response = new Response(body, { status, headers: { ...headers, ...known } });
  if (transfer === "slow-headers") transports.set(response, { kind: transfer, gapMs });
  if (!bodiless && transfer === "truncate") transports.set(response, { kind: transfer, length: bytes?.length ?? 0 });
  return response;
}

function half(bytes) {
  return (bytes ?? new Uint8Array(0)).subarray(0, Math.floor((bytes?.length ?? 0) / 2));
}

function truncated(bytes) {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError("the connection ended in the middle of the body"));
      sent = true;
      const part = half(bytes);
      if (part.length > 0) controller.enqueue(part);
      else controller.error(new TypeError("the connection ended in the middle of the body"));
    },
  });
}

function endless(bytes) {
  const filler = encoder.encode(`${" ".repeat(1023)}\n`);
  let first = bytes;
  return new ReadableStream({
    async pull(controller) {
      if (first?.length > 0) {
        controller.enqueue(first);
        first = null;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      controller.enqueue(filler);
    },
  });
}
