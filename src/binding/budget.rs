//! Retry budgets as objects. JavaScript's garbage collector frees them.

use wasm_bindgen::prelude::*;

use super::effects::monotonic_ms;
use crate::core::budget::Budget;
use crate::core::options::Setting;

/// What `createRetryBudget` returns, and what each `createFetch` has.
#[wasm_bindgen]
#[derive(Default)]
pub struct RetryBudget(Budget);

#[wasm_bindgen]
impl RetryBudget {
    /// A call has succeeded.
    pub fn deposit(&mut self) {
        self.0.deposit(monotonic_ms());
    }

    /// Takes a retry out, if there is one.
    pub fn withdraw(&mut self) -> bool {
        self.0.withdraw(monotonic_ms())
    }
}

impl RetryBudget {
    /// Takes over an option.
    pub fn set(&mut self, setting: Setting, number: f64) {
        self.0.set(setting, number);
    }
}
