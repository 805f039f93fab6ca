// What a status says where an API's documents give no words of their own: fault plans may ask for any.

const TEXTS = {
  400: "Bad request",
  401: "Unauthorized",
  402: "Payment required",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  408: "Request timeout",
  409: "Conflict",
  410: "Gone",
  413: "Payload too large",
  415: "Unsupported media type",
  422: "Unprocessable content",
  425: "Too early",
  429: "Rate limit exceeded",
  500: "Internal server error",
  501: "Not implemented",
  502: "Bad gateway",
  503: "Service unavailable",
  504: "Gateway timeout",
};

export function statusText(status) {
  return TEXTS[status] ?? `Request failed with status ${status}`;
}

/** "Rate limit exceeded" → "RATE_LIMIT_EXCEEDED". */
export function statusCode(status) {
  return TEXTS[status] ? TEXTS[status].toUpperCase().replaceAll(" ", "_") : `HTTP_${status}`;
}
