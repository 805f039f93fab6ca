// createFetch() as the fetch of clients that people use, each with its own retries off, against a server that fails.
// What the client sees is what its own fetch would give it, only later and better.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { Octokit } from "@octokit/core";
import { createClient } from "@supabase/supabase-js";
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import Stripe from "stripe";
import { redress } from "../package/setup.mjs";
import { serveRow } from "../scenarios/server.mjs";

const { createFetch } = redress;

/**
 * For each: a client, something that it reads (GET), something that it writes (POST), the same with an idempotency
 * key, what it finds, and what its errors say.
 */
const clients = {
  openai: {
    make: (fetch, baseURL) => new OpenAI({ apiKey: "k", baseURL, fetch, maxRetries: 0 }),
    read: (client) => client.models.retrieve("m"),
    write: (client, options) => client.chat.completions.create({ model: "m", messages: [{ role: "user", content: "hello" }] }, options),
    keyed: (client) => client.chat.completions.create({ model: "m", messages: [] }, { headers: { "Idempotency-Key": "order-17" } }),
    found: (value) => value.id,
    failed: (error) => [error.constructor.name, error.status],
    fails: { 429: ["RateLimitError", 429], 500: ["InternalServerError", 500] },
  },
  "@anthropic-ai/sdk": {
    make: (fetch, baseURL) => new Anthropic({ apiKey: "k", baseURL, fetch, maxRetries: 0 }),
    read: (client) => client.models.retrieve("m"),
    write: (client, options) => client.messages.create({ model: "m", max_tokens: 5, messages: [{ role: "user", content: "hello" }] }, options),
    keyed: (client) => client.messages.create({ model: "m", max_tokens: 5, messages: [] }, { headers: { "Idempotency-Key": "order-17" } }),
    found: (value) => value.id,
    failed: (error) => [error.constructor.name, error.status],
    fails: { 429: ["RateLimitError", 429], 500: ["InternalServerError", 500] },
  },
  stripe: {
    make: (fetch, url) =>
      new Stripe("sk_test_1", {
        host: "127.0.0.1", port: new URL(url).port, protocol: "http", telemetry: false, maxNetworkRetries: 0,
        httpClient: Stripe.createFetchHttpClient(fetch),
      }),
    read: (client) => client.customers.retrieve("id-1"),
    write: (client) => client.customers.create({ name: "hello" }),
    keyed: (client) => client.customers.create({ name: "hello" }, { idempotencyKey: "order-17" }),
    found: (value) => value.id,
    failed: (error) => [error.type, error.statusCode],
    hasKeys: true,
    fails: { 429: ["StripeRateLimitError", 429], 500: ["StripeAPIError", 500] },
  },
  "@octokit/core": {
    make: (fetch, url) => new Octokit({ baseUrl: url.slice(0, -1), request: { fetch } }),
    read: (client) => client.request("GET /user"),
    write: (client, { signal } = {}) => client.request("POST /user/repos", { name: "hello", request: { ...(signal && { signal }) } }),
    keyed: (client) => client.request("POST /user/repos", { name: "hello", headers: { "Idempotency-Key": "order-17" } }),
    found: (value) => value.data.id,
    failed: (error) => [error.name, error.status],
    fails: { 429: ["HttpError", 429], 500: ["HttpError", 500] },
  },
  "@supabase/supabase-js": {
    make: (fetch, url) =>
      createClient(url, "key", {
        global: { fetch },
        auth: { persistSession: false, autoRefreshToken: false },
        realtime: { transport: class {} },
      }),
    read: (client) => client.from("table").select().single().retry(false).throwOnError(),
    write: (client) => client.from("table").insert({ name: "hello" }).select().single().retry(false).throwOnError(),
    keyed: (client) => client.from("table").insert({ name: "hello" }).select().single().retry(false).setHeader("Idempotency-Key", "order-17").throwOnError(),
    found: (value) => value.data.id,
    // It keeps the code of the error, not the status of the response.
    failed: (error) => [error.name, error.code],
    fails: { 429: ["PostgrestError", "insufficient_quota"], 500: ["PostgrestError", "oops"] },
  },
  ky: {
    make: (fetch, prefixUrl) => ky.create({ prefixUrl, fetch, retry: 0 }),
    read: (client) => client.get("thing").json(),
    write: (client, { signal } = {}) => client.post("thing", { json: { name: "hello" }, signal }).json(),
    keyed: (client) => client.post("thing", { json: { name: "hello" }, headers: { "Idempotency-Key": "order-17" } }).json(),
    found: (value) => value.id,
    failed: (error) => [error.name, error.response.status],
    fails: { 429: ["HTTPError", 429], 500: ["HTTPError", 500] },
  },
  ofetch: {
    make: (fetch, baseURL) => ofetch.create({ baseURL, retry: 0 }, { fetch }),
    read: (client) => client("thing"),
    write: (client, { signal } = {}) => client("thing", { method: "POST", body: { name: "hello" }, signal }),
    keyed: (client) => client("thing", { method: "POST", body: { name: "hello" }, headers: { "Idempotency-Key": "order-17" } }),
    found: (value) => value.id,
    failed: (error) => [error.name, error.status],
    fails: { 429: ["FetchError", 429], 500: ["FetchError", 500] },
  },
};

const good = { status: 200, body: '{"id":"id-1","object":"thing","type":"thing"}' };
const failure = (code, message) => JSON.stringify({ error: { code, message, type: code }, code, message });
const spent = { status: 429, body: failure("insufficient_quota", "You exceeded your current quota.") };
const busy = { status: 503, body: failure("busy", "Busy.") };
const broken = { status: 500, body: failure("oops", "It broke.") };

for (const [name, { make, read, write, keyed, found, failed, fails, hasKeys }] of Object.entries(clients)) {
  describe(name, () => {
    const servers = [];
    after(() => servers.forEach((server) => server.close()));

    /** A client whose server answers like that, and the log of the server. */
    async function against(server, options) {
      const one = await serveRow({ server }, "open");
      servers.push(one);
      return [make(createFetch({ baseDelayMs: 5, maxDelayMs: 20, ...options }), one.url), one.log];
    }
    const throws = (promise) => Promise.resolve(promise).then(() => assert.fail("it did not throw"), (error) => error);

    test("reads through failures that pass", async () => {
      const [client, log] = await against([busy, { drop: true }, broken, good]);
      assert.equal(found(await read(client)), "id-1");
      assert.equal(log.length, 4);
    });

    test("waits as long as it is told, a POST too, and sends it whole", async () => {
      const [client, log] = await against([{ ...busy, status: 429, headers: { "Retry-After": "1" } }, good]);
      assert.equal(found(await write(client)), "id-1");
      assert.equal(log.length, 2);
      assert.ok(log[1].at - log[0].at >= 1000, `${log[1].at - log[0].at} ms`);
      assert.match(log[0].body, /hello/);
      assert.equal(log[1].body, log[0].body);
    });

    test("does not repeat a POST that may have been done, and fails in its own way", async () => {
      const [client, log] = await against([broken]);
      const error = await throws(write(client));
      assert.deepEqual(failed(error), fails[500]);
      assert.equal(log.length, hasKeys ? 5 : 1);
      // Where the client puts a key on every POST by itself, it is the same on every attempt.
      assert.equal(new Set(log.map(({ headers }) => headers["idempotency-key"])).size, 1);
    });

    test("repeats it where it carries an idempotency key", async () => {
      const [client, log] = await against([broken, { drop: true }, good]);
      assert.equal(found(await keyed(client)), "id-1");
      assert.deepEqual(log.map(({ headers }) => headers["idempotency-key"]), ["order-17", "order-17", "order-17"]);
    });

    test("does not repeat what a spent quota refuses, and fails in its own way", async () => {
      const [client, log] = await against([spent, good]);
      const error = await throws(read(client));
      assert.deepEqual(failed(error), fails[429]);
      assert.equal(log.length, 1);
    });

    test("fails in its own way where failures do not pass", async () => {
      const [client, log] = await against([broken]);
      const error = await throws(read(client));
      assert.deepEqual(failed(error), fails[500]);
      assert.equal(log.length, 5);
    });
  });
}

test("openai: a stream comes through as it is sent", async () => {
  const server = await serveRow({ server: [busy, { status: 200, headers: { "Content-Type": "text/event-stream" }, body: 'data: {"choices":[{"delta":{"content":"he"}}]}\n\ndata: {"choices":[{"delta":{"content":"llo"}}]}\n\ndata: [DONE]\n\n' }] }, "open");
  try {
    const client = new OpenAI({ apiKey: "k", baseURL: server.url, fetch: createFetch({ idempotencyKey: true, baseDelayMs: 5 }), maxRetries: 0 });
    let text = "";
    for await (const chunk of await client.chat.completions.create({ model: "m", messages: [], stream: true })) text += chunk.choices[0].delta.content;
    assert.equal(text, "hello");
    assert.equal(server.log.length, 2);
  } finally {
    server.close();
  }
});

for (const name of ["openai", "@anthropic-ai/sdk", "ky", "ofetch", "@octokit/core"]) {
  test(`${name}: its abort ends a wait at once`, async () => {
    const server = await serveRow({ server: [{ ...busy, headers: { "Retry-After": "30" } }] }, "open");
    try {
      const controller = new AbortController();
      const onRetry = () => void setTimeout(() => controller.abort(), 20);
      const client = clients[name].make(createFetch({ onRetry }), server.url);
      const before = performance.now();
      const error = await clients[name].write(client, { signal: controller.signal }).then(() => assert.fail("it did not throw"), (error) => error);
      assert.ok(performance.now() - before < 10_000);
      assert.match(`${error.name} ${error.constructor.name} ${error.message} ${error.cause?.name}`, /abort/i);
      assert.equal(server.log.length, 1);
    } finally {
      server.close();
    }
  });
}
