// The caller's rules: given to Rust member by member, once for each array, and looked up in what a response brings.
import { Options, refuse } from "./options.js";

let wasm;
// By the array: the number under which Rust has its rules, and the headers that they name. Made when first needed.
let compiled, forgotten;
// Numbers of arrays that are gone, and the last one given. Rust has no rules under 0.
let free, last;

// Called when the module starts, and when it starts afresh, without any rules.
export function attach(exports) {
  wasm = exports;
  compiled = undefined;
}

let names;

// The members of rules as Rust wants them: what is in an object before the object itself.
export function membersOf(rules) {
  const members = new Options();
  names = [];
  const add = (path, value, depth, inner) => {
    if (typeof value === "object" && value !== null) {
      if (Array.isArray(value)) {
        if (depth > 1 && value.length > 0) return value.forEach((item) => add(path, item, depth, false));
      } else if (inner) {
        for (const [name, item] of Object.entries(value)) {
          if (item === undefined) continue;
          if (depth === 2) names.push(name.toLowerCase());
          add(`${path}.${name}`, item, depth + 1, name === (depth === 0 ? "match" : depth === 1 ? "header" : ""));
        }
      }
    }
    members.rest.push([path, value]);
  };
  for (let at = 0; at < rules.length; at++) add(`rules[${at}]`, rules[at], 0, true);
  return members;
}

// Checks and compiles an array of rules, unless that has been done. Later changes to it are not seen.
export function compile(rules) {
  if (!Array.isArray(rules)) refuse("rules", rules, "an array of rules");
  if (compiled === undefined) {
    compiled = new WeakMap();
    free = [];
    last = 0;
    if (globalThis.FinalizationRegistry) {
      const home = wasm;
      forgotten = new FinalizationRegistry((id) => {
        if (home !== wasm) return;
        wasm.compile([], id);
        free.push(id);
      });
    }
  }
  let set = compiled.get(rules);
  if (set === undefined) {
    const id = free.pop() ?? ++last;
    const error = wasm.compile(rules, id);
    if (error !== undefined) {
      free.push(id);
      throw error;
    }
    set = { id, names };
    compiled.set(rules, set);
    forgotten?.register(rules, id);
  }
  return set;
}

// What an `Options` has kept. Mistakes in rules are told before anything is sent.
export function keptOf({ kept }) {
  if (kept.rules !== undefined) compile(kept.rules);
  return kept;
}
