// UTF-8: by TextEncoder and TextDecoder or, where a test runner's page has neither (jsdom), by what every JavaScript has.

const unitOf = (text) => text.charCodeAt(0);
// A surrogate without its other half has no bytes.
const encode = (text) => Uint8Array.from(unescape(encodeURIComponent(text.replace(/\p{Cs}/gu, "\uFFFD"))), unitOf);

const plain = {
  encode,
  encodeInto(text, view) {
    const bytes = encode(text);
    view.set(bytes);
    return { written: bytes.length };
  },
  // A chunk of a stream may end within a character; it is then read as Latin-1.
  decode(bytes) {
    let units = "";
    for (const byte of bytes) units += String.fromCharCode(byte);
    try {
      return decodeURIComponent(escape(units));
    } catch {
      return units;
    }
  },
};

export const newEncoder = () => (globalThis.TextEncoder ? new TextEncoder() : plain);
export const newDecoder = () => (globalThis.TextDecoder ? new TextDecoder() : plain);
