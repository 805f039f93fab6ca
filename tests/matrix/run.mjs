// Tries the packed package in every environment: REDRESS_TARBALL=… node tests/matrix/run.mjs [--write] [part of a name …]
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { closeBrowsers } from "./browser.mjs";
import { closeNext } from "./cells/next.mjs";
import { Unavailable, start } from "./context.mjs";
import { publish, row } from "./table.mjs";

const GROUPS = ["runtimes", "workers", "bundlers", "next", "browsers", "runners"];

const args = process.argv.slice(2);
const isWriting = args.includes("--write");
const wanted = args.filter((arg) => arg !== "--write");
const context = await start();
const cells = [];
for (const group of GROUPS) {
  const { [group]: list } = await import(`./cells/${group}.mjs`);
  cells.push(...(await list(context)));
}

const results = [];
const failures = [];
for (const { run, ...cell } of cells) {
  if (wanted.length > 0 && !wanted.some((part) => cell.name.toLowerCase().includes(part.toLowerCase()))) continue;
  const began = performance.now();
  const result = { ...cell, outcome: "passed" };
  try {
    Object.assign(result, await run(context));
  } catch (error) {
    result.outcome = error instanceof Unavailable ? "cannot run here" : "FAILED";
    result.why = error.message;
    if (result.outcome === "FAILED") failures.push([cell.name, error]);
  }
  result.seconds = (performance.now() - began) / 1000;
  results.push(result);
  console.log(row(result));
}
for (const [name, error] of failures) console.log(`\nFAILED: ${name}\n${error.message}`);

const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
console.log(`\n${count("passed")} passed, ${count("FAILED")} failed, ${count("cannot run here")} cannot run here`);
mkdirSync(dirname(join(context.work, "result.json")), { recursive: true });
writeFileSync(join(context.work, "result.json"), JSON.stringify(results, null, 2));
if (isWriting && wanted.length === 0) publish(results);
await closeNext();
await closeBrowsers();
await context.close();
process.exit(failures.length > 0 ? 1 : 0);
