// `redress:module` is imported.js or inlined.js, as the entry needs.
import { moduleOrBytes } from "redress:module";
import { initSync } from "../../target/stage/redress.js";

let booted = false;

export function boot() {
  if (booted) return;
  initSync({ module: moduleOrBytes() });
  booted = true;
}
