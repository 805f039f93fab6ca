// A module taken apart into streams of bytes that are alike: the opcodes, and the operands by their kind.

/** What has to be taught here when the compiler learns more. */
function unknown(what) {
  return new Error(`xtask/node/streams.mjs does not know ${what}`);
}

// The first six have the same numbers in pkg/entries/inlined.js and unpack.wat: how symbols are written, the symbols, the
// types of locals, rare instructions as a whole, and what stands before and behind the functions. The others hold numbers,
// and the forms name them.
const NAMES = [
  "forms", "opcodes", "locals", "wholes", "head", "tail", "local", "offset", "int", "call", "label", "index", "long", "type",
];
const [FORMS, OPCODES, LOCALS, WHOLE, HEAD, TAIL, LOCAL, OFFSET, INT, CALL, LABEL, INDEX, LONG, TYPE] = NAMES.keys();
// Opcodes without operands, beside all of arithmetic.
const PLAIN = [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0xd1];
// block, loop, if, end: the unpacker counts them.
const NESTING = [0x02, 0x03, 0x04, 0x0b];
// Bytes of a function's length.
const LENGTH = 3;

/** How the operands of an opcode are written: the number of a stream, "memory", or a function that skips them. */
function operandsOf(opcode) {
  switch (opcode) {
    case 0x02: case 0x03: case 0x04: return TYPE;
    case 0x0c: case 0x0d: return LABEL;
    case 0x0e: return (reader) => { for (let left = reader.number(); left >= 0; left--) reader.number(); };
    case 0x10: return CALL;
    case 0x11: return (reader) => { reader.number(); reader.number(); };
    case 0x1c: return (reader) => reader.skip(reader.number());
    case 0x20: case 0x21: case 0x22: return LOCAL;
    case 0x23: case 0x24: case 0x25: case 0x26: case 0xd0: case 0xd2: return INDEX;
    case 0x3f: case 0x40: return (reader) => reader.skip(1);
    case 0x41: return INT;
    case 0x42: return LONG;
    case 0x43: return (reader) => reader.skip(4);
    case 0x44: return (reader) => reader.skip(8);
    // Eight conversions, then memory.init, data.drop, memory.copy, memory.fill, table.init, elem.drop, table.copy,
    // table.grow, table.size, table.fill.
    case 0xfc: return (reader) => {
      const operands = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][reader.number()];
      if (operands === undefined) throw unknown("an instruction behind 0xfc");
      for (let left = operands; left > 0; left--) reader.number();
    };
  }
  if (opcode >= 0x28 && opcode <= 0x3e) return "memory";
  if (PLAIN.includes(opcode) || (opcode >= 0x45 && opcode <= 0xc4)) return 0;
  throw unknown(`the opcode 0x${opcode.toString(16)}`);
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  skip(count) {
    this.at += count;
  }

  number() {
    let value = 0;
    let byte;
    for (let shift = 0; ; shift += 7) {
      byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  since(start) {
    return this.bytes.subarray(start, this.at);
  }
}

/** The instructions of a function: { symbol, operand, stream } or { whole }; `symbol` is opcode and form. */
function* instructions(reader, end) {
  while (reader.at < end) {
    const start = reader.at;
    const opcode = reader.bytes[reader.at++];
    const operands = operandsOf(opcode);
    if (typeof operands === "function") {
      operands(reader);
      yield { whole: reader.since(start) };
      continue;
    }
    let [stream, form] = [operands, operands];
    if (operands === "memory") {
      const alignment = reader.number();
      if (alignment > 6) throw unknown("several memories");
      [stream, form] = [OFFSET, ((alignment + 1) << 4) | OFFSET];
    }
    const operand = reader.at;
    if (stream !== 0) reader.number();
    yield { symbol: (opcode << 8) | form, operand: reader.since(operand), stream, whole: reader.since(start) };
  }
}

function* bodies(reader, count) {
  for (; count > 0; count--) {
    const end = reader.number() + reader.at;
    const groups = reader.number();
    const locals = [groups];
    for (let left = groups; left > 0; left--) {
      const many = reader.number();
      if (many > 127) throw unknown("more than 127 locals of a type in a row");
      locals.push(many, reader.bytes[reader.at++]);
    }
    yield { locals, body: [...instructions(reader, end)] };
  }
}

/** A number in seven bits a byte. */
function numeral(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}

/** The letter of each symbol; the rarest get none where there are more symbols than letters. */
function lettersOf(functions, letters) {
  const counts = new Map([[WHOLE, Infinity]]);
  for (const { body } of functions) {
    for (const { symbol } of body) if (symbol !== undefined) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  const common = [...counts].sort(([one, often], [other, seldom]) => seldom - often || one - other).slice(0, letters.length);
  // In the order of opcodes, which brings neighbours in meaning together.
  const symbols = common.map(([symbol]) => symbol).sort((one, other) => one - other);
  return new Map(symbols.map((symbol, index) => [symbol, letters[index]]));
}

/** The streams of a module by name, and how many functions it has. The stream of opcodes holds nothing but `letters`. */
export function streamsOf(module, letters) {
  const streams = NAMES.map(() => []);
  const reader = new Reader(module);
  let [start, functions] = [0, []];
  reader.skip(8);
  while (reader.at < module.length) {
    const section = reader.at;
    const id = module[reader.at++];
    const end = reader.number() + reader.at;
    if (id === 10) {
      streams[HEAD].push(...module.subarray(start, section));
      functions = [...bodies(reader, reader.number())];
      start = end;
    }
    reader.at = end;
  }
  streams[TAIL].push(...module.subarray(start));

  const table = lettersOf(functions, letters);
  for (const [symbol, letter] of table) {
    streams[FORMS][2 * letter] = symbol >> 8;
    streams[FORMS][2 * letter + 1] = symbol & 255;
  }
  streams[FORMS] = Array.from(streams[FORMS], (byte) => byte ?? 0);

  // Lengths take three bytes each once unpacked.
  let size = numeral(functions.length).length;
  for (const { locals, body } of functions) {
    streams[LOCALS].push(...locals);
    size += LENGTH + locals.length;
    for (const { symbol, operand, stream, whole } of body) {
      const letter = table.get(symbol);
      size += whole.length;
      if (letter === undefined) {
        if (NESTING.includes(whole[0])) throw unknown("so rare a use of what nests");
        streams[OPCODES].push(table.get(WHOLE));
        streams[WHOLE].push(whole.length, ...whole);
      } else {
        streams[OPCODES].push(letter);
        if (stream !== 0) streams[stream].push(...operand);
      }
    }
  }
  streams[HEAD].push(10, ...numeral(size), ...numeral(functions.length));
  return { streams: Object.fromEntries(NAMES.map((name, index) => [name, streams[index]])), functions: functions.length };
}
