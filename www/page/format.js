// Numbers, durations and dates as a person reads them.

const numbers = new Intl.NumberFormat("en");
const dates = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

export const count = (value) => numbers.format(value);

/** 320 → "320 ms", 1400 → "1.4 s", 90_000 → "1 min 30 s", 3_600_000 → "1 h". */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const parts = [
    [Math.floor(ms / 86_400_000), "d"],
    [Math.floor(ms / 3_600_000) % 24, "h"],
    [Math.floor(ms / 60_000) % 60, "min"],
    [Math.floor(ms / 1000) % 60, "s"],
  ];
  return parts
    .filter(([value]) => value > 0)
    .slice(0, 2)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(" ");
}

/** "15 May 2026" for days away, "14:05:09" for today. */
export function moment(epochMs, now = Date.now()) {
  if (Math.abs(epochMs - now) < 43_200_000) return new Date(epochMs).toLocaleTimeString("en-GB");
  return dates.format(epochMs);
}

/** "in 24 days", "in 3 hours", "in 12 seconds". */
export function untilText(epochMs, now = Date.now()) {
  const ms = Math.max(0, epochMs - now);
  if (ms >= 172_800_000) return relative.format(Math.round(ms / 86_400_000), "day");
  if (ms >= 7_200_000) return relative.format(Math.round(ms / 3_600_000), "hour");
  if (ms >= 120_000) return relative.format(Math.round(ms / 60_000), "minute");
  return relative.format(Math.ceil(ms / 1000), "second");
}

/** "batch_rendering", "batchRendering" → "batch rendering". */
export function words(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_-]+/g, " ").trim().toLowerCase();
}

/** "starter" → "Starter". */
export function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
