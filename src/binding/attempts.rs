//! A call from its first attempt to its end: what is awaited next, and what follows from what came.
//! The engine (`core::retry`) decides; here it is done.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

use super::effects::{Came, Wait, monotonic_ms, random, wall_ms};
use super::types::{Call, Thrown, outcome, traits};
use crate::core::decision::{Decision, Outcome, Stop};
use crate::core::policy::{OnExhausted, Policy};
use crate::core::retry::{Limit, State, did_nothing, is_idempotent, when, whether};

/// What is looked at of the body of an error, and for how long at most.
pub const LIMIT_BYTES: u32 = 65_536;
/// See [`LIMIT_BYTES`].
pub const LIMIT_MS: u32 = 2000;

/// An attempt for the `RetryError`: when it started, how long it took, its status (0 for none), how long was
/// waited after it. A row of numbers, since serde-wasm-bindgen's way for objects keeps a hash map of names.
type Row = [f64; 4];

/// What a call awaits.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// Nothing yet, or an attempt that is due.
    Begin,
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
    /// The hook at the end, and the outcome.
    End,
}

/// A call that is under way.
pub struct Attempts {
    call: Call,
    policy: Policy,
    traits: u32,
    signal: Option<AbortSignal>,
    state: State,
    rows: Vec<Row>,
    step: Step,
    began_ms: f64,
    limit: Option<Limit>,
    cut_by_deadline: bool,
    status: u16,
    result: JsValue,
    delay_ms: f64,
}

/// Awaits one thing after the other until there is an outcome.
pub async fn run(mut attempts: Attempts) -> Thrown<JsValue> {
    let mut came = Came::Time;
    loop {
        match attempts.proceed(came)? {
            Some(wait) => came = wait.await,
            None => return Ok(attempts.result),
        }
    }
}

impl Attempts {
    /// A call before its first attempt.
    pub fn new(call: Call, policy: Policy) -> Attempts {
        let traits = call.traits();
        let signal = (traits & traits::HAS_SIGNAL != 0).then(|| call.signal());
        let began_ms = monotonic_ms();
        Attempts {
            call,
            policy,
            traits,
            signal,
            state: State::new(began_ms),
            rows: Vec::new(),
            step: Step::Begin,
            began_ms,
            limit: None,
            cut_by_deadline: false,
            status: 0,
            result: JsValue::UNDEFINED,
            delay_ms: 0.0,
        }
    }

    fn has(&self, traits: u32) -> bool {
        self.traits & traits != 0
    }

    /// Fails with the caller's own reason where the signal is aborted, whatever else has happened.
    fn check(&self) -> Thrown<()> {
        match &self.signal {
            Some(signal) if signal.aborted() => Err(signal.reason()),
            _ => Ok(()),
        }
    }

    /// Goes on with what came of the last wait. `None`: the outcome is in `result`.
    fn proceed(&mut self, came: Came) -> Thrown<Option<Wait>> {
        if self.step == Step::Answer {
            return self.answered(came);
        }
        self.check()?;
        let result = match came {
            Came::Settled(result) => result?,
            _ => JsValue::UNDEFINED,
        };
        match self.step {
            Step::Begin if self.has(traits::TELLS_OF_ATTEMPTS) => Ok(Some(
                self.settled(Step::Hook, self.call.begin(self.state.attempt + 1)),
            )),
            Step::Begin => Ok(Some(self.send())),
            Step::Hook => {
                self.began_ms = monotonic_ms();
                Ok(Some(self.send()))
            }
            Step::Findings => self.found(result.as_f64().unwrap_or_default() as u32),
            Step::Retry => {
                self.began_ms = monotonic_ms();
                self.step = Step::Pause;
                // Timers count whole milliseconds and may be early by a part of one; nothing is to happen too early.
                Ok(Some(Wait::new(
                    None,
                    Some(self.delay_ms.ceil() + 1.0),
                    self.signal.as_ref(),
                )))
            }
            Step::Pause => {
                let now = monotonic_ms();
                if let Some(row) = self.rows.last_mut() {
                    row[3] = now - self.began_ms;
                }
                self.began_ms = now;
                self.step = Step::Begin;
                if self.state.remaining_ms(&self.policy, now) == Some(0.0) {
                    return self.end(Decision::Stop(Stop::Deadline));
                }
                self.proceed(Came::Time)
            }
            Step::Answer | Step::End => {
                self.result = result;
                Ok(None)
            }
        }
    }

    fn settled(&mut self, step: Step, promise: js_sys::Promise) -> Wait {
        self.step = step;
        Wait::new(Some(promise), None, self.signal.as_ref())
    }

    fn send(&mut self) -> Wait {
        self.limit = self.state.begin(&self.policy, self.began_ms);
        let is_last = self.state.attempt >= self.policy.max_attempts;
        let sent = self
            .call
            .send(self.state.attempt, is_last, self.limit.is_some());
        self.step = Step::Answer;
        // The global fetch hears an abort itself.
        let listens = self.limit.is_some() || self.has(traits::CAN_BE_DEAF);
        Wait::new(
            Some(sent),
            self.limit.map(|limit| limit.ms),
            self.signal.as_ref().filter(|_| listens),
        )
    }

    /// An attempt is over.
    fn answered(&mut self, came: Came) -> Thrown<Option<Wait>> {
        self.cut_by_deadline = false;
        let result = match came {
            Came::Settled(result) => result,
            Came::Time | Came::Aborted => {
                self.cut_by_deadline = self.limit.is_some_and(|limit| limit.is_deadline);
                Err(self.call.cut())
            }
        };
        let is_response = result.is_ok();
        self.result = match result {
            Ok(response) => response,
            Err(error) => {
                self.check()?;
                error
            }
        };
        self.status = if is_response {
            status_of(&self.result)
        } else {
            0
        };
        if is_response
            && self.status < 400
            && (self.status == 0 || !self.has(traits::LOOKS_AT_SUCCESSES))
        {
            if self.limit.is_some() || self.has(traits::HAS_ENDING) {
                self.call.succeed(&self.result)?;
            }
            return Ok(None);
        }
        let took_ms = monotonic_ms() - self.began_ms;
        self.rows.push([
            (wall_ms() - took_ms).round(),
            took_ms,
            f64::from(self.status),
            0.0,
        ]);
        let findings = self
            .call
            .examine(is_response, &self.result, LIMIT_BYTES, LIMIT_MS);
        Ok(Some(self.settled(Step::Findings, findings)))
    }

    /// What an attempt came to is known.
    fn found(&mut self, found: u32) -> Thrown<Option<Wait>> {
        if found & outcome::SUCCESS != 0 {
            self.call.succeed(&self.result)?;
            return Ok(None);
        }
        let hint_ms = self.call.hint_ms();
        let outcome = Outcome {
            success: false,
            retryable: found & outcome::RETRYABLE != 0,
            hint_ms,
            repeatable: found & outcome::VOUCHED_FOR != 0
                || did_nothing(
                    self.status,
                    hint_ms.is_some(),
                    found & outcome::TOLD_TO_RETRY != 0,
                )
                || is_idempotent(&self.call.method()),
            replayable: found & outcome::REPLAYABLE != 0,
            cut_by_deadline: self.cut_by_deadline,
            offline: false,
        };
        let decision = self.decide(&outcome)?;
        self.end(decision)
    }

    fn decide(&mut self, outcome: &Outcome) -> Thrown<Decision> {
        let now = monotonic_ms();
        if let Some(decision) = whether(&self.state, &self.policy, outcome, now) {
            return Ok(decision);
        }
        let random = random();
        let own_delay = if self.has(traits::HAS_OWN_DELAY) {
            Some(self.call.own_delay_ms(random)?)
        } else {
            None
        };
        let mut thrown = Ok(());
        let call = &self.call;
        let decision = when(
            &mut self.state,
            &self.policy,
            outcome.hint_ms,
            own_delay,
            now,
            random,
            &mut || {
                call.withdraw().unwrap_or_else(|error| {
                    thrown = Err(error);
                    false
                })
            },
        );
        thrown.map(|()| decision)
    }

    /// Does what was decided: a wait, or the end.
    fn end(&mut self, decision: Decision) -> Thrown<Option<Wait>> {
        let (reason, text) = match decision {
            Decision::Wait { delay_ms } => {
                self.delay_ms = delay_ms;
                return Ok(Some(self.settled(Step::Retry, self.call.retry(delay_ms))));
            }
            Decision::Stop(stop) if self.policy.on_exhausted == OnExhausted::Throw => {
                (stop.name(), stop.message())
            }
            Decision::Stop(stop) => (stop.name(), ""),
            Decision::GiveUp(why) => (why.name(), ""),
            Decision::Done | Decision::WaitOnline { .. } => ("", ""),
        };
        let rows = self
            .rows
            .serialize(&serde_wasm_bindgen::Serializer::new())?;
        Ok(Some(
            self.settled(Step::End, self.call.end(reason, text, rows)),
        ))
    }
}

/// The HTTP status; 0 for what has none: an opaque response, or no response at all.
fn status_of(response: &JsValue) -> u16 {
    if response.is_object() {
        response.unchecked_ref::<Response>().status()
    } else {
        0
    }
}
