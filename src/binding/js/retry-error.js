// What is thrown where a call stops although the error is retryable. Told apart by its name, since values cross
// realms, so the class itself is not exported from the package.
class RetryError extends Error {
  constructor(text, fields, cause, response) {
    const { attempts, classification } = fields;
    const { status, kind, message } = classification;
    super(`${text} (attempts: ${attempts.length}, last: ${status === null ? "" : `${status} `}${kind}${message === null ? "" : `: ${message}`})`);
    Object.assign(this, fields);
    if (cause !== null) hide(this, "cause", cause);
    hide(this, "response", response);
  }

  // Everything but the response, for logs.
  toJSON() {
    const { name, message, cause } = this;
    return { name, message, ...this, cause: cause === undefined ? null : { name: cause?.name ?? null, message: String(cause?.message ?? cause) } };
  }
}
hide(RetryError.prototype, "name", "RetryError");

// Not listed when the error is printed or cloned.
function hide(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

// `attempts` comes as rows.
export function retryError(text, reason, classification, retryAt, rows, totalWaitMs, cause, response) {
  const attempts = rows.map(([startedAt, durationMs, status, kind, waitedMs]) => ({ startedAt, durationMs, status, kind, waitedMs }));
  return new RetryError(text, { reason, classification, retryAt: retryAt ?? null, attempts, totalWaitMs }, cause, response);
}

// A value as an error message shows it.
export function show(value) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.slice(0, 80));
    case "function":
      return "a function";
    case "object":
      if (value !== null) return Array.isArray(value) ? "an array" : "an object";
    // fallthrough
    default:
      return String(value);
  }
}
