// For whoever brings the module along: as bytes, or compiled already.
let given;

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

// By its tag, since a module compiled in another realm is a module too.
const isModule = (value) => tag(value) === "WebAssembly.Module";

export function provideModule(module) {
  if (!isModule(module) && tag(module) !== "ArrayBuffer" && !ArrayBuffer.isView(module)) {
    throw new TypeError(`provideModule: ${tag(module)} is not allowed; it must be the bytes of "redress/wasm", or the compiled module`);
  }
  given = module;
}

export function load() {
  if (!given) throw new TypeError('redress/slim: call provideModule first, with "redress/wasm"');
  return given;
}

export const instantiate = (source, imports) =>
  new WebAssembly.Instance(isModule(source) ? source : new WebAssembly.Module(source), imports);

export const instantiateLater = async (source, imports) => {
  const result = await WebAssembly.instantiate(source, imports);
  return isModule(source) ? result : result.instance;
};
