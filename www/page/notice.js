// The message that a user would see: a card with what to do, drawn from a Notice and the classification it tells of.

import { element, icon, safeUrl } from "./dom.js";
import { capitalized, count, moment, untilText, words } from "./format.js";

/** While the call runs, the user sees that the app is at work. */
export function workingCard(text) {
  return element("div", { class: "card working" }, element("p", { class: "progress" }, text));
}

export function successCard({ attempts, image, status }) {
  const tries = attempts === 1 ? "It worked at once." : `It worked on attempt ${attempts}. Your user has not seen an error.`;
  return element(
    "div",
    { class: "card", "data-severity": "success" },
    element("p", { class: "headline" }, icon("check"), element("strong", {}, "Done")),
    element("p", {}, tries),
    image ? element("img", { class: "result", src: URL.createObjectURL(image), alt: "The rendered image" }) : null,
    image ? null : element("p", { class: "small" }, `Answered ${status}.`),
  );
}

export function problemCard(text) {
  return element(
    "div",
    { class: "card", "data-severity": "error" },
    element("p", { class: "headline" }, icon("warning"), element("strong", {}, "This page could not run")),
    element("p", {}, text),
  );
}

/** `onRetry` is what a button that says to try again does. */
export function noticeCard(notice, classification, { onRetry }) {
  const { severity, title, message, action, until, reference } = notice;
  const { kind, quota, plan, fields } = classification;
  const used = quota?.limit != null && kind === "quota_exhausted" ? meter(quota) : null;
  return element(
    "div",
    { class: "card", "data-severity": severity },
    element("p", { class: "headline" }, icon(iconOf(kind, severity)), element("strong", {}, title)),
    element("p", { class: "message" }, message),
    used,
    plan?.required || plan?.feature ? gate(plan) : null,
    fields.length > 0 ? inputs(fields) : null,
    // The message names one of day and distance; this line adds the other.
    until !== null ? element("p", { class: "until" }, kind === "quota_exhausted" ? `Resets ${untilText(until)}` : `Not before ${moment(until)}`) : null,
    action ? button(action, until, onRetry) : null,
    reference ? element("p", { class: "small reference" }, "Reference ", element("code", {}, reference)) : null,
  );
}

function iconOf(kind, severity) {
  if (kind === "tier_locked") return "lock";
  if (kind === "rate_limited" || kind === "concurrency_limited" || kind === "overloaded") return "clock";
  return severity === "info" ? "info" : "warning";
}

function meter({ limit, used, remaining }) {
  const taken = used ?? (remaining === null ? limit : limit - remaining);
  const share = limit > 0 ? Math.min(1, taken / limit) : 1;
  const track = element("span", { class: "track", role: "img", "aria-label": `${Math.round(share * 100)} % used` }, element("span"));
  track.firstChild.style.width = `${share * 100}%`;
  return element(
    "div",
    { class: "meter" },
    element("p", {}, element("b", {}, count(taken)), ` of ${count(limit)} used`, element("span", { class: "rest" }, `${count(Math.max(0, limit - taken))} left`)),
    track,
  );
}

function gate({ required, current, feature }) {
  const rows = [
    ["Feature", feature && capitalized(words(feature))],
    ["Included from", required && capitalized(required)],
    ["Your plan", current && capitalized(current)],
  ];
  return element(
    "dl",
    { class: "gate" },
    ...rows.filter(([, value]) => value).map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}

function inputs(fields) {
  return element(
    "ul",
    { class: "inputs" },
    ...fields.map(({ path, message, allowed, max }) =>
      element(
        "li",
        {},
        element("code", {}, path),
        message ? element("span", {}, message) : null,
        allowed ? element("span", { class: "allowed" }, "Allowed: ", allowed.join(", ")) : null,
        max !== null ? element("span", { class: "allowed" }, `At most ${count(max)}`) : null,
      ),
    ),
  );
}

function button({ type, label, url }, until, onRetry) {
  const href = url && safeUrl(url);
  if (href) {
    const host = new URL(href).host;
    return element(
      "p",
      { class: "act" },
      element("a", { class: "button primary", href, target: "_blank", rel: "noopener noreferrer external" }, label),
      element("span", { class: "small" }, host),
    );
  }
  if (type === "retry") {
    const again = element("button", { type: "button", class: "button primary", onclick: onRetry }, label);
    holdUntil(again, until);
    return element("p", { class: "act" }, again);
  }
  const note = element("span", { class: "small", role: "status" });
  const made = element("button", { type: "button", class: "button primary", onclick: () => (note.textContent = `Your app does “${type}” here.`) }, label);
  return element("p", { class: "act" }, made, note);
}

const LONGEST_TIMER_MS = 2_147_483_647;

/** Nobody is invited to try again before the server will listen. */
function holdUntil(button, until) {
  const leftMs = until === null ? 0 : until - Date.now();
  if (leftMs <= 0) return;
  button.disabled = true;
  if (leftMs <= LONGEST_TIMER_MS) setTimeout(() => (button.disabled = false), leftMs);
}
