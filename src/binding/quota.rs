//! Spent quotas, remembered by the calls of one `createFetch`.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::effects::wall_ms;
use super::types::{Call, Thrown};
use crate::core::quota::{self, QuotaMemory};

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

    /// The classification of the answer that said so, where the quota is known to be spent.
    pub fn spent(&self) -> Option<JsValue> {
        self.memory.borrow_mut().ask(self.key, wall_ms()).cloned()
    }

    /// The call has succeeded.
    pub fn succeeded(&self) {
        self.memory.borrow_mut().forget(self.key);
    }

    /// The call has failed; if the quota is spent, that is remembered.
    pub fn failed(&self, call: &Call) {
        if let Some(until_ms) = call.spent_until() {
            self.memory
                .borrow_mut()
                .remember(self.key, until_ms, wall_ms(), call.classification());
        }
    }
}
