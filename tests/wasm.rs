//! The binding in the runtimes that it was made for: values cross the border in Node and in a page.
//! `cargo xtask test` runs these in both.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

// The module under test is this crate's own, linked into the test.
extern crate redress;

#[wasm_bindgen(module = "/tests/wasm/calls.js")]
extern "C" {
    fn start(exports: JsValue);

    #[wasm_bindgen(js_name = classified)]
    fn classified_json(status: f64, headers: &str, body: &str, options: &str) -> String;

    #[wasm_bindgen(js_name = kindOfRefusal)]
    async fn kind_of_refusal() -> JsValue;
}

fn started() {
    static START: std::sync::Once = std::sync::Once::new();
    START.call_once(|| start(wasm_bindgen::exports()));
}

fn classified(status: f64, headers: &str, body: &str, options: &str) -> String {
    started();
    classified_json(status, headers, body, options)
}

fn member(json: &str, name: &str) -> JsValue {
    let value = js_sys::JSON::parse(json).unwrap_or_else(|_| panic!("no JSON: {json}"));
    js_sys::Reflect::get(&value, &name.into()).unwrap()
}

fn text(json: &str, name: &str) -> Option<String> {
    member(json, name).as_string()
}

#[wasm_bindgen_test]
fn text_and_numbers_cross_the_border() {
    let body =
        r#"{"error":{"code":"rate_limit_exceeded","message":"Zu viele Anfragen – später 🙂"}}"#;
    let found = classified(429.0, r#"{"Retry-After":"7"}"#, body, r#"{"now":1000}"#);
    assert_eq!(text(&found, "kind").as_deref(), Some("rate_limited"));
    assert_eq!(
        text(&found, "message").as_deref(),
        Some("Zu viele Anfragen – später 🙂")
    );
    assert_eq!(member(&found, "retryAfterMs").as_f64(), Some(7_000.0));
    assert_eq!(member(&found, "retryAt").as_f64(), Some(8_000.0));
    assert!(member(&found, "quota").is_null());
}

#[wasm_bindgen_test]
fn memory_that_grows_is_read_anew() {
    let message = "x".repeat(60_000);
    for round in 0..50 {
        let body =
            format!(r#"{{"error":{{"code":"not_found","message":"{message}"}},"round":{round}}}"#);
        let found = classified(404.0, "{}", &body, "{}");
        assert_eq!(
            text(&found, "kind").as_deref(),
            Some("not_found"),
            "round {round}"
        );
    }
}

#[wasm_bindgen_test]
fn misuse_is_a_type_error_that_names_the_option() {
    let found = classified(500.0, "{}", "", r#"{"nuw":1}"#);
    assert!(
        found.starts_with("TypeError: ") && found.contains("nuw"),
        "{found}"
    );
}

#[wasm_bindgen_test]
async fn an_abort_is_told_from_a_failure() {
    started();
    assert_eq!(
        kind_of_refusal().await.as_string().as_deref(),
        Some("aborted")
    );
}
