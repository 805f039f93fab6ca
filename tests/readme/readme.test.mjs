// The code in README.md runs as it stands, against a server; its tables say what the declarations say.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { installed } from "./installed.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const readme = read("README.md");

/** The marked block: what a reader copies. */
function marked() {
  const blocks = [...readme.matchAll(/<!-- run by tests\/readme\/readme\.test\.mjs -->\n```js\n([^]*?)```/g)];
  assert.equal(blocks.length, 1, "README.md must have one marked block");
  return blocks[0][1];
}

/** A server that gives these answers in turn, and what it was asked. */
async function serve(answers) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { status, headers = {}, body = "" } = answers.shift() ?? { status: 418 };
    response.writeHead(status, { connection: "close", ...headers }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => server.close());
  return { origin: `http://127.0.0.1:${server.address().port}`, requests };
}

let runs = 0;

/** Runs the block against that server: what it showed. */
async function run(origin) {
  const code = marked();
  assert.ok(code.includes("https://api.example.com/"), "the block must ask api.example.com");
  const folder = installed();
  const file = join(folder, `readme${runs++}.mjs`);
  writeFileSync(file, code.replaceAll("https://api.example.com", origin));
  const shown = [];
  globalThis.show = (...notice) => shown.push(notice);
  try {
    await import(pathToFileURL(file));
  } finally {
    delete globalThis.show;
  }
  return shown;
}

const locked = {
  status: 402,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    error: "plan_required",
    message: "WebP output requires a Starter plan or above.",
    details: { feature: "webp_output", requiredPlan: "starter", upgradeUrl: "https://og-engine.com/pricing" },
  }),
};

test("the block is at most eight lines", () => {
  assert.ok(marked().trimEnd().split("\n").length <= 8);
});

test("the block retries what can be mended and shows what cannot", async () => {
  const { origin, requests } = await serve([{ status: 503 }, locked]);
  const shown = await run(origin);
  assert.deepEqual(requests, ["GET /images", "GET /images"]);
  assert.equal(shown.length, 1);
  const [title, message, label, url] = shown[0];
  for (const text of [title, message, label]) assert.match(text, /\S/);
  assert.equal(url, "https://og-engine.com/pricing");
});

test("the block shows nothing where nothing failed", async () => {
  const { origin, requests } = await serve([{ status: 200, body: "{}" }]);
  assert.deepEqual(await run(origin), []);
  assert.equal(requests.length, 1);
});

test("the table of options has every option, in the order and with the default of the declarations", () => {
  const declared = [...read("pkg/types/options.d.cts").matchAll(/@default (.*)\n[^]*?\n {2}(\w+)\?:/g)];
  const defaults = new Map(declared.map(([, value, name]) => [name, value]));
  assert.ok(defaults.size > 20);
  const section = readme.slice(readme.indexOf("## Options"), readme.indexOf("## Limits"));
  const rows = [...section.matchAll(/^\| (`.*?) \|(.*?)\| \S.* \|$/gm)].flatMap(([, names, value]) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name]) => ({ name, value: value.replaceAll("`", "").trim() })),
  );
  assert.deepEqual(rows.map(({ name }) => name), [...defaults.keys()]);
  for (const { name, value } of rows) {
    // A default in words is told by the declarations alone.
    if (/^["\d]|^(?:true|false)/.test(defaults.get(name))) assert.equal(value, defaults.get(name).split(";")[0], name);
  }
});
