// The only way this page makes elements: text is text, and a URL must be http or https.

/** `element("p", { class: "x" }, "text", child)`; `null` children are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The URL if it may be followed, else `null`. What a server sends is never trusted twice. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart from this page, or plain text where the URL may not be followed. */
export function externalLink(url, text = url, attributes = {}) {
  const href = safeUrl(url);
  if (!href) return element("span", {}, text);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer external", ...attributes }, text);
}

const ICONS = {
  check: "M5 10.5 8.5 14 15 6.5",
  clock: "M10 6v4l2.5 2.5M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
  info: "M10 9v4.5M10 6.6v.1M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
  lock: "M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9M5 9h10v7.5H5Z",
  warning: "M10 6v5M10 13.6v.1M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
};

/** A decorative line icon. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
