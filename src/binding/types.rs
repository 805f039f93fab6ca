//! Values of JavaScript by their shape: nothing here asks for a class, since values cross realms.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// A result of wasm-bindgen's imports: what was thrown comes as a value.
pub type Thrown<T> = Result<T, JsValue>;

#[wasm_bindgen(module = "/src/binding/js/link.js")]
extern "C" {
    /// A controller whose signal follows the caller's.
    pub type Link;
    #[wasm_bindgen(js_name = link)]
    pub fn link(caller: &JsValue) -> Link;
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Link) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn abort(this: &Link, reason: &JsValue);
    /// The attempt is over; a response keeps the link alive until its body has ended.
    #[wasm_bindgen(js_name = settle)]
    pub fn settle(link: &Link, response: &JsValue);
    /// What an attempt is aborted with that took too long.
    #[wasm_bindgen(js_name = timeoutError)]
    pub fn timeout_error() -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// A classification, for the member that only hooks ask for.
    pub type WithQuota;
    #[wasm_bindgen(method, getter)]
    pub fn quota(this: &WithQuota) -> JsValue;

    /// A budget from `createRetryBudget`, maybe of another copy of this package.
    pub type BudgetObject;
    #[wasm_bindgen(method, catch)]
    pub fn deposit(this: &BudgetObject) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    pub fn withdraw(this: &BudgetObject) -> Thrown<bool>;
}

/// A plain object.
pub fn object(members: &[(&str, &JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in members {
        // A new object takes any member.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// Whatever a function returned, as a promise.
pub fn promise(value: &JsValue) -> Promise {
    Promise::resolve(value)
}
