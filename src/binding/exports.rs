//! The public functions.

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::attempts::Attempts;
use super::budget::RetryBudget;
use super::options::{Options, check_request, teach, told};
use super::quota::Memory;
use super::types::{Call, Thrown};
use crate::core::options::{Form, Misuse};
use crate::core::policy::Policy;

#[wasm_bindgen(module = "/src/binding/js/first.js")]
extern "C" {
    #[wasm_bindgen(js_name = createFetch)]
    fn fetch_of(client: Client, options: &JsValue, is_quick: bool) -> JsValue;
}

/// Tells the JavaScript half, once, what it has to know.
fn prepare() {
    thread_local! {
        static IS_DONE: Cell<bool> = const { Cell::new(false) };
    }
    if !IS_DONE.replace(true) {
        teach();
    }
}

/// `fetchWithBackoff(input, init, options)` and `fetchWithBackoff(request, options)`.
#[wasm_bindgen(js_name = fetchWithBackoff)]
pub fn fetch_with_backoff(input: &JsValue, init: &JsValue, options: &JsValue) -> Promise {
    prepare();
    start(if !input.is_function() {
        Options::read(options, Form::Request)
            .and_then(|options| request(input, init, &options, "fetchWithBackoff(input, init, "))
    } else if options.is_undefined() {
        Options::read(init, Form::Function).and_then(|options| {
            let call = Call::new(input, &JsValue::UNDEFINED, &options.others)?;
            Ok(Attempts::new(call, &options.policy))
        })
    } else {
        let second = Misuse::Value("undefined: after a function, the options are the second");
        Err(told(second, "the third argument", options))
    })
}

fn request(input: &JsValue, init: &JsValue, options: &Options, place: &str) -> Thrown<Attempts> {
    check_request(input, init, place)?;
    let call = Call::new(input, init, &options.others)?;
    Ok(Attempts::new(call, &options.policy))
}

fn start(attempts: Thrown<Attempts>) -> Promise {
    match attempts {
        Ok(attempts) => attempts.start(),
        Err(error) => Promise::reject(&error),
    }
}

/// Goes on with a call of default options whose first attempt was no success.
#[wasm_bindgen]
pub fn resume(call: Call, began_ms: f64, is_response: bool, result: JsValue) -> Promise {
    Attempts::new(call, &Policy::default()).resume(began_ms, is_response, result)
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
            request(input, init, &self.options, "createFetch(").and_then(|mut attempts| {
                if self.options.policy.remember_quota {
                    attempts.remember(&self.memory)?;
                }
                Ok(attempts)
            }),
        )
    }

    /// Goes on with a call whose first attempt was no success.
    pub fn resume(&self, call: Call, began_ms: f64, is_response: bool, result: JsValue) -> Promise {
        Attempts::new(call, &self.options.policy).resume(began_ms, is_response, result)
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
    prepare();
    let options = Options::read(options, Form::Client)?;
    let (others, is_quick) = (options.others.clone(), options.policy.is_quick());
    let memory = Memory::default();
    Ok(fetch_of(Client { options, memory }, &others, is_quick))
}

/// `createRetryBudget(options)`
#[wasm_bindgen(js_name = createRetryBudget)]
pub fn create_retry_budget(options: &JsValue) -> Thrown<RetryBudget> {
    RetryBudget::read(options)
}
