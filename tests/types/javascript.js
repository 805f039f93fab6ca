// Plain JavaScript with JSDoc, as `checkJs` sees it.
import { classifyError, createFetch, describeError, fetchWithBackoff, isRetryError } from "redress";

/** @type {import("redress").BackoffOptions} */
const options = { maxAttempts: 3, jitter: "full", onRetry: ({ delayMs }) => console.log(delayMs) };

/** @satisfies {import("redress").Rule[]} */
const rules = [{ match: { host: "api.example.com" }, kind: "maintenance" }];

/**
 * @param {string} url
 * @returns {Promise<import("redress").Notice | null>}
 */
export async function load(url) {
  try {
    const response = await fetchWithBackoff(url, {}, { ...options, rules });
    return response.ok ? null : describeError(await classifyError(response));
  } catch (error) {
    if (isRetryError(error)) return describeError(error.classification);
    throw error;
  }
}

/** @type {typeof fetch} */
export const api = createFetch({ rules });

// @ts-expect-error no such kind
/** @type {import("redress").ErrorKind} */ export const kind = "quota";
// @ts-expect-error options come third
fetchWithBackoff("/", options);
