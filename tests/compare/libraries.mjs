// The libraries, each as its documentation shows it, with its retries on: three where the number can be chosen. `call`
// sends a request and gives its status once the body is read; `versions` names the packages.
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { Agent, RetryAgent, fetch as undiciFetch } from "undici";
import axios from "axios";
import axiosRetry from "axios-retry";
import { ExponentialBackoff, handleAll, retry as cockatielRetry } from "cockatiel";
import { Effect, Schedule } from "effect";
import fetchRetry from "fetch-retry";
import { request as gaxios } from "gaxios";
import got from "got";
import ky from "ky";
import { ofetch } from "ofetch";
import pRetry from "p-retry";
import superagent from "superagent";
import wretch from "wretch";
import { retry as wretchRetry } from "wretch/middlewares";
import Anthropic from "@anthropic-ai/sdk";
import { SQSClient, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { Octokit } from "@octokit/core";
import { retry as octokitRetry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import OpenAI from "openai";
import Stripe from "stripe";
import { createFetch } from "../../pkg/dist/index.js";

const RETRIES = 3;
const require = createRequire(import.meta.url);

/** What a helper that knows no HTTP is wrapped around: a failure is whatever its users' examples make one. */
async function throwing(url, init) {
  const response = await fetch(url, init);
  if (response.status === 429 || response.status >= 500) throw Object.assign(new Error(`status ${response.status}`), { response });
  return read(response);
}

async function read(response) {
  return { status: response.status, text: await response.text() };
}

/** A client that sends requests of its own kind: GET reads something, POST writes something. No other method, no body. */
const sdk = (name, make, get, post) => ({
  name,
  packages: [name],
  own: true,
  create() {
    const clients = new Map();
    return async ({ url, method, signal }) => {
      if (!clients.has(url)) clients.set(url, make(url));
      await (method === "POST" ? post : get)(clients.get(url), { signal });
      return { status: 200 };
    };
  },
});

const ThrottledOctokit = Octokit.plugin(octokitRetry, throttling);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const axiosClient = axios.create();
axiosRetry(axiosClient, { retries: RETRIES, retryDelay: axiosRetry.exponentialDelay });

export const libraries = [
  {
    name: "redress",
    packages: [],
    create() {
      const api = createFetch({ maxAttempts: RETRIES + 1, onExhausted: "throw" });
      return async ({ url, ...init }) => read(await api(url, init));
    },
  },
  {
    name: "ky",
    packages: ["ky"],
    create: () => async ({ url, ...init }) => read(await ky(url, { ...init, retry: { limit: RETRIES }, timeout: false })),
  },
  {
    name: "got",
    packages: ["got"],
    create: () => async ({ url, body, duplex, ...init }) => {
      if (typeof body?.getReader === "function") body = Readable.fromWeb(body);
      const response = await got(url, { ...init, body, retry: { limit: RETRIES } });
      return { status: response.statusCode, text: response.body };
    },
  },
  {
    name: "axios-retry",
    packages: ["axios", "axios-retry"],
    create: () => async ({ url, body, duplex, ...init }) => {
      if (typeof body?.getReader === "function") body = Readable.fromWeb(body);
      const { status, data } = await axiosClient({ url, ...init, data: body });
      return { status, text: data };
    },
  },
  {
    name: "undici RetryAgent",
    packages: ["undici"],
    create() {
      const dispatcher = new RetryAgent(new Agent(), { maxRetries: RETRIES });
      return async ({ url, ...init }) => read(await undiciFetch(url, { ...init, dispatcher }));
    },
  },
  {
    name: "ofetch",
    packages: ["ofetch"],
    create: () => async ({ url, ...init }) => {
      const response = await ofetch.raw(url, { ...init, retry: RETRIES, responseType: "text" });
      return { status: response.status, text: response._data };
    },
  },
  {
    name: "wretch",
    packages: ["wretch"],
    create: () => async ({ url, ...init }) =>
      read(await wretch(url, init).middlewares([wretchRetry({ maxAttempts: RETRIES, retryOnNetworkError: true })]).fetch(init.method).res()),
  },
  {
    name: "fetch-retry",
    packages: ["fetch-retry"],
    create() {
      const api = fetchRetry(fetch, { retries: RETRIES, retryOn: (attempt, error, response) => attempt < RETRIES && (error !== null || response.status === 429 || response.status >= 500) });
      return async ({ url, ...init }) => read(await api(url, init));
    },
  },
  {
    name: "p-retry",
    packages: ["p-retry"],
    create: () => async ({ url, ...init }) => pRetry(() => throwing(url, init), { retries: RETRIES, signal: init.signal }),
  },
  {
    name: "cockatiel",
    packages: ["cockatiel"],
    create() {
      const policy = cockatielRetry(handleAll, { maxAttempts: RETRIES, backoff: new ExponentialBackoff() });
      return ({ url, ...init }) => policy.execute(() => throwing(url, init), init.signal);
    },
  },
  {
    name: "Effect",
    packages: ["effect"],
    create: () => ({ url, ...init }) =>
      Effect.runPromise(
        Effect.tryPromise({ try: (signal) => throwing(url, { ...init, signal }), catch: (error) => error }).pipe(
          Effect.retry({ schedule: Schedule.jittered(Schedule.exponential("200 millis")), times: RETRIES }),
        ),
        { signal: init.signal },
      ),
  },
  {
    name: "gaxios",
    packages: ["gaxios"],
    create: () => async ({ url, ...init }) => {
      const { status, data } = await gaxios({ url, ...init, retry: true, responseType: "text" });
      return { status, text: data };
    },
  },
  {
    name: "superagent",
    packages: ["superagent"],
    create: () => ({ url, method, body, signal }) =>
      new Promise((resolve, reject) => {
        const request = superagent(method, url).retry(RETRIES);
        signal?.addEventListener("abort", () => {
          request.abort();
          reject(signal.reason);
        });
        // A stream can be piped only, and then there is no retry: the documentation says so.
        if (body !== undefined && typeof body !== "string") return reject(new Error("no streams"));
        request.send(body).then(({ status, text }) => resolve({ status, text }), reject);
      }),
  },
  sdk("openai", (baseURL) => new OpenAI({ apiKey: "k", baseURL, maxRetries: RETRIES }), (client, options) => client.models.retrieve("m", options), (client, options) => client.chat.completions.create({ model: "m", messages: [] }, options)),
  sdk("@anthropic-ai/sdk", (baseURL) => new Anthropic({ apiKey: "k", baseURL, maxRetries: RETRIES }), (client, options) => client.models.retrieve("m", {}, options), (client, options) => client.messages.create({ model: "m", max_tokens: 1, messages: [] }, options)),
  {
    takesNoSignal: true,
    ...sdk("stripe", (url) => new Stripe("sk_test_1", { host: "127.0.0.1", port: new URL(url).port, protocol: "http", telemetry: false, maxNetworkRetries: RETRIES }), (client) => client.customers.retrieve("c"), (client) => client.customers.create({})),
  },
  {
    ...sdk(
      "@octokit/core",
      (url) =>
        new ThrottledOctokit({
          baseUrl: url.slice(0, -1), log: quiet, request: { fetch }, retry: { retries: RETRIES },
          throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true },
        }),
      (client, { signal }) => client.request("GET /user", { request: { signal } }),
      (client, { signal }) => client.request("POST /user/repos", { request: { signal } }),
    ),
    name: "octokit",
    packages: ["@octokit/core", "@octokit/plugin-retry", "@octokit/plugin-throttling"],
  },
  {
    ...sdk(
      "@aws-sdk/client-sqs",
      (endpoint) => new SQSClient({ endpoint, region: "eu-central-1", maxAttempts: RETRIES + 1, credentials: { accessKeyId: "a", secretAccessKey: "b" } }),
      (client, { signal }) => client.send(new ListQueuesCommand({}), { abortSignal: signal }),
      (client, { signal }) => client.send(new ListQueuesCommand({}), { abortSignal: signal }),
    ),
    name: "AWS SDK",
    onlyPosts: true,
  },
];

/** The versions that ran. */
export function versions({ packages }) {
  return packages.map((name) => `${name} ${require(`./package-lock.json`).packages[`node_modules/${name}`].version}`);
}
