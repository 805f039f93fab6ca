// Idempotency keys: the same key and the same body give the same answer, and the work is done once.
// An answer is kept only where work was done; after an error the next attempt is a real one.

const KEPT_MS = 86_400_000;

export function createIdempotency({ nowOf }) {
  const entries = new Map();

  /** The answer of `work()`, or the kept one, or `{ problem: "reused" | "in_use" }`. */
  async function once({ account, key, scope, fingerprint }, work) {
    if (!key) return { answer: await work() };
    const id = `${account.id} ${scope} ${key}`;
    const now = nowOf(account);
    const known = entries.get(id);
    if (known && now < known.expiresAt) {
      if (known.fingerprint !== fingerprint) return { problem: "reused" };
      if (!known.answer) return { problem: "in_use" };
      return { answer: { ...known.answer, headers: { ...known.answer.headers, "Idempotency-Replayed": "true" } } };
    }
    const entry = { fingerprint, expiresAt: now + KEPT_MS, answer: null };
    entries.set(id, entry);
    try {
      const answer = await work();
      if (answer.status < 400) entry.answer = answer;
      return { answer };
    } finally {
      if (!entry.answer) entries.delete(id);
    }
  }

  return { once, reset: () => entries.clear() };
}
