//! Limits that were reached, remembered by the calls of one `createFetch`.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::effects::wall_ms;
use super::types::{Call, Thrown};
use crate::core::quota::{self, Limit, QuotaMemory};

/// What is remembered, each with its classification.
pub type Memory = Rc<RefCell<QuotaMemory<JsValue>>>;

/// What one call draws on.
pub struct Drawn {
    memory: Memory,
    key: u64,
}

impl Drawn {
    /// Looks at what the call would send.
    pub fn new(memory: &Memory, call: &Call) -> Thrown<Drawn> {
        Ok(Drawn {
            memory: memory.clone(),
            key: quota::key(&call.quota_key()?),
        })
    }

    /// Which limit holds the call back, for how long, and the classification of the answer that said so.
    pub fn held(&self) -> Option<(Limit, f64, JsValue)> {
        let mut memory = self.memory.borrow_mut();
        let (limit, wait_ms, classification) = memory.ask(self.key, wall_ms())?;
        Some((limit, wait_ms, classification.clone()))
    }

    /// The call has succeeded.
    pub fn succeeded(&self) {
        self.memory.borrow_mut().forget(self.key);
    }

    /// An attempt has failed; a limit that is the reason is remembered.
    pub fn failed(&self, call: &Call, is_spent: bool) {
        let until_ms = call.limited_until();
        if until_ms.is_nan() {
            return;
        }
        let limit = if is_spent { Limit::Quota } else { Limit::Pace };
        let what = call.classification();
        self.memory
            .borrow_mut()
            .remember(self.key, limit, until_ms, wall_ms(), what);
    }
}
