// No global types at all: neither the DOM's, nor Node's, nor a Worker's.
import {
  classifyError, classifyErrorSync, createFetch, fetchWithBackoff, isRetryError, type FetchResponse, type Rule,
} from "redress";

declare const request: () => Promise<FetchResponse>;
const rules = [{ match: { code: "E42" }, kind: "tier_locked" }] satisfies Rule[];

export async function use(): Promise<string | null> {
  const api = createFetch({ maxAttempts: 2, rules });
  const first = await api("https://api.example.com/", { method: "PUT", body: "{}" });
  const second = await fetchWithBackoff(request, { maxAttempts: 3, onRetry: ({ response }) => response?.status });
  if (second.ok) return first.headers.get("content-type");
  try {
    return (await classifyError(second)).message;
  } catch (error) {
    return isRetryError(error) ? error.classification.message : classifyErrorSync(error).message;
  }
}

// @ts-expect-error a Response is read asynchronously, here too
request().then((response) => classifyErrorSync(response));
// @ts-expect-error options come third
fetchWithBackoff("https://api.example.com/", { maxAttempts: 3 });
