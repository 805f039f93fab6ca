// What real clients throw, each provoked against a real server, is classified as the response that they met.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { Octokit } from "@octokit/core";
import axios from "axios";
import got from "got";
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import Stripe from "stripe";
import { thrown } from "../package/faults.mjs";
import { redress } from "../package/setup.mjs";

const { classifyError, classifyErrorSync } = redress;

const json = { "Content-Type": "application/json" };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const stripe = (url, options) =>
  new Stripe("sk_test_1", { host: "127.0.0.1", port: new URL(url).port, protocol: "http", telemetry: false, maxNetworkRetries: 0, ...options });

/** Each makes one request, its own retries off. `only`: what the client can be asked for. */
const clients = {
  axios: (url, options) => axios.get(url, options),
  "axios by fetch": (url, options) => axios.get(url, { adapter: "fetch", ...options }),
  got: (url, { timeout, signal }) => got(url, { retry: { limit: 0 }, timeout: { request: timeout }, signal }).json(),
  ky: (url, options) => ky(url, { retry: 0, ...options }).json(),
  ofetch: (url, options) => ofetch(url, { retry: 0, ...options }),
  openai: (url, { timeout, signal }) => new OpenAI({ apiKey: "k", baseURL: url, maxRetries: 0, timeout }).models.list({ signal }),
  "@anthropic-ai/sdk": (url, { timeout, signal }) => new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0, timeout }).models.list({}, { signal }),
  stripe: (url, { timeout }) => stripe(url, { timeout }).customers.list(),
  "stripe by fetch": (url, { timeout }) => stripe(url, { timeout, httpClient: Stripe.createFetchHttpClient() }).customers.list(),
  "@octokit/core": (url, { signal }) => new Octokit({ baseUrl: url, log: quiet }).request("GET /user", { request: { signal } }),
};
const hasNoTimeout = ["@octokit/core"];
const hasNoSignal = ["stripe", "stripe by fetch"];
/** These cannot wait for a body, so that without one they read it themselves. */
const leavesBodyUnread = ["ky"];
/** Stripe's client reads nothing but JSON. */
const readsJsonOnly = ["stripe", "stripe by fetch"];

const servers = [];
/** A server that answers every request alike; gives its URL. */
async function serve(behave) {
  const server = createServer(behave);
  servers.push(server);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
after(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

const answer = (status, headers, body) => (request, response) => response.writeHead(status, { "X-Request-Id": "req_42", ...headers }).end(body);
const pick = ({ kind, code, status, requestId, retryAfterMs, message }) => ({ kind, code, status, requestId, retryAfterMs, message });

const responses = {
  "a rate limit": {
    behave: answer(429, { ...json, "Retry-After": "7" }, '{"error":{"type":"rate_limit_error","code":"tokens_per_minute","message":"Slow down, please."}}'),
    expected: { kind: "rate_limited", code: "tokens_per_minute", status: 429, requestId: "req_42", retryAfterMs: 7000, message: "Slow down, please." },
  },
  "a spent quota": {
    behave: answer(429, { ...json, "Retry-After": "1" }, '{"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"You exceeded your current quota."}}'),
    expected: { kind: "quota_exhausted", code: "insufficient_quota", status: 429, requestId: "req_42", retryAfterMs: 1000, message: "You exceeded your current quota." },
  },
  "a wrong value": {
    behave: answer(422, json, '{"error":{"type":"invalid_request_error","code":"parameter_invalid","param":"name","message":"name is too short."}}'),
    expected: { kind: "validation", code: "parameter_invalid", status: 422, requestId: "req_42", retryAfterMs: null, message: "name is too short." },
  },
  "plain text": {
    behave: answer(503, { "Content-Type": "text/plain", "Retry-After": "3" }, "We are down for maintenance."),
    expected: { kind: "maintenance", code: null, status: 503, requestId: "req_42", retryAfterMs: 3000, message: "We are down for maintenance." },
    except: readsJsonOnly,
  },
};

for (const [name, request] of Object.entries(clients)) {
  describe(name, () => {
    for (const [what, { behave, expected, except = [] }] of Object.entries(responses)) {
      if (except.includes(name)) continue;
      test(what, async () => {
        const error = await thrown(request(await serve(behave), {}));
        assert.deepEqual(pick(await classifyError(error)), expected);
        if (!leavesBodyUnread.includes(name)) assert.deepEqual(pick(classifyErrorSync(error)), expected);
      });
    }

    test("a refused connection", async () => {
      const url = await serve(() => {});
      await new Promise((resolve) => servers.pop().close(resolve));
      const { kind, retryable, status, decidedBy } = classifyErrorSync(await thrown(request(url, {})));
      assert.deepEqual({ kind, retryable, status, decidedBy }, { kind: "network", retryable: true, status: null, decidedBy: "transport" });
    });

    test("a connection that breaks", async () => {
      const url = await serve((request) => request.socket.destroy());
      const { kind, retryable, status } = classifyErrorSync(await thrown(request(url, {})));
      assert.deepEqual({ kind, retryable, status }, { kind: "network", retryable: true, status: null });
    });

    test("the client's own timeout", { skip: hasNoTimeout.includes(name) }, async () => {
      const url = await serve(() => {});
      const { kind, retryable, status } = classifyErrorSync(await thrown(request(url, { timeout: 100 })));
      assert.deepEqual({ kind, retryable, status }, { kind: "timeout", retryable: true, status: null });
    });

    test("the caller's abort", { skip: hasNoSignal.includes(name) }, async () => {
      const controller = new AbortController();
      const url = await serve(() => controller.abort());
      const { kind, retryable, status } = classifyErrorSync(await thrown(request(url, { signal: controller.signal })));
      assert.deepEqual({ kind, retryable, status }, { kind: "aborted", retryable: false, status: null });
    });
  });
}

describe("ky", () => {
  test("without waiting, its error says what status and headers say, and nothing of its own words", async () => {
    const { behave, expected } = responses["a rate limit"];
    const error = await thrown(clients.ky(await serve(behave), {}));
    assert.deepEqual(pick(classifyErrorSync(error)), { ...expected, code: null, message: null });
    assert.equal(classifyErrorSync(error).docsUrl, null);
    await classifyError(error);
    assert.match(await error.response.text(), /Slow down/, "the body is still the caller's to read");
  });
});

describe("fetch itself", () => {
  let url;
  before(async () => void (url = await serve(() => {})));
  const abortable = (signal) => thrown(fetch(url, { signal }));
  test("AbortError", async () => {
    const { kind, type } = classifyErrorSync(await abortable(AbortSignal.abort()));
    assert.deepEqual({ kind, type }, { kind: "aborted", type: "AbortError" });
  });
  test("TimeoutError", async () => {
    const { kind, type } = classifyErrorSync(await abortable(AbortSignal.timeout(50)));
    assert.deepEqual({ kind, type }, { kind: "timeout", type: "TimeoutError" });
  });
  test("a bad address, a blocked port, an unknown scheme: no retry mends them", async () => {
    for (const address of ["http://", "http://127.0.0.1:1/", "gopher://127.0.0.1/"]) {
      const { kind, retryable, action } = classifyErrorSync(await thrown(fetch(address)));
      assert.deepEqual({ kind, retryable, action }, { kind: "network", retryable: false, action: "fix_request" }, address);
    }
  });
});
