//! The caller's abort.

use wasm_bindgen::prelude::*;

use super::types::Call;

/// Listens to the abort of a call; dropping it ends that. A call has one at a time. A signal that cannot be listened to
/// is one that is never heard.
pub struct AbortListener {
    call: Call,
    _heard: Closure<dyn FnMut()>,
}

impl AbortListener {
    /// Calls `heard` once the signal is aborted. An event that was sent before is not sent again.
    pub fn new(call: &Call, heard: impl FnOnce() + 'static) -> AbortListener {
        let heard = Closure::once(heard);
        let _ = call.listen(&heard);
        AbortListener {
            call: call.clone(),
            _heard: heard,
        }
    }
}

impl Drop for AbortListener {
    fn drop(&mut self) {
        let _ = self.call.unlisten();
    }
}
