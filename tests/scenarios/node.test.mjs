// The table in Node.
import { redress } from "../package/setup.mjs";
import { run } from "./run.mjs";
import { scenarios } from "./suite.mjs";
import { rows } from "./table.mjs";

scenarios("node", "open", (number, url) => run(redress, rows[number], url));
