//! What the loop does to the world: requests, waits, clocks, chance.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::abort::AbortListener;
use super::types::Thrown;
use crate::core::backoff::timer_ms;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(input: &JsValue, init: &JsValue) -> Thrown<JsValue>;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    fn math_random() -> f64;
}

/// Milliseconds on a clock that does not jump: for durations and deadlines.
pub fn monotonic_ms() -> f64 {
    performance_now()
}

/// Milliseconds since 1970: for dates.
pub fn wall_ms() -> f64 {
    date_now()
}

/// A random number from 0 up to 1. Rust's own generators would start alike in every browser.
pub fn random() -> f64 {
    math_random()
}

/// Sends a request, with the caller's `fetch` or the global one of this moment.
pub fn fetch(own: Option<&Function>, input: &JsValue, init: &JsValue) -> Thrown<JsValue> {
    match own {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, input, init),
        None => global_fetch(input, init),
    }
}

/// What came first.
pub enum First {
    /// The promise.
    Settled(Thrown<JsValue>),
    /// The time.
    Time,
    /// The caller's abort.
    Aborted,
}

#[derive(Clone, Copy)]
enum Bell {
    Time,
    Aborted,
}

#[derive(Default)]
struct Bells {
    rang: Cell<Option<Bell>>,
    waker: Cell<Option<Waker>>,
}

impl Bells {
    fn ring(&self, bell: Bell) {
        self.rang.set(Some(bell));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// Waits for whatever comes first of those that are given. Timer and listener are gone afterwards.
pub async fn first(
    promise: Option<Promise>,
    limit_ms: Option<f64>,
    signal: Option<&AbortSignal>,
) -> First {
    // An event that has been sent is not sent again.
    if signal.is_some_and(AbortSignal::aborted) {
        return First::Aborted;
    }
    let mut settled = promise.map(JsFuture::from);
    let bells = Rc::new(Bells::default());
    let ringer = |bell| {
        let bells = bells.clone();
        move || bells.ring(bell)
    };
    let _timer = limit_ms.map(|ms| Timeout::new(timer_ms(ms) as u32, ringer(Bell::Time)));
    let _listener = signal.map(|signal| AbortListener::new(signal, ringer(Bell::Aborted)));
    poll_fn(|context| {
        if let Some(settled) = &mut settled {
            if let Poll::Ready(result) = Pin::new(settled).poll(context) {
                return Poll::Ready(First::Settled(result));
            }
        }
        match bells.rang.get() {
            Some(Bell::Time) => Poll::Ready(First::Time),
            Some(Bell::Aborted) => Poll::Ready(First::Aborted),
            None => {
                bells.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    })
    .await
}

/// Waits, or fails with the reason of the caller's abort. Returns how long it took.
pub async fn sleep(ms: f64, signal: Option<&AbortSignal>) -> Thrown<f64> {
    let begun = monotonic_ms();
    // Timers count whole milliseconds and may be early by a part of one; nothing is to happen too early.
    first(None, Some(ms.ceil() + 1.0), signal).await;
    super::abort::check(signal)?;
    Ok(monotonic_ms() - begun)
}
