// Whether many calls leave anything behind: a million that succeed, a hundred thousand that are retried, ten thousand
// that wait and are aborted. The module's memory must not grow at all, JavaScript's only by what a collector leaves.
import { createFetch, fetchWithBackoff } from "../../pkg/dist/index.js";
import { moduleBytes } from "../package/memory.mjs";

const URL = "http://127.0.0.1/";
const HEAP_LIMIT = 4 * 2 ** 20;
globalThis.fetch = async () => new Response(null, { status: 204 });
const { signal } = new AbortController();
const api = createFetch();
const answers = (...list) => async () => new Response('{"error":{"code":"busy"}}', { status: list.length > 1 ? list.shift() : list[0] });
const quick = { baseDelayMs: 0, maxAttempts: 2 };

const kinds = {
  "successful calls": [1_000_000, 10, () => fetchWithBackoff(URL)],
  "successful calls of createFetch": [1_000_000, 10, () => api(URL, { signal })],
  "retried calls": [100_000, 100, () => fetchWithBackoff(answers(503, 200), quick)],
  "calls that fail for good": [20_000, 100, () => fetchWithBackoff(answers(500), quick).catch(() => {})],
  "calls with a time limit, on one signal": [20_000, 10, () => fetchWithBackoff(URL, { signal }, { attemptTimeoutMs: 60_000 })],
  "waiting calls, aborted": [10_000, 10_000, async () => {
    const controller = new AbortController();
    const wait = { signal: controller.signal, onRetry: () => void setTimeout(() => controller.abort("enough")) };
    await fetchWithBackoff(async () => new Response(null, { status: 503, headers: { "Retry-After": "50" } }), wait).catch(() => {});
  }],
};

async function many(count, lanes, call) {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function settled() {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc();
  }
  return [moduleBytes(), process.memoryUsage().heapUsed];
}

const signed = (bytes) => `${bytes < 0 ? "" : "+"}${Math.round(bytes / 1024)} KiB`;
for (const [name, [count, lanes, call]] of Object.entries(kinds)) {
  await many(Math.max(lanes, count / 50), lanes, call);
  const [moduleBefore, heapBefore] = await settled();
  await many(count, lanes, call);
  const [moduleAfter, heapAfter] = await settled();
  const grown = moduleAfter > moduleBefore || heapAfter - heapBefore > HEAP_LIMIT;
  if (grown) process.exitCode = 1;
  console.log(
    `  ${String(count).padStart(9)} ${name.padEnd(40)} module ${signed(moduleAfter - moduleBefore).padStart(8)}, heap ${signed(heapAfter - heapBefore).padStart(10)}${grown ? "  GROWN" : ""}`,
  );
}
