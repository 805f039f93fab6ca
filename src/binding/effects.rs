//! Waits, clocks, chance.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::abort::AbortListener;
use super::types::{Call, Thrown};
use crate::core::backoff::timer_ms;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds on a clock that does not jump: for durations and deadlines.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn monotonic_ms() -> f64;

    /// Milliseconds since 1970: for dates.
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub fn wall_ms() -> f64;

    /// A random number from 0 up to 1. Rust's own generators would start alike in every browser.
    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    pub fn random() -> f64;
}

/// What came first.
pub enum Came {
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

/// Waits for whatever comes first of those that are given. Timer and listener go when it is dropped.
pub struct Wait {
    settled: Option<JsFuture>,
    bells: Rc<Bells>,
    _timer: Option<Timeout>,
    _listener: Option<AbortListener>,
}

impl Wait {
    /// Begins to wait.
    pub fn new(promise: Option<Promise>, limit_ms: Option<f64>, signalled: Option<&Call>) -> Wait {
        let bells = Rc::<Bells>::default();
        let ringer = |bell| {
            let bells = bells.clone();
            move || bells.ring(bell)
        };
        Wait {
            settled: promise.map(JsFuture::from),
            _timer: limit_ms.map(|ms| Timeout::new(timer_ms(ms) as u32, ringer(Bell::Time))),
            _listener: signalled.map(|call| AbortListener::new(call, ringer(Bell::Aborted))),
            bells,
        }
    }
}

impl Future for Wait {
    type Output = Came;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Came> {
        if let Some(settled) = &mut self.settled
            && let Poll::Ready(result) = Pin::new(settled).poll(context)
        {
            return Poll::Ready(Came::Settled(result));
        }
        match self.bells.rang.get() {
            Some(Bell::Time) => return Poll::Ready(Came::Time),
            Some(Bell::Aborted) => return Poll::Ready(Came::Aborted),
            None => self.bells.waker.set(Some(context.waker().clone())),
        }
        Poll::Pending
    }
}
