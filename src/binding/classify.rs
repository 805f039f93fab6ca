//! Classification for the rest of the binding: results as JavaScript objects, with what a
//! decision needs to know of them.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/binding/js/codec.js")]
extern "C" {
    /// A plain object: `Classification` of the public API.
    pub type Classification;

    #[wasm_bindgen(method, getter)]
    pub fn kind(this: &Classification) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn retryable(this: &Classification) -> bool;
    #[wasm_bindgen(method, getter, js_name = retryAfterMs)]
    pub fn retry_after_ms(this: &Classification) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = retryAt)]
    pub fn retry_at(this: &Classification) -> Option<f64>;

    /// Tells the JavaScript half which instance it speaks to.
    fn attach(exports: JsValue, names: String);

    /// Classifies a live response, of whose body `text` was read (or undefined).
    #[wasm_bindgen(js_name = classifyResponse)]
    pub fn classify_response(
        response: &JsValue,
        text: &JsValue,
        now_ms: f64,
        rules: &JsValue,
    ) -> Classification;

    /// Classifies facts, or a thrown value.
    #[wasm_bindgen(catch, js_name = classifyErrorSync)]
    pub fn classify_error_sync(input: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    /// Classifies a thrown value.
    #[wasm_bindgen(js_name = classifyThrown)]
    pub fn classify_thrown(error: &JsValue, now_ms: f64, rules: &JsValue) -> Classification;
}

#[wasm_bindgen(module = "/src/binding/js/facts.js")]
extern "C" {
    /// Whether a value is a live response, by its shape.
    #[wasm_bindgen(js_name = isResponse)]
    pub fn is_response(value: &JsValue) -> bool;
}

/// Runs once, when the module starts.
#[wasm_bindgen(start)]
fn start() {
    attach(wasm_bindgen::exports(), super::memory::names());
}
