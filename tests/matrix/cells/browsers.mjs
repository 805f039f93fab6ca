// Browsers without a bundler: each place that a page can run scripts in, and each policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium, launchFirefox, launchWebKit } from "../browser.mjs";
import { inPage, serve } from "../site.mjs";

const LOAD = `import * as redress from "/index.js";
import { run } from "/tests/matrix/app/run.js";
const start = (plan) => run({ ...redress }, plan);
`;
const page = (script) => `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script type=module>${script}</script>`;
/** The page asks a worker, or a frame, through a port. */
const ask = (connect) => page(`globalThis.run = (plan) => new Promise((resolve, reject) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => data.error ? reject(new Error(data.error)) : resolve(data);
  const say = (target, ...rest) => target.postMessage({ plan, port: port2 }, ...rest, [port2]);
  (async () => { ${connect} })().catch(reject);
});`);
const ANSWER = `const answer = ({ data: { plan, port } }) =>
  start(plan).then((found) => port.postMessage(found), (error) => port.postMessage({ error: error.stack ?? String(error) }));
`;

const FILES = {
  "page/index.html": page(`${LOAD} globalThis.run = start;`),
  "script/index.html": `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script src="/script.js"></script>
    <script type=module>import { run } from "/tests/matrix/app/run.js"; globalThis.run = (plan) => run(redress, plan);</script>`,
  "policy/index.html": `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script type=module src="/policy.js"></script>`,
  "policy.js": `${LOAD} globalThis.run = start;`,
  "forbidden/index.html": `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script type=module src="/forbidden.js"></script>`,
  "forbidden.js": `import { classifyError, fetchWithBackoff } from "/index.js";
    globalThis.run = async ({ requests: { failing: { url, init } } }) => {
      const response = await fetchWithBackoff(url, init);
      const error = await classifyError(response).catch((error) => error);
      return { status: response.status, message: error.message };
    };`,
  "js/index.html": `<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script type=module src="/js-page.js"></script>`,
  "js-page.js": LOAD.replace("/index.js", "/js.js") + "globalThis.run = start;",
  "worker/index.html": ask(`say(new Worker("/worker.js", { type: "module" }));`),
  "worker.js": `${LOAD}${ANSWER} onmessage = answer;`,
  "shared/index.html": ask(`say(new SharedWorker("/shared.js", { type: "module" }).port);`),
  "shared.js": `${LOAD}${ANSWER} onconnect = ({ ports: [port] }) => { port.onmessage = answer; };`,
  "service/index.html": ask(`const { installing, waiting, active } = await navigator.serviceWorker.register("/service.js", { type: "module", scope: "/service/" });
    say(installing ?? waiting ?? active);`),
  "service.js": `${LOAD}${ANSWER} onmessage = (event) => event.waitUntil(answer(event));`,
  "frame/index.html": ask(`const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.src = "/framed/";
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    say(frame.contentWindow, "*");`),
  "framed/index.html": page(`${LOAD}${ANSWER} onmessage = answer;`),
};

const STRICT = "default-src 'none'; script-src 'self'; connect-src http: https:; img-src data:";
const POLICIES = { "/policy/": `${STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")}`, "/forbidden/": STRICT, "/js/": STRICT };

/** Where the browser's fetch tells less, or otherwise. */
const DIFFERENCES = {
  // A connection that breaks in the body looks like an abort.
  Firefox: { "reset in the body": { kind: "aborted", retryable: false } },
  // Its AbortSignal.timeout aborts as an AbortError.
  WebKitGTK: { timeout: { kind: "aborted", retryable: false } },
};

/** Firefox's AbortSignal.timeout aborts as an AbortError in workers, and only there. */
const isOtherInWorker = (product, place) => product === "Firefox" && / worker$/.test(place);

const PLACES = {
  page: "page", "classic script": "script", "page with a strict policy": "policy", "redress/js, page that forbids WebAssembly": "js",
  "dedicated worker": "worker", "shared worker": "shared", "service worker": "service", "sandboxed iframe": "frame",
};

export async function browsers(context) {
  const dist = (name) => readFileSync(join(context.packageDir, "dist", name), "utf8");
  const folder = context.folder("browsers", { ...FILES, "index.js": dist("index.js"), "script.js": dist("script.js"), "js.js": dist("js.js") });
  context.share(folder);
  const headers = (path) => ({ "Access-Control-Allow-Origin": "*", ...(POLICIES[path] && { "Content-Security-Policy": POLICIES[path] }) });
  const open = async (launch, path) => {
    const browser = await launch();
    const site = await serve(folder, headers);
    try {
      return await inPage(browser, `${site.url}/${path}/`, await context.plan(true));
    } finally {
      await site.close();
    }
  };

  const cells = [];
  for (const [product, launch] of [["Chromium", launchChromium], ["Firefox", launchFirefox], ["WebKitGTK", launchWebKit]]) {
    const version = async () => ({ version: await (await launch()).version() });
    for (const [place, path] of Object.entries(PLACES)) {
      cells.push({
        group: "browser",
        product,
        name: `${product}, ${place}`,
        async run() {
          const faults = { ...DIFFERENCES[product], ...(isOtherInWorker(product, place) && DIFFERENCES.WebKitGTK) };
          context.check(await open(launch, path), { inPage: true, faults });
          return version();
        },
      });
    }
    cells.push({
      group: "browser",
      product,
      name: `${product}, page that forbids WebAssembly`,
      async run() {
        const found = await open(launch, "forbidden");
        assert.equal(found.status, 500);
        assert.match(found.message, /'wasm-unsafe-eval'.*script-src/);
        return version();
      },
    });
  }
  return cells;
}
