//! Names that mean the same however they are spelled: `rate_limit_exceeded`,
//! `rateLimitExceeded` and `RATE-LIMIT EXCEEDED` are one [`Symbol`].
//!
//! A symbol is a 32-bit hash of the letters and digits alone. The tables that use it are
//! written as text, hashed while compiling, and hold no text at run time: 4 bytes an entry,
//! and one multiplication a byte to look one up. A chance collision with a word from a
//! server is one in 4 billion an entry and can only misname an error.

/// The hash of a name, without case, separators or camel humps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol(pub u32);

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

const OFFSET: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

impl Symbol {
    /// The symbol of nothing at all.
    pub const EMPTY: Symbol = Symbol(OFFSET);

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

    /// The symbol with one more byte. Separators add nothing; bytes outside ASCII do.
    #[inline(always)]
    #[must_use]
    pub const fn push(self, byte: u8) -> Symbol {
        if class::of(byte) & (class::LETTER | class::DIGIT) != 0 {
            // Upper and lower case differ in this bit, which every digit has.
            Symbol((self.0 ^ (byte | 0x20) as u32).wrapping_mul(PRIME))
        } else {
            self
        }
    }
}

/// A table from symbols to small values, built while compiling. `SLOTS` is a power of two,
/// at least a third more than there are entries, so that most look-ups end at the first slot.
pub struct Table<V: 'static, const SLOTS: usize> {
    hashes: [u32; SLOTS],
    values: [Option<V>; SLOTS],
}

impl<V: Copy, const SLOTS: usize> Table<V, SLOTS> {
    /// Builds the table; a symbol that stands in it twice does not compile.
    #[must_use]
    pub const fn new(entries: &[(&str, V)]) -> Self {
        Self::build(entries, false)
    }

    /// Builds a table of words, which are looked up by their stems.
    #[must_use]
    pub const fn of_words(entries: &[(&str, V)]) -> Self {
        Self::build(entries, true)
    }

    const fn build(entries: &[(&str, V)], words: bool) -> Self {
        assert!(SLOTS.is_power_of_two() && entries.len() * 4 <= SLOTS * 3);
        let mut hashes = [0; SLOTS];
        let mut values = [None; SLOTS];
        let mut entry = 0;
        while entry < entries.len() {
            let name = entries[entry].0.as_bytes();
            let hash = if words { Symbol::stem(name).0 } else { Symbol::of(name).0 };
            let mut slot = Self::first(hash);
            while values[slot].is_some() {
                assert!(hashes[slot] != hash, "a name stands in the table twice");
                slot = (slot + 1) % SLOTS;
            }
            hashes[slot] = hash;
            values[slot] = Some(entries[entry].1);
            entry += 1;
        }
        Table { hashes, values }
    }

    const fn first(hash: u32) -> usize {
        (hash ^ (hash >> 15)) as usize % SLOTS
    }

    /// The value of a symbol, if it stands in the table.
    #[inline]
    #[must_use]
    pub fn get(&self, symbol: Symbol) -> Option<V> {
        let mut slot = Self::first(symbol.0);
        loop {
            // At least a quarter of the slots is empty, so the search ends.
            let value = (*self.values.get(slot)?)?;
            if self.hashes.get(slot) == Some(&symbol.0) {
                return Some(value);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}
