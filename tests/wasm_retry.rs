//! The loop in the runtimes that it was made for: its timers, promises and errors, in Node and in a page.
#![cfg(target_arch = "wasm32")]

use std::sync::Once;

use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

// The module under test is this crate's own, linked into the test.
extern crate redress;

#[wasm_bindgen(module = "/tests/wasm/retry.js")]
extern "C" {
    fn start(exports: JsValue);
    #[wasm_bindgen(js_name = run)]
    async fn run_json(answers: &str, options: &str) -> JsValue;
    #[wasm_bindgen(js_name = abortInWait)]
    async fn abort_in_wait() -> JsValue;
}

fn started() {
    static START: Once = Once::new();
    START.call_once(|| start(wasm_bindgen::exports()));
}

/// What came of a call.
struct Told(JsValue);

impl Told {
    /// A member, or a member of a member: `error.name`.
    fn get(&self, path: &str) -> JsValue {
        path.split('.').fold(self.0.clone(), |value, name| {
            Reflect::get(&value, &name.into()).unwrap()
        })
    }

    fn number(&self, path: &str) -> f64 {
        self.get(path).as_f64().unwrap_or(f64::NAN)
    }

    fn text(&self, path: &str) -> String {
        self.get(path).as_string().unwrap_or_default()
    }
}

async fn run(answers: &str, options: &str) -> Told {
    started();
    let json = run_json(answers, options).await.as_string().unwrap();
    Told(JSON::parse(&json).unwrap())
}

#[wasm_bindgen_test]
async fn a_success_is_one_request() {
    let told = run("[200]", "{}").await;
    assert_eq!(
        (told.number("status"), told.number("requests")),
        (200.0, 1.0)
    );
}

#[wasm_bindgen_test]
async fn a_failure_that_passes_is_waited_out() {
    let told = run(
        r#"[500, "drop", 200]"#,
        r#"{"baseDelayMs":4,"jitter":"none"}"#,
    )
    .await;
    assert_eq!(
        (told.number("status"), told.number("requests")),
        (200.0, 3.0)
    );
    assert_eq!(
        (told.number("delays.0"), told.number("delays.1")),
        (4.0, 8.0)
    );
}

#[wasm_bindgen_test]
async fn the_error_has_a_row_for_each_attempt() {
    let told = run(r#"[503, "drop"]"#, r#"{"baseDelayMs":1,"maxAttempts":2}"#).await;
    assert_eq!(told.text("error.name"), "RetryError");
    assert!(
        told.text("error.message")
            .starts_with("Max retries exceeded")
    );
    assert_eq!(
        (told.text("error.reason"), told.text("error.cause.name")),
        ("attempts".into(), "TypeError".into())
    );
    assert_eq!(told.number("error.attempts.length"), 2.0);
    assert_eq!(
        (
            told.number("error.attempts.0.status"),
            told.text("error.attempts.0.kind")
        ),
        (503.0, "overloaded".into())
    );
    assert!(told.get("error.attempts.1.status").is_null());
    let waited = told.number("error.attempts.0.waitedMs");
    assert!(
        waited > 0.0 && waited == told.number("error.totalWaitMs"),
        "{waited}"
    );
}

#[wasm_bindgen_test]
async fn an_attempt_that_hangs_times_out() {
    let told = run(
        r#"["hang", 200]"#,
        r#"{"baseDelayMs":1,"attemptTimeoutMs":20}"#,
    )
    .await;
    assert_eq!(
        (told.number("status"), told.number("requests")),
        (200.0, 2.0)
    );
    let told = run(r#"["hang"]"#, r#"{"deadlineMs":20}"#).await;
    assert_eq!(
        (told.text("error.reason"), told.number("requests")),
        ("deadline".into(), 1.0)
    );
}

#[wasm_bindgen_test]
async fn an_abort_ends_a_wait() {
    started();
    assert_eq!(abort_in_wait().await.as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn misuse_is_a_type_error() {
    for (options, message) in [
        (
            r#"{"maxAttempts":-1}"#,
            "maxAttempts: -1 is not allowed; it must be a whole number from 1 to 1000",
        ),
        (
            r#"{"jitter":"some"}"#,
            r#"jitter: "some" is not allowed; it must be "full", "equal", "decorrelated" or "none""#,
        ),
        (
            r#"{"rememberQuota":true}"#,
            "rememberQuota: true is not allowed here; it belongs in the options of createFetch",
        ),
    ] {
        let told = run("[200]", options).await;
        assert_eq!(
            (told.text("error.name"), told.text("error.message")),
            ("TypeError".into(), message.into())
        );
        assert_eq!(told.number("requests"), 0.0);
    }
    let told = run("[200]", r#"{"retries":3}"#).await;
    assert!(
        told.text("error.message")
            .starts_with("retries: 3 is not allowed; the options are maxAttempts, ")
    );
}
