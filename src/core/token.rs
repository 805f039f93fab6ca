//! Telling codes from sentences: what can be said of a short text in one pass over it.

use super::lexicon::{self, Sense};
use super::symbol::{Symbol, Table, class};

/// A text that may be a code. Four bytes, which travel as one number.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The classes of its bytes.
    seen: u8,
    /// The same without the first byte.
    behind: u8,
    /// Its line in the lexicon.
    line: u8,
    /// Whether it ends in a full stop.
    stops: bool,
}

/// A longer text is no code.
const MAX_LENGTH: usize = 128;
/// A longer text with blanks is no reason phrase either.
const MAX_PHRASE: usize = 32;

impl Token {
    /// Looks at a text. None where it cannot be a code: empty, too long, or a sentence.
    #[must_use]
    pub fn read(text: &[u8], tokens: &Table) -> Option<Token> {
        let (&first, &last) = (text.first()?, text.last()?);
        if text.len() > MAX_LENGTH {
            return None;
        }
        let mut symbol = Symbol::EMPTY.push(first);
        let mut behind = 0;
        let forbidden = if text.len() > MAX_PHRASE {
            class::OTHER
        } else {
            0
        };
        for &byte in text.get(1..).unwrap_or(&[]) {
            let class = class::of(byte);
            if class & forbidden != 0 {
                return None;
            }
            behind |= class;
            if class & (class::LETTER | class::DIGIT) != 0 {
                symbol = symbol.push_letter(byte);
            }
        }
        let seen = class::of(first) | behind;
        if seen & forbidden != 0 {
            return None;
        }
        Some(Token {
            seen,
            behind,
            line: tokens.find(symbol),
            stops: last == b'.',
        })
    }

    /// What the lexicon says of it.
    #[inline]
    #[must_use]
    pub fn sense(self) -> Option<Sense> {
        lexicon::sense(self.line)
    }

    /// Whether one of its bytes is of a class.
    #[inline]
    #[must_use]
    pub const fn holds(self, class: u8) -> bool {
        self.seen & class != 0
    }

    /// Digits alone, with a sign perhaps.
    #[must_use]
    pub const fn is_number(self) -> bool {
        self.seen & !class::DASH == class::DIGIT && self.behind & class::DASH == 0
    }

    /// One word as codes are spelled: no blanks, few kinds of punctuation.
    #[inline]
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.seen & (class::OTHER | class::HIGH) == 0 && !self.stops
    }

    /// It holds `/` or `:`, and nothing that a URI cannot.
    #[must_use]
    pub const fn is_uri(self) -> bool {
        self.seen & class::PATH != 0 && self.seen & class::OTHER == 0
    }

    /// A capital first letter and no other, as sentences begin and reason phrases do.
    #[must_use]
    pub const fn is_capitalised(self) -> bool {
        self.seen & !self.behind & class::UPPER != 0
    }

    /// `_`, an inner `.` or a hump joins its parts.
    #[must_use]
    pub const fn is_joined(self) -> bool {
        let hump = self.behind & class::UPPER != 0 && self.seen & class::LOWER != 0;
        self.is_word() && self.seen & class::PATH == 0 && (hump || self.seen & class::JOINT != 0)
    }

    /// Whether it is a marker, such as `"error"`, and never a code.
    #[must_use]
    pub fn is_marker(self) -> bool {
        matches!(self.sense(), Some(Sense::Failed | Sense::Filler))
    }

    /// Whether it is a reason phrase, spelled as RFC 9110 does: `Not Found`, but not `not_found`.
    #[must_use]
    pub fn is_reason_phrase(self) -> bool {
        matches!(self.sense(), Some(Sense::Phrase(_)))
            && !self.is_joined()
            && (self.is_capitalised() || !self.is_word())
    }
}

/// Where the last part of a URI or path stands that names something: no RFC section, no bare
/// folder, no number.
#[must_use]
pub fn slug(uri: &[u8]) -> Option<(usize, usize)> {
    if uri.last() == Some(&b'/') || uri == b"about:blank" {
        return None;
    }
    let mut end = uri.len();
    loop {
        let before = uri.get(..end)?;
        let start = before
            .iter()
            .rposition(|&byte| class::of(byte) == class::PATH || byte == b'#')
            .map_or(0, |at| at + 1);
        let part = before.get(start..)?;
        if part.first().is_some_and(|first| *first != b'.') {
            let names = part
                .iter()
                .all(|&byte| class::of(byte) & (class::OTHER | class::HIGH) == 0)
                && part
                    .iter()
                    .any(|&byte| class::of(byte) & class::LETTER != 0)
                && !part.starts_with(b"section-")
                && !part.starts_with(b"rfc");
            return names.then_some((start, end));
        }
        end = start.checked_sub(1)?;
    }
}

/// The length of the code that a sentence begins with, and where the sentence goes on behind it:
/// `TOO_MANY_ATTEMPTS_TRY_LATER : Access …`, or a category in front (`EAPI:Rate limit exceeded`),
/// which has no sentence of its own.
#[must_use]
pub fn prefix(text: &[u8]) -> Option<(usize, usize)> {
    // Most sentences show it at their second letter.
    if text.get(1).is_some_and(u8::is_ascii_lowercase) {
        return None;
    }
    let mut seen = 0;
    let mut end = 0;
    while let Some(&byte) = text.get(end).filter(|byte| !matches!(byte, b' ' | b':')) {
        seen |= class::of(byte);
        end += 1;
    }
    let rest = text.get(end..)?.trim_ascii_start();
    let joint = class::JOINT | class::DIGIT;
    // Digits alone join what is long enough: `TF400813`, but not `S3`.
    let joined = seen & class::JOINT != 0 || (seen & class::DIGIT != 0 && end > 5);
    if seen & class::UPPER != 0
        && joined
        && seen & !(class::UPPER | joint) == 0
        && (rest.is_empty() || rest.first() == Some(&b':'))
    {
        let sentence = rest.get(1..).unwrap_or(&[]).trim_ascii_start();
        return Some((
            end,
            if sentence.is_empty() {
                0
            } else {
                text.len() - sentence.len()
            },
        ));
    }
    let category = seen & !(class::UPPER | class::LOWER) == 0
        && text.get(1).is_some_and(u8::is_ascii_uppercase)
        && text.get(end) == Some(&b':')
        && text.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && text.len() <= 64;
    category.then_some((text.len(), 0))
}
