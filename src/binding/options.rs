//! Options as JavaScript gives them. What each may be stands in the core.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::budget::RetryBudget;
use super::error::{show, type_error};
use super::types::Thrown;
use crate::core::budget::Budget;
use crate::core::options::{Form, Given, check};
use crate::core::policy::{OnExhausted, Policy};

/// The options of a call, or of all calls of a `createFetch`.
#[derive(Default)]
pub struct Options {
    pub policy: Policy,
    pub delay_ms: Option<Function>,
    pub should_retry: Option<Function>,
    pub on_attempt: Option<Function>,
    pub on_retry: Option<Function>,
    pub on_give_up: Option<Function>,
    pub on_quota: Option<Function>,
    pub fetch: Option<Function>,
    /// `true`, a string or a function; undefined for none.
    pub idempotency_key: JsValue,
    pub idempotency_header: Option<String>,
    pub signal: JsValue,
    pub budget: RetryBudget,
    pub rules: JsValue,
}

impl Options {
    /// Reads and checks them.
    pub fn read(given: &JsValue, form: Form) -> Thrown<Options> {
        let mut options = Options::default();
        if form == Form::Client {
            options.policy.on_exhausted = OnExhausted::Return;
            options.budget = RetryBudget::Own(RefCell::new(Budget::default()));
        }
        each(given, form, &mut |name, given, value| {
            options.take(name, given, value)
        })?;
        Ok(options)
    }

    fn take(&mut self, name: &str, given: &Given, value: JsValue) {
        if self.policy.set(name, given) {
            return;
        }
        match name {
            "idempotencyKey" => self.idempotency_key = value,
            "idempotencyHeader" => self.idempotency_header = value.as_string(),
            "signal" => self.signal = value,
            "rules" => self.rules = value,
            "budget" => {
                self.budget = match given {
                    Given::Budget => RetryBudget::Given(value.unchecked_into()),
                    _ => RetryBudget::None,
                }
            }
            _ => {
                let slot = match name {
                    "delayMs" => &mut self.delay_ms,
                    "shouldRetry" => &mut self.should_retry,
                    "onAttempt" => &mut self.on_attempt,
                    "onRetry" => &mut self.on_retry,
                    "onGiveUp" => &mut self.on_give_up,
                    "onQuota" => &mut self.on_quota,
                    _ => &mut self.fetch,
                };
                *slot = Some(value.unchecked_into());
            }
        }
    }
}

/// Goes through the members of an object of options, each checked.
pub fn each(
    given: &JsValue,
    form: Form,
    take: &mut dyn FnMut(&str, &Given, JsValue),
) -> Thrown<()> {
    if given.is_undefined() {
        return Ok(());
    }
    if !given.is_object() {
        return Err(refused("options", given, "an object"));
    }
    for key in Object::keys(given.unchecked_ref::<Object>()).iter() {
        let value = Reflect::get(given, &key)?;
        let name = key.as_string().unwrap_or_default();
        let seen = see(&value);
        if let Err(misuse) = check(form, &name, &seen) {
            return Err(type_error(&misuse.message(&name, &show(&value))));
        }
        if seen != Given::Undefined {
            take(&name, &seen, value);
        }
    }
    Ok(())
}

/// The error for an argument that cannot be used.
pub fn refused(name: &str, value: &JsValue, allowed: &'static str) -> JsValue {
    type_error(&crate::core::options::Misuse::Value(allowed).message(name, &show(value)))
}

/// A value as far as a check needs to know it.
fn see(value: &JsValue) -> Given {
    let has = |name: &str| Reflect::has(value, &JsValue::from_str(name)).unwrap_or(false);
    if value.is_undefined() {
        Given::Undefined
    } else if value.is_null() {
        Given::Null
    } else if let Some(flag) = value.as_bool() {
        Given::Flag(flag)
    } else if let Some(number) = value.as_f64() {
        Given::Number(number)
    } else if let Some(text) = value.as_string() {
        Given::Text(text)
    } else if value.is_function() {
        Given::Function
    } else if Array::is_array(value) {
        Given::List
    } else if !value.is_object() {
        Given::Other
    } else if has("aborted") && has("addEventListener") {
        Given::Signal
    } else if has("deposit") && has("withdraw") {
        Given::Budget
    } else {
        Given::Other
    }
}
