//! Names that mean the same however they are spelled: `rate_limit_exceeded`,
//! `rateLimitExceeded` and `RATE-LIMIT EXCEEDED` are one [`Symbol`], a 32-bit hash of the
//! letters and digits alone. A chance match of a server's word is one in 4 billion an entry, and
//! can only misname an error.

/// What a byte is, for the passes over short texts that everything here begins with: one load
/// from a table instead of a chain of comparisons.
pub mod class {
    /// `a` to `z`.
    pub const LOWER: u8 = 1;
    /// `A` to `Z`.
    pub const UPPER: u8 = 1 << 1;
    /// `0` to `9`.
    pub const DIGIT: u8 = 1 << 2;
    /// Outside ASCII.
    pub const HIGH: u8 = 1 << 3;
    /// `_` and `.`, which join the parts of a name.
    pub const JOINT: u8 = 1 << 4;
    /// `-` and `#`.
    pub const DASH: u8 = 1 << 5;
    /// `/` and `:`.
    pub const PATH: u8 = 1 << 6;
    /// Any other byte.
    pub const OTHER: u8 = 1 << 7;
    /// What words are made of.
    pub const LETTER: u8 = LOWER | UPPER | HIGH;

    static CLASSES: [u8; 256] = {
        let mut classes = [OTHER; 256];
        let mut byte = 0;
        while byte < 256 {
            classes[byte] = match byte as u8 {
                b'a'..=b'z' => LOWER,
                b'A'..=b'Z' => UPPER,
                b'0'..=b'9' => DIGIT,
                0x80.. => HIGH,
                b'_' | b'.' => JOINT,
                b'-' | b'#' => DASH,
                b'/' | b':' => PATH,
                _ => OTHER,
            };
            byte += 1;
        }
        classes
    };

    /// The class of a byte.
    #[inline(always)]
    #[must_use]
    pub const fn of(byte: u8) -> u8 {
        CLASSES[byte as usize]
    }
}

/// The hash of a name, without case, separators or camel humps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol(pub u32);

impl Symbol {
    /// The symbol of nothing at all.
    pub const EMPTY: Symbol = Symbol(0x811c_9dc5);

    /// The symbol of a text.
    #[must_use]
    pub const fn of(text: &[u8]) -> Symbol {
        let mut symbol = Symbol::EMPTY;
        let mut rest = text;
        while let [byte, tail @ ..] = rest {
            symbol = symbol.push(*byte);
            rest = tail;
        }
        symbol
    }

    /// The symbol of a word without the `s` of its plural: a final `s` behind three letters or
    /// more is left out.
    #[must_use]
    pub const fn stem(word: &[u8]) -> Symbol {
        match word {
            [stem @ .., b's' | b'S'] if stem.len() >= 3 => Symbol::of(stem),
            _ => Symbol::of(word),
        }
    }

    /// The symbol with one more byte (FNV-1a). Separators add nothing.
    #[inline(always)]
    #[must_use]
    pub const fn push(self, byte: u8) -> Symbol {
        if class::of(byte) & (class::LETTER | class::DIGIT) != 0 {
            self.push_letter(byte)
        } else {
            self
        }
    }

    /// The symbol with one more letter or digit.
    #[inline(always)]
    #[must_use]
    pub const fn push_letter(self, byte: u8) -> Symbol {
        // Upper and lower case differ in this bit, which every digit has.
        Symbol((self.0 ^ (byte | 0x20) as u32).wrapping_mul(PRIME))
    }

    /// The symbol without its last letter or digit, which is `byte`.
    #[inline(always)]
    #[must_use]
    pub const fn pop_letter(self, byte: u8) -> Symbol {
        Symbol(self.0.wrapping_mul(INVERSE) ^ (byte | 0x20) as u32)
    }
}

/// FNV's, for 32 bits.
const PRIME: u32 = 0x0100_0193;
/// What takes a multiplication by it back.
const INVERSE: u32 = 0x359c_449b;
const _: () = assert!(PRIME.wrapping_mul(INVERSE) == 1);

/// A table from symbols to small numbers.
///
/// It is built when the module starts, from the names as text: a compressed package holds text
/// in a third of the bytes that it needs for hashes (2.6 against 7.3 kB for all tables).
#[derive(Debug)]
pub struct Table {
    slots: Vec<(u32, u8)>,
}

/// The value of a slot that is empty.
const EMPTY: u8 = u8::MAX;

impl Table {
    /// Builds the table from a text: a list of names a line, separated by blanks. The value of a
    /// name is the number of its line. `stems`: the names are words, and a plural is the same
    /// word. `slots` is a power of two, at least a third more than there are names.
    #[must_use]
    pub fn new(lists: &str, slots: usize, stems: bool) -> Table {
        let mut table = Table {
            slots: vec![(0, EMPTY); slots],
        };
        let mut value = 0;
        let (mut symbol, mut stem) = (Symbol::EMPTY, Symbol::EMPTY);
        let (mut length, mut last) = (0, 0);
        for &byte in lists.as_bytes() {
            if byte != b' ' && byte != b'\n' {
                stem = symbol;
                symbol = symbol.push(byte);
                (length, last) = (length + 1, byte);
                continue;
            }
            let plural = stems && last == b's' && length > 3;
            let name = if plural { stem } else { symbol };
            let slot = table.slot(name);
            if let Some(slot) = table.slots.get_mut(slot) {
                *slot = (name.0, value);
            }
            value += u8::from(byte == b'\n');
            (symbol, length) = (Symbol::EMPTY, 0);
        }
        table
    }

    /// The slot that holds a symbol, or that would.
    #[inline]
    fn slot(&self, symbol: Symbol) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = (symbol.0 ^ (symbol.0 >> 15)) as usize & mask;
        // A table is never full, so an empty slot ends the search.
        while let Some(&(hash, value)) = self.slots.get(slot) {
            if value == EMPTY || hash == symbol.0 {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The value of a symbol, if it stands in the table.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, symbol: Symbol) -> Option<u8> {
        let value = self.find(symbol);
        (value != EMPTY).then_some(value)
    }

    /// The value of a symbol, or 255. A function of its own, which gives one number: a pair would go through memory.
    #[inline(never)]
    #[must_use]
    pub fn find(&self, symbol: Symbol) -> u8 {
        self.slots
            .get(self.slot(symbol))
            .map_or(EMPTY, |&(_, value)| value)
    }

    /// Names in the table.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots
            .iter()
            .filter(|(_, value)| *value != EMPTY)
            .count()
    }

    /// Whether there is no name in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
