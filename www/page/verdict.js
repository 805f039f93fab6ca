// The classification, as a developer reads it.

import { element, externalLink } from "./dom.js";
import { count, duration, moment, untilText } from "./format.js";

/** `origin` says which attempt this was, where that is not plain. */
export function verdict(classification, origin = null) {
  const { kind, action, retryable, decidedBy } = classification;
  return element(
    "div",
    { class: "verdict" },
    element("p", { class: "kind" }, element("code", {}, kind), origin && element("span", { class: "small" }, origin)),
    element(
      "dl",
      { class: "facts" },
      row("action", element("code", {}, action)),
      row("retryable", retryable ? "yes" : "no"),
      row("decided by", decidedBy),
      ...details(classification),
    ),
  );
}

function details({ status, code, type, message, retryAfterMs, retryAt, quota, plan, fields, requestId, docsUrl, upgradeUrl }) {
  return [
    row("status", status),
    row("code", code && element("code", {}, code)),
    row("type", type && element("code", {}, type)),
    row("message", message),
    row("wait", retryAfterMs === null ? null : `${duration(retryAfterMs)}, until ${moment(retryAt)}`),
    row("quota", quota && quotaText(quota)),
    row("resets", quota?.resetAt ? `${moment(quota.resetAt)}, ${untilText(quota.resetAt)}` : null),
    row("plan", plan && planText(plan)),
    ...fields.map((field) => row("field", element("span", {}, element("code", {}, field.path), fieldText(field)))),
    row("request id", requestId && element("code", {}, requestId)),
    row("docs", docsUrl && externalLink(docsUrl)),
    row("upgrade", upgradeUrl && externalLink(upgradeUrl)),
  ];
}

function row(name, value) {
  if (value === null || value === undefined || value === "") return null;
  return element("div", {}, element("dt", {}, name), element("dd", {}, typeof value === "number" ? String(value) : value));
}

function quotaText({ limit, used, remaining, window }) {
  const parts = [
    limit !== null && `limit ${count(limit)}`,
    used !== null && `used ${count(used)}`,
    remaining !== null && `remaining ${count(remaining)}`,
    window && (window === "concurrent" ? "at once" : `per ${window}`),
  ];
  return parts.filter(Boolean).join(", ");
}

function planText({ required, current, feature }) {
  const parts = [required && `requires ${required}`, current && `now ${current}`, feature && `for ${feature}`];
  return parts.filter(Boolean).join(", ");
}

function fieldText({ code, allowed, max }) {
  const parts = [code, allowed && `allowed: ${allowed.join(", ")}`, max !== null && `at most ${count(max)}`];
  const text = parts.filter(Boolean).join("; ");
  return text ? ` ${text}` : "";
}
