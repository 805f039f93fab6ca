// Bytes as printable ASCII, as `next` in pkg/entries/unpack.wat reads it: most bytes become one character, shifted, the
// others two, of which the first is above `y`.

// The last character that stands alone and the scale of those before another are the same there.
const FIRST = 32;
const LAST_SINGLE = 121;
const LAST = 126;
const SCALE = 54;

// The quote and the backslash would need escapes of their own in a string literal.
const usable = (code) => code >= FIRST && code <= LAST && code !== 34 && code !== 92;

/** The shift for numbers from 0 on, and the numbers that are one character then. */
export const LETTERS_SHIFT = 256 - FIRST;
export const LETTERS = Array.from({ length: LAST_SINGLE + 1 - FIRST }, (_, letter) => letter).filter((letter) => usable(letter + FIRST));

/** Undefined for some bytes with some shifts. */
function charactersOf(byte, shift) {
  const single = (byte - shift) & 255;
  if (usable(single) && single <= LAST_SINGLE) return String.fromCharCode(single);
  for (let first = LAST_SINGLE + 1; first <= LAST; first++) {
    const second = (byte - first * SCALE) & 255;
    if (usable(second)) return String.fromCharCode(first, second);
  }
}

/** The text of these bytes; undefined where this shift leaves one of them without. */
export function spell(bytes, shift) {
  const characters = Array.from({ length: 256 }, (_, byte) => charactersOf(byte, shift));
  return bytes.every((byte) => characters[byte]) ? bytes.map((byte) => characters[byte]).join("") : undefined;
}

/** The shift whose text `weigh` finds lightest; neighbours differ by several percent. */
export function bestShift(bytes, weigh) {
  let best = { weight: Infinity };
  for (let shift = 0; shift < 256; shift += 4) {
    const text = spell(bytes, shift);
    const weight = text === undefined ? Infinity : weigh(text);
    if (weight < best.weight) best = { shift, weight };
  }
  return best.shift;
}
