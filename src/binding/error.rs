//! Errors as JavaScript knows them.

use js_sys::TypeError;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::classify::Classification;
use crate::core::decision::Stop;

#[wasm_bindgen(module = "/src/binding/js/retry-error.js")]
extern "C" {
    #[wasm_bindgen(js_name = retryError)]
    fn new_retry_error(
        text: &str,
        reason: &str,
        classification: &Classification,
        retry_at: Option<f64>,
        attempts: JsValue,
        total_wait_ms: f64,
        cause: &JsValue,
        response: &JsValue,
    ) -> JsValue;

    /// A value as an error message shows it.
    pub fn show(value: &JsValue) -> String;
}

/// The caller's mistake.
pub fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}

/// One attempt of a call: `startedAt`, `durationMs`, `status`, `kind`, `waitedMs`.
#[derive(Serialize)]
pub struct AttemptRow(pub f64, pub f64, pub Option<u16>, pub String, pub f64);

/// A `RetryError`. `cause` and `response` are null where there is none.
pub fn retry_error(
    stop: Stop,
    classification: &Classification,
    retry_at: Option<f64>,
    attempts: &[AttemptRow],
    cause: &JsValue,
    response: &JsValue,
) -> JsValue {
    let total_wait_ms = attempts.iter().map(|attempt| attempt.4).sum();
    // Rows, not objects: serde-wasm-bindgen's way for objects keeps a hash map of names, 1.2 kB of the download.
    let rows = attempts
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED);
    new_retry_error(
        stop.message(),
        stop.name(),
        classification,
        retry_at,
        rows,
        total_wait_ms,
        cause,
        response,
    )
}
