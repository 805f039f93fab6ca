// Told apart by its name, since values cross realms, so the class is not exported from the package.
export class RetryError extends Error {
  static get name() {
    return "RetryError";
  }

  get name() {
    return "RetryError";
  }

  // A row is an attempt: when it started, how long it took, its status (0 for none), how long was waited after it.
  constructor(text, reason, classification, rows, kinds, cause, response) {
    const { status, kind, message } = classification;
    // A line of a log, whatever the server says.
    const said = message === null ? "" : `: ${String(message).slice(0, 200).replace(/[\s\p{C}]+/gu, " ")}`;
    super(`${text} (attempts: ${rows.length}, last: ${status === null ? "" : `${status} `}${kind}${said})`);
    this.reason = reason;
    this.classification = classification;
    this.retryAt = classification.retryAt;
    this.attempts = rows.map(([startedAt, durationMs, status, waitedMs], at) => ({
      startedAt, durationMs, status: status || null, kind: kinds[at], waitedMs,
    }));
    this.totalWaitMs = rows.reduce((sum, row) => sum + row[3], 0);
    if (response === null) hide(this, "cause", cause);
    hide(this, "response", response);
  }

  // Everything but the response, for logs.
  toJSON() {
    const { name, message, cause } = this;
    return { name, message, ...this, cause: cause === undefined ? null : { name: cause?.name ?? null, message: String(cause?.message ?? cause) } };
  }
}
// Not listed when the error is printed or cloned.
function hide(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}
