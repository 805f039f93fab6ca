// The table as tests of one runtime. `run(rows, urls)` runs rows there and gives what came of each.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { check, expectation } from "./check.mjs";
import { serveRow } from "./server.mjs";
import { rows } from "./table.mjs";

/** At once, so that the table takes as long as its slowest rows; not all of them, so that none is held up. */
const AT_ONCE = 30;

export function scenarios(runtime, cors, run) {
  const chosen = rows.map((row, number) => ({ row, number, expect: expectation(row, runtime, cors) })).filter(({ expect }) => expect);
  describe(cors === "open" ? "the table" : `the table, ${cors} to a page of another origin`, () => {
    const servers = new Map();
    const results = new Map();
    before(async () => {
      const queue = [...chosen];
      const lane = async () => {
        for (let next; (next = queue.shift()); ) {
          const server = await serveRow(next.row, cors);
          servers.set(next.number, server);
          results.set(next.number, await run(next.number, server.url).catch((error) => ({ failed: error })));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    });
    after(() => servers.forEach((server) => server.close()));

    for (const { row, number, expect } of chosen) {
      test(row.name, async () => {
        const found = results.get(number);
        assert.ifError(found.failed);
        await check(expect, found, servers.get(number));
      });
    }
  });
}
