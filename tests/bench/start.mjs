// What a first call costs: import and first `classifyErrorSync`, against importing axios and importing ky alone. In
// fresh Node processes and in fresh pages, alternately, so that a busy machine slows them alike. And what each entry costs.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../matrix/site.mjs";

const ROUNDS = 20;
const TARGET = 1.0;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const FACTS = `{ status: 429, headers: { "retry-after": "7" }, body: '{"error":{"code":"rate_limited"}}' }`;
const call = `module.classifyErrorSync(${FACTS});`;
const contenders = {
  redress: { file: here("../../pkg/dist/index.js"), call },
  "redress/js": { file: here("../../pkg/dist/js.js"), call },
  axios: { file: here("../node_modules/axios/index.js"), page: here("../node_modules/axios/dist/esm/axios.min.js"), call: "" },
  ky: { file: here("../node_modules/ky/distribution/index.js"), call: "" },
};

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

async function measure(once) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, contender] of Object.entries(contenders)) times[name].push(await once(name, contender));
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

function print(title, medians, names) {
  console.log(`\n  ${title}, median of ${ROUNDS}`);
  for (const name of names) console.log(`  ${name.padEnd(14)}${medians[name].toFixed(1).padStart(8)} ms${(medians[name] / medians.axios).toFixed(2).padStart(8)} × axios`);
  console.log(`  target: at most ${TARGET} × axios: ${medians.redress <= TARGET * medians.axios ? "met" : "NOT met"}`);
}

const inNode = await measure((_, { file, call }) => {
  const code = `const began = performance.now(); const module = await import(${JSON.stringify(pathToFileURL(file).href)}); ${call} console.log(performance.now() - began);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }));
});
print("a fresh Node process: import and first call", inNode, Object.keys(contenders));

const program = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (existsSync(program)) {
  // ky is several files, which a page would load one by one; nobody serves it so.
  const names = ["redress", "redress/js", "axios"];
  const folder = mkdtempSync(join(tmpdir(), "redress-start-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><link rel=icon href=data:,>");
  for (const name of names) copyFileSync(contenders[name].page ?? contenders[name].file, join(folder, `${name.replace("/", "-")}.js`));
  const site = await serve(folder);
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
  const inPage = await measure(async (name, { call }) => {
    if (!names.includes(name)) return NaN;
    const page = await browser.newPage();
    await page.goto(site.url);
    const code = `(async () => { const began = performance.now(); const module = await import("/${name.replace("/", "-")}.js"); ${call} return performance.now() - began; })()`;
    const time = await page.evaluate(code);
    await page.close();
    return time;
  });
  print("a fresh page in Chromium: the same, download from this machine included", inPage, names);
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}

// Once warm: what it costs to do without WebAssembly.
const CALLS = 20_000;
const facts = { status: 429, headers: { "retry-after": "7" }, body: '{"error":{"code":"rate_limited","message":"Too many requests"}}' };
const warm = {};
for (const name of ["redress", "redress/js"]) {
  const { classifyErrorSync } = await import(pathToFileURL(contenders[name].file).href);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    for (let n = 0; n < CALLS; n++) classifyErrorSync(facts);
    rounds.push(((performance.now() - began) * 1e6) / CALLS);
  }
  warm[name] = median(rounds);
}
console.log(`\n  classifyErrorSync once warm: redress ${warm.redress.toFixed(0)} ns, redress/js ${warm["redress/js"].toFixed(0)} ns, ${(warm["redress/js"] / warm.redress).toFixed(2)} × as long`);
