// The last answer as it came, and the call that led to it.

import { element } from "./dom.js";

const OF_INTEREST = ["content-type", "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id", "x-should-retry"];

export function wire({ init, form, answer }) {
  return element(
    "div",
    { class: "wire" },
    answer ? response(answer) : element("p", { class: "small" }, "No response arrived."),
    element("h3", {}, "The call"),
    element("pre", { tabindex: "0", "aria-label": "The call" }, element("code", {}, snippet({ init, form }))),
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

function snippet({ init, form }) {
  const members = [init.method === "GET" ? null : `method: "${init.method}"`, "headers", init.body === undefined ? null : "body"];
  const sent = members.filter(Boolean).join(", ");
  const calls = {
    plain: `const response = await fetchWithBackoff(\n  url, { ${sent} },\n);`,
    key: `const response = await fetchWithBackoff(\n  url, { ${sent} },\n  { idempotencyKey: true },\n);`,
    function: `const response = await fetchWithBackoff(\n  ({ signal }) => fetch(url, {\n    ${sent}, signal,\n  }),\n);`,
  };
  return `${calls[form]}\nif (!response.ok) {\n  const error = await classifyError(response);\n  show(describeError(error));\n}`;
}
