//! The public functions.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::attempt::{LIMIT_BYTES, LIMIT_MS};
use super::attempts::{Attempts, run};
use super::budget::RetryBudget;
use super::options::{Options, check_init, refused};
use super::quota::Memory;
use super::types::{Call, Thrown};
use crate::core::options::Form;

#[wasm_bindgen(module = "/src/binding/js/call.js")]
extern "C" {
    #[wasm_bindgen(js_name = createFetch)]
    fn fetch_of(client: Client, options: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = classifyError)]
    fn classify_any(input: &JsValue, options: &JsValue, limit_bytes: u32, limit_ms: u32)
    -> Promise;
}

/// `fetchWithBackoff(input, init, options)` and `fetchWithBackoff(request, options)`.
#[wasm_bindgen(js_name = fetchWithBackoff)]
pub fn fetch_with_backoff(input: &JsValue, init: &JsValue, options: &JsValue) -> Promise {
    let prepared = if !input.is_function() {
        Options::read(options, Form::Request)
            .and_then(|options| prepare(input, init, &options, Form::Request))
    } else if options.is_undefined() {
        Options::read(init, Form::Function)
            .and_then(|options| prepare(input, &JsValue::UNDEFINED, &options, Form::Function))
    } else {
        Err(refused(
            "the third argument",
            options,
            "undefined: after a function, the options are the second",
        ))
    };
    start(prepared)
}

fn prepare(input: &JsValue, init: &JsValue, options: &Options, form: Form) -> Thrown<Attempts> {
    if input.is_undefined() || input.is_null() {
        return Err(refused("input", input, "a URL, a Request or a function"));
    }
    check_init(init, form)?;
    Ok(Attempts::new(
        Call::new(input, init, &options.others)?,
        options.policy.clone(),
    ))
}

fn start(prepared: Thrown<Attempts>) -> Promise {
    match prepared {
        Ok(attempts) => future_to_promise(run(attempts)),
        Err(error) => Promise::reject(&error),
    }
}

/// What is behind the function that `createFetch` returns.
#[wasm_bindgen]
pub struct Client {
    options: Options,
    memory: Memory,
}

#[wasm_bindgen]
impl Client {
    /// As `fetch`.
    pub fn send(&self, input: &JsValue, init: &JsValue) -> Promise {
        start(
            prepare(input, init, &self.options, Form::Client).map(|attempts| {
                if self.options.policy.remember_quota {
                    attempts.remembering(&self.memory)
                } else {
                    attempts
                }
            }),
        )
    }

    /// Forgets every spent quota.
    #[wasm_bindgen(js_name = forgetQuota)]
    pub fn forget_quota(&self) {
        self.memory.borrow_mut().clear();
    }
}

/// `createFetch(options)`
#[wasm_bindgen(js_name = createFetch)]
pub fn create_fetch(options: &JsValue) -> Thrown<JsValue> {
    let options = Options::read(options, Form::Client)?;
    let others = options.others.clone();
    Ok(fetch_of(
        Client {
            options,
            memory: Memory::default(),
        },
        &others,
    ))
}

/// `createRetryBudget(options)`
#[wasm_bindgen(js_name = createRetryBudget)]
pub fn create_retry_budget(options: &JsValue) -> Thrown<RetryBudget> {
    RetryBudget::read(options)
}

/// `classifyError(input, options)`
#[wasm_bindgen(js_name = classifyError)]
pub fn classify_error(input: &JsValue, options: &JsValue) -> Promise {
    classify_any(input, options, LIMIT_BYTES, LIMIT_MS)
}
