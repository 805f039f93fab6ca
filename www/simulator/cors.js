// Cross-origin answers. `?cors=hidden` (or the header X-Simulate-Cors) leaves Access-Control-Expose-Headers
// out, so that a page on another origin cannot read Retry-After; `?cors=none` sends no CORS header at all,
// which a browser turns into a network error.

const EXPOSED = [
  "Date",
  "Idempotency-Replayed",
  "Retry-After",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-Request-Id",
  "X-Should-Retry",
];

/** `"open"`, `"hidden"` or `"none"`. */
export function corsMode(request, url) {
  const asked = url.searchParams.get("cors") ?? request.headers.get("x-simulate-cors");
  return asked === "hidden" || asked === "none" ? asked : "open";
}

export function isPreflight(request) {
  return request.method === "OPTIONS" && request.headers.has("access-control-request-method");
}

/** Any header that is asked for is allowed: `*` would not cover Authorization. */
export function preflight(request, mode) {
  if (mode === "none") return { status: 204, headers: {}, body: null };
  const names = (request.headers.get("access-control-request-headers") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name));
  return {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
      ...(names.length > 0 && { "Access-Control-Allow-Headers": names.join(", ") }),
      "Access-Control-Max-Age": "600",
      Vary: "Access-Control-Request-Headers",
    },
    body: null,
  };
}

/** What every other answer carries, errors included. */
export function corsHeaders(mode, answerHeaders) {
  if (mode === "none") return {};
  const headers = { "Access-Control-Allow-Origin": "*" };
  if (mode === "open") {
    const own = Object.keys(answerHeaders).filter((name) => !SAFELISTED.has(name.toLowerCase()));
    headers["Access-Control-Expose-Headers"] = [...new Set([...EXPOSED, ...own])].join(", ");
  }
  return headers;
}

// A page may read these without being told (Fetch §2.2.2, CORS-safelisted response-header names).
const SAFELISTED = new Set([
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "last-modified",
  "pragma",
]);
