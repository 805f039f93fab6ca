//! Telling codes from sentences: what can be said of a short text in one pass over it.

use super::lexicon::{self, Sense};
use super::symbol::{Symbol, Table, class};

/// A text that may be a code.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What the lexicon says of it.
    pub sense: Option<Sense>,
    /// Digits alone, with a sign perhaps.
    pub is_number: bool,
    /// One word as codes are spelled: no blanks, few kinds of punctuation.
    pub is_word: bool,
    /// It holds `/` or `:`, and nothing that a URI cannot.
    pub is_uri: bool,
    /// A capital first letter and no other, as sentences begin and reason phrases do.
    pub is_capitalised: bool,
    /// `_`, an inner `.` or a hump joins its parts.
    pub is_joined: bool,
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
        let joint =
            seen & class::JOINT != 0 || (behind & class::UPPER != 0 && seen & class::LOWER != 0);
        if seen & forbidden != 0 {
            return None;
        }
        let is_word = seen & (class::OTHER | class::HIGH) == 0 && last != b'.';
        Some(Token {
            sense: lexicon::sense(symbol, tokens),
            is_number: seen & !class::DASH == class::DIGIT && behind & class::DASH == 0,
            is_word,
            is_uri: seen & class::PATH != 0 && seen & class::OTHER == 0,
            is_capitalised: class::of(first) == class::UPPER && behind & class::UPPER == 0,
            is_joined: is_word && joint && seen & class::PATH == 0,
        })
    }

    /// Whether it is a marker, such as `"error"`, and never a code.
    #[must_use]
    pub const fn is_marker(&self) -> bool {
        matches!(self.sense, Some(Sense::Failed | Sense::Filler))
    }

    /// Whether it is a reason phrase, spelled as RFC 9110 does: `Not Found`, but not `not_found`.
    #[must_use]
    pub const fn is_reason_phrase(&self) -> bool {
        matches!(self.sense, Some(Sense::Phrase(_)))
            && !self.is_joined
            && (self.is_capitalised || !self.is_word)
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
    if seen & class::UPPER != 0
        && seen & joint != 0
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
