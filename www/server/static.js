// Files of the page: a few folders, each under its own prefix.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".cjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** `folders`: rows of [prefix, folder], the longest prefix first. */
export async function serveFile(request, response, folders, headers) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
  }
  const file = await locate(request.url, folders);
  if (!file) return void response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file.path)] ?? "application/octet-stream",
    "Content-Length": file.size,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  if (request.method === "HEAD") return void response.end();
  createReadStream(file.path)
    .on("error", () => response.destroy())
    .pipe(response);
}

async function locate(url, folders) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null;
  }
  const row = folders.find(([prefix]) => path.startsWith(prefix));
  if (!row || path.includes("\0")) return null;
  const [prefix, folder] = row;
  const full = normalize(join(folder, path.slice(prefix.length)));
  if (full !== folder && !full.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null;
  for (const candidate of [full, join(full, "index.html")]) {
    const found = await stat(candidate).catch(() => null);
    if (found?.isFile()) return { path: candidate, size: found.size };
  }
  return null;
}
