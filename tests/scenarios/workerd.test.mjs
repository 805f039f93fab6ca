// The table in workerd: each row is a request to a Worker, which runs it while it answers.
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { startWorker } from "../package/worker.mjs";
import { scenarios } from "./suite.mjs";

const here = (name) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
let miniflare;

before(async () => {
  miniflare = await startWorker(
    "table-worker",
    `import * as redress from "redress";
     import { run } from ${here("run.mjs")};
     import { rows } from ${here("table.mjs")};
     export default {
       async fetch(request) {
         const [number, url] = await request.json();
         return Response.json(await run({ ...redress }, rows[number], url));
       },
     };`,
  );
});
after(() => miniflare?.dispose());

scenarios("workerd", "open", async (number, url) => {
  const response = await miniflare.dispatchFetch("http://worker.test/", { method: "POST", body: JSON.stringify([number, url]) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return JSON.parse(text);
});
