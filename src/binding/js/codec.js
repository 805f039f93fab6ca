// The JavaScript half of the hot path: writes facts into the module's memory, has them classified
// and reads the row of numbers that comes back (src/binding/record.rs holds the same order).
// One copy in, none out: where the body is ASCII, a text in the answer is a slice of the body.
import { factsOf, factsOfThrown } from "./facts.js";

// Characters of a body that are looked at: 64 KiB.
const MAX_BODY = 65536;
// A header's value that is looked at.
const MAX_VALUE = 2048;
// Names of headers that are remembered; a server that invents names makes nothing grow.
const MAX_NAMES = 512;

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

let wasm;
let kinds, actions, deciders, windows;
let roles;
// Views of the module's memory, and of the input in it; renewed when the memory has grown.
let bytes, numbers, input;
// Where the input stands and how much fits into it.
let base = 0;
let capacity = 0;

// Called by the module when it starts.
export function attach(exports, names) {
  wasm = exports;
  [kinds, actions, deciders, windows] = names.split("\n").map((list) => list.split(" "));
  roles = new Map();
  bytes = numbers = input = new Uint8Array(0);
  capacity = 0;
  reserve(4096);
}

function reserve(size) {
  let moved = bytes.length === 0;
  if (size > capacity) {
    base = wasm.input(size) >>> 0;
    capacity = size;
    moved = true;
  }
  if (moved) {
    const { buffer } = wasm.memory;
    bytes = new Uint8Array(buffer);
    numbers = new Float64Array(buffer);
    input = new Uint8Array(buffer, base, capacity);
  }
}

// Writes a text at an offset of the input and returns its length in bytes. A UTF-16 unit takes
// three bytes at most.
function write(text, offset) {
  reserve(offset + text.length * 3);
  return encoder.encodeInto(text, offset === 0 ? input : input.subarray(offset)).written;
}

// The same for short texts, which are ASCII mostly: a loop beats the call with a new view.
function writeShort(text, offset) {
  const length = text.length;
  reserve(offset + length);
  const view = input;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return write(text, offset);
    view[offset + at] = unit;
  }
  return length;
}

function roleOf(name) {
  let role = roles.get(name);
  if (role === undefined) {
    role = name.length > 64 ? 0 : wasm.recognise(writeShort(name, 0)) >>> 0;
    if (roles.size < MAX_NAMES) roles.set(name, role);
  }
  return role;
}

function writeInt(at, value) {
  input[at] = value;
  input[at + 1] = value >>> 8;
  input[at + 2] = value >>> 16;
  input[at + 3] = value >>> 24;
}

function writeHeader(role, value, offset) {
  if (typeof value !== "string") value = String(value);
  if (value.length > MAX_VALUE) value = value.slice(0, MAX_VALUE);
  const length = writeShort(value, offset + 8);
  writeInt(offset, role);
  writeInt(offset + 4, length);
  return offset + 8 + length;
}

// `headers`: a Headers object, an array of pairs, or a record. Names are recognised first, since
// that uses the input.
function writeHeaders(headers, offset) {
  const wanted = [];
  const take = (value, name) => {
    const role = roleOf(name);
    if (role !== 0 && value != null) wanted.push(role, value);
  };
  if (typeof headers.forEach === "function") {
    if (Array.isArray(headers)) for (const pair of headers) take(pair[1], String(pair[0]));
    else headers.forEach(take);
  } else {
    for (const name in headers) take(headers[name], name);
  }
  return wanted;
}

let source, sourceBytes;

function text(address, length) {
  if (address < 0) return null;
  const offset = address - base;
  if (offset >= 0 && offset + length <= sourceBytes) return source.slice(offset, offset + length);
  return decoder.decode(bytes.subarray(address, address + length));
}

function number(value) {
  return value === value ? value : null;
}

function read(address) {
  reserve(0);
  const row = numbers;
  let at = address >>> 3;
  const next = () => text(row[at++], row[at++]);
  const classification = {
    kind: kinds[row[at]],
    action: actions[row[at + 1]],
    retryable: row[at + 2] === 1,
    retryAfterMs: number(row[at + 4]),
    retryAt: number(row[at + 5]),
    status: number(row[at + 6]),
    code: text(row[at + 7], row[at + 8]),
    message: text(row[at + 9], row[at + 10]),
    type: text(row[at + 11], row[at + 12]),
    quota: null,
    plan: null,
    fields: [],
    requestId: text(row[at + 13], row[at + 14]),
    docsUrl: text(row[at + 15], row[at + 16]),
    upgradeUrl: text(row[at + 17], row[at + 18]),
    decidedBy: deciders[row[at + 3]],
  };
  at += 19;
  if (row[at] === 1) {
    classification.quota = {
      limit: number(row[at + 1]),
      used: number(row[at + 2]),
      remaining: number(row[at + 3]),
      resetAt: number(row[at + 4]),
      window: row[at + 5] < 0 ? null : windows[row[at + 5]],
    };
  }
  at += 6;
  if (row[at] === 1) {
    classification.plan = {
      required: text(row[at + 1], row[at + 2]),
      current: text(row[at + 3], row[at + 4]),
      feature: text(row[at + 5], row[at + 6]),
      upgradeUrl: classification.upgradeUrl,
    };
  }
  at += 7;
  for (let left = row[at++]; left > 0; left--) {
    const field = { path: next(), message: next(), code: next(), allowed: null, max: number(row[at++]) };
    let values = row[at++];
    if (values > 0) field.allowed = [];
    for (; values > 0; values--) field.allowed.push(next());
    classification.fields.push(field);
  }
  return classification;
}

// `status` null is none; `body` is text.
export function classifyFacts(status, headers, body, now) {
  if (body.length > MAX_BODY) body = body.slice(0, MAX_BODY);
  const wanted = headers == null ? [] : writeHeaders(headers, 0);
  const length = write(body, 0);
  let end = length;
  for (let at = 0; at < wanted.length; at += 2) end = writeHeader(wanted[at], wanted[at + 1], end);
  // A body that is not ASCII has other offsets in UTF-8 than in UTF-16.
  source = body;
  sourceBytes = length === body.length ? length : 0;
  const classification = read(wasm.respond(status ?? -1, length, end - length, now) >>> 0);
  source = "";
  return classification;
}

function throwFacts(thrown) {
  const name = write(thrown.name, 0);
  const message = write(thrown.message, name);
  const code = write(thrown.code, name + message);
  source = "";
  sourceBytes = 0;
  return read(wasm.throw(name, message, code, thrown.offline) >>> 0);
}

function classify(facts, now) {
  if (facts.thrown !== undefined) return throwFacts(facts.thrown);
  return classifyFacts(facts.status, facts.headers, facts.body, now);
}

export function classifyErrorSync(input, options) {
  return classify(factsOf(input), options?.now ?? Date.now());
}

// For the retry loop: a live response, of whose body `body` was read, or undefined.
export function classifyResponse(response, body, now) {
  const status = response.status;
  return classifyFacts(status === 0 ? null : status, response.headers, body ?? "", now);
}

// For the retry loop: whatever `fetch` or the caller's function threw.
export function classifyThrown(error, now) {
  return classify(factsOfThrown(error), now);
}
