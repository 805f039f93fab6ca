// The last answer as it came, and the call that led to it.

import { element } from "./dom.js";

const OF_INTEREST = ["content-type", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id", "x-should-retry"];

/** `ending`: `"threw"`, `"inside"` for a 2xx that tells of a failure, else `"returned"`. */
export function wire({ init, form, answer, ending }) {
  return element(
    "div",
    { class: "wire" },
    answer ? response(answer) : element("p", { class: "small" }, "No response arrived."),
    element("h3", {}, "The call"),
    element("pre", { tabindex: "0", "aria-label": "The call" }, element("code", {}, snippet({ init, form, ending }))),
  );
}

function response({ status, headers, text, type }) {
  const lines = headers.filter(([name]) => OF_INTEREST.includes(name.toLowerCase())).map(([name, value]) => `${name}: ${value}`);
  const body = text === null ? `(${type || "no body"})` : indented(text);
  return element("pre", { tabindex: "0", "aria-label": "The response" }, element("code", {}, [`HTTP ${status}`, ...lines, "", body].join("\n")));
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function snippet({ init, form, ending }) {
  const members = [init.method === "GET" ? null : `method: "${init.method}"`, "headers", init.body === undefined ? null : "body"];
  const sent = members.filter(Boolean).join(", ");
  const calls = {
    plain: `await fetchWithBackoff(\n  url, { ${sent} },\n);`,
    key: `await fetchWithBackoff(\n  url, { ${sent} },\n  { idempotencyKey: true },\n);`,
    function: `await fetchWithBackoff(\n  ({ signal }) => fetch(url, {\n    ${sent}, signal,\n  }),\n);`,
  };
  const call = calls[form];
  const show = "  show(describeError(error));\n}";
  if (ending === "threw") {
    return `try {\n  ${call.replaceAll("\n", "\n  ")}\n} catch (error) {\n  if (!isRetryError(error)) throw error;\n  show(describeError(error.classification));\n}`;
  }
  const look = "const error = await classifyError(response);\n";
  return ending === "inside"
    ? `const response = ${call}\n${look}if (error.kind !== "not_error") {\n${show}`
    : `const response = ${call}\nif (!response.ok) {\n  ${look}${show}`;
}
