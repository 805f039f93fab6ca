// What only Node has.
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createFetch, fetchWithBackoff, type FetchInit } from "redress";

globalThis.fetch = createFetch();
export const streamed = fetchWithBackoff("http://localhost/", {
  method: "PUT",
  duplex: "half",
  body: () => Readable.toWeb(createReadStream("file")) as NonNullable<FetchInit["body"]> & ReadableStream,
});
export const aborted = fetchWithBackoff(({ signal }) => fetch("http://localhost/", { signal }), {
  signal: AbortSignal.timeout(1000),
});
