// Options as the checks in the core need to see them (core/options.rs holds the same order of shapes).

const UNDEFINED = 0;
const NULL = 1;
const FLAG = 2;
const NUMBER = 3;
const TEXT = 4;
const FUNCTION = 5;
const LIST = 6;
const SIGNAL = 7;
const BUDGET = 8;
const OTHER = 9;

// Characters that are looked at: more than any name, code or path has.
const MAX_TEXT = 4096;

function shapeOf(value) {
  try {
    return known(value);
  } catch {
    // A proxy that throws.
    return OTHER;
  }
}

function known(value) {
  switch (typeof value) {
    case "undefined":
      return UNDEFINED;
    case "boolean":
      return FLAG;
    case "number":
      return NUMBER;
    case "string":
      return TEXT;
    case "function":
      return FUNCTION;
    case "object":
      if (value === null) return NULL;
      if (Array.isArray(value)) return LIST;
      if ("aborted" in value && "addEventListener" in value) return SIGNAL;
      if ("deposit" in value && "withdraw" in value) return BUDGET;
  }
  return OTHER;
}

// No shape: there is no option left.
const END = 10;

// Goes through an object of options; `kept` are those that JavaScript needs.
export class Options {
  constructor(given = {}, isNumberAllowed) {
    // A number is short for `maxAttempts`.
    if (isNumberAllowed && typeof given === "number") given = { maxAttempts: given };
    if (typeof given !== "object" || given === null) refuse("options", given, "an object");
    // Names and values.
    this.rest = Object.entries(given);
    this.at = 0;
    this.kept = {};
  }

  // Goes to the next one and gives the shape of its value.
  next() {
    if (this.at === this.rest.length) return END;
    const [name, value] = this.rest[this.at++];
    const shape = shapeOf(value);
    this.name = name.slice(0, MAX_TEXT);
    this.value = value;
    this.number = shape === FLAG || shape === NUMBER ? Number(value) : 0;
    this.text = shape === TEXT ? value.slice(0, MAX_TEXT) : "";
    return shape;
  }

  keep() {
    this.kept[this.name] = this.value;
  }

  keepBudget(budget) {
    this.kept.budget = budget;
  }
}

// A value as an error message shows it.
export function show(value) {
  switch (shapeOf(value)) {
    case TEXT:
      return JSON.stringify(value.slice(0, 80));
    case FUNCTION:
      return "a function";
    case LIST:
      return "an array";
    case SIGNAL:
    case BUDGET:
    case OTHER:
      if (typeof value === "object") return "an object";
  }
  return String(value).slice(0, 80) + (typeof value === "bigint" ? "n" : "");
}

// What a caller is told who got a value wrong.
export function refusal(name, value, instead) {
  return new TypeError(`${name}: ${show(value)} is not allowed${instead}`);
}

// The same, where one thing alone is.
export function refuse(name, value, allowed) {
  throw refusal(name, value, `; it must be ${allowed}`);
}

// The names of our options, to find them where they do not belong.
let ours;

export function teach(names) {
  ours = new Set(names.split(" "));
}

export function isTaught() {
  return ours !== undefined;
}

// The first member of `init` that is an option of ours; `signal` is fetch's too.
export function misplaced(init) {
  for (const name in init) if (ours.has(name) && name !== "signal" && init[name] !== undefined) return name;
}

// Throws where these are not what a request is made of. `place` is where options belong.
export function checkRequest(input, init, place) {
  if (input == null) refuse("input", input, "a URL, a Request or a function");
  if (typeof init === "number") refuse("init", init, "an object; the options come third");
  const name = misplaced(init);
  if (name) throw new TypeError(`${name}: is not allowed in init; it belongs in the options: ${place}{ ${name} })`);
}
