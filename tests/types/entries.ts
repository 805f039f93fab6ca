// The other entries have the same types, so that one can be put in another's place.
import * as redress from "redress";
import * as js from "redress/js";
import * as slim from "redress/slim";
import type { ModuleSource } from "redress/slim";
import module from "redress/wasm";

export const entries: (typeof redress)[] = [js, slim];
export const instance: WebAssembly.Instance = new WebAssembly.Instance(module);

slim.provideModule(module);
slim.provideModule(new Uint8Array(8));
slim.provideModule(new ArrayBuffer(8) satisfies ModuleSource);
// @ts-expect-error the bytes, not an address of them
slim.provideModule("/redress.wasm");
// @ts-expect-error of redress/slim only
redress.provideModule(module);
