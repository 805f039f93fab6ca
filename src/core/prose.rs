//! Reading sentences and codes word by word: which concepts they hold, and the numbers that
//! servers put into their messages (`Limit 6000, Used 5664 … try again in 5.59s`).
//!
//! Sentences come in any language; whatever is read here is a supplement to structured signals.

use super::classification::Window;
use super::symbol::{Symbol, class};
use super::text::number;
use super::time;
use super::words::{self, Concepts};

/// What a text says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prose {
    /// The concepts of its words.
    pub concepts: Concepts,
    /// "try again in 5 s", in milliseconds.
    pub wait_ms: Option<f64>,
    /// "resets at 2026-05-15", in epoch milliseconds.
    pub reset_at: Option<f64>,
    /// "Limit 6000".
    pub limit: Option<f64>,
    /// "Used 5664".
    pub used: Option<f64>,
    /// "Remaining: 0".
    pub remaining: Option<f64>,
    /// The longest window that is named.
    pub window: Option<Window>,
}

/// A piece of a text: a word (split at separators and camel humps) or a number.
struct Piece<'t> {
    text: &'t str,
    start: usize,
    number: bool,
    /// The symbol of a word's stem.
    stem: Symbol,
}

/// Cuts the next piece from position `at` on.
#[inline]
fn piece(text: &str, at: usize) -> Option<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut start = at;
    let mut class = class::of(*bytes.get(start)?);
    while class & (class::LETTER | class::DIGIT) == 0 {
        start += 1;
        class = class::of(*bytes.get(start)?);
    }
    let number = class == class::DIGIT;
    let (mut end, mut symbol, mut before_last) = (start, Symbol::EMPTY, Symbol::EMPTY);
    let mut last = 0;
    while let Some(&byte) = bytes.get(end) {
        let before = class::of(last);
        let class = class::of(byte);
        if number {
            let separates = matches!(byte, b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if class != class::DIGIT && !separates {
                break;
            }
        } else {
            if class & class::LETTER == 0 {
                break;
            }
            if class == class::UPPER && end > start {
                // A hump: `quotaExceeded`, `APIKey`; but not the plural in `URLs`.
                let next = bytes.get(end + 1).copied().unwrap_or(0);
                if before == class::LOWER || (class::of(next) == class::LOWER && next != b's') {
                    break;
                }
            }
            before_last = symbol;
            symbol = symbol.push(byte);
        }
        last = byte;
        end += 1;
    }
    let plural = matches!(last, b's' | b'S') && end - start > 3;
    Some(Piece { text: text.get(start..end)?, start, number, stem: if plural { before_last } else { symbol } })
}

/// The concepts of a code or a sentence, without its numbers.
#[must_use]
pub fn concepts(text: &str) -> Concepts {
    let (mut found, mut at) = (Concepts::default(), 0);
    while let Some(piece) = piece(text, at) {
        at = piece.start + piece.text.len();
        if !piece.number {
            found = found.and(words::concept(piece.stem));
        }
    }
    found
}

/// What the number that comes next counts.
#[derive(Clone, Copy)]
enum Label {
    Limit,
    Used,
    Remaining,
}

impl Prose {
    /// Reads a sentence.
    #[must_use]
    pub fn read(text: &str, now_ms: f64) -> Prose {
        let mut prose = Prose::default();
        let mut label: Option<(Label, u8)> = None;
        let mut wait: Option<u8> = None;
        // "at" and "on" announce a date, "in" and "after" a duration.
        let mut dated = false;
        let mut at = 0;
        while let Some(piece) = piece(text, at) {
            at = piece.start + piece.text.len();
            let rest = text.get(piece.start..).unwrap_or("");
            if piece.number {
                if wait.is_some_and(|distance| distance <= 4) && prose.wait_ms.is_none() {
                    if !dated {
                        prose.wait_ms = time::leading_duration(rest);
                    }
                    if prose.wait_ms.is_none() && prose.reset_at.is_none() {
                        prose.reset_at = time::leading_date(rest, now_ms);
                    }
                    wait = None;
                    if prose.wait_ms.is_some() {
                        at = piece.start + rest.find([' ', ',']).unwrap_or(rest.len());
                        continue;
                    }
                }
                prose.count(text, &piece, label);
                label = None;
                continue;
            }
            let symbol = piece.stem;
            let concept = words::concept(symbol);
            prose.concepts = prose.concepts.and(concept);
            wait = if concept.any(words::RETRY) || symbol == Symbol::stem(b"regain") {
                Some(0)
            } else {
                wait.map(|distance| distance.saturating_add(1))
            };
            // A date may begin with the name of a day: "resets at Mon Sep 28 2026 …".
            if wait.is_some_and(|distance| distance >= 1)
                && piece.text.len() == 3
                && prose.reset_at.is_none()
                && matches!(piece.text, "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun" | "GMT" | "UTC")
            {
                prose.reset_at = time::leading_date(rest, now_ms);
            }
            dated = wait.is_some() && matches!(piece.text, "at" | "on" | "until" | "GMT" | "UTC")
                || (dated && !concept.any(words::RETRY));
            if concept.any(words::SHORT.and(words::LONG)) {
                let window = WINDOWS.iter().find(|(name, _)| *name == symbol);
                prose.window = window.map(|(_, window)| *window).or(prose.window);
            }
            label = label.map(|(kind, distance)| (kind, distance.saturating_add(1)));
            if concept.any(words::LIMIT.and(words::QUOTA).and(words::EXCEEDED).and(words::LEFT)) {
                let named = LABELS.iter().find(|(name, _)| *name == symbol);
                label = named.map(|(_, kind)| (*kind, 0)).or(label);
            }
        }
        prose
    }

    /// Notes a number that stands alone between blanks or punctuation.
    fn count(&mut self, text: &str, piece: &Piece<'_>, label: Option<(Label, u8)>) {
        let end = piece.start + piece.text.len();
        let alone = |byte: Option<&u8>| {
            byte.is_none_or(|byte| {
                matches!(byte, b' ' | b'\t' | b'\n' | b',' | b'.' | b';' | b':' | b'(' | b')' | b'[' | b']' | b'/')
            })
        };
        let bytes = text.as_bytes();
        if !alone(bytes.get(piece.start.wrapping_sub(1))) || !alone(bytes.get(end)) {
            return;
        }
        let Some(value) = number(piece.text) else { return };
        let follows = text.get(end..).unwrap_or("");
        let slot = match label {
            Some((Label::Used, ..=3)) => &mut self.used,
            Some((Label::Remaining, ..=3)) => &mut self.remaining,
            Some((Label::Limit, ..=5)) if value.fract() == 0.0 => &mut self.limit,
            _ if counts_requests(follows) => &mut self.limit,
            _ => return,
        };
        slot.get_or_insert(value);
    }
}

const LABELS: [(Symbol, Label); 7] = [
    (Symbol::stem(b"limit"), Label::Limit),
    (Symbol::stem(b"limited"), Label::Limit),
    (Symbol::stem(b"used"), Label::Used),
    (Symbol::stem(b"usage"), Label::Used),
    (Symbol::stem(b"consumed"), Label::Used),
    (Symbol::stem(b"current"), Label::Used),
    (Symbol::stem(b"remaining"), Label::Remaining),
];

const WINDOWS: [(Symbol, Window); 12] = [
    (Symbol::stem(b"second"), Window::Second),
    (Symbol::stem(b"sec"), Window::Second),
    (Symbol::stem(b"minute"), Window::Minute),
    (Symbol::stem(b"min"), Window::Minute),
    (Symbol::stem(b"hour"), Window::Hour),
    (Symbol::stem(b"hourly"), Window::Hour),
    (Symbol::stem(b"day"), Window::Day),
    (Symbol::stem(b"daily"), Window::Day),
    (Symbol::stem(b"week"), Window::Week),
    (Symbol::stem(b"weekly"), Window::Week),
    (Symbol::stem(b"month"), Window::Month),
    (Symbol::stem(b"monthly"), Window::Month),
];

/// Whether a number is followed by what it counts and by a window: `25 requests per day`, `3/sec`.
fn counts_requests(follows: &str) -> bool {
    let mut at = 0;
    let mut counted = follows.starts_with('/');
    for _ in 0..4 {
        let Some(piece) = piece(follows, at) else { return false };
        at = piece.start + piece.text.len();
        let concept = words::concept(piece.stem);
        if counted && concept.any(words::SHORT.and(words::LONG)) {
            return true;
        }
        counted |= concept.any(words::REQUEST) || concept.any(words::TOKEN);
    }
    false
}
