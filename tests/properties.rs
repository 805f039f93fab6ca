//! What holds for every response: no panic, a classification that JSON can carry, and time that
//! grows with the size of the body. Cases are seeded; a failure prints what it was.
#![cfg(not(target_arch = "wasm32"))]

#[path = "golden/case.rs"]
mod case;
#[path = "retry/rng.rs"]
#[allow(dead_code)]
mod rng;
#[path = "golden/sound.rs"]
mod sound;

use case::{cases, classified};
use redress::core::classification::Classification;
use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::workspace::Workspace;
use rng::Rng;
use serde_json::Value;
use sound::check;
use std::time::{Duration, Instant};

fn all_cases() -> Vec<Value> {
    let files = ["corpus.jsonl", "flags.jsonl", "unseen.jsonl"];
    files.into_iter().flat_map(cases).collect()
}

fn classify_body(status: u16, body: &str, ws: &mut Workspace) -> Classification {
    let facts = Facts::of(ws, status, [("retry-after", "7")], body, 1.7e12);
    classify(&facts, ws)
}

#[test]
fn every_prefix_of_every_body_works() {
    let mut ws = Workspace::new();
    for case in all_cases() {
        let status = case["status"].as_u64().unwrap_or(0) as u16;
        let body = case["body"].as_str().unwrap_or("");
        for (end, _) in body.char_indices() {
            let prefix = &body[..end];
            let found = classify_body(status, prefix, &mut ws);
            check(&found, &ws, &|| prefix.to_owned());
        }
    }
}

#[test]
fn a_body_that_breaks_off_keeps_the_verdict_where_the_code_has_arrived() {
    let body =
        r#"{"error":{"code":"insufficient_quota","message":"You exceeded your quota.","x":["#;
    let whole = classify_body(429, &format!("{body}1]}}}}"), &mut Workspace::new());
    let mut ws = Workspace::new();
    let code_end = body.find(r#"","message"#).unwrap() + 1;
    for end in code_end..body.len() {
        let found = classify_body(429, &body[..end], &mut ws);
        assert_eq!(
            (found.kind, found.retryable),
            (whole.kind, false),
            "{}",
            &body[..end]
        );
    }
}

#[test]
fn mutated_responses_work() {
    let cases = all_cases();
    let pieces = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\u{0}",
        "\u{FFFD}",
        "<",
        ">",
        "</",
        "&amp;",
        "\\u",
        "\\ud800",
        "1e999",
        "-",
        "0.1",
        "9999999999999999999",
        "null",
        "true",
        "PT",
        "retry after ",
        "resets at ",
        "2026-01-15T",
        "limit ",
        "https://",
        "ratelimit",
        "é",
        "=",
        ";",
        "#",
        "/",
    ];
    let mut ws = Workspace::new();
    for seed in 0..30_000 {
        let mut rng = Rng::new(seed);
        let mut case = cases[rng.below(cases.len() as u64) as usize].clone();
        if case["thrown"].is_object() {
            continue;
        }
        let mut bytes = case["body"].as_str().unwrap_or("").as_bytes().to_vec();
        for _ in 0..=rng.below(4) {
            let at = rng.below(bytes.len() as u64 + 1) as usize;
            let until = (at + rng.below(8) as usize).min(bytes.len());
            let piece = pieces[rng.below(pieces.len() as u64) as usize];
            bytes.splice(at..until, piece.bytes());
        }
        case["body"] = Value::String(String::from_utf8_lossy(&bytes).into_owned());
        if let Some(headers) = case["headers"].as_object_mut() {
            for value in headers.values_mut() {
                if rng.chance(0.3) {
                    *value = Value::from(pieces[rng.below(pieces.len() as u64) as usize]);
                }
            }
        }
        case["status"] = Value::from(rng.below(1000));
        let found = classified(&case, &mut ws);
        check(&found, &ws, &|| format!("seed {seed}: {case}"));
    }
}

#[test]
fn what_a_call_leaves_behind_does_not_matter_to_the_next() {
    let mut used = Workspace::new();
    for case in all_cases() {
        let mut fresh = Workspace::new();
        let (one, other) = (classified(&case, &mut used), classified(&case, &mut fresh));
        let seen = |found: Classification, ws: &Workspace| {
            let texts = [found.code, found.message, found.request_id, found.docs_url];
            let texts = texts.map(|span| ws.text(span).map(str::to_owned));
            let wait_ms = found.retry_after_ms.to_bits();
            (
                found.kind,
                found.action,
                found.retryable,
                wait_ms,
                texts,
                ws.fields.len(),
            )
        };
        assert_eq!(seen(one, &used), seen(other, &fresh), "{}", case["id"]);
    }
}

/// The least time of some runs: what else runs on the machine only ever adds to it.
fn least_time(body: &str, ws: &mut Workspace) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..15 {
        let start = Instant::now();
        std::hint::black_box(classify_body(429, body, ws));
        least = least.min(start.elapsed());
    }
    least
}

#[test]
fn time_grows_with_the_size_of_the_body_and_no_faster() {
    let around = |start: &str, piece: &str, end: &str, size: usize| {
        let count = (size - start.len() - end.len()) / piece.len();
        format!("{start}{}{end}", piece.repeat(count))
    };
    let shapes = [
        ("", "[", ""),
        ("", "{\"error\":", ""),
        ("[", "{},", "0]"),
        ("{\"error\":{", "\"code\":\"a_b\",", "\"x\":0}}"),
        (
            "{\"errors\":[",
            "{\"field\":\"a\",\"message\":\"b\"},",
            "0]}",
        ),
        ("{\"message\":\"", "\\\\", "\"}"),
        ("{\"message\":\"", "\\\"{", "\"}"),
        ("{\"message\":\"", "retry after 5 ", "\"}"),
        ("{\"message\":\"", "https://a.b ", "\"}"),
        ("{\"message\":\"", "upgrade to the ", "\"}"),
        ("{\"message\":\"", "limit 5 used 3 ", "\"}"),
        ("{\"message\":\"", "1,", "\"}"),
        ("{\"code\":\"", "a.", "\"}"),
        ("{\"type\":\"", "/.", "\"}"),
        ("<a>", "<b>", ""),
        ("<a>", "&amp;", "</a>"),
        ("<html>", "<p>word", ""),
        ("<html>", "<", ""),
        ("", "A_", ""),
        ("", "   ", ""),
    ];
    let mut ws = Workspace::new();
    for (start, piece, end) in shapes {
        let [small, large] = [2048, 65_536]
            .map(|size| least_time(&around(start, piece, end, size), &mut ws).as_nanos() as f64);
        // 32 times the size: 32 times the time where it is linear, 1,024 times where it is quadratic.
        let growth = large / small.max(1_000.0);
        assert!(
            growth < 200.0,
            "{start}{piece}…{end}: {growth:.0} times the time"
        );
    }
}
