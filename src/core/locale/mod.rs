//! What a notice says: a language a file.
//!
//! A language is one text of rows. A row is a short text and the sentences that follow it, each
//! after a `/`. Where `|` separates forms, the first one is taken whose [placeholders](PLACEHOLDERS)
//! are all known, and there must be one. Sentences bring the blank that separates them.

use super::kind::{Action, ErrorKind};

mod en;
mod source;

pub use source::PLACEHOLDERS;

/// The languages. The first one is also for those who ask for a language that is not here.
const LANGUAGES: &[Language] = &[en::ENGLISH];

/// Kinds that read differently when the action is not the usual one.
const SPECIAL: [(ErrorKind, Action); 4] = [
    (ErrorKind::Unauthorized, Action::RotateKey),
    (ErrorKind::TokenExpired, Action::RotateKey),
    (ErrorKind::QuotaExhausted, Action::AddCredits),
    (ErrorKind::QuotaExhausted, Action::RaiseLimit),
];

/// The texts of one language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its primary subtag (BCP 47).
    pub tag: &'static str,
    /// The tag as a number of base 36, which is how it comes from JavaScript.
    number: u32,
    rows: &'static str,
}

/// The number of a row.
#[derive(Clone, Copy, Debug)]
pub struct Row(usize);

impl Row {
    const ACTIONS: usize = ErrorKind::ALL.len() + SPECIAL.len();

    /// The label of a link to the documentation.
    pub const DOCUMENTATION: Row = Row(Row::ACTIONS + Action::ALL.len());

    /// The title and the sentences of a kind.
    #[must_use]
    pub fn of_kind(kind: ErrorKind, action: Action) -> Row {
        let special = SPECIAL.iter().position(|pair| *pair == (kind, action));
        Row(special.map_or(kind as usize, |at| ErrorKind::ALL.len() + at))
    }

    /// The label and the sentence of an action.
    #[must_use]
    pub const fn of_action(action: Action) -> Row {
        Row(Row::ACTIONS + action as usize)
    }

    /// The period and the window of the day (0), the week or the month.
    #[must_use]
    pub const fn of_window(number: usize) -> Row {
        Row(Row::DOCUMENTATION.0 + 1 + number)
    }
}

impl Language {
    /// The language with that [number](base_36), or else the first one.
    #[must_use]
    pub fn of(number: u32) -> &'static Language {
        let found = LANGUAGES.iter().find(|language| language.number == number);
        found.unwrap_or(&en::ENGLISH)
    }

    /// Writes the texts of a row, each with a line feed behind it. `known` has a bit for each
    /// placeholder that is.
    #[inline(never)]
    pub fn write(&self, row: Row, known: u32, text: &mut String) {
        let (mut line, mut start, mut end, mut fits, mut done) = (0, 0, 0, true, false);
        while line <= row.0
            && let Some(&byte) = self.rows.as_bytes().get(end)
        {
            match byte {
                b'|' | b'/' | b'\n' => {
                    if line == row.0 && fits && !done {
                        text.push_str(self.rows.get(start..end).unwrap_or(""));
                        text.push('\n');
                        done = true;
                    }
                    done &= byte == b'|';
                    line += usize::from(byte == b'\n');
                    start = end + 1;
                    fits = true;
                }
                0..32 => fits &= known >> byte & 1 == 1,
                _ => {}
            }
            end += 1;
        }
    }
}

/// The number of a language's tag.
#[must_use]
pub const fn base_36(tag: &str) -> u32 {
    let (mut at, mut number) = (0, 0);
    while at < tag.len() {
        number = number * 36 + (tag.as_bytes()[at] - b'a') as u32 + 10;
        at += 1;
    }
    number
}
