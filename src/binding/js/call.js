// One call of fetchWithBackoff as JavaScript sees it: what it sends, what comes back, whom it tells. What happens when,
// the loop decides (src/binding/attempts.rs).
import { readText, release } from "./body.js";
import { classifyErrorSync, clockOf, classifyResponse, classifyThrown, toldToRetry } from "./codec.js";
import { isResponse } from "./facts.js";
import { link, settle, timeoutError } from "./link.js";
import { show } from "./options.js";
import { Sent } from "./request.js";
import { RetryError } from "./retry-error.js";

// What the loop has to know of a call, as bits; src/binding/types.rs holds the same.
const HAS_SIGNAL = 1;
const CAN_BE_DEAF = 2;
const TELLS_OF_ATTEMPTS = 4;
const LOOKS_AT_SUCCESSES = 8;
const HAS_ENDING = 16;
const HAS_OWN_DELAY = 32;
const WATCHES_FAILURES = 64;
const REPLAYABLE = 128;
const VOUCHED_FOR = 256;

// What it has to know of an attempt.
const SUCCESS = 1;
const RETRYABLE = 2;
const TOLD_TO_RETRY = 4;
const OFFLINE = 8;
const SPENT = 16;

// How often it is looked whether the device is online again, since the event can be missed.
const LOOK_EVERY_MS = 5000;

const nothing = () => {};

export class Call {
  // `target` is a function that makes the request, or the input of one.
  constructor(target, init, options) {
    this.options = options;
    this.attempt = 0;
    this.response = null;
    this.error = null;
    this.classification = null;
    this.kinds = [];
    if (typeof target === "function") {
      this.request = target;
      this.signal = options.signal ?? undefined;
    } else {
      this.sent = new Sent(target, init, options);
      this.signal = this.sent.signal;
    }
  }

  traits() {
    const { options, sent } = this;
    return (this.signal ? HAS_SIGNAL : 0)
      // The global fetch hears an abort itself; what is the caller's own may not.
      | (!sent || (options.fetch && !options.hears) ? CAN_BE_DEAF : 0)
      | (options.onAttempt ? TELLS_OF_ATTEMPTS : 0)
      | (options.shouldRetry || options.onQuota ? LOOKS_AT_SUCCESSES : 0)
      | (options.budget || !sent || sent.isCloned ? HAS_ENDING : 0)
      | (options.delayMs ? HAS_OWN_DELAY : 0)
      | (options.onGiveUp || options.onQuota || options.shouldRetry ? WATCHES_FAILURES : 0)
      | (sent?.isSpent ? 0 : REPLAYABLE)
      | (!sent || sent.hasKey ? VOUCHED_FOR : 0);
  }

  async begin(attempt) {
    await this.options.onAttempt({ attempt });
  }

  // Throws the caller's reason where the signal is aborted.
  check() {
    if (this.signal.aborted) throw this.signal.reason;
  }

  // Has `heard` called at an abort: once at most, and not after `unlisten`, whatever the signal sends. The module cannot
  // bear more.
  listen(heard) {
    this.hear = () => {
      if (!this.signal.aborted) return;
      heard?.();
      heard = undefined;
    };
    this.deafen = () => (heard = undefined);
    this.signal.addEventListener("abort", this.hear);
  }

  unlisten() {
    this.deafen();
    this.signal.removeEventListener("abort", this.hear);
  }

  // Sends the request; never throws.
  send(attempt, isLast, isTimed) {
    const { sent, signal } = this;
    this.attempt = attempt;
    this.isLast = isLast;
    // A promise of our own: what "then" is on another, nobody knows.
    return (this.answer = new Promise((resolve) => {
      if (isTimed || !(sent || signal)) this.link = link(signal);
      const own = this.link?.signal;
      resolve(sent ? sent.send(isLast, own) : this.request({ attempt, signal: own ?? signal }));
    }));
  }

  // Ends an attempt that took too long, or whose caller has aborted. What still comes is let go.
  cut() {
    const error = timeoutError();
    this.link?.abort(error);
    this.answer.then(release, nothing);
    return error;
  }

  // Takes what an attempt came to: a response, or what was thrown. Gives the status, or 0 for what has none.
  answered(isResponse, result) {
    this.response = isResponse ? result : null;
    this.error = isResponse ? null : result;
    if (this.link) settle(this.link, this.response);
    const status = isResponse && result?.status;
    return typeof status === "number" ? status : 0;
  }

  // Finds out what it means, and has it as bits in `found`.
  async examine(bodyMatters, leftMs) {
    const { attempt, error, options, response, sent } = this;
    const isResponse = response !== null;
    let bits = 0;
    let classification;
    if (isResponse) {
      const isError = response.status >= 400;
      const text = isError && bodyMatters ? await readText(response, leftMs, this) : undefined;
      classification = classifyResponse(response, text, Date.now(), options.rules);
      if (toldToRetry) bits |= TOLD_TO_RETRY;
      if (!isError) bits |= SUCCESS;
    } else {
      classification = classifyThrown(error, Date.now(), options.rules);
      // The body of a last attempt is not kept, so that one cannot be made again.
      if (!isOnline() && !(this.isLast && sent?.isCloned)) bits |= OFFLINE;
    }
    this.classification = classification;
    const { kind, quota, retryAfterMs, retryAt } = classification;
    this.kinds.push(kind);
    // Taken before the hooks get hold of the object.
    this.hintMs = retryAfterMs ?? NaN;
    this.limitedUntil = NaN;
    if (kind === "quota_exhausted") {
      this.limitedUntil = quota?.resetAt ?? retryAt ?? NaN;
      bits |= SPENT;
    } else if (kind === "rate_limited" || kind === "concurrency_limited") {
      this.limitedUntil = retryAt ?? NaN;
    }
    if (quota) await options.onQuota?.({ quota, response });
    let { retryable } = classification;
    const verdict = await options.shouldRetry?.({ attempt, classification, response, error });
    if (typeof verdict === "boolean") {
      retryable = verdict;
      if (retryable) bits &= ~SUCCESS;
    }
    if (retryable) bits |= RETRYABLE;
    this.found = bits;
  }

  method() {
    return this.sent.method;
  }

  ownDelayMs(random) {
    const { attempt, classification, response, options } = this;
    const delay = options.delayMs({ attempt, random, classification, response });
    if (typeof delay === "number" && delay >= 0) return delay;
    throw new TypeError(`delayMs: the function returned ${show(delay)}; it must return a number of milliseconds from 0 on`);
  }

  online(atMostMs) {
    return new Promise((resolve) => {
      const done = () => {
        clearInterval(looking);
        clearTimeout(end);
        globalThis.removeEventListener?.("online", done);
        this.found = Number(isOnline());
        resolve();
      };
      const looking = setInterval(() => isOnline() && done(), LOOK_EVERY_MS);
      const end = setTimeout(done, atMostMs);
      globalThis.addEventListener?.("online", done);
      this.stop = done;
    });
  }

  quotaKey() {
    return this.sent.drawsOn();
  }

  withdraw() {
    const { budget } = this.options;
    return !budget || !!budget.withdraw();
  }

  // Another attempt follows after that delay.
  async retry(delayMs) {
    const { attempt, classification, response, options } = this;
    await options.onRetry?.({ attempt, delayMs, retryAt: Date.now() + delayMs, classification, response });
    release(response);
  }

  succeed() {
    if (this.options.budget) this.options.budget.deposit();
    this.sent?.done();
  }

  // The call ends with a failure: as `fetch` gave it, or, where there is a text, with a RetryError.
  async end(reason, text, rows) {
    const { attempt, classification, response, error, options, sent, kinds } = this;
    await options.onGiveUp?.({ reason, attempt, classification, response });
    sent?.done();
    this.isOver = true;
    if (text) throw new RetryError(text, reason, classification, rows, kinds, error, response);
    if (response === null) throw error;
  }

  // The promise of what comes of it. `promise` makes one that a trap in the module rejects; the build hands it over.
  outcome(promise = (settle) => new Promise(settle)) {
    return promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  deliver() {
    this.resolve(this.response);
  }

  // The call ends by an abort, by what a hook throws, or by its end: unless it is that, nobody is going to read the
  // response.
  fail(error) {
    if (!this.isOver) {
      this.stop?.();
      release(this.response);
      this.sent?.done();
    }
    this.reject(error);
  }
}

// Browsers know, other runtimes do not.
function isOnline() {
  return globalThis.navigator?.onLine !== false;
}

export async function classifyError(input, options) {
  const response = isResponse(input) ? input : unread(input);
  if (!response) return classifyErrorSync(input, options);
  const now = options === undefined ? Date.now() : clockOf(options);
  const text = await readText(response);
  return classifyResponse(response, text, now, options?.rules);
}

// The response that an error carries, as ky's do, and that nobody has read.
function unread(error) {
  try {
    const { response } = error;
    return isResponse(response) && response.body && !response.bodyUsed ? response : undefined;
  } catch {
    return undefined;
  }
}
