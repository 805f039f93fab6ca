//! The loop: attempts, what they came to, what the engine decides, and that done.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Response};

use super::abort::check;
use super::body::{abandon, read_text, release};
use super::classify::{Classification, classify_response, classify_thrown};
use super::effects::{First, fetch, first, monotonic_ms, random, sleep, wall_ms};
use super::error::{AttemptRow, retry_error};
use super::options::{Options, refused};
use super::request::Request;
use super::types::{Link, Thrown, WithQuota, link, object, promise, settle, timeout_error};
use crate::core::decision::{Decision, Outcome, Stop};
use crate::core::policy::OnExhausted;
use crate::core::retry::{Limit, State, did_nothing, when, whether};

/// What is tried.
pub enum Target {
    /// `(input, init)`
    Request(Request),
    /// The caller's own function, who vouches that it may be called again.
    Function(Function),
}

/// One call of `fetchWithBackoff`, or of what `createFetch` returned.
pub struct Call {
    target: Target,
    options: Rc<Options>,
    signal: Option<AbortSignal>,
    state: State,
    attempts: Vec<AttemptRow>,
}

/// An attempt that failed, or may have.
struct Failure {
    /// Null where there is none.
    response: JsValue,
    /// What was thrown; null where there is a response.
    error: JsValue,
    classification: Classification,
}

impl Failure {
    /// The outcome as `fetch` gave it.
    fn unchanged(self) -> Thrown<JsValue> {
        if self.response.is_null() {
            Err(self.error)
        } else {
            Ok(self.response)
        }
    }
}

/// What one attempt gave.
struct Attempt {
    result: Thrown<JsValue>,
    cut_by_deadline: bool,
}

impl Call {
    /// Prepares a call; nothing is sent yet.
    pub fn new(target: Target, options: Rc<Options>) -> Thrown<Call> {
        let mut target = target;
        let signal = match &mut target {
            Target::Request(request) => {
                request.add_key(&options)?;
                request.signal()
            }
            Target::Function(_) => options
                .signal
                .is_object()
                .then(|| options.signal.clone().unchecked_into()),
        };
        Ok(Call {
            target,
            options,
            signal,
            state: State::new(monotonic_ms()),
            attempts: Vec::new(),
        })
    }

    /// Makes attempts until one is good or the engine stops.
    pub async fn run(mut self) -> Thrown<JsValue> {
        let options = self.options.clone();
        loop {
            check(self.signal.as_ref())?;
            if let Some(hook) = &options.on_attempt {
                let event = object(&[("attempt", &(self.state.attempt + 1).into())]);
                call_hook(hook, &event, self.signal.as_ref()).await?;
            }
            let limit = self.state.begin(&options.policy, monotonic_ms());
            let (started_at, begun) = (wall_ms(), monotonic_ms());
            let attempt = self.attempt(limit).await?;
            let took = monotonic_ms() - begun;

            let status = attempt.result.as_ref().map_or(0, status_of);
            if attempt.result.is_ok() && status < 400 && !self.looks_at_successes() {
                options.budget.deposit()?;
                self.release();
                return attempt.result;
            }
            let (failure, outcome) = self.examine(attempt, status).await?;
            if outcome.success {
                options.budget.deposit()?;
                self.release();
                return Ok(failure.response);
            }
            let status = (status > 0).then_some(status);
            self.attempts.push(AttemptRow(
                started_at,
                took,
                status,
                failure.classification.kind(),
                0.0,
            ));
            if let Some(end) = self.follow(failure, &outcome).await? {
                self.release();
                return end;
            }
        }
    }

    /// Whether a success is of interest too.
    fn looks_at_successes(&self) -> bool {
        self.options.should_retry.is_some() || self.options.on_quota.is_some()
    }

    async fn attempt(&self, limit: Option<Limit>) -> Thrown<Attempt> {
        let options = &self.options;
        let signal = self.signal.as_ref();
        let caller = signal.map_or(JsValue::UNDEFINED, |signal| signal.into());
        let is_function = matches!(self.target, Target::Function(_));
        let linked: Option<Link> =
            (limit.is_some() || (is_function && signal.is_none())).then(|| link(&caller));
        let sent = match &self.target {
            Target::Function(function) => {
                let signal = linked.as_ref().map_or_else(|| caller.clone(), Link::signal);
                let context =
                    object(&[("attempt", &self.state.attempt.into()), ("signal", &signal)]);
                function.call1(&JsValue::UNDEFINED, &context)
            }
            Target::Request(request) => {
                let signal = linked.as_ref().map_or(JsValue::UNDEFINED, Link::signal);
                let (input, init) =
                    request.parts(self.state.attempt >= options.policy.max_attempts, &signal)?;
                fetch(options.fetch.as_ref(), &input, &init)
            }
        };
        let sent = match sent {
            Ok(sent) => promise(&sent),
            Err(error) => {
                return Ok(Attempt {
                    result: Err(error),
                    cut_by_deadline: false,
                });
            }
        };
        // The global fetch hears the caller's abort itself; what is the caller's own may be deaf.
        let watched = if linked.is_some() || is_function || options.fetch.is_some() {
            signal
        } else {
            None
        };
        let mut cut_by_deadline = false;
        let result = if limit.is_none() && watched.is_none() {
            JsFuture::from(sent).await
        } else {
            match first(Some(sent.clone()), limit.map(|limit| limit.ms), watched).await {
                First::Settled(result) => result,
                First::Aborted => {
                    abandon(&sent);
                    Err(JsValue::UNDEFINED)
                }
                First::Time => {
                    let error = timeout_error();
                    if let Some(link) = &linked {
                        link.abort(&error);
                    }
                    abandon(&sent);
                    cut_by_deadline = limit.is_some_and(|limit| limit.is_deadline);
                    Err(error)
                }
            }
        };
        if let Some(link) = &linked {
            settle(link, result.as_ref().unwrap_or(&JsValue::UNDEFINED));
        }
        if result.is_err() {
            check(signal)?;
        }
        Ok(Attempt {
            result,
            cut_by_deadline,
        })
    }

    /// Finds out what an attempt came to.
    async fn examine(&self, attempt: Attempt, status: u16) -> Thrown<(Failure, Outcome)> {
        let options = &self.options;
        let signal = self.signal.as_ref();
        let failure = match attempt.result {
            Ok(response) => {
                let text = if status < 400 {
                    JsValue::UNDEFINED
                } else {
                    read_text(&response, signal).await?
                };
                let classification = classify_response(&response, &text, wall_ms(), &options.rules);
                Failure {
                    response,
                    error: JsValue::NULL,
                    classification,
                }
            }
            Err(error) => {
                let classification = classify_thrown(&error, wall_ms(), &options.rules);
                Failure {
                    response: JsValue::NULL,
                    error,
                    classification,
                }
            }
        };
        let classification = &failure.classification;
        if let Some(hook) = options
            .on_quota
            .as_ref()
            .filter(|_| !failure.response.is_null())
        {
            let quota = classification.unchecked_ref::<WithQuota>().quota();
            if !quota.is_null() {
                let event = object(&[("quota", &quota), ("response", &failure.response)]);
                call_hook(hook, &event, signal).await?;
            }
        }
        let mut retryable = classification.retryable();
        let mut success = status > 0 && status < 400 || failure.error.is_null() && status == 0;
        if let Some(hook) = &options.should_retry {
            let context = object(&[
                ("attempt", &self.state.attempt.into()),
                ("classification", classification),
                ("response", &failure.response),
                ("error", &failure.error),
            ]);
            if let Some(verdict) = call_hook(hook, &context, signal).await?.as_bool() {
                retryable = verdict;
                success &= !verdict;
            }
        }
        let hint_ms = classification.retry_after_ms();
        let (replayable, repeatable) = match &self.target {
            Target::Function(_) => (true, true),
            Target::Request(request) => (
                request.is_replayable(),
                did_nothing(status, hint_ms.is_some(), told_to_retry(&failure.response))
                    || request.is_repeatable(options),
            ),
        };
        let outcome = Outcome {
            success,
            retryable,
            hint_ms,
            repeatable,
            replayable,
            cut_by_deadline: attempt.cut_by_deadline,
            offline: false,
        };
        Ok((failure, outcome))
    }

    /// Does what the engine decides; `None` once the next attempt is due.
    async fn follow(
        &mut self,
        failure: Failure,
        outcome: &Outcome,
    ) -> Thrown<Option<Thrown<JsValue>>> {
        let options = self.options.clone();
        let now = monotonic_ms();
        let decision = match whether(&self.state, &options.policy, outcome, now) {
            Some(decision) => decision,
            None => {
                let random = random();
                let own_delay = self.own_delay(&failure, random)?;
                let mut thrown = Ok(());
                let decision = when(
                    &mut self.state,
                    &options.policy,
                    outcome.hint_ms,
                    own_delay,
                    now,
                    random,
                    &mut || {
                        options.budget.withdraw().unwrap_or_else(|error| {
                            thrown = Err(error);
                            false
                        })
                    },
                );
                thrown?;
                decision
            }
        };
        let signal = self.signal.as_ref();
        match decision {
            Decision::Wait { delay_ms } => {
                if let Some(hook) = &options.on_retry {
                    let event = object(&[
                        ("attempt", &self.state.attempt.into()),
                        ("delayMs", &delay_ms.into()),
                        ("retryAt", &(wall_ms() + delay_ms).into()),
                        ("classification", &failure.classification),
                        ("response", &failure.response),
                    ]);
                    call_hook(hook, &event, signal).await?;
                }
                release(&failure.response);
                let waited = sleep(delay_ms, signal).await?;
                if let Some(attempt) = self.attempts.last_mut() {
                    attempt.4 = waited;
                }
                if self.state.remaining_ms(&options.policy, monotonic_ms()) != Some(0.0) {
                    return Ok(None);
                }
                self.stop(Stop::Deadline, failure).await
            }
            Decision::Stop(stop) => self.stop(stop, failure).await,
            Decision::GiveUp(why) => {
                self.give_up(why.name(), &failure).await?;
                Ok(Some(failure.unchanged()))
            }
            Decision::Done | Decision::WaitOnline { .. } => Ok(Some(failure.unchanged())),
        }
    }

    /// The caller's own schedule.
    fn own_delay(&self, failure: &Failure, random: f64) -> Thrown<Option<f64>> {
        let Some(delay_ms) = &self.options.delay_ms else {
            return Ok(None);
        };
        let context = object(&[
            ("attempt", &self.state.attempt.into()),
            ("random", &random.into()),
            ("classification", &failure.classification),
            ("response", &failure.response),
        ]);
        let delay = delay_ms.call1(&JsValue::UNDEFINED, &context)?;
        match delay.as_f64() {
            Some(ms) if ms >= 0.0 => Ok(Some(ms)),
            _ => Err(refused(
                "delayMs",
                &delay,
                "a function that returns a number of milliseconds from 0 on",
            )),
        }
    }

    async fn stop(&self, stop: Stop, failure: Failure) -> Thrown<Option<Thrown<JsValue>>> {
        self.give_up(stop.name(), &failure).await?;
        if self.options.policy.on_exhausted == OnExhausted::Return {
            return Ok(Some(failure.unchanged()));
        }
        let Failure {
            response,
            error,
            classification,
        } = &failure;
        let retry_at = classification.retry_at();
        Ok(Some(Err(retry_error(
            stop,
            classification,
            retry_at,
            &self.attempts,
            error,
            response,
        ))))
    }

    async fn give_up(&self, reason: &'static str, failure: &Failure) -> Thrown<()> {
        if let Some(hook) = &self.options.on_give_up {
            let event = object(&[
                ("reason", &reason.into()),
                ("attempt", &self.state.attempt.into()),
                ("classification", &failure.classification),
                ("response", &failure.response),
            ]);
            call_hook(hook, &event, self.signal.as_ref()).await?;
        }
        Ok(())
    }

    fn release(&self) {
        if let Target::Request(request) = &self.target {
            request.release();
        }
    }
}

/// Calls a function of the caller's and awaits what it returns; the caller's abort ends that too.
async fn call_hook(
    hook: &Function,
    event: &JsValue,
    signal: Option<&AbortSignal>,
) -> Thrown<JsValue> {
    let returned = hook.call1(&JsValue::UNDEFINED, event)?;
    if !returned.is_object() {
        return Ok(returned);
    }
    let returned: Promise = promise(&returned);
    let settled = first(Some(returned), None, signal).await;
    check(signal)?;
    match settled {
        First::Settled(result) => result,
        _ => Ok(JsValue::UNDEFINED),
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

/// A server's own word that the request may be sent again.
fn told_to_retry(response: &JsValue) -> bool {
    if response.is_null() {
        return false;
    }
    let headers = response.unchecked_ref::<Response>().headers();
    ["x-should-retry", "stripe-should-retry"]
        .iter()
        .any(|name| headers.get(name).ok().flatten().as_deref() == Some("true"))
}
