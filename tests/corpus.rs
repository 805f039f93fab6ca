//! The golden corpus: real error responses with their labels, and the accuracy that is reached.
//! `cargo test --test corpus -- --nocapture` prints the score and every miss.
#![cfg(not(target_arch = "wasm32"))]

use redress::core::classification::Classification;
use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::headers::Headers;
use redress::core::json::Document;
use redress::core::time;
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
        println!("{name:12} {:6.2} %  {} of {}", 100.0 * self.share(), self.right, self.all);
        for miss in &self.misses {
            println!("             - {miss}");
        }
    }
}

fn cases() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/corpus.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect()
}

fn with_classification<T>(case: &Value, look: impl FnOnce(&Classification<'_>, f64) -> T) -> T {
    let now = time::date(case["now"].as_str().unwrap()).unwrap();
    let headers = case["headers"].as_object().unwrap();
    let pairs = headers.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
    let facts = Facts {
        status: case["status"].as_u64().map(|status| status as u16),
        headers: Headers::from_pairs(pairs),
        body: case["body"].as_str().unwrap_or(""),
        now_ms: now,
    };
    look(&classify(&facts, &mut Document::default()), now)
}

fn date(value: &Value) -> Option<f64> {
    value.as_str().and_then(time::date)
}

#[test]
fn the_corpus_is_understood() {
    let names = ["kind", "code", "message", "delay", "requestId", "docsUrl", "upgradeUrl", "limits", "fields", "plan"];
    let mut scores: Vec<Score> = names.iter().map(|_| Score::default()).collect();
    let (mut harmful, mut missed) = (Vec::new(), Vec::new());
    for case in cases() {
        let id = case["id"].as_str().unwrap().to_owned();
        let expect = &case["expect"];
        let extra = &expect["extra"];
        with_classification(&case, |got, _now| {
            let kind = got.kind.name();
            let alternatives = expect["altKinds"].as_array().cloned().unwrap_or_default();
            let right = expect["kind"] == kind || alternatives.iter().any(|other| other == kind);
            scores[0].count(right, || format!("{id}: {kind}, not {} ({:?})", expect["kind"], got.decided_by));
            match (got.retryable, expect["retryable"].as_bool().unwrap()) {
                (true, false) => harmful.push(id.clone()),
                (false, true) => missed.push(id.clone()),
                _ => {}
            }
            let same_text = |got: Option<&str>, expect: &Value, fold: bool| match (got, expect.as_str()) {
                (Some(got), Some(expect)) if fold => got.trim().eq_ignore_ascii_case(expect.trim()),
                (Some(got), Some(expect)) => got.trim() == expect.trim(),
                (got, expect) => got.is_none() && expect.is_none(),
            };
            let code = got.code.as_deref();
            scores[1].count(same_text(code, &expect["code"], true), || format!("{id}: {code:?}, not {}", expect["code"]));
            let message = got.message.as_deref();
            scores[2].count(same_text(message, &expect["message"], false), || format!("{id}: {message:?}, not {}", expect["message"]));
            let delay = match (got.retry_after_ms, expect["retryAfterMs"].as_f64()) {
                (Some(got), Some(expect)) => (got - expect).abs() <= f64::max(1000.0, expect * 0.02),
                (got, expect) => got.is_none() && expect.is_none(),
            };
            scores[3].count(delay, || format!("{id}: {:?}, not {}", got.retry_after_ms, expect["retryAfterMs"]));
            for (at, key, text) in
                [(4, "requestId", &got.request_id), (5, "docsUrl", &got.docs_url), (6, "upgradeUrl", &got.upgrade_url)]
            {
                if !extra[key].is_null() {
                    let text = text.as_deref();
                    scores[at].count(same_text(text, &extra[key], false), || format!("{id}: {text:?}, not {}", extra[key]));
                }
            }
            let quota = got.quota.unwrap_or_default();
            for (key, value) in [("limit", quota.limit), ("used", quota.used), ("remaining", quota.remaining)] {
                if !extra[key].is_null() {
                    scores[7].count(value == extra[key].as_f64(), || format!("{id} {key}: {value:?}, not {}", extra[key]));
                }
            }
            if !extra["resetAt"].is_null() {
                scores[7].count(quota.reset_at == date(&extra["resetAt"]), || format!("{id} resetAt: {:?}, not {}", quota.reset_at, extra["resetAt"]));
            }
            if let Some(field) = extra["field"].as_str() {
                let first = got.fields.first().map(|field| field.path.as_ref());
                scores[8].count(first == Some(field), || format!("{id}: {first:?}, not {field}"));
            }
            if let Some(fields) = extra["fields"].as_object() {
                for (path, messages) in fields {
                    let found = got.fields.iter().find(|field| field.path == path.as_str());
                    let message = found.and_then(|field| field.message.as_deref());
                    scores[8].count(message == messages[0].as_str(), || format!("{id} {path}: {message:?}, not {messages}"));
                }
            }
            let plan = got.plan.clone().unwrap_or_default();
            for (key, text) in [("requiredPlan", plan.required), ("currentPlan", plan.current), ("feature", plan.feature)] {
                if !extra[key].is_null() {
                    let text = text.as_deref();
                    scores[9].count(same_text(text, &extra[key], false), || format!("{id} {key}: {text:?}, not {}", extra[key]));
                }
            }
        });
    }
    for (name, score) in names.iter().zip(&scores) {
        score.print(name);
    }
    println!("harmful retries: {harmful:?}\nmissed retries: {missed:?}");
}
