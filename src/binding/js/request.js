// What a request is made of, read by shape, since values come from other realms.

// Traits of a request, as bits; src/binding/request.rs holds the same.
const SPENT_BY_SENDING = 1;
const CLONED_TO_SEND = 2;
const MADE_ANEW = 4;
const HAS_SIGNAL = 8;
const MISPLACED = 16;

function isRequest(input) {
  return typeof input === "object" && input !== null && typeof input.clone === "function" && typeof input.url === "string";
}

function isStream(body) {
  return typeof body === "object" && body !== null
    && (typeof body.getReader === "function" || typeof body.pipe === "function" || typeof body[Symbol.asyncIterator] === "function");
}

// An option of ours in `init`: `ours` is the set of their names.
export function misplaced(init, ours) {
  for (const name in init) if (ours.has(name) && init[name] !== undefined) return name;
}

export function examine(input, init, ours) {
  const body = init?.body;
  let traits = 0;
  if (typeof body === "function") traits |= MADE_ANEW;
  else if (isStream(body)) traits |= SPENT_BY_SENDING;
  // The body of a Request; browsers differ in whether they show it, none has one with these methods.
  else if (body == null && isRequest(input) && input.method !== "GET" && input.method !== "HEAD") {
    traits |= input.bodyUsed ? SPENT_BY_SENDING : CLONED_TO_SEND;
  }
  if (signalOf(input, init) != null) traits |= HAS_SIGNAL;
  if (misplaced(init, ours) !== undefined) traits |= MISPLACED;
  return traits;
}

export function signalOf(input, init) {
  const own = init?.signal;
  return own === undefined ? input?.signal : own;
}

export function methodOf(input, init) {
  return String(init?.method ?? (isRequest(input) ? input.method : "GET"));
}

export function headersOf(input, init) {
  return new Headers(init?.headers ?? (isRequest(input) ? input.headers : undefined));
}

export function urlOf(input) {
  const url = isRequest(input) ? input.url : String(input);
  try {
    return new URL(url, globalThis.location?.href).href;
  } catch {
    return url;
  }
}

// `init` with another member; what is not ours stays as it is.
export function override(init, name, value) {
  return { ...init, [name]: value };
}

// A random UUID, also where a page that is not secure has no `crypto.randomUUID`.
export function uuid() {
  const crypto = globalThis.crypto;
  if (crypto?.randomUUID) return crypto.randomUUID();
  const bytes = new Uint8Array(16);
  if (crypto) crypto.getRandomValues(bytes);
  else for (let at = 0; at < 16; at++) bytes[at] = Math.random() * 256;
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (byte, at) => (at > 3 && at < 11 && at % 2 === 0 ? "-" : "") + (byte + 256).toString(16).slice(1)).join("");
}

export function globalFetch() {
  return globalThis.fetch;
}
