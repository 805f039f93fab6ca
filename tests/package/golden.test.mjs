// The golden cases through the packed module: the same data, labels and measures as the host's tests (tests/corpus.rs).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { redress } from "./setup.mjs";

const { classifyErrorSync } = redress;

const cases = (file) =>
  readFileSync(new URL(`../golden/${file}`, import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line));

function classified({ status, headers, body, thrown, now }) {
  const input = thrown
    ? Object.assign(new Error(thrown.message), { name: thrown.name, ...(thrown.code && { code: thrown.code }) })
    : { status: status ?? 0, headers, body: body ?? "" };
  return classifyErrorSync(input, { now: Date.parse(now) });
}

const isKind = ({ kind, altKinds = [] }, found) => [kind, ...altKinds].includes(found.kind);
const trimmed = (text) => text?.trim() ?? null;

/** What is measured: each measure gives its answers, right or wrong. */
const measures = {
  kind: (expect, found) => [isKind(expect, found)],
  code: (expect, found) => [trimmed(found.code)?.toLowerCase() === trimmed(expect.code)?.toLowerCase()],
  message: (expect, found) => [trimmed(found.message) === trimmed(expect.message)],
  delay: ({ retryAfterMs: expect }, { retryAfterMs: found }) => [
    expect === null || found === null ? expect === found : Math.abs(found - expect) <= Math.max(1000, expect * 0.02),
  ],
  requestId: ({ extra }, found) => (extra.requestId ? [found.requestId === extra.requestId] : []),
  docsUrl: ({ extra }, found) => (extra.docsUrl ? [found.docsUrl === extra.docsUrl] : []),
  upgradeUrl: ({ extra }, found) => (extra.upgradeUrl ? [found.upgradeUrl === extra.upgradeUrl] : []),
  limits: ({ extra }, { quota }) =>
    ["limit", "used", "remaining", "resetAt"]
      .filter((key) => extra[key] != null)
      .map((key) => (quota?.[key] ?? null) === (key === "resetAt" ? Date.parse(extra[key]) : extra[key])),
};

/** The least share of right answers, as in tests/corpus.rs. */
const least = { kind: 0.98, code: 0.97, message: 0.97, delay: 0.97, requestId: 0.95, docsUrl: 0.95, upgradeUrl: 0.95, limits: 0.95 };

function score(file) {
  const answers = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  const harmful = [];
  const missed = [];
  for (const one of cases(file)) {
    const found = classified(one);
    for (const name in measures) answers[name].push(...measures[name](one.expect, found));
    if (found.retryable !== one.expect.retryable) (found.retryable ? harmful : missed).push(one.id);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found, `${one.id} survives JSON`);
  }
  const share = (name) => answers[name].filter(Boolean).length / answers[name].length;
  return { share, harmful, missed };
}

test("the corpus is understood", () => {
  const { share, harmful, missed } = score("corpus.jsonl");
  for (const name in least) assert.ok(share(name) >= least[name], `${name}: ${share(name)} is below ${least[name]}`);
  assert.deepEqual(harmful, []);
  assert.ok(missed.length <= 2, `missed: ${missed}`);
});

test("providers that the corpus lacks are understood", () => {
  const { share, harmful, missed } = score("unseen.jsonl");
  assert.ok(share("kind") >= 0.95, `kind: ${share("kind")}`);
  assert.deepEqual(harmful, []);
  assert.ok(missed.length <= 2, `missed: ${missed}`);
});

test("flags and exceptions hold", () => {
  const wrong = cases("flags.jsonl").filter((one) => {
    const { expect } = one;
    const found = classified(one);
    return !isKind(expect, found) || found.retryable !== expect.retryable || (expect.code && found.code !== expect.code) || ["retryAfterMs", "requestId"].some((name) => name in expect && found[name] !== expect[name])
      || ("requiredPlan" in expect && (found.plan?.required ?? null) !== expect.requiredPlan);
  });
  assert.deepEqual(wrong.map(({ id }) => id), []);
});
