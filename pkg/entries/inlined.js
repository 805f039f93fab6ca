// The module's bytes, unpacked from the text that the build wrote (xtask/node/pack.mjs).
import { newEncoder } from "../../target/stage/snippets/redress/src/binding/js/utf8.js";
import { forms, functions, head, pages, rows, start, tail, text, unpacker } from "../../target/stage/text.js";

// The numbers of these streams (xtask/node/streams.mjs).
const FORMS = 0, HEAD = 4, TAIL = 5;

export function unpack() {
  const bytes = Uint8Array.from(atob(unpacker), (unit) => unit.charCodeAt(0));
  const { copy, memory, write } = compile(bytes).exports;
  memory.grow(pages);
  const { buffer } = memory;
  new Uint32Array(buffer).set(rows);
  newEncoder().encodeInto(text, new Uint8Array(buffer, start));
  const from = copy(FORMS, forms);
  copy(HEAD, head);
  write(functions);
  return new Uint8Array(buffer, from, copy(TAIL, tail) - from);
}

// Unpacked where it is needed, since a policy may forbid that too.
export const load = () => {};

const compile = (bytes, imports) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);

export const instantiate = (_, imports) => compile(unpack(), imports);

export const instantiateLater = async (_, imports) => (await WebAssembly.instantiate(unpack(), imports)).instance;
