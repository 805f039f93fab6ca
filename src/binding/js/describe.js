// Notices: finds out what is known of a classification, has the module choose the texts (core/notice.rs) and fills
// them. The classification may be anybody's object, so whatever it holds is looked at again.
import { clockOf } from "./codec.js";
import { refuse } from "./options.js";

// No kind: the module answers with the names of all.
const NAMES = 255;

// For the module, whose answers are many texts.
export const lines = (text) => text.split("\n");

// What is no number, or more than a Date can hold, is NaN.
const number = (value) => typeof value === "number" && value >= 0 && value <= 8.64e15 ? value : NaN;

// A text without the characters that nobody sees, such as those that turn its direction.
const seen = (value, most) => typeof value === "string" ? value.slice(0, most).replace(/[\s\p{C}]+/gu, " ").trim() : "";

// A name in a server's words, as text for people: `webp_output` becomes `Webp output`. At most 80 characters.
const name = (value) =>
  seen(value, 80).replace(/[\s_]+/g, " ").trim().replace(/./u, (first) => first.toUpperCase());

function url(value) {
  try {
    const { protocol, username, password, href } = new URL(value);
    if (/^https?:$/.test(protocol + username + password)) return href;
  } catch {
    // Not absolute, or no URL at all.
  }
}

// "in 90 minutes": rounded up, so that nobody comes back too early.
function relative(ms, language) {
  const [size, unit] =
    ms < 120e3 ? [1e3, "second"] : ms < 7200e3 ? [60e3, "minute"] : ms < 172_800e3 ? [3600e3, "hour"] : [86_400e3, "day"];
  return new Intl.RelativeTimeFormat(language).format(Math.ceil(ms / size), unit);
}

// `choose` is the module's `notice`.
export function describeError(choose, classification, options = {}) {
  if (typeof options !== "object" || options === null) refuse("options", options, "an object");
  const { locale = "en", now: given, ...others } = options;
  for (const name in others) throw new TypeError(`${name} is no option; describeError has locale and now`);
  const now = clockOf({ now: given });
  // English of no country writes dates as most of the world does: 15 May 2026.
  const locales = [locale === "en" ? "en-001" : locale, "en"];
  let numbers;
  try {
    numbers = new Intl.NumberFormat(locales);
  } catch {
    refuse("locale", locale, 'a language tag (BCP 47) such as "en-GB"');
  }
  const [kinds, actions, , windows] = choose(NAMES).map((list) => list.trimEnd().split(" "));
  const kind = kinds.indexOf(classification?.kind);
  if (kind < 0) refuse("classification.kind", classification?.kind, `one of ${kinds.join(", ")}`);
  const action = actions.indexOf(classification.action);
  const quota = classification.quota ?? {};
  const plan = classification.plan ?? {};
  const { fields } = classification;
  const count = (value) => value > 0 && numbers.format(value);

  const limit = number(quota.limit);
  const used = number(quota.used);
  const resetAt = number(quota.resetAt);
  const retryAt = number(classification.retryAt ?? now + number(classification.retryAfterMs));
  // In the order of the bits in core/notice.rs.
  const values = [
    count(limit),
    count(used >= 0 ? used : limit - number(quota.remaining)),
    name(plan.required).replace(/ plan$/i, ""),
    name(plan.feature),
    fields?.length === 1 && name(fields[0]?.path).replace(/\./g, " "),
    url(classification.upgradeUrl) ?? url(plan.upgradeUrl),
    url(classification.docsUrl),
    classification.retryable === true,
  ];
  const [label, next, period, window, title, ...message] = choose(
    kind | (action & 255) << 8 | (windows.indexOf(quota.window) & 255) << 16,
    parseInt(locale, 36),
    values.reduce((known, value, at) => value ? known | 2 << at : known, 0),
    resetAt - now,
    retryAt - now,
  );
  // A character for what was decided, then the language of the texts.
  const decisions = message.pop();
  const decided = decisions.charCodeAt();
  const end = decided & 4 ? resetAt : retryAt;
  const until = end >= 0 ? end : null;
  const date = until && new Date(end).toLocaleDateString(locales, { dateStyle: "long" });
  values.push(period, 0, window, date, until && relative(end - now, decisions.slice(1)));
  const fill = (text) => text.replace(/[\x01-\x0e]/g, (placeholder) => values[placeholder.charCodeAt() - 1]);
  values.push(fill(next));
  return {
    severity: ["info", "warning", "error"][decided & 3],
    title: fill(title),
    message: fill(message.join("")),
    action: label ? { type: actions[action], label: fill(label), url: [null, values[5], values[6]][decided >> 3 & 3] } : null,
    until,
    reference: seen(classification.requestId) || null,
  };
}
