// The demo page in headless Chromium, with the built package, against the simulator on another origin.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serveFile } from "../../www/server/static.js";
import { situations } from "../../www/simulator/situations.js";
import { useServer } from "./setup.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const server = useServer();
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
});
after(() => browser?.close());

async function newPage(options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.setDefaultTimeout(15_000);
  return page;
}

/** The page at a deep link, once the run has ended. */
async function open(address, options = {}, base = server.url) {
  const page = await newPage(options);
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) problems.push(message.text());
  });
  await page.goto(`${base}/${address}`);
  await ended(page);
  assert.deepEqual(problems, []);
  return page;
}

const ended = (page) => page.waitForFunction(() => document.getElementById("run").dataset.running === "false");
const text = (page, selector) => page.locator(selector).innerText();

describe("what the user sees", () => {
  test("a spent quota: meter, reset and a button that leads to the pricing page", async () => {
    const page = await open("#api=og-engine&situation=monthly-quota");
    assert.match(await text(page, "#notice"), /500\s+of 500 used[\s\S]*0 left[\s\S]*Resets/);
    assert.equal(await page.locator("#notice a.button").getAttribute("href"), "https://og-engine.com/pricing");
    assert.match(await text(page, "#verdict"), /^quota_exhausted/);
    assert.equal(await page.locator("#timeline [data-state=failed]").count(), 1);
  });

  test("a locked tier: feature, plan and a button", async () => {
    const page = await open("#api=og-engine&situation=plan-required");
    assert.match(await text(page, "#notice .gate"), /Webp output[\s\S]*Starter/);
    assert.equal(await page.locator("#notice a.button").getAttribute("href"), "https://og-engine.com/pricing");
    assert.match(await text(page, "#verdict"), /^tier_locked/);
  });

  test("errors that pass: each attempt and each wait, and no error in the end", async () => {
    const page = await open("#api=og-engine&situation=server-error");
    assert.deepEqual(
      await page.locator("#timeline li").evaluateAll((rows) => rows.map((row) => row.dataset.state)),
      ["failed", "waited", "failed", "waited", "done", "done"],
    );
    assert.match(await text(page, "#notice"), /worked on attempt 3/);
  });

  test("what a server sends is text, and a URL that is no URL becomes no link", async () => {
    const page = await newPage();
    await page.route("**/og-engine/render*", (route) => {
      const details = { limit: 5, used: 5, resetAt: "2099-01-01T00:00:00Z", upgradeUrl: "javascript:alert(1)" };
      const body = { error: "rate_limited", message: "<img src=x onerror=alert(1)> Monthly render quota exceeded.", details, docs: "data:text/html,x" };
      return route.fulfill({ status: 429, headers: { "Access-Control-Allow-Origin": "*" }, contentType: "application/json", body: JSON.stringify(body) });
    });
    await page.goto(`${server.url}/#api=og-engine&situation=invalid-font`);
    await ended(page);
    assert.equal(await page.locator("main img").count(), 0);
    const links = await page.locator("main a").evaluateAll((all) => all.map((link) => link.protocol));
    assert.deepEqual(links.filter((protocol) => !/^https?:$/.test(protocol)), []);
    assert.match(await text(page, "#verdict"), /<img src=x/);
  });
});

describe("the page", () => {
  test("Stop ends a wait at once, and nothing more is sent", async () => {
    const page = await newPage();
    await page.goto(`${server.url}/#api=openai-style&situation=rate-limited`);
    await page.locator("#timeline [data-state=waiting]").waitFor();
    const sent = server.log.length;
    await page.locator("#run").click();
    await ended(page);
    assert.match(await text(page, "#timeline li:last-child"), /Stopped/);
    assert.equal(await page.locator("#timeline .bar").count(), 0);
    assert.equal(server.log.length, sent);
  });

  test("every situation is offered, and a choice changes the address", async () => {
    const page = await open("#api=ogstack&situation=not-found");
    const offered = await page.locator("#situation-list .situations a").count();
    assert.equal(offered, situations.filter(({ api }) => api === "ogstack").length);
    await page.locator("#situation-list").getByText("The body is not JSON").click();
    await page.waitForFunction(() => document.querySelector("#scene-title").textContent === "The body is not JSON");
    await ended(page);
    assert.match(page.url(), /situation=malformed-body/);
    assert.match(await text(page, "#verdict"), /^bad_request/);
  });

  test("headers that another origin does not expose: the body does", async () => {
    const page = await open("#api=og-engine&situation=monthly-quota&network=hidden");
    assert.doesNotMatch(await text(page, "#wire"), /x-ratelimit/);
    assert.match(await text(page, "#verdict"), /^quota_exhausted/);
    assert.match(await text(page, "#verdict"), /limit 500, used 500/);
  });

  test("fits 390 pixels, with the selects in place of the list", async () => {
    const page = await open("#api=og-engine&situation=monthly-quota", { viewport: { width: 390, height: 844 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    assert.equal(await page.locator("#situation-list").isVisible(), false);
    await page.locator("#situation-select").selectOption("plan-required");
    await page.waitForFunction(() => document.querySelector("#notice .gate"));
  });

  test("runs on a static host, the simulator in a service worker", async (context) => {
    const at = (path) => fileURLToPath(new URL(path, import.meta.url));
    const folders = [["/redress/", at("../../pkg/dist")], ["/", at("../../www")]];
    const host = createServer((request, response) => serveFile(request, response, folders, {}));
    await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
    context.after(() => {
      host.close();
      host.closeAllConnections();
    });
    const page = await open("#api=og-engine&situation=dropped", {}, `http://127.0.0.1:${host.address().port}`);
    assert.match(await text(page, "#notice"), /worked on attempt 2/);
  });
});
