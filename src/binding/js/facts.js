// From any JavaScript value to facts: a status, headers and a text, or a thrown value's name,
// message and code. By shape, never by `instanceof`: values come from other realms.
// Whatever a getter throws or a cycle hides, this returns.
import { refuse } from "./options.js";
import { newDecoder } from "./utf8.js";

// What is looked at of a body that is no text: nesting, items of a list or object, characters.
const MAX_DEPTH = 12;
const MAX_ITEMS = 64;
const MAX_TEXT = 65536;
// Causes of an error that are followed.
const MAX_CAUSES = 4;

function read(object, key) {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

export function isResponse(value) {
  return isObject(value) && typeof read(value, "status") === "number" && typeof read(value, "clone") === "function" && isObject(read(value, "headers"));
}

function isStatus(value) {
  return Number.isInteger(value) && value >= 0 && value <= 999;
}

// `{ status, headers, body }`, or `{ thrown: { name, message, code, offline } }`.
export function factsOf(input) {
  if (isObject(input)) {
    let status, stack, headers, body, url;
    try {
      // By name, which is three times as fast as by key. The stack of an error is made when it is read.
      ({ status } = input);
      if (typeof status === "number") ({ stack, headers, body, url } = input);
    } catch {
      status = read(input, "status");
      headers = read(input, "headers");
      body = read(input, "body");
    }
    if (typeof status === "number" && stack === undefined) {
      if (isObject(headers) && isResponse(input)) {
        throw new TypeError("classifyErrorSync: a Response is read asynchronously; use classifyError for it");
      }
      if (!isStatus(status)) {
        refuse("status", status, "a whole number from 0 to 999");
      }
      return { status: status === 0 ? null : status, headers: headersOf(headers), body: textOf(body), url, thrown: undefined };
    }
    return factsOfError(input, status);
  }
  if (input === undefined) {
    refuse("input", input, "a Response, facts ({ status, headers, body }) or what was thrown");
  }
  return factsOfThrown(input);
}

// Anything can be thrown, also nothing.
export function factsOfThrown(value) {
  if (isObject(value)) return factsOfError(value, read(value, "status"));
  return { thrown: thrown("", typeof value === "symbol" ? "" : string(String(value ?? "")), "") };
}

function headersOf(headers) {
  return isObject(headers) ? headers : null;
}

// A body as text: bytes are decoded, a parsed body is written as JSON again.
export function textOf(body) {
  if (typeof body === "string") return body;
  if (body == null) return "";
  try {
    if (ArrayBuffer.isView(body)) {
      const length = Math.min(body.byteLength, MAX_TEXT);
      return newDecoder().decode(new Uint8Array(body.buffer, body.byteOffset, length));
    }
    if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") {
      return newDecoder().decode(new Uint8Array(body, 0, Math.min(body.byteLength, MAX_TEXT)));
    }
  } catch {
    return "";
  }
  return json(body, { left: MAX_TEXT }, 0);
}

// JSON.stringify, but bounded, and without a way to throw.
function json(value, budget, depth) {
  switch (typeof value) {
    case "string":
      value = JSON.stringify(value.length > budget.left ? value.slice(0, Math.max(budget.left, 0)) : value);
      budget.left -= value.length;
      return value;
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      if (value !== null && depth < MAX_DEPTH && budget.left > 0) break;
    // fallthrough: null, what nests too deep, what comes too late
    default:
      return "null";
  }
  const parts = [];
  const list = Array.isArray(value);
  let keys;
  try {
    keys = list ? value.slice(0, MAX_ITEMS).keys() : Object.keys(value).slice(0, MAX_ITEMS);
  } catch {
    return "null";
  }
  for (const key of keys) {
    if ((budget.left -= 8) <= 0) break;
    const item = read(value, key);
    if (list) parts.push(json(item, budget, depth + 1));
    else if (item !== undefined && typeof item !== "function") parts.push(`${json(key, budget, 0)}:${json(item, budget, depth + 1)}`);
  }
  return list ? `[${parts}]` : `{${parts}}`;
}

function thrown(name, message, code) {
  return { name, message, code, offline: read(globalThis.navigator ?? {}, "onLine") === false };
}

function string(value) {
  return typeof value === "string" ? value.slice(0, MAX_TEXT) : "";
}

// The error objects of clients carry the response, or its parts: axios, ky, ofetch, got and
// octokit under `response`; openai, @anthropic-ai/sdk, stripe and octokit on the error itself.
function factsOfError(error, ownStatus) {
  const response = read(error, "response");
  const from = (key) => (isObject(response) ? read(response, key) : undefined);
  let message = string(read(error, "message"));
  let name = string(read(error, "name"));
  let headers = headersOf(read(error, "headers")) ?? headersOf(from("headers"));
  const status = [ownStatus, read(error, "statusCode"), from("status"), from("statusCode")].find((value) => isStatus(value) && value >= 100);
  // octokit gives a status of 500 to what brought no response.
  const isAlone = !isObject(response) && headers === null;
  if (status !== undefined && !(isAlone && (isEnd(name) || (isObject(read(error, "request")) && isObject(read(error, "cause")))))) {
    const asRecord = headers && read(headers, "toJSON");
    if (typeof asRecord === "function" && typeof read(headers, "forEach") !== "function") {
      headers = headersOf(read({ get record() { return asRecord.call(headers); } }, "record"));
    }
    const body = [from("data"), read(error, "data"), from("_data"), from("body"), read(error, "body"), read(error, "error"), read(error, "raw")].find(isBody);
    return { status, headers, body: body === undefined ? spoken(error, message, status, response) : textOf(body), url: from("url") };
  }
  let code = "";
  let why = "";
  for (let at = error, depth = 0; isObject(at) && depth < MAX_CAUSES; depth++) {
    code ||= string(read(at, "code"));
    const inner = string(read(at, "name"));
    if (isEnd(inner)) name = inner;
    why = string(read(at, "message"));
    const errors = read(at, "errors");
    // stripe keeps its cause as `detail`.
    at = read(at, "cause") ?? (Array.isArray(errors) ? errors[0] : read(at, "detail"));
  }
  // openai's and @anthropic-ai/sdk's abort has no name of its own.
  if (code === "" && !isEnd(name) && message.endsWith("was aborted.")) name = "AbortError";
  // Node says only in the cause's message that a port is blocked or a scheme unknown.
  if (code === "" && !message.includes(why)) message += `: ${why}`;
  return { thrown: thrown(name, message, code) };
}

function isEnd(name) {
  return name === "AbortError" || name === "TimeoutError";
}

// Where the client keeps no body: its own words, which hold the server's, unless the body can still be read.
function spoken(error, message, status, response) {
  if (isResponse(response)) return "";
  if (message.startsWith(`${status} `)) message = message.slice(4);
  return json({ message, code: read(error, "code") }, { left: MAX_TEXT }, 0);
}

function isBody(value) {
  return (typeof value === "string" && value !== "") || (isObject(value) && typeof read(value, "pipe") !== "function" && typeof read(value, "getReader") !== "function");
}
