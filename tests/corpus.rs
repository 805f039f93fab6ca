//! The golden corpus: real error responses with their labels, and the accuracy that is reached.
//! `cargo test --test corpus -- --nocapture` prints the score and every miss.
#![cfg(not(target_arch = "wasm32"))]

#[path = "golden/case.rs"]
mod case;

use case::{cases, classified, date};
use redress::core::span::Span;
use redress::core::workspace::Workspace;
use serde_json::Value;

/// Right and counted, for one measure.
#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
    misses: Vec<String>,
}

impl Score {
    fn count(&mut self, right: bool, miss: impl FnOnce() -> String) {
        self.all += 1;
        self.right += usize::from(right);
        if !right {
            self.misses.push(miss());
        }
    }

    fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }

    fn print(&self, name: &str) {
        println!(
            "{name:12} {:6.2} %  {} of {}",
            100.0 * self.share(),
            self.right,
            self.all
        );
        for miss in &self.misses {
            println!("             - {miss}");
        }
    }
}

/// Whether the kind is the label, or another one that a careful reader could defend.
fn is_kind(expect: &Value, kind: &str) -> bool {
    let others = expect["altKinds"].as_array();
    expect["kind"] == kind || others.is_some_and(|others| others.iter().any(|other| other == kind))
}

const NAMES: [&str; 10] = [
    "kind",
    "code",
    "message",
    "delay",
    "requestId",
    "docsUrl",
    "upgradeUrl",
    "limits",
    "fields",
    "plan",
];

/// The scores in the order of [`NAMES`], and the cases that are retried or not against the label.
struct Scores {
    scores: Vec<Score>,
    harmful: Vec<String>,
    missed: Vec<String>,
}

fn score(file: &str) -> Scores {
    let names = NAMES;
    let mut scores: Vec<Score> = names.iter().map(|_| Score::default()).collect();
    let (mut harmful, mut missed) = (Vec::new(), Vec::new());
    let mut ws = Workspace::new();
    for case in cases(file) {
        let id = case["id"].as_str().unwrap().to_owned();
        let expect = &case["expect"];
        let extra = &expect["extra"];
        let got = classified(&case, &mut ws);
        let text = |span: Span| ws.text(span);
        {
            let kind = got.kind.name();
            scores[0].count(is_kind(expect, kind), || {
                format!(
                    "{id}: {kind}, not {} ({:?})",
                    expect["kind"], got.decided_by
                )
            });
            match (got.retryable, expect["retryable"].as_bool().unwrap()) {
                (true, false) => harmful.push(id.clone()),
                (false, true) => missed.push(id.clone()),
                _ => {}
            }
            let same_text =
                |got: Option<&str>, expect: &Value, fold: bool| match (got, expect.as_str()) {
                    (Some(got), Some(expect)) if fold => {
                        got.trim().eq_ignore_ascii_case(expect.trim())
                    }
                    (Some(got), Some(expect)) => got.trim() == expect.trim(),
                    (got, expect) => got.is_none() && expect.is_none(),
                };
            let code = text(got.code);
            scores[1].count(same_text(code, &expect["code"], true), || {
                format!("{id}: {code:?}, not {}", expect["code"])
            });
            let message = text(got.message);
            scores[2].count(same_text(message, &expect["message"], false), || {
                format!("{id}: {message:?}, not {}", expect["message"])
            });
            let delay = match expect["retryAfterMs"].as_f64() {
                Some(expect) => {
                    (got.retry_after_ms - expect).abs() <= f64::max(1000.0, expect * 0.02)
                }
                None => got.retry_after_ms.is_nan(),
            };
            scores[3].count(delay, || {
                format!(
                    "{id}: {:?}, not {}",
                    got.retry_after_ms, expect["retryAfterMs"]
                )
            });
            for (at, key, span) in [
                (4, "requestId", got.request_id),
                (5, "docsUrl", got.docs_url),
                (6, "upgradeUrl", got.upgrade_url),
            ] {
                if !extra[key].is_null() {
                    let text = text(span);
                    scores[at].count(same_text(text, &extra[key], false), || {
                        format!("{id}: {text:?}, not {}", extra[key])
                    });
                }
            }
            for (key, value) in [
                ("limit", got.limit),
                ("used", got.used),
                ("remaining", got.remaining),
            ] {
                if !extra[key].is_null() {
                    scores[7].count(Some(value) == extra[key].as_f64(), || {
                        format!("{id} {key}: {value:?}, not {}", extra[key])
                    });
                }
            }
            if !extra["resetAt"].is_null() {
                scores[7].count(got.reset_at == date(&extra["resetAt"]), || {
                    format!("{id} resetAt: {:?}, not {}", got.reset_at, extra["resetAt"])
                });
            }
            if let Some(field) = extra["field"].as_str() {
                let first = ws.fields.first().and_then(|field| text(field.path));
                scores[8].count(first == Some(field), || {
                    format!("{id}: {first:?}, not {field}")
                });
            }
            if let Some(fields) = extra["fields"].as_object() {
                for (path, messages) in fields {
                    let found = ws
                        .fields
                        .iter()
                        .find(|field| text(field.path) == Some(path.as_str()));
                    let message = found.and_then(|field| text(field.message));
                    scores[8].count(message == messages[0].as_str(), || {
                        format!("{id} {path}: {message:?}, not {messages}")
                    });
                }
            }
            for (key, span) in [
                ("requiredPlan", got.required_plan),
                ("currentPlan", got.current_plan),
                ("feature", got.feature),
            ] {
                if !extra[key].is_null() {
                    let text = text(span);
                    scores[9].count(same_text(text, &extra[key], false), || {
                        format!("{id} {key}: {text:?}, not {}", extra[key])
                    });
                }
            }
        }
    }
    for (name, score) in names.iter().zip(&scores) {
        score.print(name);
    }
    println!("harmful retries: {harmful:?}\nmissed retries: {missed:?}");
    Scores {
        scores,
        harmful,
        missed,
    }
}

#[test]
fn the_corpus_is_understood() {
    let Scores {
        scores,
        harmful,
        missed,
    } = score("corpus.jsonl");
    for (at, least) in [
        (0, 0.98),
        (1, 0.97),
        (2, 0.97),
        (3, 0.97),
        (4, 0.95),
        (5, 0.95),
        (6, 0.95),
        (7, 0.95),
    ] {
        assert!(
            scores[at].share() >= least,
            "{}: {:.4} is below {least}",
            NAMES[at],
            scores[at].share()
        );
    }
    assert!(
        harmful.is_empty(),
        "never retry what must not be retried: {harmful:?}"
    );
    assert!(missed.len() <= 2, "retry what a wait mends: {missed:?}");
}

/// Providers that are not in the corpus.
#[test]
fn unseen_providers_are_understood() {
    let Scores {
        scores,
        harmful,
        missed,
    } = score("unseen.jsonl");
    assert!(scores[0].share() >= 0.95, "kind: {:.4}", scores[0].share());
    assert!(harmful.is_empty(), "harmful: {harmful:?}");
    assert!(missed.len() <= 2, "missed: {missed:?}");
}

/// Each flag and each exception of what is retried, one by one: the corpus holds none of them.
#[test]
fn flags_and_exceptions_hold() {
    let mut ws = Workspace::new();
    let mut wrong = Vec::new();
    for case in cases("flags.jsonl") {
        let expect = &case["expect"];
        let got = classified(&case, &mut ws);
        let code = ws.text(got.code);
        let says = |name: &str, text: Span| {
            let wanted = expect.get(name);
            wanted.is_some_and(|wanted| wanted.as_str() != ws.text(text))
        };
        if !is_kind(expect, got.kind.name())
            || expect["retryable"] != got.retryable
            || (!expect["code"].is_null() && expect["code"].as_str() != code)
            || expect.get("retryAfterMs").is_some_and(|wait_ms| {
                wait_ms.as_f64() != Some(got.retry_after_ms).filter(|wait_ms| !wait_ms.is_nan())
            })
            || says("requestId", got.request_id)
            || says("requiredPlan", got.required_plan)
        {
            wrong.push(format!(
                "{}: {} ({:?}), retryable {}, code {code:?}, wait {}",
                case["id"],
                got.kind.name(),
                got.decided_by,
                got.retryable,
                got.retry_after_ms
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
