//! Every code that decides has a real case or a source (docs/codes.md), and means what is written there.
#![cfg(not(target_arch = "wasm32"))]

#[path = "golden/case.rs"]
#[allow(dead_code)]
mod case;

use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::lexicon::{self, Sense};
use redress::core::symbol::Symbol;
use redress::core::workspace::Workspace;

/// The rows of the table: code and kind.
fn rows() -> Vec<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/codes.md");
    let text = std::fs::read_to_string(path).expect("docs/codes.md");
    text.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
            let code = cells.next()?.trim_end_matches('`').to_owned();
            let kind = cells.next()?.trim_matches('`').to_owned();
            let source = cells.next()?;
            assert!(!source.is_empty(), "{code} has no source");
            Some((code, kind))
        })
        .collect()
}

/// What could be a code in the golden cases, also its part behind a `#` or in front of a `:`.
fn seen() -> Vec<Symbol> {
    let mut symbols = Vec::new();
    for file in ["corpus.jsonl", "flags.jsonl", "unseen.jsonl"] {
        for case in case::cases(file) {
            let body = case["body"].as_str().unwrap_or("");
            let text = format!("{body} {}", case["headers"]);
            let ends = |c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c));
            symbols.extend(text.split(ends).map(|word| Symbol::of(word.as_bytes())));
        }
    }
    symbols
}

#[test]
fn every_code_has_a_case_or_a_source() {
    let seen = seen();
    let documented: Vec<Symbol> = rows()
        .iter()
        .map(|(code, _)| Symbol::of(code.as_bytes()))
        .collect();
    let missing: Vec<&str> = lexicon::all()
        .filter(|(_, sense)| matches!(sense, Sense::Exact(_) | Sense::Vague(_) | Sense::Limit))
        .map(|(name, _)| name)
        .filter(|name| {
            let symbol = Symbol::of(name.as_bytes());
            !seen.contains(&symbol) && !documented.contains(&symbol)
        })
        .collect();
    assert!(missing.is_empty(), "without case and source: {missing:?}");
}

#[test]
fn every_row_is_right() {
    let rows = rows();
    assert!(rows.len() > 10);
    let mut ws = Workspace::new();
    for (code, kind) in rows {
        let body = format!("{{\"error\":{{\"code\":\"{code}\"}}}}");
        let facts = Facts::of(&mut ws, 400, [], &body, 0.0);
        let found = classify(&facts, &mut ws);
        assert_eq!(found.kind.name(), kind, "{code}");
        let listed = lexicon::all()
            .any(|(name, _)| Symbol::of(name.as_bytes()) == Symbol::of(code.as_bytes()));
        assert!(listed, "{code} is not in the lexicon");
    }
}
