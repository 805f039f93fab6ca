//! Bodies of responses.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::effects::{First, first};
use super::types::Thrown;

/// What is looked at of a body, and for how long at most.
const LIMIT_BYTES: f64 = 65_536.0;
const LIMIT_MS: f64 = 2000.0;

#[wasm_bindgen(module = "/src/binding/js/body.js")]
extern "C" {
    #[wasm_bindgen(js_name = readText)]
    fn read_text_within(response: &JsValue, limit: f64, ms: f64) -> Promise;

    /// Lets go of what nobody is going to read, and of its connection.
    pub fn release(response: &JsValue);

    /// The same for a response that is still to come.
    pub fn abandon(response: &Promise);
}

/// The text of a body, as far as the bounds allow, or undefined; the response stays unread.
pub async fn read_text(response: &JsValue, signal: Option<&AbortSignal>) -> Thrown<JsValue> {
    let text = first(
        Some(read_text_within(response, LIMIT_BYTES, LIMIT_MS)),
        None,
        signal,
    )
    .await;
    super::abort::check(signal)?;
    match text {
        First::Settled(Ok(text)) => Ok(text),
        _ => Ok(JsValue::UNDEFINED),
    }
}
