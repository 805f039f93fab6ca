//! What a notice says: a language a file.
//!
//! A language is one text of rows. A row is a short text and the sentences that follow it, each
//! after a `/`. Where `|` separates forms, the first one is taken whose [placeholders](PLACEHOLDERS)
//! are all known, and there must be one. Sentences bring the blank that separates them.

use super::kind::{Action, ErrorKind};

mod en;

/// The languages. The first one is also for those who ask for a language that is not here.
const LANGUAGES: &[Language] = &[en::ENGLISH];

/// What can stand in braces. The position is the number in the compiled text and the bit in the
/// mask of [what is known](super::notice::known), which also has bits for other things.
#[rustfmt::skip]
pub const PLACEHOLDERS: [&str; 15] = [
    "", "limit", "used", "plan", "feature", "field", "", "", "",
    // "Monthly"; 10 is a line feed; "this month".
    "period", "", "window",
    // "15 May 2026"; "in 20 seconds"; the sentence of the action.
    "until", "wait", "next",
];

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
    /// The language with that number, or the first one.
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
        while let Some(&byte) = self.rows.as_bytes().get(end) {
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

/// The text with a number for each placeholder.
const fn compile<const LENGTH: usize>(source: &str) -> [u8; LENGTH] {
    let source = source.as_bytes();
    let mut text = [0; LENGTH];
    let (mut from, mut to) = (0, 0);
    while from < source.len() {
        text[to] = source[from];
        if source[from] == b'{' {
            let end = end_of_placeholder(source, from);
            text[to] = number_of(source, from + 1, end);
            from = end;
        }
        from += 1;
        to += 1;
    }
    text
}

const fn compiled_length(source: &str) -> usize {
    let source = source.as_bytes();
    let (mut from, mut length) = (0, 0);
    while from < source.len() {
        if source[from] == b'{' {
            from = end_of_placeholder(source, from);
        }
        from += 1;
        length += 1;
    }
    length
}

const fn end_of_placeholder(source: &[u8], mut at: usize) -> usize {
    while source[at] != b'}' {
        at += 1;
    }
    at
}

const fn number_of(source: &[u8], start: usize, end: usize) -> u8 {
    let mut number = 1;
    while number < PLACEHOLDERS.len() {
        let name = PLACEHOLDERS[number].as_bytes();
        let mut at = 0;
        while at < name.len() && start + at < end && name[at] == source[start + at] {
            at += 1;
        }
        if at == name.len() && start + at == end {
            return number as u8;
        }
        number += 1;
    }
    panic!("no such placeholder")
}

const fn base_36(tag: &str) -> u32 {
    let (mut at, mut number) = (0, 0);
    while at < tag.len() {
        number = number * 36 + (tag.as_bytes()[at] - b'a') as u32 + 10;
        at += 1;
    }
    number
}

/// Rows are all there, in the order of their numbers; else the crate does not compile.
const fn check(kinds: &[ErrorKind], special: &[(ErrorKind, Action)], actions: &[Action]) {
    assert!(kinds.len() == ErrorKind::ALL.len() && actions.len() == Action::ALL.len());
    assert!(special.len() == SPECIAL.len());
    let mut at = 0;
    while at < kinds.len() {
        assert!(kinds[at] as usize == at, "kinds are out of order");
        assert!(
            at >= actions.len() || actions[at] as usize == at,
            "actions are out of order"
        );
        if at < special.len() {
            let ((kind, action), (same_kind, same_action)) = (special[at], SPECIAL[at]);
            assert!(kind as u8 == same_kind as u8 && action as u8 == same_action as u8);
        }
        at += 1;
    }
}

/// Declares a language.
macro_rules! language {
    (
        $name:ident = $tag:literal
        kinds { $($kind:ident: $of_kind:literal,)+ }
        special { $($one:ident $with:ident: $of_pair:literal,)+ }
        actions { $($action:ident: $of_action:literal,)+ }
        documentation: $documentation:literal
        day: $day:literal
        week: $week:literal
        month: $month:literal
    ) => {
        pub const $name: super::Language = {
            use super::{Action, ErrorKind};
            const SOURCE: &str = concat!(
                $($of_kind, "\n",)+ $($of_pair, "\n",)+ $($of_action, "\n",)+
                $documentation, "/\n", $day, "\n", $week, "\n", $month, "\n",
            );
            const ROWS: [u8; super::compiled_length(SOURCE)] = super::compile(SOURCE);
            super::check(
                &[$(ErrorKind::$kind,)+],
                &[$((ErrorKind::$one, Action::$with),)+],
                &[$(Action::$action,)+],
            );
            match std::str::from_utf8(&ROWS) {
                Ok(rows) => super::Language {
                    tag: $tag,
                    number: super::base_36($tag),
                    rows,
                },
                Err(_) => panic!("a placeholder splits a character"),
            }
        };
    };
}
use language;
