// The module's memory, caught when the module starts: import this before the first call.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...all) {
    super(...all);
    // What unpacks it takes no imports.
    if (all[1]) memory ??= this.exports.memory;
  }
};

/** Its size in bytes. */
export const moduleBytes = () => memory.buffer.byteLength;
