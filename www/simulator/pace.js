// The short-window limiter: so many requests in a window that begins with the first of them.

export function createPace({ nowOf }) {
  const windows = new Map();

  /** `null` where the request may pass, else how long to wait. */
  function admit(api, account) {
    if (!account.pace) return null;
    const { limit, windowMs } = account.pace;
    const id = `${api} ${account.id}`;
    const now = nowOf(account);
    let open = windows.get(id);
    if (!open || now >= open.endsAt) {
      open = { endsAt: now + windowMs, count: 0 };
      windows.set(id, open);
    }
    if (open.count >= limit) return { waitMs: open.endsAt - now, endsAt: open.endsAt };
    open.count += 1;
    return null;
  }

  return { admit, reset: () => windows.clear() };
}

/** Retry-After, rounded up so that nobody is told to come back early. */
export function retryAfter({ waitMs, endsAt }, form = "seconds") {
  return form === "date" ? httpDate(endsAt) : String(Math.max(1, Math.ceil(waitMs / 1000)));
}

/** The preferred date form of RFC 9110 §5.6.7, rounded up to whole seconds. */
export function httpDate(epochMs) {
  return new Date(Math.ceil(epochMs / 1000) * 1000).toUTCString();
}
