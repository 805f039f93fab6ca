// Pages in headless Chromium: no bundler, one file, a strict Content-Security-Policy, the API on another origin.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { useServer } from "../simulator/setup.mjs";
import { appPath, expected, packageDir, plan } from "./setup.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const server = useServer();
const asked = [];
let site;
let browser;

const HTML = ["text/html", "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>test</title>"];
const PAGES = {
  "/": HTML,
  "/forbidden": HTML,
  // Without a charset, as many servers send it.
  "/redress.js": ["text/javascript", readFileSync(join(packageDir, "dist/index.js"))],
  "/app.js": ["text/javascript", readFileSync(appPath)],
};

before(async () => {
  site = createServer((request, response) => {
    asked.push(request.url);
    const [type, body] = PAGES[request.url] ?? [];
    response.writeHead(type ? 200 : 404, {
      "Content-Type": type ?? "text/plain",
      "Content-Security-Policy": `default-src 'self'; script-src 'self' ${request.url === "/forbidden" ? "" : "'wasm-unsafe-eval'"}; img-src data:; connect-src http://127.0.0.1:*`,
    });
    response.end(body);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
});
after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

test("a page", async () => {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
  const found = await page.evaluate(async (requests) => {
    const [redress, { app }] = await Promise.all([import("/redress.js"), import("/app.js")]);
    return app(redress, requests);
  }, await plan(server));
  assert.deepEqual(found, expected);
  assert.deepEqual(problems, []);
  assert.deepEqual(asked.sort(), ["/", "/app.js", "/redress.js"], "the package downloads nothing more");
  await page.close();
});

test("a page whose policy forbids WebAssembly", async () => {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`http://127.0.0.1:${site.address().port}/forbidden`);
  const { failing } = await plan(server);
  const before = server.log.length;
  const found = await page.evaluate(async ({ url, init }) => {
    const { classifyError, createFetch, fetchWithBackoff } = await import("/redress.js");
    const options = { baseDelayMs: 1 };
    const answers = [await fetchWithBackoff(url, init, options), await createFetch(options)(url, init)];
    const error = await classifyError(answers[0]).catch((error) => error);
    return { statuses: answers.map(({ status }) => status), message: error.message, cause: error.cause.name };
  }, failing);
  assert.deepEqual(found.statuses, [500, 500]);
  assert.equal(server.log.slice(before).filter(({ method }) => method !== "OPTIONS").length, 2, "each request is made once");
  assert.match(found.message, /'wasm-unsafe-eval'.*script-src/);
  assert.equal(found.cause, "CompileError");
  assert.deepEqual(problems, []);
  await page.close();
});
