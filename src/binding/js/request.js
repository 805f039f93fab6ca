// What a call sends: the request of `(input, init)`. All is read by shape, since values come from other realms.
import { release } from "./body.js";

function isRequest(input) {
  return typeof input === "object" && input !== null && typeof input.clone === "function" && typeof input.url === "string";
}

function isStream(body) {
  return typeof body === "object" && body !== null
    && (typeof body.getReader === "function" || typeof body.pipe === "function" || typeof body[Symbol.asyncIterator] === "function");
}

export class Sent {
  constructor(input, init, options) {
    this.input = input;
    this.init = init;
    this.fetch = options.fetch;
    this.header = options.idempotencyHeader ?? "Idempotency-Key";
    const own = init?.signal;
    this.signal = (own === undefined ? input.signal : own) ?? undefined;
    const body = init?.body;
    this.isMadeAnew = typeof body === "function";
    // A stream is used up by sending it; the body of a Request too, but that can be cloned. Browsers differ in whether
    // they show it; none has one with these methods.
    this.isSpent = isStream(body);
    this.isCloned = false;
    if (body == null && isRequest(input) && input.method !== "GET" && input.method !== "HEAD") {
      if (input.bodyUsed) this.isSpent = true;
      else this.isCloned = true;
    }
    this.method = String(init?.method ?? (isRequest(input) ? input.method : "GET"));
    const key = options.idempotencyKey;
    if (key !== undefined) this.addKey(key);
    // Whether the caller, or an option, has put a key on it. Headers that are none throw here, as they do in fetch.
    this.hasKey = this.headers().has(this.header);
  }

  headers() {
    return new Headers(this.init?.headers ?? (isRequest(this.input) ? this.input.headers : undefined));
  }

  // Origin, path and credentials: what a quota belongs to.
  drawsOn() {
    const [url, query] = urlOf(this.input).split(/[?#]/);
    const own = this.header.toLowerCase();
    const given = [...this.headers(), ...new URLSearchParams(query)];
    return [url, ...given.filter(([name]) => /auth|key|cookie|access.?token|^token$/i.test(name) && name !== own)].join("\n");
  }

  addKey(key) {
    const headers = this.headers();
    if (!headers.has(this.header)) {
      if (key === true) key = uuid();
      else if (typeof key === "function") key = key({ url: urlOf(this.input), method: this.method.toUpperCase(), headers });
      if (typeof key !== "string" || !/^[!-~]{1,255}$/.test(key)) {
        throw new TypeError(`idempotencyKey: the function returned ${typeof key === "string" ? "another string" : typeof key}; it must return a string of 1 to 255 printable ASCII characters`);
      }
      headers.set(this.header, key);
    }
    this.init = { ...this.init, headers };
  }

  // `signal` is undefined where the caller's own will do.
  send(isLast, signal) {
    let { fetch = globalThis.fetch, input, init } = this;
    if (this.isCloned && !isLast) input = input.clone();
    if (this.isMadeAnew) init = { ...init, body: init.body() };
    if (signal) init = { ...init, signal };
    return fetch(input, init);
  }

  // The call is over: what was kept for another attempt is let go.
  done() {
    if (this.isCloned) release(this.input);
  }
}

function urlOf(input) {
  const url = isRequest(input) ? input.url : String(input);
  try {
    return new URL(url, globalThis.location?.href).href;
  } catch {
    return url;
  }
}

// A random UUID, also where a page that is not secure has no `crypto.randomUUID`.
function uuid() {
  const crypto = globalThis.crypto;
  if (crypto?.randomUUID) return crypto.randomUUID();
  const bytes = new Uint8Array(16);
  if (crypto) crypto.getRandomValues(bytes);
  else for (let at = 0; at < 16; at++) bytes[at] = Math.random() * 256;
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return Array.from(bytes, (byte, at) => (at > 3 && at < 11 && at % 2 === 0 ? "-" : "") + (byte + 256).toString(16).slice(1)).join("");
}
