/**
 * The module itself, compiled, where a runtime or a bundler lets one import it so. For `redress/slim`.
 *
 * @packageDocumentation
 */

import type { CompiledModule } from "./types/module.cjs";

declare const module: CompiledModule;
export default module;
