//! What a call sends: the request of `(input, init)`, or the caller's own function.

use js_sys::{Function, Set};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Headers};

use super::error::type_error;
use super::options::{Options, refused};
use super::types::{Thrown, object};
use crate::core::options::{Form, Given, OPTIONS, check, misplaced};
use crate::core::retry::is_idempotent;

#[wasm_bindgen(module = "/src/binding/js/request.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn examine(input: &JsValue, init: &JsValue, ours: &Set) -> Thrown<u32>;
    #[wasm_bindgen(js_name = misplaced)]
    fn misplaced_in(init: &JsValue, ours: &Set) -> String;
    #[wasm_bindgen(js_name = signalOf)]
    fn signal_of(input: &JsValue, init: &JsValue) -> AbortSignal;
    #[wasm_bindgen(js_name = methodOf)]
    fn method_of(input: &JsValue, init: &JsValue) -> String;
    #[wasm_bindgen(catch, js_name = headersOf)]
    fn headers_of(input: &JsValue, init: &JsValue) -> Thrown<Headers>;
    #[wasm_bindgen(js_name = urlOf)]
    fn url_of(input: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = override)]
    fn with(init: &JsValue, name: &str, value: &JsValue) -> JsValue;
    fn uuid() -> JsValue;
    #[wasm_bindgen(js_name = globalFetch)]
    pub fn global_fetch() -> JsValue;

    type Parts;
    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &Parts) -> Thrown<Function>;
    #[wasm_bindgen(method, catch)]
    fn clone(this: &Parts) -> Thrown<JsValue>;
}

/// The traits of a request, as js/request.js finds them.
mod traits {
    /// The body is a stream: there is one attempt.
    pub const SPENT_BY_SENDING: u32 = 1;
    /// The body is a `Request`'s, which each attempt uses up.
    pub const CLONED_TO_SEND: u32 = 2;
    /// The body is a function that makes it.
    pub const MADE_ANEW: u32 = 4;
    pub const HAS_SIGNAL: u32 = 8;
    /// An option of ours is in `init`.
    pub const MISPLACED: u32 = 16;
}

thread_local! {
    /// The names of our options, but for `signal`, which is one of `init` too.
    static OURS: Set = {
        let names = Set::new(&JsValue::UNDEFINED);
        for rule in OPTIONS {
            if rule.name != "signal" {
                names.add(&JsValue::from_str(rule.name));
            }
        }
        names
    };
}

/// A request as it was given, `init` with the idempotency key added.
pub struct Request {
    input: JsValue,
    init: JsValue,
    traits: u32,
}

impl Request {
    /// Looks at it. Fails where an option of ours is in `init`.
    pub fn new(input: JsValue, init: JsValue, form: Form) -> Thrown<Request> {
        if input.is_null() || input.is_undefined() {
            return Err(refused("input", &input, "a URL, a Request or a function"));
        }
        let traits = OURS.with(|ours| examine(&input, &init, ours))?;
        if traits & traits::MISPLACED != 0 {
            let name = OURS.with(|ours| misplaced_in(&init, ours));
            return Err(type_error(&misplaced(&name, form)));
        }
        Ok(Request {
            input,
            init,
            traits,
        })
    }

    /// Puts the idempotency key into the headers, unless the caller has put one there.
    pub fn add_key(&mut self, options: &Options) -> Thrown<()> {
        let mut key = options.idempotency_key.clone();
        if key.is_undefined() {
            return Ok(());
        }
        let headers = headers_of(&self.input, &self.init)?;
        if key.is_function() {
            let request = object(&[
                ("url", &url_of(&self.input)),
                (
                    "method",
                    &method_of(&self.input, &self.init)
                        .to_ascii_uppercase()
                        .into(),
                ),
                ("headers", &headers),
            ]);
            let made = key
                .unchecked_into::<Function>()
                .call1(&JsValue::UNDEFINED, &request)?;
            let seen = made.as_string().map_or(Given::Other, Given::Text);
            if check(Form::Request, "idempotencyKey", &seen).is_err() {
                return Err(refused(
                    "idempotencyKey",
                    &made,
                    "a function that returns 1 to 255 printable ASCII characters",
                ));
            }
            key = made;
        } else if key.as_bool().is_some() {
            key = uuid();
        }
        let name = header_name(options);
        if !headers.has(name)? {
            headers.set(name, &key.as_string().unwrap_or_default())?;
        }
        self.init = with(&self.init, "headers", &headers);
        Ok(())
    }

    /// The caller's signal.
    pub fn signal(&self) -> Option<AbortSignal> {
        (self.traits & traits::HAS_SIGNAL != 0).then(|| signal_of(&self.input, &self.init))
    }

    /// Whether the body can be sent again.
    pub fn is_replayable(&self) -> bool {
        self.traits & traits::SPENT_BY_SENDING == 0
    }

    /// Whether sending it again cannot do anything twice: by its method, or by a key in its headers.
    pub fn is_repeatable(&self, options: &Options) -> bool {
        is_idempotent(&method_of(&self.input, &self.init))
            || headers_of(&self.input, &self.init)
                .and_then(|headers| headers.has(header_name(options)))
                .unwrap_or(false)
    }

    /// What goes to `fetch` for one attempt. `signal` is undefined where the caller's own will do.
    pub fn parts(&self, is_last: bool, signal: &JsValue) -> Thrown<(JsValue, JsValue)> {
        let mut input = self.input.clone();
        let mut init = self.init.clone();
        if self.traits & traits::CLONED_TO_SEND != 0 && !is_last {
            input = input.unchecked_into::<Parts>().clone()?;
        }
        if self.traits & traits::MADE_ANEW != 0 {
            let body = init
                .unchecked_ref::<Parts>()
                .body()?
                .call0(&JsValue::UNDEFINED)?;
            init = with(&init, "body", &body);
        }
        if !signal.is_undefined() {
            init = with(&init, "signal", signal);
        }
        Ok((input, init))
    }

    /// The call is over: the body that was kept for another attempt is let go.
    pub fn release(&self) {
        if self.traits & traits::CLONED_TO_SEND != 0 {
            super::body::release(&self.input);
        }
    }
}

fn header_name(options: &Options) -> &str {
    options
        .idempotency_header
        .as_deref()
        .unwrap_or("Idempotency-Key")
}
