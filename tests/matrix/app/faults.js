// Provokes each failure below HTTP that can be provoked from a test, and says what the package makes of it.
export async function faults({ classifyError, fetchWithBackoff }, addresses) {
  const found = {};
  // Every read of the body counts: some fail there only.
  const whole = async (url, init) => (await fetch(url, init)).text();

  async function provoke(name, request) {
    try {
      await request();
      found[name] = "nothing was thrown";
    } catch (error) {
      const { kind, retryable } = await classifyError(error);
      found[name] = { kind, retryable, said: `${error?.name}: ${error?.message}`.replace(/127\.0\.0\.1:\d+|\d{4,}/g, "…").slice(0, 120) };
    }
  }

  for (const [name, url] of Object.entries(addresses.failing)) await provoke(name, () => whole(url));
  await provoke("timeout", () => whole(addresses.silent, { signal: AbortSignal.timeout(50) }));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await provoke("abort", () => whole(addresses.silent, { signal: controller.signal }));
  await provoke("attemptTimeoutMs", async () => {
    await fetchWithBackoff(addresses.silent, {}, { attemptTimeoutMs: 50, maxAttempts: 1 }).catch((error) => {
      throw error.cause;
    });
  });
  // A connection that breaks once is made again.
  const mended = await fetchWithBackoff(addresses.once, {}, { baseDelayMs: 1 }).catch((error) => error);
  found.mended = mended.status ?? `${mended}`;
  return found;
}
