// What every cell runs: the small app, then what this runtime's fetch does when a request fails.
import { app } from "../../package/apps/app.js";
import { faults } from "./faults.js";

export async function run(redress, { requests, addresses }) {
  return { app: await app(redress, requests), faults: await faults(redress, addresses) };
}
