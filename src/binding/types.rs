//! What Rust sees of the JavaScript half: by shape, never by class, since values cross realms.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::DomException;

/// A result of wasm-bindgen's imports: what was thrown comes as a value.
pub type Thrown<T> = Result<T, JsValue>;

#[wasm_bindgen(module = "/src/binding/js/call.js")]
extern "C" {
    /// One call: what it sends, what comes back, whom it tells.
    #[derive(Clone)]
    pub type Call;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(target: &JsValue, init: &JsValue, options: &JsValue) -> Thrown<Call>;
    /// See [`traits`].
    #[wasm_bindgen(method)]
    pub fn traits(this: &Call) -> u32;
    #[wasm_bindgen(method, catch)]
    pub fn check(this: &Call) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    pub fn listen(this: &Call, heard: &Closure<dyn FnMut()>) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    pub fn unlisten(this: &Call) -> Thrown<()>;
    #[wasm_bindgen(method)]
    pub fn begin(this: &Call, attempt: u32) -> Promise;
    #[wasm_bindgen(method)]
    pub fn send(this: &Call, attempt: u32, is_last: bool, is_timed: bool) -> Promise;
    #[wasm_bindgen(method)]
    pub fn cut(this: &Call) -> DomException;
    /// Waits at most so long for the device to be online; [`found`](Call::found) is then whether it is.
    #[wasm_bindgen(method)]
    pub fn online(this: &Call, at_most_ms: f64) -> Promise;
    /// What a request draws on: origin, path and credentials.
    #[wasm_bindgen(method, catch, js_name = quotaKey)]
    pub fn quota_key(this: &Call) -> Thrown<String>;
    /// Until when the limit lasts that the classification tells of; NaN where it tells of none.
    #[wasm_bindgen(method, getter, js_name = limitedUntil)]
    pub fn limited_until(this: &Call) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn classification(this: &Call) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub fn set_classification(this: &Call, classification: &JsValue);
    /// Takes what came of an attempt; gives the status, or 0.
    #[wasm_bindgen(method, catch)]
    pub fn answered(this: &Call, is_response: bool, result: &JsValue) -> Thrown<u16>;
    /// Has [`found`](Call::found) be the [`outcome`].
    #[wasm_bindgen(method)]
    pub fn examine(this: &Call, body_matters: bool, left_ms: f64) -> Promise;
    /// The promise that the next two settle, and that a trap rejects (pkg/entries/boot.js).
    #[wasm_bindgen(method)]
    pub fn outcome(this: &Call) -> Promise;
    /// The outcome is the response.
    #[wasm_bindgen(method)]
    pub fn deliver(this: &Call);
    /// The outcome is an error. Lets go of what the call has, unless it has ended.
    #[wasm_bindgen(method)]
    pub fn fail(this: &Call, error: &JsValue);
    /// What came of the promise that was given last.
    #[wasm_bindgen(method, getter)]
    pub fn found(this: &Call) -> u32;
    /// How long the server asks to wait; NaN where it does not.
    #[wasm_bindgen(method, getter, js_name = hintMs)]
    pub fn hint_ms(this: &Call) -> f64;
    #[wasm_bindgen(method)]
    pub fn method(this: &Call) -> String;
    #[wasm_bindgen(method, catch, js_name = ownDelayMs)]
    pub fn own_delay_ms(this: &Call, random: f64) -> Thrown<f64>;
    #[wasm_bindgen(method, catch)]
    pub fn withdraw(this: &Call) -> Thrown<bool>;
    #[wasm_bindgen(method)]
    pub fn retry(this: &Call, delay_ms: f64) -> Promise;
    #[wasm_bindgen(method, catch)]
    pub fn succeed(this: &Call) -> Thrown<()>;
    #[wasm_bindgen(method)]
    pub fn end(this: &Call, reason: &str, text: &str, rows: JsValue) -> Promise;
}

/// Files that only other JavaScript imports: wasm-bindgen copies those that Rust mentions.
#[allow(dead_code)]
mod copied {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen(module = "/src/binding/js/body.js")]
    extern "C" {
        fn release();
    }
    #[wasm_bindgen(module = "/src/binding/js/facts.js")]
    extern "C" {
        fn facts();
    }
    #[wasm_bindgen(module = "/src/binding/js/link.js")]
    extern "C" {
        fn link();
    }
    #[wasm_bindgen(module = "/src/binding/js/request.js")]
    extern "C" {
        type Sent;
    }
    #[wasm_bindgen(module = "/src/binding/js/retry-error.js")]
    extern "C" {
        type RetryError;
    }
    #[wasm_bindgen(module = "/src/binding/js/utf8.js")]
    extern "C" {
        #[wasm_bindgen(js_name = newDecoder)]
        fn new_decoder();
    }
}

/// What the loop has to know of a call; js/call.js holds the same.
pub mod traits {
    pub const HAS_SIGNAL: u32 = 1;
    /// What is called may not hear the caller's abort.
    pub const CAN_BE_DEAF: u32 = 2;
    pub const TELLS_OF_ATTEMPTS: u32 = 4;
    pub const LOOKS_AT_SUCCESSES: u32 = 8;
    pub const HAS_ENDING: u32 = 16;
    pub const HAS_OWN_DELAY: u32 = 32;
    /// Somebody is told what a failure means, whatever follows from it.
    pub const WATCHES_FAILURES: u32 = 64;
    pub const REPLAYABLE: u32 = 128;
    /// By the caller, or by an idempotency key.
    pub const VOUCHED_FOR: u32 = 256;
}

/// What the loop has to know of an attempt; js/call.js holds the same.
pub mod outcome {
    pub const SUCCESS: u32 = 1;
    pub const RETRYABLE: u32 = 2;
    pub const TOLD_TO_RETRY: u32 = 4;
    pub const OFFLINE: u32 = 8;
    /// The limit is a quota, and it is spent.
    pub const SPENT: u32 = 16;
}
