// The table in a page of headless Chromium, with the servers on other origins: with CORS, with CORS that hides headers,
// and without.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { packageDir } from "../package/setup.mjs";
import { serveRow } from "./server.mjs";
import { scenarios } from "./suite.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const here = (name) => readFileSync(new URL(name, import.meta.url));
const FILES = {
  "/": ["text/html", "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>table</title>"],
  "/redress.js": ["text/javascript", readFileSync(join(packageDir, "dist/index.js"))],
  "/run.mjs": ["text/javascript", here("run.mjs")],
  "/table.mjs": ["text/javascript", here("table.mjs")],
};
let site;
let browser;
let page;

before(async () => {
  site = createServer((request, response) => {
    const [type, body] = FILES[request.url] ?? [];
    response.writeHead(type ? 200 : 404, { "Content-Type": type ?? "text/plain" }).end(body);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
});
after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

const run = (number, url) =>
  page.evaluate(
    async ([number, url]) => {
      const [redress, { run }, { rows }] = await Promise.all([import("/redress.js"), import("/run.mjs"), import("/table.mjs")]);
      return run(redress, rows[number], url);
    },
    [number, url],
  );

for (const cors of ["open", "hidden", "closed"]) scenarios("page", cors, run);

test("a page that goes offline waits for the network, and loses no attempt", async () => {
  const server = await serveRow({ server: [{ status: 200, body: "fine" }] }, "open");
  try {
    await page.context().setOffline(true);
    const call = page.evaluate(async (url) => {
      const { fetchWithBackoff } = await import("/redress.js");
      const attempts = [];
      const { addEventListener } = window;
      window.waiting = new Promise((resolve) => {
        window.addEventListener = function (type, ...rest) {
          addEventListener.call(window, type, ...rest);
          if (type === "online") resolve(true);
        };
      });
      const response = await fetchWithBackoff(url, {}, { maxAttempts: 1, onAttempt: ({ attempt }) => void attempts.push([attempt, navigator.onLine]) });
      return { attempts, body: await response.text() };
    }, server.url);
    await page.waitForFunction(() => window.waiting);
    await page.context().setOffline(false);
    assert.deepEqual(await call, { attempts: [[1, false], [1, true]], body: "fine" });
    assert.equal(server.log.length, 1);
  } finally {
    await page.context().setOffline(false);
    server.close();
  }
});
