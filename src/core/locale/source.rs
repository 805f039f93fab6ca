//! From a language as it is written to the text that is searched: at compile time, so that a row
//! that is missing or a placeholder that is misspelt does not compile.

use super::SPECIAL;
use crate::core::kind::{Action, ErrorKind};

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

/// The text with a number for each placeholder.
pub const fn compile<const LENGTH: usize>(source: &str) -> [u8; LENGTH] {
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

/// The length of that.
pub const fn compiled_length(source: &str) -> usize {
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

/// Rows are all there, in the order of their numbers; else the crate does not compile.
pub const fn check(kinds: &[ErrorKind], special: &[(ErrorKind, Action)], actions: &[Action]) {
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
            use super::source::{check, compile, compiled_length};
            use crate::core::kind::{Action, ErrorKind};
            const SOURCE: &str = concat!(
                $($of_kind, "\n",)+ $($of_pair, "\n",)+ $($of_action, "\n",)+
                $documentation, "/\n", $day, "\n", $week, "\n", $month, "\n",
            );
            const ROWS: [u8; compiled_length(SOURCE)] = compile(SOURCE);
            check(
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
pub(super) use language;
