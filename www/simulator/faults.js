// Fault plans: what goes wrong, attempt by attempt.
//
//   X-Simulate: 503,503,ok                 two errors, then the real answer
//   X-Simulate-Id: any-name-you-choose     which plan this request belongs to
//
// Without the id every request gets the first step. The last step repeats for ever. In a URL the same is
// `?simulate=…&simulate-id=…` (no preflight then). Grammar:
//
//   plan     = step *( "," step )
//   step     = outcome *( ";" param )
//   outcome  = "ok"                the real answer
//            / 3DIGIT              that status, in the API's own envelope
//            / "fail-" component   the real work, with a component down: internal, database, objects,
//                                  provider (terminal), job (the job starts and fails later)
//            / "drop"              the connection is reset without an answer
//            / "close"             the connection is closed without an answer
//            / "hang"              no answer ever
//            / "truncate" / "endless" / "stall" / "slow-headers"    short for "ok;" and that param
//   param    = "retry-after=" seconds         Retry-After, taken as it stands
//            / "retry-after-date=" seconds    Retry-After as an HTTP-date, so many seconds ahead
//            / "header:" name "=" value       any header (percent-encode , ; and %)
//            / "text=" value                  this body instead (percent-encoded)
//            / "body=" ( "html" / "text" / "empty" )    another kind of body
//            / "delay=" milliseconds          before the answer
//            / "after"                        the work is done first, then the outcome: a lost answer
//            / "truncate"                     half of the body, then the connection ends
//            / "endless"                      a body that goes on for ever
//            / "stall"                        headers, then nothing
//            / "slow-headers"                 headers that come one by one, "gap=" milliseconds apart
//
// A plan that cannot be read is answered with 400 and what was wrong with it.

import { httpDate } from "./pace.js";

const COMPONENTS = ["internal", "database", "objects", "provider", "job"];
const CONNECTION = ["drop", "close", "hang"];
const TRANSFER = ["truncate", "endless", "stall", "slow-headers"];
const REMEMBERED_PLANS = 50_000;

export const NO_FAULT = Object.freeze({
  outcome: "ok",
  status: null,
  component: null,
  after: false,
  delayMs: 0,
  headers: {},
  retryAfterDate: null,
  text: null,
  body: null,
  transfer: null,
  gapMs: 100,
});

/** The steps of a plan. Throws a SyntaxError that names the part that is wrong. */
export function parsePlan(text) {
  return text.split(",").map((part) => parseStep(part.trim()));
}

function parseStep(text) {
  const [head, ...params] = text.split(";").map((part) => part.trim());
  const step = { ...NO_FAULT, headers: {} };
  if (TRANSFER.includes(head)) step.transfer = head;
  else if (CONNECTION.includes(head)) step.outcome = head;
  else if (/^[2-5]\d\d$/.test(head)) Object.assign(step, { outcome: "status", status: Number(head) });
  else if (head.startsWith("fail-") && COMPONENTS.includes(head.slice(5))) step.component = head.slice(5);
  else if (head !== "ok") throw new SyntaxError(`unknown outcome "${head}"`);
  for (const param of params) readParam(step, param);
  return step;
}

function readParam(step, text) {
  const [name, ...rest] = text.split("=");
  const value = decodeURIComponent(rest.join("="));
  if (name === "after") step.after = true;
  else if (TRANSFER.includes(name)) step.transfer = name;
  else if (name === "retry-after") step.headers["Retry-After"] = value;
  else if (name === "retry-after-date") step.retryAfterDate = wholeNumber(name, value);
  else if (name === "delay") step.delayMs = wholeNumber(name, value);
  else if (name === "gap") step.gapMs = wholeNumber(name, value);
  else if (name === "text") step.text = value;
  else if (name === "body" && ["html", "text", "empty"].includes(value)) step.body = value;
  else if (/^header:[\w-]+$/.test(name)) step.headers[name.slice(7)] = value;
  else throw new SyntaxError(`unknown parameter "${text}"`);
}

function wholeNumber(name, value) {
  if (!/^-?\d{1,9}$/.test(value)) throw new SyntaxError(`"${name}" wants a whole number, not "${value}"`);
  return Number(value);
}

export function createFaults() {
  const taken = new Map();

  /** The step for this request; one more step of its plan is used up. */
  function next(request, url) {
    const plan = request.headers.get("x-simulate") ?? url.searchParams.get("simulate");
    if (!plan) return NO_FAULT;
    const steps = parsePlan(plan);
    const id = request.headers.get("x-simulate-id") ?? url.searchParams.get("simulate-id");
    if (!id) return steps[0];
    const count = taken.get(id) ?? 0;
    taken.delete(id);
    taken.set(id, count + 1);
    if (taken.size > REMEMBERED_PLANS) taken.delete(taken.keys().next().value);
    return steps[Math.min(count, steps.length - 1)];
  }

  return { next, reset: () => taken.clear() };
}

/** Changes an answer as the step says. */
export function applyFault(answer, step, now) {
  const headers = { ...answer.headers, ...step.headers };
  if (step.retryAfterDate != null) {
    headers["Retry-After"] = httpDate(now + step.retryAfterDate * 1000);
  }
  let { body } = answer;
  if (step.body) {
    delete headers["Content-Type"];
    const other = otherBody(step.body, answer.status);
    body = other.body;
    if (other.type) headers["Content-Type"] = other.type;
  }
  if (step.text != null) {
    body = step.text;
    if (!/^\s*[[{]/.test(body)) headers["Content-Type"] = "text/plain; charset=utf-8";
  }
  return { ...answer, headers, body, transfer: step.transfer, gapMs: step.gapMs };
}

function otherBody(kind, status) {
  if (kind === "empty") return { body: null, type: null };
  if (kind === "text") return { body: `upstream answered ${status}`, type: "text/plain; charset=utf-8" };
  const title = `<title>${status}</title>`;
  const text = `<center><h1>${status}</h1></center>\r\n<hr><center>proxy</center>`;
  return { body: `<html>\r\n<head>${title}</head>\r\n<body>\r\n${text}\r\n</body>\r\n</html>\r\n`, type: "text/html" };
}
