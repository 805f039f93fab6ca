// Compares what came of a row, and what its server saw, with what the table says.
import assert from "node:assert/strict";

/** How late a busy machine may make anything. */
const LATE_MS = 5000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function between(value, least, most, what) {
  assert.ok(value >= least && value <= most, `${what}: ${value} is not in ${least}..${most}`);
}

/**
 * What is expected there: `page` and `workerd` hold what differs, `hidden` and `closed` what CORS makes of it. Where no
 * header says anything, nothing is hidden.
 */
export function expectation(row, runtime, cors) {
  const differs = cors === "hidden" && !row.server.some(({ headers }) => headers) ? {} : row[cors];
  return (cors === "open" || differs) && { ...row.expect, ...row[runtime], ...differs };
}

export async function check(expect, found, { log, told }) {
  const { attempts, gaps, until, bodies, keys, header = "idempotency-key", released, result, tookMs, retryInMs, methods } = expect;
  assert.equal(log.length, attempts, `requests that arrived; ${JSON.stringify(found)}`);
  for (const name of ["status", "error", "reason", "kind", "body", "message", "told", "rows", "unread"]) {
    if (name in expect) assert.deepEqual(found[name], expect[name], `${name} of ${JSON.stringify(found)}`);
  }
  if (!("error" in expect)) assert.equal(found.error, undefined, JSON.stringify(found));
  for (const [at, least] of (gaps ?? []).entries()) {
    between(log[at + 1].at - log[at].at, least, least * 1.1 + LATE_MS, `gap ${at + 1}`);
  }
  if (until) assert.ok(log[1].date >= told.until, `${told.until - log[1].date} ms before the date`);
  if (bodies) for (const { body } of log) assert.match(body, bodies);
  if (methods) assert.deepEqual(log.map(({ method }) => method), methods);
  if (keys) {
    const sent = log.map(({ headers }) => headers[header]);
    assert.equal(new Set(sent).size, 1, sent.join());
    keys === "uuid" ? assert.match(sent[0], UUID) : assert.equal(sent[0], keys);
  }
  // Connections that had to be let go: the servers see them closed, without having ended them.
  for (const at of released ?? []) {
    await Promise.race([log[at].closed, new Promise((resolve) => setTimeout(resolve, LATE_MS).unref())]);
    assert.ok(log[at].aborted, `connection ${at + 1} was let go`);
  }
  if (tookMs) between(found.tookMs, tookMs[0] * 0.9, tookMs[1] + (tookMs[2] ?? LATE_MS), "the call took");
  if (retryInMs) between(found.retryInMs, retryInMs - LATE_MS, retryInMs + 2000, "retryAt");
  for (const name in result) assert.deepEqual(found[name], result[name], `${name} of ${JSON.stringify(found)}`);
}
