// For runtimes that forbid compiling from bytes and let a module be imported, already compiled.
import compiled from "./redress.wasm";

export function moduleOrBytes() {
  return compiled;
}
