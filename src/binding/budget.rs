//! Retry budgets: the one of a `createFetch`, and those that callers share as objects.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::effects::monotonic_ms;
use super::options;
use super::types::{BudgetObject, Thrown, object};
use crate::core::budget::Budget;
use crate::core::options::{Form, Given};

/// What a call asks before it retries.
#[derive(Default)]
pub enum RetryBudget {
    /// Nothing.
    #[default]
    None,
    /// A budget of this module.
    Own(RefCell<Budget>),
    /// What `createRetryBudget` returned.
    Given(BudgetObject),
}

impl RetryBudget {
    /// A call has succeeded.
    pub fn deposit(&self) -> Thrown<()> {
        match self {
            RetryBudget::None => Ok(()),
            RetryBudget::Own(budget) => {
                budget.borrow_mut().deposit(monotonic_ms());
                Ok(())
            }
            RetryBudget::Given(budget) => budget.deposit(),
        }
    }

    /// Takes a retry out, if there is one.
    pub fn withdraw(&self) -> Thrown<bool> {
        match self {
            RetryBudget::None => Ok(true),
            RetryBudget::Own(budget) => Ok(budget.borrow_mut().withdraw(monotonic_ms())),
            RetryBudget::Given(budget) => budget.withdraw(),
        }
    }
}

/// The object of `createRetryBudget`. Its functions hold the bucket, which is freed with them.
pub fn create(given: &JsValue) -> Thrown<JsValue> {
    let (mut ratio, mut window_ms, mut min_per_second) =
        (Budget::RATIO, Budget::WINDOW_MS, Budget::MIN_PER_SECOND);
    options::each(given, Form::Budget, &mut |name, given, _| {
        if let Given::Number(number) = *given {
            match name {
                "ratio" => ratio = number,
                "windowMs" => window_ms = number,
                _ => min_per_second = number,
            }
        }
    })?;
    let budget = Rc::new(RefCell::new(Budget::new(ratio, window_ms, min_per_second)));
    let deposits = budget.clone();
    let deposit =
        Closure::<dyn FnMut()>::new(move || deposits.borrow_mut().deposit(monotonic_ms()));
    let withdraw =
        Closure::<dyn FnMut() -> bool>::new(move || budget.borrow_mut().withdraw(monotonic_ms()));
    Ok(object(&[
        ("deposit", &deposit.into_js_value()),
        ("withdraw", &withdraw.into_js_value()),
    ]))
}
