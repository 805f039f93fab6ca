// What classifying costs against parsing alone, in one run and as ratios: `classifyErrorSync` from text, against
// `JSON.parse` of the same text, and against JSON.parse with a hand-written switch behind it. The rounds of all
// three alternate, so that a busy machine slows them alike.
import { readFileSync } from "node:fs";
import { classifyErrorSync } from "../../pkg/dist/index.js";

const TARGET = 1.0;
const ROUNDS = 60;
const CALLS = 400;

const lines = readFileSync(new URL("../golden/corpus.jsonl", import.meta.url), "utf8").trim().split("\n");
const cases = lines.map((line) => JSON.parse(line)).filter(({ body }) => isJson(body));
const seeds = cases.filter(({ id }) => /^(ogstack|ogengine|successdata|seed3|seed4)-/.test(id));

function isJson(text) {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

// What an application writes for one API by hand, for the kinds that it has met.
function byHand({ status, body }) {
  const parsed = JSON.parse(body);
  const error = typeof parsed.error === "object" && parsed.error !== null ? parsed.error : parsed;
  const code = error.code ?? parsed.error;
  switch (code) {
    case "PLAN_LIMIT_EXCEEDED":
    case "INSUFFICIENT_CREDITS":
    case "SPENDING_LIMIT_EXCEEDED":
    case "rate_limited":
      return { kind: "quota_exhausted", retryable: false, code, message: error.message, status };
    case "TIER_LOCKED":
    case "plan_required":
      return { kind: "tier_locked", retryable: false, code, message: error.message, status };
    default:
      return { kind: status >= 500 ? "server_error" : "bad_request", retryable: status === 429 || status >= 500, code, message: error.message, status };
  }
}

const contenders = {
  "JSON.parse": ({ body }) => JSON.parse(body),
  "JSON.parse and a switch": byHand,
  classifyErrorSync: (facts) => classifyErrorSync(facts),
};

let sink = 0;

function once(run, input) {
  const start = process.hrtime.bigint();
  for (let call = 0; call < CALLS; call++) sink += run(input) === undefined ? 1 : 0;
  return Number(process.hrtime.bigint() - start) / CALLS;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const sort = (numbers) => numbers.sort((a, b) => a - b);

// The median over the rounds for each input; then the mean, and the inputs' own distribution.
function measure(set) {
  const inputs = set.map(({ status, body }) => ({ status, headers: undefined, body }));
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, inputs.map(() => [])]));
  for (let round = 0; round < ROUNDS; round++) {
    inputs.forEach((input, index) => {
      for (const name in contenders) times[name][index].push(once(contenders[name], input));
    });
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, all.map((rounds) => at(sort(rounds), 0.5))]));
}

function print(title, set) {
  const medians = measure(set);
  console.log(`\n  ${title}: ${set.length} bodies`);
  console.log(`  ${"".padEnd(26)}${"median".padStart(10)}${"p95".padStart(10)}${"ratio of medians".padStart(20)}${"ratio of p95".padStart(16)}`);
  const base = sort([...medians["JSON.parse"]]);
  let verdict;
  for (const [name, values] of Object.entries(medians)) {
    const sorted = sort([...values]);
    const [median, p95] = [at(sorted, 0.5), at(sorted, 0.95)];
    const ratios = [median / at(base, 0.5), p95 / at(base, 0.95)];
    console.log(`  ${name.padEnd(26)}${`${median.toFixed(0)} ns`.padStart(10)}${`${p95.toFixed(0)} ns`.padStart(10)}${ratios[0].toFixed(2).padStart(20)}${ratios[1].toFixed(2).padStart(16)}`);
    verdict = ratios;
  }
  const met = verdict.every((ratio) => ratio <= TARGET);
  console.log(`  target: at most ${TARGET.toFixed(1)} × JSON.parse: ${met ? "met" : "NOT met"}`);
}

// A 64 KiB body costs what its bytes cost.
function growth() {
  const body = (kib) => JSON.stringify({ error: { code: "rate_limited", message: "x" }, padding: "y".repeat(kib * 1024 - 80) });
  console.log(`\n  growth with the size of the body`);
  const small = body(1);
  for (const kib of [1, 4, 16, 64]) {
    const text = body(kib);
    const time = (input) => at(sort(Array.from({ length: 40 }, () => once(contenders.classifyErrorSync, { status: 429, body: input }))), 0.5);
    const ratio = time(text) / time(small);
    console.log(`  ${`${kib} KiB`.padEnd(26)}${`${ratio.toFixed(1)} ×`.padStart(10)} the time of 1 KiB, for ${kib} × the bytes`);
  }
}

for (const facts of cases) classifyErrorSync({ status: facts.status, body: facts.body });
print("the five APIs of the seeds", seeds);
print("all JSON bodies of the corpus", cases);
growth();
if (sink > 0) console.log("  a contender returned nothing");
