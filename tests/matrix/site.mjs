// Serves folders of a cell's output, and opens what is in them in a browser.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };

/** `headers(path)` are the headers of a file, beside its type. */
export async function serve(folder, headers = () => ({})) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split("?")[0]);
    let file = join(folder, path);
    try {
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const content = readFileSync(file);
      response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream", ...headers(path) }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the page's `run` gives. */
export async function inPage(browser, url, plan) {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => request.url().startsWith(new URL(url).origin) && problems.push(`${request.url()} failed`));
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.run !== undefined, undefined, { timeout: 30_000 });
    return await page.evaluate((plan) => globalThis.run(plan), plan);
  } catch (error) {
    throw new Error([error.message, ...problems].join("\n"));
  } finally {
    await page.close();
  }
}
