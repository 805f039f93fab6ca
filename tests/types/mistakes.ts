// What users get wrong. Every line under an `@ts-expect-error` has to be an error, in every environment with a `fetch`.
import {
  classifyError, classifyErrorSync, createFetch, createRetryBudget, describeError, fetchWithBackoff, isRetryError,
  type BackoffOptions, type Classification, type ErrorKind, type RetryError, type Rule,
} from "redress";

const url = "https://api.example.com/images";
declare const response: Response;
declare const c: Classification;
declare const options: BackoffOptions;

// @ts-expect-error nothing to classify
classifyError();
// @ts-expect-error a Response is read asynchronously
classifyErrorSync(response);
// @ts-expect-error a promise, not a classification
classifyError(response).kind;
// @ts-expect-error the clock is a number
classifyError(response, { now: new Date() });
// @ts-expect-error no such option
classifyErrorSync({ status: 500 }, { rule: [] });
// @ts-expect-error retry options are not classify options
classifyErrorSync({ status: 500 }, { maxAttempts: 3 });

// @ts-expect-error no such kind
if (c.kind === "ratelimited") c;
// @ts-expect-error no such action
c.action satisfies "login";
// @ts-expect-error the hint may be missing
c.retryAfterMs.toFixed();
// @ts-expect-error absent is null, never undefined
if (c.code === undefined) c satisfies never;
// @ts-expect-error it is an instant in epoch ms, not a Date
c.retryAt?.getTime();
// @ts-expect-error what was sent is never kept
c.fields[0]?.value;
// @ts-expect-error the quota may be missing
c.quota.remaining;

// @ts-expect-error options come third
fetchWithBackoff(url, { maxAttempts: 3 });
// @ts-expect-error options come third, as a variable too
fetchWithBackoff(url, options);
// @ts-expect-error a bare number only with the function form
fetchWithBackoff(url, {}, 3);
// @ts-expect-error the function form has no init
fetchWithBackoff(() => fetch(url), {}, { maxAttempts: 3 });
// @ts-expect-error the function has to return the response
fetchWithBackoff(() => { fetch(url); });
// @ts-expect-error the function has to return the response, not what it holds
fetchWithBackoff(async () => (await fetch(url)).text());
// @ts-expect-error durations are numbers
fetchWithBackoff(url, {}, { deadlineMs: "30s" });
// @ts-expect-error the unit is part of the name
fetchWithBackoff(url, {}, { deadline: 30_000 });
// @ts-expect-error ky calls it limit, p-retry retries
fetchWithBackoff(url, {}, { retries: 3 });
// @ts-expect-error no such jitter
fetchWithBackoff(url, {}, { jitter: true });
// @ts-expect-error no such outcome
fetchWithBackoff(url, {}, { onExhausted: "reject" });
// @ts-expect-error leave it out instead
fetchWithBackoff(url, {}, { idempotencyKey: false });
// @ts-expect-error the verdict is true, false or undefined
fetchWithBackoff(url, {}, { shouldRetry: () => "never" });
// @ts-expect-error an own schedule answers in ms
fetchWithBackoff(url, {}, { delayMs: () => "1s" });
// @ts-expect-error the event has a delayMs
fetchWithBackoff(url, {}, { onRetry: ({ delay }) => console.log(delay) });
// @ts-expect-error a budget is made by createRetryBudget
fetchWithBackoff(url, {}, { budget: { ratio: 0.1 } });
// @ts-expect-error `true` is not a budget
fetchWithBackoff(url, {}, { budget: true });
// @ts-expect-error a controller is not its signal
fetchWithBackoff(() => fetch(url), { signal: new AbortController() });

// @ts-expect-error the URL comes with the call
createFetch(url);
// @ts-expect-error it is a fetch, not a client
createFetch().get(url);
// @ts-expect-error no such option
createRetryBudget({ percent: 20 });

// @ts-expect-error facts are classified first
describeError({ status: 429 });
// @ts-expect-error a classification, not its promise
describeError(classifyError(response));
// @ts-expect-error a language tag, not a list
describeError(c, { locale: ["en"] });

export function caught(error: unknown): void {
  // @ts-expect-error ask isRetryError first
  error.reason;
  // @ts-expect-error a type, not a class: values cross realms
  if (error instanceof RetryError) return;
  // @ts-expect-error no such reason
  if (isRetryError(error) && error.reason === "timeout") return;
  // @ts-expect-error there may be no response
  if (isRetryError(error)) error.response.status;
}

// @ts-expect-error no such kind
const typo: Rule = { match: { status: 400 }, kind: "tier-locked" };
// @ts-expect-error a rule needs a match
const everything: Rule = { kind: "tier_locked" };
// @ts-expect-error what to look at goes into `match`
const flat: Rule = { host: "api.example.com", kind: "tier_locked" };
// @ts-expect-error a status is a number
const text: Rule = { match: { status: "4xx" }, kind: "tier_locked" };
// @ts-expect-error any string is not a kind
const kind: ErrorKind = String("unknown");

export { typo, everything, flat, text, kind, type RetryError };
