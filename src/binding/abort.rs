//! The caller's abort.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::types::Thrown;

/// Listens to an abort; dropping it takes the listener away.
pub struct AbortListener<'a> {
    signal: &'a AbortSignal,
    heard: Closure<dyn FnMut()>,
}

impl AbortListener<'_> {
    /// Calls `heard` once the signal is aborted.
    pub fn new(signal: &AbortSignal, heard: impl FnMut() + 'static) -> AbortListener<'_> {
        let heard = Closure::new(heard);
        let _ = signal.add_event_listener_with_callback("abort", heard.as_ref().unchecked_ref());
        AbortListener { signal, heard }
    }
}

impl Drop for AbortListener<'_> {
    fn drop(&mut self) {
        let _ = self
            .signal
            .remove_event_listener_with_callback("abort", self.heard.as_ref().unchecked_ref());
    }
}

/// Fails with the caller's own reason where the signal is aborted, whatever else has happened.
pub fn check(signal: Option<&AbortSignal>) -> Thrown<()> {
    match signal {
        Some(signal) if signal.aborted() => Err(signal.reason()),
        _ => Ok(()),
    }
}
