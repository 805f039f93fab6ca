// The JavaScript half of the hot path: writes facts into the module's memory, has them classified
// and reads the answer there (the order is that of core/classification.rs and binding/memory.rs).
// One copy in, none out: where the body is ASCII, a text in the answer is a slice of the body.
import { factsOf, factsOfThrown } from "./facts.js";
import { refuse } from "./options.js";
import { attach as attachRules, compile } from "./rules.js";
import { newDecoder, newEncoder } from "./utf8.js";

// Characters of a body that are looked at: 64 KiB.
const MAX_BODY = 65536;
// Bytes of body and headers together, since lists of headers are as long as their maker likes.
const MAX_INPUT = 1e6;
// A header's value that is looked at.
const MAX_VALUE = 2048;
// Names of headers that are remembered; a server that invents names makes nothing grow.
const MAX_NAMES = 512;

// Made when the module starts: importing this file does nothing.
let encoder, decoder;

let wasm;
let kinds, actions, deciders, windows;
let roles;
// Views of the module's memory, and of the input in it; renewed when the memory has grown.
let bytes, words, doubles, input;
// Where the input stands and how much fits into it.
let base = 0;
let capacity = 0;

// Called by the module when it starts.
export function attach(exports, names) {
  wasm = exports;
  attachRules(exports);
  encoder = newEncoder();
  decoder = newDecoder();
  [kinds, actions, deciders, windows] = names.split("\n").map((list) => list.split(" "));
  roles = new Map();
  bytes = new Uint8Array(0);
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
    words = new Uint32Array(buffer);
    doubles = new Float64Array(buffer);
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
  if (name.length > 64) return 0;
  let role = roles.get(name);
  if (role === undefined) {
    role = wasm.recognise(writeShort(name, 0)) >>> 0;
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
  if (value.length > MAX_VALUE) value = value.slice(0, MAX_VALUE);
  const length = writeShort(value, offset + 8);
  writeInt(offset, role);
  writeInt(offset + 4, length);
  return offset + 8 + length;
}

// The headers of a response without any.
const EMPTY = [];

// Names and values of a Headers object, an array of pairs, or a record: what can be read of them. Nothing is called in
// here that may trap.
function listOf(headers) {
  const list = [];
  const add = (value, name) => value != null && list.push(String(name), String(value));
  try {
    if (typeof headers.forEach !== "function") for (const name in headers) add(headers[name], name);
    else if (Array.isArray(headers)) for (const pair of headers) add(pair[1], pair[0]);
    else headers.forEach(add);
  } catch {
    // Somebody's own kind of headers.
  }
  return list;
}

// Names are recognised first, since that uses the input.
function recogniseAll(list) {
  const wanted = [];
  for (let at = 0; at < list.length; at += 2) {
    const role = roleOf(list[at]);
    if (role !== 0) wanted.push(role, list[at + 1]);
  }
  return wanted;
}

// The same for what rules look at: the host, and from 1 on the headers that they name.
function lookUp(list, url, names) {
  const wanted = [LOOKED_UP, hostOf(url)];
  for (let at = 0; at < list.length; at += 2) {
    const known = list[at].toLowerCase();
    // Each rule that names it has a number of its own.
    for (let of = 0; of < names.length; of++) if (names[of] === known) wanted.push(((of + 1) << 8) | LOOKED_UP, list[at + 1]);
  }
  return wanted;
}

function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}

// Marks what rules look at among the headers; no role of a header has this number.
const LOOKED_UP = 255;

// The body that is read from, how many bytes of it are ASCII from the start, and where the texts
// of the answer stand.
let source = "";
let ascii = 0;
let texts = 0;

const NONE = 0xffffffff;

// The text whose span stands at a position of `words`.
function text(at) {
  const start = words[at];
  if (start === NONE) return null;
  const end = words[at + 1];
  if (end <= ascii) return source.slice(start, end);
  return decoder.decode(bytes.subarray(texts + start, texts + end));
}

function number(at) {
  const value = doubles[at];
  return value === value ? value : null;
}

// The offsets of the answer's parts: pointers, small numbers, spans, doubles.
const SMALL = 16;
const SPANS = SMALL + 8;
const DOUBLES = SMALL + 80;
// The upper half of a NaN as Rust writes it, which `&` with that of a finite number changes.
const NAN = 0x7ff80000;

// Whether the server of the answer read last says outright that the request is to be made again.
export let toldToRetry = false;

function read(address) {
  reserve(0);
  const span = (address + SPANS) >>> 2;
  const double = (address + DOUBLES) >>> 3;
  const pointer = address >>> 2;
  texts = words[pointer];
  const count = words[pointer + 2];
  // Two words of bytes: kind, action, whether to retry, what decided; window, whether told to retry, the status.
  const meaning = words[(address + SMALL) >>> 2];
  const more = words[(address + SMALL + 4) >>> 2];
  toldToRetry = (more & 0x100) !== 0;
  const status = more >>> 16;
  const upgradeUrl = text(span + 10);
  // Most answers have neither quota nor plan: one look at all that is in them.
  const half = double * 2 + 1;
  const hasQuota = (words[half + 2] & words[half + 4] & words[half + 6] & words[half + 8]) !== NAN;
  const hasPlan = (words[span + 12] & words[span + 14] & words[span + 16]) >>> 0 !== NONE;
  return {
    kind: kinds[meaning & 0xff],
    action: actions[(meaning >>> 8) & 0xff],
    retryable: (meaning & 0x10000) !== 0,
    retryAfterMs: number(double),
    retryAt: null,
    status: status === 0 ? null : status,
    code: text(span),
    message: text(span + 2),
    type: text(span + 4),
    quota: hasQuota
      ? {
          limit: number(double + 1),
          used: number(double + 2),
          remaining: number(double + 3),
          resetAt: number(double + 4),
          window: windows[more & 0xff] || null,
        }
      : null,
    plan: hasPlan ? { required: text(span + 12), current: text(span + 14), feature: text(span + 16), upgradeUrl } : null,
    fields: count === 0 ? [] : readFields(words[pointer + 1], count, words[pointer + 3]),
    requestId: text(span + 6),
    docsUrl: text(span + 8),
    upgradeUrl,
    decidedBy: deciders[meaning >>> 24],
  };
}

// A field takes 40 bytes: path, message, code, where its allowed values begin and end, max.
function readFields(address, count, allowed) {
  const fields = [];
  for (; count > 0; count--, address += 40) {
    const word = address >>> 2;
    const values = [];
    for (let at = words[word + 6]; at < words[word + 7]; at++) values.push(text((allowed >>> 2) + at * 2));
    fields.push({
      path: text(word),
      message: text(word + 2),
      code: text(word + 4),
      allowed: values.length === 0 ? null : values,
      max: number((address + 32) >>> 3),
    });
  }
  return fields;
}

function asciiPrefix(text) {
  let at = 0;
  while (text.charCodeAt(at) < 128) at++;
  return at;
}

// `status` null is none; `body` is text; `url` and `rules` may be undefined.
export function classifyFacts(status, headers, body, now, url, rules) {
  if (body.length > MAX_BODY) body = body.slice(0, MAX_BODY);
  const list = headers == null ? EMPTY : listOf(headers);
  let wanted = list === EMPTY ? EMPTY : recogniseAll(list);
  let set = 0;
  if (rules !== undefined) {
    const { id, names } = compile(rules);
    set = id;
    wanted = wanted.concat(lookUp(list, url, names));
  }
  const length = write(body, 0);
  let end = length;
  for (let at = 0; at < wanted.length && end < MAX_INPUT; at += 2) end = writeHeader(wanted[at], wanted[at + 1], end);
  source = body;
  // Behind the first character that is not ASCII, offsets differ between UTF-8 and UTF-16.
  ascii = length === body.length ? length : asciiPrefix(body);
  const classification = read(wasm.respond(status ?? 0, length, end - length, now, set) >>> 0);
  source = "";
  if (classification.retryAfterMs !== null) classification.retryAt = now + classification.retryAfterMs;
  return classification;
}

function throwFacts(thrown, rules) {
  const set = rules === undefined ? 0 : compile(rules).id;
  const name = write(thrown.name, 0);
  const message = write(thrown.message, name);
  const code = write(thrown.code, name + message);
  ascii = 0;
  return read(wasm.fail(name, message, code, thrown.offline, set) >>> 0);
}

function classify(facts, now, rules) {
  if (facts.thrown !== undefined) return throwFacts(facts.thrown, rules);
  return classifyFacts(facts.status, facts.headers, facts.body, now, facts.url, rules);
}

// The clock that the caller gives, or the machine's.
export function clockOf(options) {
  if (options === null || typeof options !== "object") {
    refuse("options", options, "an object with now and rules");
  }
  for (const name of Object.keys(options)) {
    if (name !== "now" && name !== "rules") throw new TypeError(`${name} is no option; classifyError has now and rules`);
  }
  const { now = Date.now(), rules } = options;
  if (rules !== undefined) compile(rules);
  if (!Number.isFinite(now)) refuse("now", now, "a time in epoch milliseconds");
  return now;
}

export function classifyErrorSync(input, options) {
  if (options === undefined) return classify(factsOf(input), Date.now());
  return classify(factsOf(input), clockOf(options), options.rules);
}

// For the retry loop: a live response, of whose body `body` was read, or undefined.
export function classifyResponse(response, body, now, rules) {
  const status = response.status;
  return classifyFacts(status === 0 ? null : status, response.headers, body ?? "", now, response.url, rules);
}

// For the retry loop: whatever `fetch` or the caller's function threw.
export function classifyThrown(error, now, rules) {
  return classify(factsOfThrown(error), now, rules);
}
