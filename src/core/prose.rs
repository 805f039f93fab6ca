//! Reading sentences and codes word by word: which concepts they hold, and the numbers that
//! servers put into their messages (`Limit 6000, Used 5664 … try again in 5.59s`).
//!
//! Sentences come in any language; whatever is read here is a supplement to structured signals.

use super::classification::Window;
use super::symbol::{Symbol, Table, class};
use super::text::number;
use super::time;
use super::words::{self, Concepts};

/// What a text says. A number that is not said is NaN.
#[derive(Clone, Copy, Debug)]
pub struct Prose {
    /// The concepts of its words.
    pub concepts: Concepts,
    /// "try again in 5 s", in milliseconds.
    pub wait_ms: f64,
    /// "resets at 2026-05-15", in epoch milliseconds.
    pub reset_at: f64,
    /// "Limit 6000", "Used 5664", "Remaining: 0": in the order of [`Label`].
    pub amounts: [f64; 3],
    /// The window that is named last.
    pub window: Window,
}

/// What a number counts.
#[derive(Clone, Copy, Debug)]
pub enum Label {
    /// How much is allowed.
    Limit,
    /// How much is used.
    Used,
    /// How much is left.
    Remaining,
}

/// A piece of a text: a word (split at separators and camel humps) or a number.
struct Piece {
    start: usize,
    end: usize,
    number: bool,
    /// The symbol of a word's stem.
    stem: Symbol,
}

/// Cuts the next piece from position `at` on.
fn piece(text: &[u8], at: usize) -> Option<Piece> {
    let mut start = at;
    let mut first = class::of(*text.get(start)?);
    while first & (class::LETTER | class::DIGIT) == 0 {
        start += 1;
        first = class::of(*text.get(start)?);
    }
    let number = first == class::DIGIT;
    let mut end = start;
    let (mut symbol, mut stem) = (Symbol::EMPTY, Symbol::EMPTY);
    let at = |at: usize| text.get(at).copied().unwrap_or(0);
    while let Some(&byte) = text.get(end) {
        let class = class::of(byte);
        if number {
            let inner = || matches!(byte, b'.' | b',') && at(end + 1).is_ascii_digit();
            if class != class::DIGIT && !inner() {
                break;
            }
        } else {
            if class != class::LOWER {
                // A hump: `quotaExceeded`, `APIKey`; but not the plural in `URLs`.
                let hump = || {
                    let next = at(end + 1);
                    class::of(at(end - 1)) == class::LOWER
                        || (class::of(next) == class::LOWER && next != b's')
                };
                if class & class::LETTER == 0 || (class == class::UPPER && end > start && hump()) {
                    break;
                }
            }
            stem = symbol;
            symbol = symbol.push_letter(byte);
        }
        end += 1;
    }
    let plural = end - start > 3 && at(end - 1) | 0x20 == b's';
    Some(Piece {
        start,
        end,
        number,
        stem: if plural { stem } else { symbol },
    })
}

/// The concepts of a code or a sentence, without its numbers.
#[inline(never)]
#[must_use]
pub fn concepts(text: &[u8], words: &Table) -> Concepts {
    let (mut found, mut at) = (Concepts::default(), 0);
    while let Some(piece) = piece(text, at) {
        at = piece.end;
        found = found.and(words::concept(piece.stem, words));
    }
    found
}

/// Words that say what the number behind them counts.
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

/// Words that announce a date rather than a duration.
const DATED: [Symbol; 5] = [
    Symbol::of(b"at"),
    Symbol::of(b"on"),
    Symbol::of(b"until"),
    Symbol::of(b"gmt"),
    Symbol::of(b"utc"),
];

const AFTER: Symbol = Symbol::of(b"after");

/// Words in which a wait or a date may follow this far.
const REACH: u8 = 4;

impl Prose {
    /// Nothing is said.
    pub const NOTHING: Prose = Prose {
        concepts: Concepts(0),
        wait_ms: f64::NAN,
        reset_at: f64::NAN,
        amounts: [f64::NAN; 3],
        window: Window::Unknown,
    };

    /// Reads a sentence.
    #[inline(never)]
    #[must_use]
    pub fn read(text: &[u8], now_ms: f64, words: &Table) -> Prose {
        let mut prose = Prose::NOTHING;
        let mut label: Option<(Label, u8)> = None;
        // Words since "retry", "resets" and the like, and whether a date was announced.
        let (mut wait, mut dated) = (u8::MAX, false);
        let mut at = 0;
        while let Some(piece) = piece(text, at) {
            at = piece.end;
            let rest = text.get(piece.start..).unwrap_or(&[]);
            if piece.number {
                if wait <= REACH {
                    wait = u8::MAX;
                    let (duration, length) = time::leading_duration(rest);
                    if !dated && !duration.is_nan() {
                        prose.wait_ms = if prose.wait_ms.is_nan() {
                            duration
                        } else {
                            prose.wait_ms
                        };
                        at = piece.start + length.max(1);
                        continue;
                    }
                    prose.dated(rest, now_ms);
                }
                prose.count(text, &piece, label, words);
                label = None;
                continue;
            }
            let concept = words::concept(piece.stem, words);
            prose.concepts = prose.concepts.and(concept);
            label = label.map(|(label, distance)| (label, distance.saturating_add(1)));
            // "Limit exceeded … after 49 seconds", but not "timed out after 49 seconds".
            let after = piece.stem == AFTER && prose.concepts.any(words::LIMIT.and(words::RATE));
            if after || concept.any(words::RETRY) {
                (wait, dated) = (0, false);
            } else if wait != u8::MAX {
                wait = wait.saturating_add(1);
                dated |= DATED.contains(&piece.stem);
                // A date may begin with the name of a day: "resets at Mon Sep 28 2026 …".
                if dated && wait <= REACH && rest.first().is_some_and(u8::is_ascii_uppercase) {
                    prose.dated(rest, now_ms);
                }
            }
            if concept.any(words::SHORT.and(words::LONG)) {
                let window = WINDOWS.iter().find(|(name, _)| *name == piece.stem);
                prose.window = window.map_or(prose.window, |(_, window)| *window);
            }
            if concept.any(
                words::LIMIT
                    .and(words::QUOTA)
                    .and(words::EXCEEDED)
                    .and(words::LEFT),
            ) {
                let named = LABELS.iter().find(|(name, _)| *name == piece.stem);
                label = named.map(|(_, kind)| (*kind, 0)).or(label);
            }
        }
        prose
    }

    /// Notes the date that a text begins with.
    fn dated(&mut self, rest: &[u8], now_ms: f64) {
        if self.reset_at.is_nan() {
            self.reset_at = time::date(rest.get(..34).unwrap_or(rest), now_ms);
        }
    }

    /// Notes a number that stands alone between blanks or punctuation.
    fn count(&mut self, text: &[u8], piece: &Piece, label: Option<(Label, u8)>, words: &Table) {
        let alone = |byte: Option<&u8>| {
            byte.is_none_or(|byte| {
                matches!(
                    byte,
                    b' ' | b'\t'
                        | b'\n'
                        | b','
                        | b'.'
                        | b';'
                        | b':'
                        | b'('
                        | b')'
                        | b'['
                        | b']'
                        | b'/'
                )
            })
        };
        if !alone(text.get(piece.start.wrapping_sub(1))) || !alone(text.get(piece.end)) {
            return;
        }
        let value = number(text.get(piece.start..piece.end).unwrap_or(&[]));
        let label = match label {
            Some((label @ (Label::Used | Label::Remaining), ..=3)) => label,
            Some((Label::Limit, ..=5)) if value.fract() == 0.0 => Label::Limit,
            _ if counts_requests(text.get(piece.end..).unwrap_or(&[]), words) => Label::Limit,
            _ => return,
        };
        if let Some(amount) = self
            .amounts
            .get_mut(label as usize)
            .filter(|amount| amount.is_nan())
        {
            *amount = value;
        }
    }
}

/// Whether a number is followed by what it counts and by a window: `25 requests per day`, `3/sec`.
fn counts_requests(follows: &[u8], words: &Table) -> bool {
    let mut counted = follows.first() == Some(&b'/');
    let mut at = 0;
    for _ in 0..4 {
        let Some(piece) = piece(follows, at) else {
            return false;
        };
        at = piece.end;
        let concept = words::concept(piece.stem, words);
        if counted && concept.any(words::SHORT.and(words::LONG)) {
            return true;
        }
        counted |= concept.any(words::REQUEST.and(words::TOKEN));
    }
    false
}
