// Every documented error of the five APIs: provoked by a real request, classified by the installed package.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { apis, prepare, situations } from "../../www/simulator/situations.js";
import { useServer } from "../simulator/setup.mjs";
import { redress } from "./setup.mjs";

const { classifyError, classifyErrorSync, describeError, fetchWithBackoff } = redress;
const server = useServer();

/** The members that are expected; all of them when nothing is expected there. */
const only = (value, wanted) =>
  value && wanted ? Object.fromEntries(Object.keys(wanted).map((name) => [name, value[name]])) : value;

function check(found, expect, response) {
  const { status, code, kind, action, message, type, docsUrl, upgradeUrl, plan, quota, fields } = expect;
  const facts = { status: found.status, code: found.code, kind: found.kind };
  assert.deepEqual(facts, { status, code, kind });
  if (action) assert.equal(found.action, action);
  if (message) assert.equal(found.message, message);
  if (type) assert.equal(found.type, type);
  if ("retryable" in expect) assert.equal(found.retryable, expect.retryable);
  assert.equal(found.docsUrl, docsUrl ?? null);
  if (upgradeUrl) assert.equal(found.upgradeUrl, upgradeUrl);
  if (plan) assert.deepEqual(only(found.plan, plan), plan);
  if (quota) assert.deepEqual(only(found.quota, quota), quota);
  if (expect.quotaResets) assert.ok(found.quota.resetAt > Date.now(), "the reset is to come");
  if (fields) assert.deepEqual(found.fields.map((field, index) => only(field, fields[index])), fields);
  if (expect.retryAfterMs) {
    const [least, most] = expect.retryAfterMs;
    assert.ok(found.retryAfterMs > least - 1000 && found.retryAfterMs <= most, `${found.retryAfterMs} is within ${expect.retryAfterMs}`);
  }
  assert.equal(found.requestId, response.headers.get("x-request-id"));
}

for (const api of apis) {
  describe(api.id, () => {
    for (const situation of situations.filter((one) => one.api === api.id && one.documented)) {
      test(situation.id, async () => {
        const { url, init } = await prepare(situation, { baseUrl: server.apiUrl });
        const response = await fetch(url, init);
        const now = Date.now();
        const found = await classifyError(response, { now });
        check(found, situation.expect, response);
        assert.deepEqual(structuredClone(found), found);
        assert.deepEqual(JSON.parse(JSON.stringify(found)), found);

        const body = await response.text();
        assert.deepEqual(classifyErrorSync({ status: response.status, headers: response.headers, body, url }, { now }), found);

        const notice = describeError(found, { now });
        assert.ok(notice.title && notice.message, "there is something to tell the user");
        assert.equal(notice.reference, found.requestId);
      });
    }
  });
}

describe("where retrying mends it", { concurrency: true }, () => {
  for (const situation of situations.filter(({ then }) => then)) {
    test(`${situation.api}/${situation.id} ends in ${situation.then.status}`, async () => {
      const { url, init, idempotencyKey } = await prepare(situation, { baseUrl: server.apiUrl });
      if (idempotencyKey) init.headers["Idempotency-Key"] = idempotencyKey;
      const kinds = [];
      const response = await fetchWithBackoff(({ signal }) => fetch(url, { ...init, signal }), {
        maxAttempts: 10,
        onRetry: ({ classification }) => void kinds.push(classification.kind),
      });
      assert.equal(response.status, situation.then.status);
      assert.equal(kinds[0], situation.expect.kind);
      assert.ok((await response.text()).length > 0);
    });
  }
});
