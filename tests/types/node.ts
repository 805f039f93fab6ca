// What only Node has.
import { createReadStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { classifyErrorSync, createFetch, fetchWithBackoff, type FetchInit } from "redress";

declare const message: IncomingMessage;

globalThis.fetch = createFetch();
export const classified = classifyErrorSync({ status: message.statusCode ?? 0, headers: message.headers });
export const streamed = fetchWithBackoff("http://localhost/", {
  method: "PUT",
  duplex: "half",
  body: () => Readable.toWeb(createReadStream("file")) as NonNullable<FetchInit["body"]> & ReadableStream,
});
export const aborted = fetchWithBackoff(({ signal }) => fetch("http://localhost/", { signal }), {
  signal: AbortSignal.timeout(1000),
});
