// Runs every library through every behaviour, against the server of the scenarios, and writes what came of it.
import { readFileSync, writeFileSync } from "node:fs";
import { serveRow } from "../scenarios/server.mjs";
import { behaviours } from "./behaviours.mjs";
import { libraries, versions } from "./libraries.mjs";
import { DOCUMENTS, insert } from "./render.mjs";

const RESULTS = new URL("results.json", import.meta.url);
// What a library leaves behind is its own business, and one of the things that are compared.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
process.setMaxListeners(0);

async function probe(library, behaviour) {
  if ((behaviour.streams && library.own) || (behaviour.posts && library.onlyPosts)) return { text: "–", good: null };
  if (behaviour.id === "abort" && library.takesNoSignal) return { text: "cannot be aborted", good: false };
  const row = { server: [200] };
  const server = await serveRow(row, "open");
  const controller = new AbortController();
  const body = '{"id":"id-1","object":"thing"}';
  const full = (answer) => (answer === 200 ? { status: 200, body } : answer);
  try {
    return await behaviour.run({
      call: library.create(),
      url: server.url,
      log: server.log,
      signal: controller.signal,
      server: (...plan) => (row.server = typeof plan[0] === "function" ? (n) => full(plan[0](n)) : plan.map(full)),
      arrived: async () => {
        while (server.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
  } finally {
    controller.abort();
    server.close();
  }
}

const results = { versions: {}, found: {} };
for (const library of libraries) {
  results.versions[library.name] = versions(library);
  results.found[library.name] = {};
}
for (const behaviour of behaviours) {
  const each = async (library) => (results.found[library.name][behaviour.id] = await probe(library, behaviour));
  if (behaviour.alone) for (const library of libraries) await each(library);
  else await Promise.all(libraries.map(each));
  console.log(`  ${behaviour.title}`);
  for (const { name } of libraries) {
    const { text, good } = results.found[name][behaviour.id];
    console.log(`    ${good === null ? " " : good ? "+" : "-"} ${name.padEnd(20)} ${text}`);
  }
}

if (process.argv.includes("--write")) {
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
  for (const document of DOCUMENTS) {
    const path = new URL(`../../${document}`, import.meta.url);
    writeFileSync(path, insert(readFileSync(path, "utf8"), document, results));
  }
}
process.exit(0);
