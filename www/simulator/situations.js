// The catalogue: every row of the five APIs' error tables, as requests that provoke it.
//
// A situation is data: `{ api, id, title, documented, steps, request, expect, then }`.
// `steps` are requests that set the scene and must succeed; `request` is the one that fails; `expect` says what
// the classification of its answer must hold; `then` is the end where retrying mends it. `documented` is false
// for a few scenes beyond the tables. Texts may hold `{name}`: what a step has saved, or `{run}`, which is
// different in each run.

import ogEngine from "./situations/og-engine.js";
import ogstack from "./situations/ogstack.js";
import openaiStyle from "./situations/openai-style.js";
import statusDataError from "./situations/status-data-error.js";
import successDataError from "./situations/success-data-error.js";

/** The APIs in the order of their documents. */
export const apis = [
  { id: "ogstack", title: "OGStack", shape: "{ statusCode, code, message }" },
  { id: "og-engine", title: "OG Engine", shape: "{ error, message, details, docs }" },
  { id: "success-data-error", title: "Success / data / error", shape: "{ success, data, error: { code, message, details } }" },
  { id: "openai-style", title: "OpenAI style", shape: "{ error: { message, type, code } }" },
  { id: "status-data-error", title: "Status / data / error", shape: "{ status, data, error: { code, message } }" },
];

export const situations = [...ogstack, ...ogEngine, ...successDataError, ...openaiStyle, ...statusDataError];

/**
 * Plays the steps and builds the request: `{ url, init, idempotencyKey }` are ready for fetch.
 * @param options.baseUrl where the simulator is, without a slash at the end
 */
export async function prepare(situation, { baseUrl, fetch = globalThis.fetch } = {}) {
  const saved = { run: `run-${Date.now().toString(36)}${Math.random().toString(36).slice(2)}` };
  for (const step of situation.steps) {
    const { url, init } = build(step, baseUrl, saved);
    const response = await fetch(url, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${situation.api}/${situation.id}: the step ${step.path} was answered ${response.status} ${text}`);
    for (const [name, path] of Object.entries(step.save ?? {})) saved[name] = pick(JSON.parse(text), path);
  }
  return { ...build(situation.request, baseUrl, saved), idempotencyKey: situation.request.idempotent ? saved.run : null };
}

function build({ method, path, headers = {}, body, text, form }, baseUrl, saved) {
  const init = { method: method ?? "POST", headers: fill(headers, saved) };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json", ...init.headers };
    init.body = JSON.stringify(fill(body, saved));
  } else if (text !== undefined) {
    init.body = text;
  } else if (form) {
    init.body = formOf(form);
  }
  return { url: baseUrl + fill(path, saved), init };
}

function fill(value, saved) {
  if (typeof value === "string") {
    return value.replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in saved)) throw new Error(`nothing was saved as {${name}}`);
      return saved[name];
    });
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, saved));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, saved)]));
  }
  return value;
}

function pick(value, path) {
  return path.split(".").reduce((part, name) => part[name], value);
}

const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_END = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/** `image` is described, not stored: its kind, its length, whether its end is missing. */
function formOf({ payload, image }) {
  const bytes = new Uint8Array(image.bytes).fill(0x20);
  if (image.kind === "png") bytes.set(PNG_START, 0);
  if (image.kind === "png" && !image.cut) bytes.set(PNG_END, bytes.length - PNG_END.length);
  const form = new FormData();
  form.set("payload", JSON.stringify(payload));
  form.set("image", new Blob([bytes], { type: "image/png" }), "background.png");
  return form;
}
