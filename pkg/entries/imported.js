// For runtimes that forbid compiling from bytes and let a module be imported, already compiled.
import compiled from "redress:compiled";

export const load = () => compiled;

export const instantiate = (module, imports) => new WebAssembly.Instance(module, imports);

export const instantiateLater = instantiate;
