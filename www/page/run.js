// Runs one situation with the package, and reports each step as it happens.

import { prepare } from "../simulator/situations.js";

const SHOWN_BODY_CHARACTERS = 20_000;

/**
 * Calls `on.attempt`, `on.failed`, `on.wait` while it runs, and resolves to
 * `{ outcome: "ok" | "returned" | "threw", classification, answer, reason, url, init, form }`.
 * Rejects with the signal's reason when it is stopped.
 */
export async function run(redress, situation, { baseUrl, hideHeaders, signal, on }) {
  const { url: plainUrl, init, idempotencyKey } = await prepare(situation, { baseUrl });
  signal.throwIfAborted();
  const url = hideHeaders ? withParameter(plainUrl, "cors", "hidden") : plainUrl;
  let failure = null;
  let reason = null;
  const options = {
    onAttempt: ({ attempt }) => on.attempt(attempt),
    async onRetry({ attempt, delayMs, retryAt, classification, response }) {
      failure = { attempt, classification, answer: await describe(response) };
      on.failed(attempt, failure);
      on.wait({ attempt, delayMs, retryAt, classification });
    },
    onGiveUp: (event) => {
      reason = event.reason;
    },
  };
  const form = idempotencyKey ? "key" : init.method === "GET" ? "plain" : "function";
  const calls = {
    key: () => redress.fetchWithBackoff(url, { ...init, signal }, { ...options, idempotencyKey }),
    plain: () => redress.fetchWithBackoff(url, { ...init, signal }, options),
    function: () => redress.fetchWithBackoff((context) => fetch(url, { ...init, signal: context.signal }), { ...options, signal }),
  };
  const sent = { url, init, form, idempotencyKey };
  let response;
  try {
    response = await calls[form]();
  } catch (error) {
    signal.throwIfAborted();
    const retryError = redress.isRetryError(error);
    const classification = retryError ? error.classification : await redress.classifyError(error);
    const answer = retryError ? await describe(error.response) : null;
    return { ...sent, outcome: "threw", error, classification, answer, reason: retryError ? error.reason : reason };
  }
  const classification = await redress.classifyError(response);
  const answer = await describe(response);
  const ok = response.ok && classification.kind === "not_error";
  return { ...sent, outcome: ok ? "ok" : "returned", classification, answer, reason, failure };
}

/** What there is to show of a response: `null` where none arrived. */
async function describe(response) {
  if (!response) return null;
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const seen = { status, headers: [...headers], type, text: null, image: null };
  if (response.bodyUsed) return seen;
  const copy = response.clone();
  if (type.startsWith("image/")) return { ...seen, image: await copy.blob() };
  return { ...seen, text: (await copy.text().catch(() => "")).slice(0, SHOWN_BODY_CHARACTERS) };
}

function withParameter(text, name, value) {
  const url = new URL(text);
  url.searchParams.set(name, value);
  return url.href;
}
