// Every situation of the catalogue, over real HTTP: status, code, message and the exact shape of the body.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { apis, prepare, situations } from "../../www/simulator/situations.js";
import { useServer } from "./setup.mjs";

const server = useServer();

const SHAPES = {
  ogstack(body, { status, code, message }) {
    assert.deepEqual(Object.keys(body), code ? ["statusCode", "code", "message"] : ["statusCode", "message"]);
    assert.equal(body.statusCode, status);
    assert.equal(body.code ?? null, code);
    assert.equal(body.message, message);
  },
  "og-engine"(body, { status, code, message, docsUrl, fields, plan, quota }) {
    const known = status === 500 ? ["error", "message", "requestId"] : ["error", "message", "details", "docs"];
    assert.deepEqual(Object.keys(body), known.filter((name) => name in body));
    assert.equal(body.error, code);
    assert.equal(body.message, message);
    assert.equal(body.docs ?? null, docsUrl ?? null);
    if (fields) {
      const [{ path, allowed, max }] = fields;
      assert.equal(body.details.field, path);
      assert.deepEqual(body.details.allowed ?? body.details.available ?? null, allowed ?? null);
      assert.equal(body.details.maxSizeBytes ?? null, max ?? null);
    } else if (plan) {
      assert.deepEqual(body.details, { feature: plan.feature, requiredPlan: plan.required, upgradeUrl: plan.upgradeUrl });
    } else if (quota) {
      const { limit, used, resetAt, upgradeUrl } = body.details;
      assert.deepEqual(Object.keys(body.details), ["limit", "used", "resetAt", "upgradeUrl"]);
      assert.deepEqual({ limit, used }, { limit: quota.limit, used: quota.used });
      assert.match(resetAt, /^\d{4}-\d\d-\d\dT00:00:00Z$/);
      assert.ok(Date.parse(resetAt) > Date.now());
      assert.equal(upgradeUrl, "https://og-engine.com/pricing");
    } else {
      assert.equal(body.details, undefined);
    }
  },
  "success-data-error"(body, { status, code, message, fields, quota }) {
    assert.deepEqual(Object.keys(body), ["success", "data", "error"]);
    if (status === 200) {
      assert.equal(body.success, true);
      assert.equal(body.data.status, "failed");
      assert.deepEqual(body.data.error, { code, message });
      return;
    }
    assert.equal(body.success, false);
    assert.equal(body.data, null);
    const extra = fields ? ["details"] : quota ? ["active_requests", "concurrency_limit"] : [];
    assert.deepEqual(Object.keys(body.error), ["code", "message", ...extra]);
    assert.equal(body.error.code, code);
    assert.equal(body.error.message, message);
    if (fields) assert.equal(body.error.details.param, fields[0].path);
    if (quota) assert.deepEqual([body.error.active_requests, body.error.concurrency_limit], [quota.used, quota.limit]);
  },
  "openai-style"(body, { code, type, message }) {
    assert.deepEqual(Object.keys(body), ["error"]);
    assert.deepEqual(Object.entries(body.error), Object.entries({ message, type, code }));
  },
  "status-data-error"(body, { code, message }) {
    assert.deepEqual(Object.entries(body), Object.entries({ status: "error", data: null, error: body.error }));
    assert.deepEqual(Object.entries(body.error), Object.entries({ code, message }));
  },
};

async function play(situation) {
  const { url, init } = await prepare(situation, { baseUrl: server.apiUrl });
  return { url, init, response: await fetch(url, init) };
}

for (const api of apis) {
  describe(api.id, () => {
    for (const situation of situations.filter((one) => one.api === api.id && one.documented)) {
      const { id, expect } = situation;
      test(`${id}: ${expect.status} ${expect.code ?? "without a code"}`, async () => {
        const { response } = await play(situation);
        assert.equal(response.status, expect.status);
        assert.equal(response.headers.get("content-type"), "application/json");
        assert.match(response.headers.get("x-request-id"), /^req_[a-z0-9]{8}$/);
        const body = await response.json();
        SHAPES[api.id](body, expect);
        if (expect.requestIdInBody) assert.equal(body.requestId, response.headers.get("x-request-id"));
        checkRetryAfter(response, expect);
      });
    }
  });
}

function checkRetryAfter(response, { status, retryAfterMs }) {
  const header = response.headers.get("retry-after");
  if (!retryAfterMs) return assert.equal(header, null, `no Retry-After is documented for this ${status}`);
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  assert.ok(waitMs >= retryAfterMs[0] - 1000 && waitMs <= retryAfterMs[1], `${header} is within ${retryAfterMs}`);
}

describe("where retrying mends it", () => {
  // Those that a pace or a running job holds up need real time; their clocks are tested in counters.test.mjs.
  const planned = situations.filter(({ then, request }) => then && request.headers?.["X-Simulate"]);
  assert.ok(planned.length >= 8);
  for (const situation of planned) {
    test(`${situation.api}/${situation.id} ends in ${situation.then.status}`, async () => {
      const { url, init, idempotencyKey } = await prepare(situation, { baseUrl: server.apiUrl });
      if (idempotencyKey) init.headers["Idempotency-Key"] = idempotencyKey;
      const statuses = [];
      while (statuses.length < 3 && statuses.at(-1) !== situation.then.status) {
        const response = await fetch(url, init).catch(() => null);
        statuses.push(response?.status ?? null);
        await response?.arrayBuffer();
      }
      assert.equal(statuses[0], situation.expect.status);
      assert.equal(statuses.at(-1), situation.then.status);
    });
  }
});

test("the catalogue names every documented status and code", () => {
  const documented = {
    ogstack: "400 BAD_REQUEST,400 VALIDATION_ERROR,400 MALFORMED_BODY,401 UNAUTHORIZED,402 TIER_LOCKED,403 FORBIDDEN,403 PLAN_LIMIT_EXCEEDED,404 NOT_FOUND,409 CONFLICT,409 IMAGE_EXISTS,429 null",
    "og-engine":
      "400 invalid_request,400 missing_field,400 invalid_font,400 invalid_format,400 invalid_file,401 unauthorized,402 plan_required,429 rate_limited,500 server_error",
    "success-data-error":
      "400 invalid_request,400 INVALID_URL,400 INVALID_EVENTS,401 UNAUTHORIZED,402 INSUFFICIENT_CREDITS,402 SPENDING_LIMIT_EXCEEDED,403 FORBIDDEN,404 NOT_FOUND,429 CONCURRENT_GENERATION_LIMIT,429 RATE_LIMITED,500 INTERNAL_ERROR",
    "openai-style": "400 bad_request,401 invalid_api_key,402 insufficient_credits,404 not_found,410 gone,429 rate_limit_exceeded,500 server_error",
    "status-data-error":
      "400 VALIDATION_ERROR,400 INVALID_INPUT,400 MISSING_REQUIRED_FIELD,401 UNAUTHORIZED,401 INVALID_API_KEY,401 API_KEY_EXPIRED,401 INVALID_TOKEN,401 TOKEN_EXPIRED,402 PAYMENT_REQUIRED,402 INSUFFICIENT_CREDITS,403 FORBIDDEN,403 INSUFFICIENT_PERMISSIONS,404 NOT_FOUND,404 DESIGN_NOT_FOUND,404 PDF_NOT_FOUND,409 ALREADY_EXISTS,409 DUPLICATE_ENTRY,500 INTERNAL_ERROR,500 DATABASE_ERROR,500 S3_ERROR",
  };
  for (const [api, rows] of Object.entries(documented)) {
    const there = new Set(situations.filter((one) => one.api === api && one.documented).map(({ expect }) => `${expect.status} ${expect.code}`));
    for (const row of rows.split(",")) assert.ok(there.has(row), `${api}: ${row}`);
  }
});

test("ids are unique within an API", () => {
  const ids = situations.map(({ api, id }) => `${api}/${id}`);
  assert.equal(new Set(ids).size, ids.length);
});

test("the handler imports nothing of a runtime", () => {
  for (const file of ["simulator.js", "simulator-worker.js", "simulator/faults.js", "simulator/response.js", "simulator/body.js"]) {
    const text = readFileSync(new URL(`../../www/${file}`, import.meta.url), "utf8");
    assert.doesNotMatch(text, /from "(?!\.)|require\(|\b(process|Buffer|Deno|Bun)\./, file);
  }
});
