// The module as JavaScript, for pages that forbid WebAssembly and for browsers that switch it off.
import { instantiate as run } from "../../target/stage-js/translated.js";

export const load = () => {};

export const instantiate = (_, imports) => ({ exports: run(imports) });

export const instantiateLater = instantiate;
