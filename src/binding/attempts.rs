//! A call from its first attempt to its end: what is awaited next, and what follows from what came.
//! The engine (`core::retry`) decides; here it is done.

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::effects::{Came, Wait, monotonic_ms, random};
use super::quota::{Drawn, Memory};
use super::types::{Call, Thrown, traits};
use crate::core::decision::{Decision, Stop};
use crate::core::policy::{OnExhausted, Policy};
use crate::core::quota::Limit;
use crate::core::retry::{self, State, when};

/// An attempt for the `RetryError`: when it started, how long it took, its status (0 for none), how long was
/// waited after it. A row of numbers, since serde-wasm-bindgen's way for objects keeps a hash map of names.
type Row = [f64; 4];

/// What a call awaits.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Nothing yet, or an attempt that is due.
    Begin,
    /// Nothing: a limit that is known holds the call back for too long.
    Held(Stop),
    /// The hook before an attempt.
    Hook,
    /// The answer to a request.
    Answer,
    /// The findings about an answer.
    Findings,
    /// The hook before a wait.
    Retry,
    /// The end of a wait.
    Pause,
    /// The device to be online.
    Online,
    /// The hook at the end, and the outcome.
    End,
}

/// A call that is under way.
pub struct Attempts {
    pub(super) call: Call,
    pub(super) policy: Policy,
    pub(super) traits: u32,
    pub(super) state: State,
    pub(super) rows: Vec<Row>,
    pub(super) step: Step,
    pub(super) began_ms: f64,
    pub(super) limit: Option<retry::Limit>,
    pub(super) cut_by_deadline: bool,
    pub(super) status: u16,
    pub(super) delay_ms: f64,
    pub(super) drawn: Option<Drawn>,
}

/// Awaits one thing after the other until there is an outcome.
async fn run(mut attempts: Attempts, mut came: Came) {
    loop {
        match attempts.proceed(came) {
            Ok(Some(wait)) => came = wait.await,
            Ok(None) => return attempts.call.deliver(),
            Err(error) => return attempts.call.fail(&error),
        }
    }
}

impl Attempts {
    /// A call before its first attempt.
    pub fn new(call: Call, policy: &Policy) -> Attempts {
        let traits = call.traits();
        let began_ms = monotonic_ms();
        Attempts {
            call,
            policy: policy.clone(),
            traits,
            state: State::new(began_ms),
            rows: Vec::new(),
            step: Step::Begin,
            began_ms,
            limit: None,
            cut_by_deadline: false,
            status: 0,
            delay_ms: 0.0,
            drawn: None,
        }
    }

    /// Begins. The promise is that of the outcome.
    pub fn start(self) -> Promise {
        self.go_on(Came::Time)
    }

    /// Goes on behind a first attempt that was sent then, and of which this came.
    pub fn resume(mut self, began_ms: f64, is_response: bool, result: JsValue) -> Promise {
        self.began_ms = began_ms;
        self.state = State::new(began_ms);
        self.state.begin(&self.policy, began_ms);
        self.step = Step::Answer;
        self.go_on(Came::Settled(if is_response {
            Ok(result)
        } else {
            Err(result)
        }))
    }

    fn go_on(self, came: Came) -> Promise {
        // Not `future_to_promise`: JavaScript has a promise in fewer bytes.
        let outcome = self.call.outcome();
        spawn_local(run(self, came));
        outcome
    }

    /// Minds the limits that earlier calls have reached: the call is not sent where the quota that it draws on is known
    /// to be spent, and not before the time that a server has named to a call like it.
    pub fn remember(&mut self, memory: &Memory) -> Thrown<()> {
        let drawn = Drawn::new(memory, &self.call)?;
        if let Some((limit, wait_ms, classification)) = drawn.held() {
            self.call.set_classification(&classification);
            let mut decision = Decision::Stop(Stop::QuotaRemembered);
            if limit == Limit::Pace {
                let (now, hint) = (monotonic_ms(), Some(wait_ms));
                let (state, policy) = (&mut self.state, &self.policy);
                decision = when(state, policy, hint, Some(0.0), now, random(), &mut || true);
            }
            match decision {
                Decision::Wait { delay_ms } => (self.delay_ms, self.step) = (delay_ms, Step::Retry),
                Decision::Stop(stop) => self.step = Step::Held(stop),
                _ => {}
            }
        }
        self.drawn = Some(drawn);
        Ok(())
    }

    pub(super) fn has(&self, traits: u32) -> bool {
        self.traits & traits != 0
    }

    /// Fails with the caller's own reason where the signal is aborted, whatever else has happened.
    pub(super) fn check(&self) -> Thrown<()> {
        self.signalled().map_or(Ok(()), Call::check)
    }

    /// The call, where it has a signal.
    pub(super) fn signalled(&self) -> Option<&Call> {
        self.has(traits::HAS_SIGNAL).then_some(&self.call)
    }

    /// Goes on with what came of the last wait. `None`: the response is the outcome.
    fn proceed(&mut self, came: Came) -> Thrown<Option<Wait>> {
        if self.step == Step::Answer {
            return self.answered(came);
        }
        self.check()?;
        if let Came::Settled(result) = came {
            result?;
        }
        match self.step {
            Step::Begin if self.has(traits::TELLS_OF_ATTEMPTS) => Ok(Some(
                self.settled(Step::Hook, self.call.begin(self.state.attempt + 1)),
            )),
            Step::Begin => Ok(Some(self.send())),
            Step::Hook => {
                self.began_ms = monotonic_ms();
                Ok(Some(self.send()))
            }
            // There is neither a response nor an error to return.
            Step::Held(stop) => self.finish(stop.name(), stop.message()),
            Step::Findings => self.found(self.call.found()),
            Step::Retry => {
                self.began_ms = monotonic_ms();
                self.step = Step::Pause;
                // Timers count whole milliseconds and may be early by a part of one; nothing is to happen too early.
                Ok(Some(Wait::new(
                    None,
                    Some(self.delay_ms.ceil() + 1.0),
                    self.signalled(),
                )))
            }
            Step::Pause => {
                let now = monotonic_ms();
                self.waited(now - self.began_ms);
                if self.state.remaining_ms(&self.policy, now) == Some(0.0) {
                    return self.end(Decision::Stop(Stop::Deadline));
                }
                self.proceed(Came::Time)
            }
            Step::Online => {
                let now = monotonic_ms();
                let waited_ms = now - self.began_ms;
                self.waited(waited_ms);
                self.state.was_offline(waited_ms);
                if self.call.found() == 0 {
                    return self.end(Decision::Stop(Stop::Offline));
                }
                self.proceed(Came::Time)
            }
            Step::Answer | Step::End => Ok(None),
        }
    }

    /// A wait is over, and an attempt is due.
    fn waited(&mut self, waited_ms: f64) {
        if let Some(row) = self.rows.last_mut() {
            row[3] = waited_ms;
        }
        self.began_ms += waited_ms;
        self.step = Step::Begin;
    }

    pub(super) fn settled(&mut self, step: Step, promise: Promise) -> Wait {
        self.step = step;
        Wait::new(Some(promise), None, self.signalled())
    }

    /// Does what was decided: a wait, or the end.
    pub(super) fn end(&mut self, decision: Decision) -> Thrown<Option<Wait>> {
        let (reason, text) = match decision {
            Decision::Wait { delay_ms } => {
                self.delay_ms = delay_ms;
                return Ok(Some(self.settled(Step::Retry, self.call.retry(delay_ms))));
            }
            Decision::WaitOnline { at_most_ms } => {
                self.began_ms = monotonic_ms();
                return Ok(Some(
                    self.settled(Step::Online, self.call.online(at_most_ms)),
                ));
            }
            Decision::Stop(stop) if self.policy.on_exhausted == OnExhausted::Throw => {
                (stop.name(), stop.message())
            }
            Decision::Stop(stop) => (stop.name(), ""),
            Decision::GiveUp(why) => (why.name(), ""),
            Decision::Done => ("", ""),
        };
        self.finish(reason, text)
    }

    /// The call ends well. Mostly there is nothing to do.
    pub(super) fn succeed(&self) -> Thrown<Option<Wait>> {
        if self.limit.is_some() || self.has(traits::HAS_ENDING) {
            self.call.succeed()?;
        }
        if let Some(drawn) = &self.drawn {
            drawn.succeeded();
        }
        Ok(None)
    }

    /// The call ends: with a `RetryError` where there is a text, else as `fetch` gave it.
    fn finish(&mut self, reason: &str, text: &str) -> Thrown<Option<Wait>> {
        let rows = self
            .rows
            .serialize(&serde_wasm_bindgen::Serializer::new())?;
        Ok(Some(
            self.settled(Step::End, self.call.end(reason, text, rows)),
        ))
    }
}
