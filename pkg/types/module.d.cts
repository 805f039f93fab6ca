// As with `fetch`, the environment's own type where it has one.

/** A module that is compiled already. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module & object
  : object;

/** The module's bytes, or what was compiled of them. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | CompiledModule;
