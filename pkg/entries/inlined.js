// The module's bytes, decoded from the text that the build wrote (see xtask/node/inline.mjs).
import { add, length, scale, text } from "../../target/stage/text.js";

export function load() {
  // In place: what is written is never ahead of what is read.
  const bytes = new TextEncoder().encode(text);
  for (let read = 0, written = 0; written < length; written++) {
    const code = bytes[read++];
    // Four characters escape the one behind them. The array keeps the lowest eight bits.
    bytes[written] = code > 122 ? bytes[read++] + code * scale : code + add;
  }
  return bytes.subarray(0, length);
}

export const instantiate = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);

export const instantiateLater = async (bytes, imports) => (await WebAssembly.instantiate(bytes, imports)).instance;
