/**
 * The same functions, for whoever brings the module along: {@link provideModule} takes it, everything else starts it.
 *
 * @packageDocumentation
 */

import type { ModuleSource } from "./types/module.cjs";

export * from "./index.cjs";
export type { ModuleSource } from "./types/module.cjs";

/**
 * Hands over the module before the first call of anything else: the bytes of `redress/wasm`, or what was compiled of
 * them. It is started by the first call that needs it.
 *
 * @example
 * ```ts
 * provideModule(await (await fetch("/redress.wasm")).arrayBuffer());
 * ```
 * @throws {@link TypeError} on anything else, a promise or a `Response` too.
 */
export declare function provideModule(module: ModuleSource): void;
