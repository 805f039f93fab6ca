//! The caller's abort.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Listens to an abort; dropping it takes the listener away.
pub struct AbortListener {
    signal: AbortSignal,
    heard: Closure<dyn FnMut()>,
}

impl AbortListener {
    /// Calls `heard` once the signal is aborted. An event that was sent before is not sent again.
    pub fn new(signal: AbortSignal, heard: impl FnOnce() + 'static) -> AbortListener {
        let heard = Closure::once(heard);
        let _ = signal.add_event_listener_with_callback("abort", heard.as_ref().unchecked_ref());
        AbortListener { signal, heard }
    }
}

impl Drop for AbortListener {
    fn drop(&mut self) {
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", self.heard.as_ref().unchecked_ref());
    }
}
