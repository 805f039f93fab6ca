//! Telling codes from sentences: what can be said of a short text in one pass over it.

use std::ops::Range;

use super::lexicon::{self, Sense};
use super::symbol::{Symbol, class};

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
    /// A capital first letter and small ones behind it, as sentences begin and reason phrases do.
    pub is_capitalised: bool,
    /// `_` or an inner `.` joins its parts.
    pub is_joined: bool,
}

/// A longer text is no code.
const MAX_LENGTH: usize = 128;
/// A longer text with blanks is no reason phrase either.
const MAX_PHRASE: usize = 32;

impl Token {
    /// Looks at a text. None where it cannot be a code: empty, too long, or a sentence.
    #[must_use]
    pub fn read(text: &str) -> Option<Token> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > MAX_LENGTH {
            return None;
        }
        let mut symbol = Symbol::EMPTY;
        let mut seen = 0;
        for &byte in bytes {
            let class = class::of(byte);
            if class & class::OTHER != 0 && bytes.len() > MAX_PHRASE {
                return None;
            }
            seen |= class;
            symbol = symbol.push(byte);
        }
        let (&first, rest) = bytes.split_first()?;
        let ends_as_sentence = bytes.last() == Some(&b'.');
        let is_word = seen & (class::OTHER | class::HIGH) == 0 && !ends_as_sentence;
        let numeric = seen & !(class::DIGIT | class::DASH) == 0 && seen & class::DIGIT != 0;
        Some(Token {
            sense: lexicon::sense(symbol),
            is_number: numeric && rest.iter().all(u8::is_ascii_digit),
            is_word,
            is_uri: seen & class::PATH != 0 && seen & class::OTHER == 0,
            is_capitalised: first.is_ascii_uppercase() && !rest.iter().any(u8::is_ascii_uppercase),
            is_joined: is_word && seen & class::JOINT != 0 && seen & class::PATH == 0,
        })
    }

    /// Whether it is a marker, such as `"error"`, and never a code.
    #[must_use]
    pub fn is_marker(&self) -> bool {
        matches!(self.sense, Some(Sense::Failed | Sense::Filler))
    }

    /// Whether it is a reason phrase, spelled as RFC 9110 does: `Not Found`, but not `not_found`.
    #[must_use]
    pub fn is_reason_phrase(&self) -> bool {
        matches!(self.sense, Some(Sense::Phrase(_))) && !self.is_joined && (self.is_capitalised || !self.is_word)
    }
}

/// Where the last part of a URI or path stands that names something: no RFC section, no bare
/// folder, no number.
#[must_use]
pub fn slug(uri: &str) -> Option<Range<usize>> {
    let bytes = uri.as_bytes();
    if bytes.last() == Some(&b'/') || uri == "about:blank" {
        return None;
    }
    let mut end = bytes.len();
    loop {
        let before = bytes.get(..end)?;
        let start = before.iter().rposition(|byte| matches!(byte, b'/' | b'#' | b':')).map_or(0, |at| at + 1);
        let part = uri.get(start..end)?;
        if !part.is_empty() && !part.starts_with('.') {
            let token = Token::read(part)?;
            let names = token.is_word && !token.is_number && !part.starts_with("section-") && !part.starts_with("rfc");
            return names.then_some(start..end);
        }
        end = start.checked_sub(1)?;
    }
}

/// The code that a sentence begins with, and where the sentence goes on behind it:
/// `TOO_MANY_ATTEMPTS_TRY_LATER : Access …`, or a category in front (`EAPI:Rate limit exceeded`),
/// which has no sentence of its own.
#[must_use]
pub fn prefix(text: &str) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(MAX_LENGTH).position(|byte| matches!(byte, b' ' | b':')).unwrap_or(bytes.len());
    let head = bytes.get(..end)?;
    let shouted = head.len() > 4
        && head.iter().any(|byte| *byte == b'_')
        && head.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let rest = text.get(end..)?;
    if shouted && (rest.is_empty() || rest.trim_ascii_start().starts_with(':')) {
        let sentence = bytes.len() - rest.trim_ascii_start().get(1..).unwrap_or("").trim_ascii_start().len();
        return Some((0..end, if sentence == bytes.len() { 0 } else { sentence }));
    }
    let category = head.iter().filter(|byte| byte.is_ascii_uppercase()).count() > 1
        && head.iter().all(u8::is_ascii_alphabetic)
        && bytes.get(end) == Some(&b':')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && bytes.len() <= 64;
    category.then_some((0..bytes.len(), 0))
}
