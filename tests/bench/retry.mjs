// What a successful call costs on top of `fetch`: a stub that answers at once, bare, through fetchWithBackoff and
// through ofetch, in rounds that alternate. The overhead is what comes on top of the stub.
import { ofetch } from "ofetch";
import { fetchWithBackoff } from "../../pkg/dist/index.js";

const TARGET = 0.6;
const ROUNDS = 60;
const CALLS = 2000;
const URL = "http://127.0.0.1/";

// 204: no contender has a body to read.
globalThis.fetch = async () => new Response(null, { status: 204 });
const through = ofetch.create({}, { fetch: globalThis.fetch, Headers, AbortController });

const contenders = {
  "the bare stub": () => globalThis.fetch(URL),
  fetchWithBackoff: () => fetchWithBackoff(URL),
  ofetch: () => through.raw(URL),
};

async function once(call) {
  const start = process.hrtime.bigint();
  for (let n = 0; n < CALLS; n++) await call();
  return Number(process.hrtime.bigint() - start) / CALLS;
}

const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name in contenders) times[name].push(await once(contenders[name]));
}
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
const overhead = (name) => medians[name] - medians["the bare stub"];

for (const name in medians) {
  console.log(`  ${name.padEnd(20)}${`${(medians[name] / 1000).toFixed(2)} µs`.padStart(12)}${`+${(overhead(name) / 1000).toFixed(2)} µs`.padStart(12)}`);
}
const ratio = overhead("fetchWithBackoff") / overhead("ofetch");
console.log(`  overhead of fetchWithBackoff: ${ratio.toFixed(2)} × that of ofetch; target: at most ${TARGET}: ${ratio <= TARGET ? "met" : "NOT met"}`);
