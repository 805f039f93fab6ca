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

/// Where the word ends that begins at `start` with a letter, and the symbol of its stem.
#[inline(always)]
fn word(text: &[u8], start: usize) -> (usize, Symbol) {
    let mut symbol = Symbol::EMPTY;
    let mut end = start;
    while let Some(&byte) = text.get(end) {
        let class = class::of(byte);
        if class != class::LOWER
            && (class & class::LETTER == 0
                || (class == class::UPPER && end > start && is_hump(text, end)))
        {
            break;
        }
        symbol = symbol.push_letter(byte);
        end += 1;
    }
    match text.get(end.wrapping_sub(1)) {
        Some(&last @ (b's' | b'S')) if end - start > 3 => (end, symbol.pop_letter(last)),
        _ => (end, symbol),
    }
}

/// Whether a capital inside a word begins the next one: `quotaExceeded`, `APIKey`; but not the plural in `URLs`.
#[inline(never)]
fn is_hump(text: &[u8], at: usize) -> bool {
    let is_lower = |at: usize| text.get(at).is_some_and(u8::is_ascii_lowercase);
    is_lower(at.wrapping_sub(1)) || (is_lower(at + 1) && text.get(at + 1) != Some(&b's'))
}

/// Where a number ends that begins at `end`.
fn number_end(text: &[u8], mut end: usize) -> usize {
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    while is_digit(end) || (matches!(text.get(end), Some(b'.' | b',')) && is_digit(end + 1)) {
        end += 1;
    }
    end
}

/// Where the next byte of some classes stands, and its class.
#[inline(always)]
fn seek(text: &[u8], mut at: usize, classes: u8) -> Option<(usize, u8)> {
    loop {
        let class = class::of(*text.get(at)?);
        if class & classes != 0 {
            return Some((at, class));
        }
        at += 1;
    }
}

/// The concepts of a code or a sentence, without its numbers.
#[inline(never)]
#[must_use]
pub fn concepts(text: &[u8], words: &Table) -> Concepts {
    let (mut found, mut at) = (Concepts::default(), 0);
    while let Some((start, _)) = seek(text, at, class::LETTER) {
        let (end, stem) = word(text, start);
        found = found.and(words::concept(stem, words));
        at = end;
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
const REACH: u32 = 4;

impl Prose {
    /// Nothing is said.
    pub const NOTHING: Prose = Prose {
        concepts: Concepts(0),
        wait_ms: f64::NAN,
        reset_at: f64::NAN,
        amounts: [f64::NAN; 3],
        window: Window::Unknown,
    };

    /// Reads a sentence. In place, since a copy of a result that was just written waits for its last byte.
    #[inline(never)]
    pub fn read(&mut self, text: &[u8], now_ms: f64, words: &Table) {
        // The number of the word that is read; that of the last one that labels an amount, and of the last "retry",
        // "resets" and the like; and whether a date was announced since.
        let mut count = 0;
        let mut label: Option<(Label, u32)> = None;
        let mut told: Option<u32> = None;
        let mut dated = false;
        let mut at = 0;
        while let Some((start, class)) = seek(text, at, class::LETTER | class::DIGIT) {
            let awaited = told.is_some_and(|told| count - told <= REACH);
            if class == class::DIGIT {
                at = number_end(text, start);
                if awaited {
                    told = None;
                    let rest = text.get(start..).unwrap_or(&[]);
                    let (duration, length) = time::leading_duration(rest);
                    if !dated && !duration.is_nan() {
                        self.wait_ms = if self.wait_ms.is_nan() {
                            duration
                        } else {
                            self.wait_ms
                        };
                        at = start + length.max(1);
                        continue;
                    }
                    self.dated(rest, now_ms);
                }
                let label = label.take().map(|(label, of)| (label, count - of));
                self.count(text, (start, at), label, words);
                continue;
            }
            let stem;
            (at, stem) = word(text, start);
            count += 1;
            let concept = words::concept(stem, words);
            // "Limit exceeded … after 49 seconds", but not "timed out after 49 seconds".
            let after = stem == AFTER
                && self.concepts.any(words::LIMIT.and(words::RATE))
                && !self.concepts.any(words::TIMEOUT);
            if after || concept.any(words::RETRY) {
                (told, dated) = (Some(count), false);
            } else if awaited {
                dated |= DATED.contains(&stem);
                let near = told.is_some_and(|told| count - told <= REACH);
                // A date may begin with the name of a day: "resets at Mon Sep 28 2026 …".
                if dated && near && class == class::UPPER {
                    self.dated(text.get(start..).unwrap_or(&[]), now_ms);
                }
            }
            if concept == Concepts(0) {
                continue;
            }
            self.concepts = self.concepts.and(concept);
            if concept.any(words::SHORT.and(words::LONG)) {
                let window = WINDOWS.iter().find(|(name, _)| *name == stem);
                self.window = window.map_or(self.window, |(_, window)| *window);
            }
            if concept.any(
                words::LIMIT
                    .and(words::QUOTA)
                    .and(words::EXCEEDED)
                    .and(words::LEFT),
            ) {
                let named = LABELS.iter().find(|(name, _)| *name == stem);
                label = named.map(|(_, kind)| (*kind, count)).or(label);
            }
        }
    }

    /// Notes the date that a text begins with.
    fn dated(&mut self, rest: &[u8], now_ms: f64) {
        if self.reset_at.is_nan() {
            self.reset_at = time::date(rest.get(..34).unwrap_or(rest), now_ms);
        }
    }

    /// Notes a number that stands alone between blanks or punctuation.
    fn count(
        &mut self,
        text: &[u8],
        (start, end): (usize, usize),
        label: Option<(Label, u32)>,
        words: &Table,
    ) {
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
        if !alone(text.get(start.wrapping_sub(1))) || !alone(text.get(end)) {
            return;
        }
        let value = number(text.get(start..end).unwrap_or(&[]));
        let label = match label {
            Some((label @ (Label::Used | Label::Remaining), ..=3)) => label,
            Some((Label::Limit, ..=5)) if value.fract() == 0.0 => Label::Limit,
            _ if counts_requests(text.get(end..).unwrap_or(&[]), words) => Label::Limit,
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
    const WORD: u8 = class::LETTER | class::DIGIT;
    let mut counted = follows.first() == Some(&b'/');
    let mut end = 0;
    for _ in 0..4 {
        let Some((start, _)) = seek(follows, end, WORD) else {
            return false;
        };
        end = seek(follows, start, !WORD).map_or(follows.len(), |(end, _)| end);
        let concept = concepts(follows.get(start..end).unwrap_or(&[]), words);
        if counted && concept.any(words::SHORT.and(words::LONG)) {
            return true;
        }
        counted |= concept.any(words::REQUEST.and(words::TOKEN));
    }
    false
}
