//! The public functions.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::attempts::{Call, Target};
use super::body::read_text;
use super::budget;
use super::classify::{classify_error_sync, classify_response};
use super::effects::wall_ms;
use super::options::{Options, refused};
use super::request::{Request, global_fetch};
use super::types::{Thrown, object};
use crate::core::options::Form;

#[wasm_bindgen(module = "/src/binding/js/facts.js")]
extern "C" {
    #[wasm_bindgen(js_name = isResponse)]
    fn is_response(value: &JsValue) -> bool;
}

thread_local! {
    static DEFAULTS: Rc<Options> = Rc::default();
}

/// `fetchWithBackoff(input, init, options)` and `fetchWithBackoff(request, options)`.
#[wasm_bindgen(js_name = fetchWithBackoff)]
pub fn fetch_with_backoff(input: JsValue, init: JsValue, options: JsValue) -> Promise {
    start(call(input, init, &options))
}

fn call(input: JsValue, init: JsValue, options: &JsValue) -> Thrown<Call> {
    if !input.is_function() {
        return Call::new(
            Target::Request(Request::new(input, init, Form::Request)?),
            read(options, Form::Request)?,
        );
    }
    if !options.is_undefined() {
        return Err(refused(
            "the third argument",
            options,
            "undefined: after a function, the options are the second",
        ));
    }
    let number = init
        .as_f64()
        .map(|number| object(&[("maxAttempts", &number.into())]));
    let options = read(number.as_ref().unwrap_or(&init), Form::Function)?;
    Call::new(Target::Function(input.unchecked_into()), options)
}

fn read(options: &JsValue, form: Form) -> Thrown<Rc<Options>> {
    if options.is_undefined() {
        return Ok(DEFAULTS.with(Rc::clone));
    }
    Options::read(options, form).map(Rc::new)
}

/// `createFetch(options)`
#[wasm_bindgen(js_name = createFetch)]
pub fn create_fetch(options: &JsValue) -> Thrown<JsValue> {
    let mut options = Options::read(options, Form::Client)?;
    if options.fetch.is_none() {
        let fetch = global_fetch();
        if !fetch.is_function() {
            return Err(refused("fetch", &fetch, "a function"));
        }
        options.fetch = Some(fetch.unchecked_into());
    }
    let options = Rc::new(options);
    let fetch = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |input, init| {
        start(
            Request::new(input, init, Form::Client)
                .and_then(|request| Call::new(Target::Request(request), options.clone())),
        )
    })
    .into_js_value();
    let forget = Closure::<dyn FnMut()>::new(|| {}).into_js_value();
    Reflect::set(&fetch, &"forgetQuota".into(), &forget)?;
    Ok(fetch)
}

/// `createRetryBudget(options)`
#[wasm_bindgen(js_name = createRetryBudget)]
pub fn create_retry_budget(options: &JsValue) -> Thrown<JsValue> {
    budget::create(options)
}

/// `classifyError(input, options)`
#[wasm_bindgen(js_name = classifyError)]
pub fn classify_error(input: JsValue, options: JsValue) -> Promise {
    to_promise(async move {
        if !is_response(&input) {
            return classify_error_sync(&input, &options);
        }
        let member =
            |name: &str| Reflect::get(&options, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let text = read_text(&input, None).await?;
        let now = member("now").as_f64().unwrap_or_else(wall_ms);
        Ok(classify_response(&input, &text, now, &member("rules")).into())
    })
}

fn start(call: Thrown<Call>) -> Promise {
    to_promise(async move { call?.run().await })
}

/// One instance of wasm-bindgen's machinery serves all futures.
pub fn to_promise(future: impl Future<Output = Thrown<JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Thrown<JsValue>>>> = Box::pin(future);
    future_to_promise(future)
}
