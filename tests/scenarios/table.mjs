// What a call does against what a server does: one table, for every runtime. A row has
//   server   what each request is answered with, the last one for all that follow (server.mjs)
//   init, form, options, or `call`: the call (run.mjs). Options start from { baseDelayMs: 5, maxDelayMs: 20, maxAttempts: 3 }
//   expect   what must come of it (check.mjs): `attempts` and `gaps` (the least milliseconds between two) are those of the
//            server's log; `told` are the reasons that onGiveUp was given
//   page, workerd   what is different there
//   hidden   what a page finds where CORS hides the headers; `closed`: where CORS allows nothing

const SPENT = { status: 429, body: '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota."}}' };
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
const spentUntil = () => ({ status: 429, body: JSON.stringify({ error: { code: "insufficient_quota", message: "You exceeded your current quota." }, resetAt: soon() }) });
const after = (seconds, status = 429) => ({ status, headers: { "Retry-After": `${seconds}` } });

const fine = { attempts: 2, status: 200, told: [] };
const back = (status, reason) => ({ attempts: 1, status, told: [reason], unread: true });
const gone = (reason, attempts, kind) => ({ attempts, error: "RetryError", reason, kind, told: [reason] });
/** Nothing arrives, since the preflight is refused, and the page is told of a broken network. */
const refused = (reason = "attempts") => ({ ...gone(reason, 0, "network"), status: null, unread: null });
/** What arrives is answered, but the page must not see it. */
const unreadable = { ...gone("attempts", 3, "network"), status: null, unread: null, rows: [null, null, null], gaps: [] };
/** A page cannot send a stream to a server that speaks HTTP/1.1. */
const noStreams = { attempts: 0, error: "TypeError", told: ["not_replayable"], status: undefined, unread: undefined, bodies: undefined };

const bytes = (text) => new TextEncoder().encode(text);
const stream = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes("streamed"));
      controller.close();
    },
  });
const form = () => {
  const data = new FormData();
  data.set("field", "value");
  return data;
};

const statuses = [
  ...[408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529].map((status) => ({
    name: `${status} is retried`, server: [status, 200], expect: fine, closed: unreadable,
  })),
  ...[400, 401, 402, 403, 404, 405, 409, 410, 412, 413, 415, 422, 451, 501, 505].map((status) => ({
    name: `${status} comes back as it is`, server: [status, 200], expect: back(status, "not_retryable"), closed: unreadable,
  })),
  { name: "a success is one request", server: [{ status: 200, body: "fine" }], expect: { attempts: 1, status: 200, body: "fine", told: [] }, closed: { ...unreadable, body: undefined } },
  { name: "204 is a success", server: [204], expect: { attempts: 1, status: 204, told: [] } },
  { name: "attempts end", server: [503], expect: { ...gone("attempts", 3, "overloaded"), status: 503, rows: [503, 503, 503], unread: true }, closed: unreadable },
  { name: "the last response is returned on request", server: [{ status: 503, body: "busy" }], options: { onExhausted: "return" }, expect: { attempts: 3, status: 503, body: "busy", told: ["attempts"] } },
  { name: "createFetch returns the last response", form: "client", server: [{ status: 503, body: "busy" }], expect: { attempts: 3, status: 503, body: "busy", unread: true } },
  { name: "a spent quota is not retried", server: [SPENT], expect: back(429, "not_retryable"), hidden: {} },
  { name: "a spent quota with Retry-After is not retried", server: [{ ...SPENT, headers: { "Retry-After": "1" } }], expect: back(429, "not_retryable"), hidden: {} },
];

const hints = [
  { name: "Retry-After is waited for", server: [after(1), 200], expect: { ...fine, gaps: [1000] }, hidden: { gaps: [] }, closed: unreadable },
  { name: "Retry-After of a 503", server: [after(1, 503), 200], expect: { ...fine, gaps: [1000] } },
  { name: "each hint counts for its own wait", server: [after(1), after(2), 200], expect: { ...fine, attempts: 3, gaps: [1000, 2000] } },
  { name: "Retry-After as a date", server: [{ status: 429, headers: { "Retry-After": { inMs: 2500 } } }, 200], expect: { ...fine, until: true }, hidden: { until: false } },
  { name: "Retry-After as a date that is past", server: [{ status: 503, headers: { "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" } }, 200], expect: fine },
  { name: "Retry-After as a date of another age", server: [{ status: 503, headers: { "Retry-After": "Wed, 21 Oct 2999 07:28:00 GMT" } }], expect: { ...gone("wait_too_long", 1, "overloaded") }, hidden: gone("attempts", 3, "overloaded") },
  { name: "retry-after-ms", server: [{ status: 429, headers: { "retry-after-ms": "400" } }, 200], expect: { ...fine, gaps: [400] } },
  { name: "RateLimit-Reset of an empty window", server: [{ status: 429, headers: { "RateLimit-Limit": "10", "RateLimit-Remaining": "0", "RateLimit-Reset": "1" } }, 200], expect: { ...fine, gaps: [1000] } },
  { name: "a hint in the body", server: [{ status: 429, body: '{"error":{"message":"Slow down."},"retry_after":1}' }, 200], expect: { ...fine, gaps: [1000] }, hidden: {} },
  { name: "a long Retry-After ends the call at once", server: [after(3600)], expect: { ...gone("wait_too_long", 1, "rate_limited"), retryInMs: 3_600_000, tookMs: [0, 0], unread: true }, hidden: { ...gone("attempts", 3, "rate_limited"), retryInMs: undefined }, closed: { ...unreadable, retryInMs: undefined } },
  ...["9999999999", "99999999999999999999", "1e300"].map((text) => ({
    name: `Retry-After: ${text} ends the call at once`, server: [after(text, 503)], expect: { ...gone("wait_too_long", 1, "overloaded"), status: 503, tookMs: [0, 0] }, closed: { ...unreadable, tookMs: undefined },
  })),
  // Nobody limits a pace for years: it is read as an allowance that is spent.
  { name: "an absurd Retry-After of a 429 ends the call at once, too", server: [after(9999999999)], expect: back(429, "not_retryable"), hidden: { ...gone("attempts", 3, "rate_limited") } },
  ...["-1", "soon", "NaN", "0x10", ""].map((text) => ({
    name: `Retry-After: ${text || "(empty)"} is no hint, and never means at once`, server: [after(text, 503), 200], options: { baseDelayMs: 300, maxDelayMs: 300, jitter: "none" }, expect: { ...fine, gaps: [300] },
  })),
  { name: "maxWaitMs bounds a hint", server: [after(1), 200], options: { maxWaitMs: 999 }, expect: { ...gone("wait_too_long", 1, "rate_limited"), retryInMs: 1000 } },
  { name: "so does the deadline", server: [after(2), 200], options: { deadlineMs: 1900 }, expect: { ...gone("wait_too_long", 1, "rate_limited"), retryInMs: 2000 } },
  { name: "a longer own schedule wins over a hint", server: [after(1), 200], options: { delayMs: () => 1200 }, expect: { ...fine, gaps: [1200] } },
  { name: "a hint wins over a shorter own schedule", server: [after(1), 200], options: { delayMs: () => 1 }, expect: { ...fine, gaps: [1000] } },
  { name: "the schedule, exactly", server: [500, 500, 500, 200], options: { baseDelayMs: 50, maxDelayMs: 1000, jitter: "none", maxAttempts: 4 }, expect: { ...fine, attempts: 4, gaps: [50, 100, 200] } },
];

const time = [
  { name: "an attempt that takes too long is retried", server: [{ hang: true }, 200], options: { attemptTimeoutMs: 700 }, expect: { ...fine, gaps: [300], released: [0] } },
  { name: "every attempt takes too long", server: [{ hang: true }], options: { attemptTimeoutMs: 200 }, expect: { ...gone("attempts", 3, "timeout"), released: [0, 1, 2], status: null } },
  { name: "a body may take longer than its attempt", server: [{ status: 200, body: "slow", slowMs: 1200 }], options: { attemptTimeoutMs: 700 }, expect: { attempts: 1, status: 200, body: "slow" } },
  { name: "a deadline ends an attempt", server: [{ hang: true }], options: { deadlineMs: 300 }, expect: { ...gone("deadline", 1, "timeout"), tookMs: [300, 300], released: [0] } },
  { name: "a deadline ends before a wait that would pass it", server: [500], options: { baseDelayMs: 20_000, maxDelayMs: 20_000, jitter: "none", deadlineMs: 10_000 }, expect: { ...gone("deadline", 1, "server_error"), tookMs: [0, 0] } },
  { name: "a deadline ends the reading of an error", server: [{ status: 500, endless: true }], options: { deadlineMs: 400 }, expect: { ...gone("deadline", 1, "server_error"), tookMs: [0, 1900, 0] } },
  {
    name: "a function that does not hear is cut off",
    server: [200],
    call: async ({ redress, options }) => {
      let calls = 0;
      const reason = await redress.fetchWithBackoff(() => (calls++, new Promise(() => {})), { ...options, attemptTimeoutMs: 50 }).catch((error) => error.reason);
      return { reason, calls };
    },
    expect: { attempts: 0, result: { reason: "attempts", calls: 3 } },
  },
];

const methods = [
  ...["HEAD", "OPTIONS", "PUT", "DELETE", "QUERY"].map((method) => ({
    name: `${method} is repeated`, server: [{ status: 500, body: "" }, { status: 200, body: "" }], init: { method }, expect: { ...fine, methods: [method, method] }, closed: method === "HEAD" ? { ...unreadable, methods: undefined } : { ...refused(), methods: undefined },
  })),
  ...["POST", "PATCH"].map((method) => ({
    name: `${method} is not repeated after a 500`, server: [500, 200], init: { method, body: "x" }, expect: back(500, "unsafe_method"),
  })),
  { name: "POST is not repeated after a 503 without a hint", server: [503, 200], init: { method: "POST" }, expect: back(503, "unsafe_method") },
  { name: "POST is not repeated where the connection drops, and fails as fetch fails", server: [{ drop: true }, 200], init: { method: "POST", body: "x" }, expect: { attempts: 1, error: "TypeError", told: ["unsafe_method"] }, workerd: { error: "Error" }, closed: {} },
  ...[[408], [425], [429], [503, { "Retry-After": "1" }], [500, { "X-Should-Retry": "true" }], [409, { "Stripe-Should-Retry": "true" }]].map(([status, headers]) => ({
    name: `POST is repeated after ${status}${headers ? ` with ${Object.keys(headers)}` : ""}`, server: [{ status, headers }, 200], init: { method: "POST", body: "whole" }, expect: { ...fine, bodies: /^whole$/ },
  })),
  { name: "POST is repeated where the body says so", server: [{ status: 500, body: '{"error":{"message":"Aborted.","retryable":true}}' }, 200], init: { method: "POST", body: "whole" }, expect: { ...fine, bodies: /^whole$/ } },
  { name: "POST is not repeated where the body says not to", server: [{ status: 429, body: '{"error":{"message":"Never.","retryable":false}}' }, 200], init: { method: "POST", body: "x" }, expect: back(429, "not_retryable") },
  { name: "a flag does not make a spent quota retryable", server: [{ ...SPENT, headers: { "X-Should-Retry": "true" } }, 200], init: { method: "POST", body: "x" }, expect: back(429, "not_retryable") },
  { name: "a function's POST is repeated: the caller vouches for it", form: "function", server: [500, 200], init: { method: "POST", body: "x" }, expect: fine },
  { name: "idempotencyKey: true", server: [500, 503, 200], init: { method: "POST", body: "x" }, options: { idempotencyKey: true }, expect: { ...fine, attempts: 3, keys: "uuid" } },
  { name: "an idempotency key repeats a POST whose connection dropped", server: [{ drop: true }, 200], init: { method: "POST", body: "x" }, options: { idempotencyKey: true }, expect: { ...fine, keys: "uuid" } },
  { name: "idempotencyKey: a string", server: [500, 200], init: { method: "PATCH", body: "x" }, options: { idempotencyKey: "order-17" }, expect: { ...fine, keys: "order-17" } },
  { name: "idempotencyKey: a function, and a header of another name", server: [500, 200], init: { method: "POST", headers: { "X-Order": "18" } }, options: { idempotencyKey: ({ headers }) => `order-${headers.get("x-order")}`, idempotencyHeader: "X-Key" }, expect: { ...fine, keys: "order-18", header: "x-key" } },
  { name: "the caller's own key", server: [500, 200], init: { method: "POST", headers: { "Idempotency-Key": "mine" } }, expect: { ...fine, keys: "mine" } },
  {
    name: "each call has a key of its own",
    server: [200],
    call: async ({ redress, url }) => {
      const keys = [];
      const api = redress.createFetch({ idempotencyKey: true, fetch: (input, init) => (keys.push(new Headers(init.headers).get("idempotency-key")), fetch(input, init)) });
      for (let call = 0; call < 2; call++) await (await api(url, { method: "POST" })).text();
      return { fresh: keys[0].length === 36 && keys[0] !== keys[1] };
    },
    expect: { attempts: 2, result: { fresh: true } },
  },
];

const bodies = [
  ...Object.entries({
    "a string": [() => "whole", /^whole$/],
    bytes: [() => bytes("whole"), /^whole$/],
    "a buffer": [() => bytes("whole").buffer, /^whole$/],
    "a Blob": [() => new Blob(["whole"]), /^whole$/],
    URLSearchParams: [() => new URLSearchParams({ a: "b c" }), /^a=b\+c$/],
    FormData: [form, /name="field"\r\n\r\nvalue\r\n/],
  }).map(([kind, [make, expected]]) => ({
    name: `${kind} is sent again, whole`, server: [500, { drop: true }, 200], init: () => ({ method: "PUT", body: make() }), expect: { ...fine, attempts: 3, bodies: expected },
  })),
  { name: "a Request is sent again", form: "request", server: [500, 200], init: {}, expect: fine },
  { name: "a Request with a body is sent again, whole", form: "request", server: [500, 503, 200], init: () => ({ method: "PUT", body: "whole" }), expect: { ...fine, attempts: 3, bodies: /^whole$/ } },
  { name: "a Request with a body and a key is sent again, whole", form: "request", server: [500, 200], init: () => ({ method: "POST", body: "whole" }), options: { idempotencyKey: true }, expect: { ...fine, bodies: /^whole$/, keys: "uuid" } },
  { name: "a Request with a form is sent again, whole", form: "request", server: [500, 200], init: () => ({ method: "PUT", body: form() }), expect: { ...fine, bodies: /name="field"\r\n\r\nvalue\r\n/ } },
  { name: "a streamed PUT gets one attempt", server: [500, 200], init: () => ({ method: "PUT", body: stream(), duplex: "half" }), expect: { ...back(500, "not_replayable"), bodies: /^streamed$/ }, page: noStreams },
  { name: "a streamed PUT whose connection drops fails as fetch fails", server: [{ drop: true }, 200], init: () => ({ method: "PUT", body: stream(), duplex: "half" }), expect: { attempts: 1, error: "TypeError", told: ["not_replayable"], bodies: /^streamed$/ }, page: noStreams, workerd: { error: "Error" } },
  { name: "a streamed PUT is not repeated after a 429 either", server: [after(1), 200], init: () => ({ method: "PUT", body: stream(), duplex: "half" }), expect: { ...back(429, "not_replayable"), bodies: /^streamed$/ }, page: noStreams },
  { name: "a function makes the stream anew", server: [500, 500, 200], init: () => ({ method: "PUT", body: stream, duplex: "half" }), expect: { ...fine, attempts: 3, bodies: /^streamed$/ }, page: { ...refused(), bodies: undefined } },
];

const connections = [
  { name: "a connection that drops is retried", server: [{ drop: true }, 200], expect: fine },
  { name: "a connection that drops for good", server: [{ drop: true }], expect: { ...gone("attempts", 3, "network"), status: null, rows: [null, null, null] } },
  { name: "a truncated error is retried", server: [{ status: 503, body: '{"error":"bu', truncated: true }, 200], expect: fine },
  { name: "a truncated success is the caller's to find out", server: [{ status: 200, body: "part", truncated: true }], expect: { attempts: 1, status: 200, body: "! TypeError", told: [] }, workerd: { body: "! Error" } },
  { name: "an error body that never ends costs two seconds, and is let go", server: [{ status: 500, endless: true }, 200], expect: { ...fine, gaps: [1900], released: [0] } },
  { name: "an error body that never ends comes back where it is final", server: [{ status: 404, endless: true }], reads: false, expect: { ...back(404, "not_retryable"), tookMs: [0, 2000] } },
  {
    name: "an error body is not read where nothing depends on it",
    server: [{ status: 500, endless: true }],
    call: async ({ redress, url }) => {
      const api = redress.createFetch({ maxAttempts: 1 });
      const calls = [api(url, { method: "POST", body: "x" }), api(url)];
      const statuses = await Promise.all(calls.map(async (call) => {
        const response = await call;
        await response.body.cancel();
        return response.status;
      }));
      return { statuses };
    },
    expect: { attempts: 2, tookMs: [0, 1900, 0], result: { statuses: [500, 500] } },
  },
  { name: "an error body without measure costs 64 KiB, and is let go", server: [{ status: 500, flood: true }, 200], expect: { ...fine, released: [0] } },
];

const aborts = [
  {
    name: "aborted before: nothing is sent, and the reason is the caller's",
    server: [200],
    call: async ({ redress, url, options }) => {
      const reason = { mine: true };
      const controller = new AbortController();
      controller.abort(reason);
      const { signal } = controller;
      const thrown = await Promise.all([
        redress.fetchWithBackoff(url, { signal }, options),
        redress.fetchWithBackoff(() => fetch(url), { ...options, signal }),
        redress.createFetch(options)(url, { signal }),
      ].map((promise) => promise.catch((error) => error === reason)));
      return { thrown };
    },
    expect: { attempts: 0, result: { thrown: [true, true, true] } },
  },
  {
    name: "aborted while it waits: at once, with the caller's reason",
    server: [after(30)],
    call: async ({ redress, url, options }) => {
      const reason = { mine: true };
      const controller = new AbortController();
      const onRetry = () => void setTimeout(() => controller.abort(reason), 50);
      const own = await redress.fetchWithBackoff(url, { signal: controller.signal }, { ...options, onRetry }).catch((error) => error === reason);
      return { own };
    },
    expect: { attempts: 1, tookMs: [50, 50], result: { own: true } },
  },
  ...Object.entries({ plain: {}, "with a time limit": { attemptTimeoutMs: 20_000 }, "with a deadline": { deadlineMs: 20_000 } }).map(([name, limits]) => ({
    name: `aborted in an attempt, ${name}: at once, with the caller's reason`,
    server: [{ hang: true }],
    call: async ({ redress, url, options }) => {
      const reason = { mine: true };
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 400);
      return { own: await redress.fetchWithBackoff(url, { signal: controller.signal }, { ...options, ...limits }).catch((error) => error === reason) };
    },
    expect: { attempts: 1, released: [0], result: { own: true } },
  })),
  {
    name: "aborted in a hook that does not return",
    server: [500],
    call: async ({ redress, url, options }) => {
      const reason = { mine: true };
      const controller = new AbortController();
      const onRetry = () => (setTimeout(() => controller.abort(reason), 50), new Promise(() => {}));
      return { own: await redress.fetchWithBackoff(url, { signal: controller.signal }, { ...options, onRetry }).catch((error) => error === reason) };
    },
    expect: { attempts: 1, result: { own: true } },
  },
  {
    name: "aborted while an error is read: at once, and it is let go",
    server: [{ status: 500, endless: true }],
    call: async ({ redress, url, options, sleep }) => {
      const reason = { mine: true };
      const controller = new AbortController();
      const call = redress.fetchWithBackoff(() => fetch(url), { ...options, signal: controller.signal }).catch((error) => error === reason);
      await sleep(600);
      controller.abort(reason);
      return { own: await call };
    },
    expect: { attempts: 1, released: [0], result: { own: true } },
  },
  {
    name: "a caller's timeout is the caller's, not an attempt's",
    server: [{ hang: true }],
    call: async ({ redress, url, options }) => {
      const signal = AbortSignal.timeout(400);
      const error = await redress.fetchWithBackoff(url, { signal }, { ...options, attemptTimeoutMs: 20_000 }).catch((error) => error);
      return { own: error === signal.reason, name: error.name };
    },
    expect: { attempts: 1, released: [0], result: { own: true, name: "TimeoutError" } },
  },
  ...Object.entries({ plain: {}, "with a time limit": { attemptTimeoutMs: 20_000 } }).map(([name, limits]) => ({
    name: `aborted after the response, ${name}: the download stops`,
    server: [{ status: 200, endless: true }],
    call: async ({ redress, url, options }) => {
      const controller = new AbortController();
      const response = await redress.fetchWithBackoff(url, { signal: controller.signal }, { ...options, ...limits });
      const reading = response.text().then(() => "read", () => "failed");
      controller.abort(new Error("enough"));
      return { reading: await reading };
    },
    expect: { attempts: 1, released: [0], result: { reading: "failed" } },
  })),
];

const hooks = [
  {
    name: "hooks are awaited, in order",
    server: [500, 503, 200],
    call: async ({ redress, url, options, sleep }) => {
      const order = [];
      const slow = (name) => async ({ attempt }) => {
        order.push(`${name} ${attempt}`);
        await sleep(5);
        order.push("done");
      };
      await redress.fetchWithBackoff(url, {}, { ...options, onAttempt: slow("attempt"), onRetry: slow("retry"), onGiveUp: slow("give up") });
      return { order };
    },
    expect: { attempts: 3, result: { order: ["attempt 1", "done", "retry 1", "done", "attempt 2", "done", "retry 2", "done", "attempt 3", "done"] } },
  },
  ...["onAttempt", "onRetry", "onGiveUp", "onQuota", "shouldRetry", "delayMs"].map((hook) => ({
    name: `what ${hook} throws rejects the call`,
    server: [{ status: hook === "onGiveUp" ? 404 : 500, headers: { "X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "1" }, flood: true }],
    call: async ({ redress, url, options }) => {
      const mistake = new Error("in a hook");
      const throws = () => {
        throw mistake;
      };
      return { own: await redress.fetchWithBackoff(url, {}, { ...options, [hook]: throws }).catch((error) => error === mistake) };
    },
    expect: { attempts: hook === "onAttempt" ? 0 : 1, released: hook === "onAttempt" ? [] : [0], result: { own: true } },
  })),
  {
    name: "onRetry is told of the response and of the time",
    server: [{ status: 503, headers: { "Retry-After": "1" }, body: "busy" }, 200],
    call: async ({ redress, url, options }) => {
      let event;
      await redress.fetchWithBackoff(url, {}, {
        ...options,
        onRetry: async ({ attempt, delayMs, retryAt, classification, response }) => {
          event = { attempt, timely: delayMs >= 1000 && delayMs <= 1100 && Math.abs(retryAt - Date.now() - delayMs) < 500, kind: classification.kind, body: await response.text() };
        },
      });
      return event;
    },
    expect: { attempts: 2, gaps: [1000], result: { attempt: 1, timely: true, kind: "overloaded", body: "busy" } },
  },
  {
    name: "onQuota is told of limits, of successes too",
    server: [{ status: 500, headers: { "X-RateLimit-Limit": "9", "X-RateLimit-Remaining": "2" } }, { status: 200, headers: { "X-RateLimit-Limit": "9", "X-RateLimit-Remaining": "1" } }],
    call: async ({ redress, url, options }) => {
      const left = [];
      const response = await redress.fetchWithBackoff(url, {}, { ...options, onQuota: ({ quota }) => void left.push(quota.remaining) });
      return { left, unread: !response.bodyUsed };
    },
    expect: { attempts: 2, result: { left: [2, 1], unread: true } },
    hidden: { result: { left: [], unread: true } },
  },
  { name: "shouldRetry: true retries what else is final", server: [404, 200], options: { shouldRetry: ({ response }) => response.status === 404 || undefined }, expect: fine },
  { name: "shouldRetry: false ends it", server: [500, 200], options: { shouldRetry: () => false }, expect: back(500, "not_retryable") },
  { name: "shouldRetry looks at a success, whose body stays whole", server: [{ status: 200, body: "wait" }, { status: 200, body: "done" }], options: { shouldRetry: async ({ response }) => (await response.clone().text()) === "wait" }, expect: { ...fine, body: "done", unread: true } },
  { name: "shouldRetry does not make a POST repeatable", server: [500, 200], init: { method: "POST" }, options: { shouldRetry: () => true }, expect: back(500, "unsafe_method") },
];

const shared = [
  {
    name: "an empty retry budget ends the call",
    server: [503],
    call: ({ redress, url, options }) => redress.fetchWithBackoff(url, {}, { ...options, budget: redress.createRetryBudget({ ratio: 0, minPerSecond: 0.1 }) }),
    expect: gone("budget", 2, "overloaded"),
  },
  {
    name: "a budget is shared",
    server: [503],
    call: async ({ redress, url, options }) => {
      const budget = redress.createRetryBudget({ ratio: 0, minPerSecond: 0.1 });
      const reasons = [];
      for (let call = 0; call < 3; call++) await redress.fetchWithBackoff(url, {}, { ...options, budget }).catch((error) => reasons.push(error.reason));
      return { reasons };
    },
    expect: { attempts: 4, result: { reasons: ["budget", "budget", "budget"] } },
  },
  {
    name: "a spent quota is remembered, for its path and its credentials",
    server: [spentUntil()],
    call: async ({ redress, url, options }) => {
      const api = redress.createFetch({ ...options, rememberQuota: true });
      const found = [];
      const ask = async (path, key) => {
        const answer = await api(url + path, { headers: { Authorization: key } }).catch((error) => error);
        found.push(answer.reason ?? answer.status);
        return answer;
      };
      await ask("a", "one");
      const remembered = await ask("a?page=2", "one");
      await ask("a", "two");
      await ask("b", "one");
      await ask("a?api_key=three", "one");
      api.forgetQuota();
      await ask("a", "one");
      return { found, kind: remembered.classification.kind, sent: remembered.attempts.length };
    },
    expect: { attempts: 5, result: { found: [429, "quota_remembered", 429, 429, 429, 429], kind: "quota_exhausted", sent: 0 } },
    hidden: {},
  },
  {
    name: "a call waits until the time that another one was told",
    server: [after(1), 200],
    call: async ({ redress, url, options }) => {
      let tell;
      const isTold = new Promise((resolve) => (tell = resolve));
      const api = redress.createFetch({ ...options, rememberQuota: true, onRetry: () => tell() });
      const first = api(url);
      await isTold;
      const answers = await Promise.all([first, api(url)]);
      return { found: answers.map(({ status }) => status) };
    },
    expect: { attempts: 3, gaps: [1000], result: { found: [200, 200] } },
    hidden: { gaps: [] },
  },
  {
    name: "a call is not sent where another one was told a time that is too far away",
    server: [after(3600)],
    call: async ({ redress, url, options }) => {
      const api = redress.createFetch({ ...options, rememberQuota: true });
      const first = await api(url);
      const second = await api(url).catch((error) => error);
      return { found: [first.status, second.reason], sent: second.attempts?.length, untilSet: second.retryAt > Date.now() };
    },
    expect: { attempts: 1, result: { found: [429, "wait_too_long"], sent: 0, untilSet: true } },
    hidden: { attempts: 6, result: { found: [429, undefined], sent: undefined } },
  },
  {
    name: "a spent quota is not remembered unless asked to",
    server: [spentUntil()],
    call: async ({ redress, url }) => {
      const api = redress.createFetch();
      return { found: [(await api(url)).status, (await api(url)).status] };
    },
    expect: { attempts: 2, result: { found: [429, 429] } },
  },
];

export const rows = [...statuses, ...hints, ...time, ...methods, ...bodies, ...connections, ...aborts, ...hooks, ...shared];
