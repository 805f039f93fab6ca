/**
 * The same functions without WebAssembly, for pages whose policy forbids it and for browsers that switch it off.
 * Larger and slower than the default entry.
 *
 * @packageDocumentation
 */

export * from "./index.js";
