//! Whether and when to try again. Every transition of a call stands in this file; the loop in the
//! binding performs what comes out of it and decides nothing.
//!
//! # The rules, in the order in which they are asked
//!
//! After each attempt, [`whether`] another may follow:
//!
//! 1. A success, and whatever is no error, is **done**.
//! 2. What no retry can mend goes back to the caller as `fetch` gave it: **give up**, not retryable.
//! 3. The attempt was cut short because the deadline of the call had come: **stop**, deadline.
//! 4. The body of the request was a stream that is used up now: **give up**, not replayable.
//! 5. Repeating the request might do twice what it asks for (RFC 9110, section 9.2.2), and the server
//!    has not said that it did nothing: **give up**, unsafe method.
//! 6. The device is offline: **wait until it is online**, which costs no attempt, as long as the
//!    caller would wait for a server; after that **stop**, offline.
//! 7. The attempts are used up: **stop**, attempts.
//!
//! And [`when`]:
//!
//! 8. The server asks for a longer wait than the caller allows, or for one that ends after the
//!    deadline: **stop**, the wait is too long. Nothing is retried before the server said so.
//! 9. Else **wait** for the longer of the schedule's delay and the server's hint. A hint gets up to a
//!    tenth on top, so that clients that were told the same time do not come at the same time. A delay
//!    from the caller's own schedule gets nothing on top.
//! 10. A delay of the schedule that ends after the deadline: **stop**, deadline. Where the server named
//!     a time before the deadline, it is waited for without more on top.
//! 11. The retry budget is empty: **stop**, budget. It is asked last, since asking takes from it.
//!
//! Durations are in milliseconds on a clock that does not jump; randomness is a number from 0 up to 1.

use super::backoff::{MAX_TIMER_MS, unit};
use super::decision::{Decision, GiveUp, Outcome, Stop};
use super::policy::Policy;

/// How much is put on top of a server's hint at most, as a share of it.
pub const HINT_JITTER: f64 = 0.1;

/// How long an attempt may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Not longer than this.
    pub ms: f64,
    /// The whole call ends then, not this attempt alone.
    pub is_deadline: bool,
}

/// How far a call has come.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Attempts begun, less those that were lost because the device was offline.
    pub attempt: u32,
    /// When the call began.
    pub started_ms: f64,
    previous_delay_ms: f64,
    offline_wait_ms: f64,
}

impl State {
    /// A call that begins now.
    #[must_use]
    pub fn new(now_ms: f64) -> State {
        State {
            attempt: 0,
            started_ms: now_ms,
            previous_delay_ms: 0.0,
            offline_wait_ms: 0.0,
        }
    }

    /// An attempt begins: how long it may take, `None` for any time.
    pub fn begin(&mut self, policy: &Policy, now_ms: f64) -> Option<Limit> {
        self.attempt += 1;
        let own = policy.attempt_timeout_ms;
        match self.remaining_ms(policy, now_ms) {
            Some(left) if own.is_none_or(|own| left <= own) => Some(Limit {
                ms: left,
                is_deadline: true,
            }),
            _ => own.map(|ms| Limit {
                ms,
                is_deadline: false,
            }),
        }
    }

    /// What is left until the deadline, never negative; `None` where there is no deadline.
    #[must_use]
    pub fn remaining_ms(&self, policy: &Policy, now_ms: f64) -> Option<f64> {
        policy
            .deadline_ms
            .map(|deadline| (self.started_ms + deadline - now_ms).max(0.0))
    }

    /// The device was offline that long and the lost attempt does not count.
    pub fn was_offline(&mut self, waited_ms: f64) {
        self.attempt = self.attempt.saturating_sub(1);
        // At least a millisecond each time, so that a connection that flaps comes to an end too.
        self.offline_wait_ms += waited_ms.max(1.0);
    }
}

/// What follows from an attempt, as far as it does not take a delay; `None`: another is due, ask [`when`].
#[must_use]
pub fn whether(state: &State, policy: &Policy, outcome: &Outcome, now_ms: f64) -> Option<Decision> {
    if outcome.success {
        return Some(Decision::Done);
    }
    if !outcome.retryable {
        return Some(Decision::GiveUp(GiveUp::NotRetryable));
    }
    if outcome.cut_by_deadline {
        return Some(Decision::Stop(Stop::Deadline));
    }
    if !outcome.replayable {
        return Some(Decision::GiveUp(GiveUp::NotReplayable));
    }
    if !outcome.repeatable {
        return Some(Decision::GiveUp(GiveUp::UnsafeMethod));
    }
    if outcome.offline {
        let allowed = policy.max_wait_ms - state.offline_wait_ms;
        let at_most_ms = state
            .remaining_ms(policy, now_ms)
            .map_or(allowed, |remaining| remaining.min(allowed));
        return Some(if at_most_ms > 0.0 {
            Decision::WaitOnline {
                at_most_ms: at_most_ms.min(MAX_TIMER_MS),
            }
        } else {
            Decision::Stop(Stop::Offline)
        });
    }
    if state.attempt >= policy.max_attempts {
        return Some(Decision::Stop(Stop::Attempts));
    }
    None
}

/// When the next attempt is due, where [`whether`] left that open. `own_delay_ms` is the caller's own
/// schedule; `may_retry` asks the retry budget, and takes from it.
#[must_use]
pub fn when(
    state: &mut State,
    policy: &Policy,
    hint_ms: Option<f64>,
    own_delay_ms: Option<f64>,
    now_ms: f64,
    random: f64,
    may_retry: &mut dyn FnMut() -> bool,
) -> Decision {
    // What is not a number is no hint; neither is a time that is past.
    let hint = hint_ms.map_or(0.0, |hint| hint.max(0.0));
    let remaining = state.remaining_ms(policy, now_ms);
    let fits = |delay: f64| remaining.is_none_or(|remaining| delay < remaining);

    if hint > policy.max_wait_ms.min(MAX_TIMER_MS) || (hint > 0.0 && !fits(hint)) {
        return Decision::Stop(Stop::WaitTooLong);
    }
    let scheduled = own_delay_ms
        .unwrap_or_else(|| {
            policy
                .backoff
                .delay_ms(state.attempt, state.previous_delay_ms, random)
        })
        .max(0.0);
    let mut delay_ms = scheduled
        .max(hint + hint * HINT_JITTER * unit(random))
        .min(MAX_TIMER_MS);
    if own_delay_ms.is_some() && scheduled >= hint {
        delay_ms = scheduled.min(MAX_TIMER_MS);
    }
    if !fits(delay_ms) {
        if hint == 0.0 {
            return Decision::Stop(Stop::Deadline);
        }
        delay_ms = hint;
    }
    if !may_retry() {
        return Decision::Stop(Stop::Budget);
    }
    state.previous_delay_ms = scheduled;
    Decision::Wait { delay_ms }
}

/// [`whether`] and [`when`] in one, for a call without a budget or a schedule of its own.
#[must_use]
pub fn decide(
    state: &mut State,
    policy: &Policy,
    outcome: &Outcome,
    now_ms: f64,
    random: f64,
) -> Decision {
    whether(state, policy, outcome, now_ms).unwrap_or_else(|| {
        when(
            state,
            policy,
            outcome.hint_ms,
            None,
            now_ms,
            random,
            &mut || true,
        )
    })
}

/// Whether a request of that method may be repeated whatever became of it: the idempotent methods
/// of RFC 9110, section 9.2.2, and QUERY. Method names are case-sensitive, but fetch writes these in
/// capitals however they were given.
#[must_use]
pub fn is_idempotent(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY", "TRACE"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(method))
}

/// Whether the server has said that it did nothing with the request, so that even a POST may be
/// repeated: it did not get it whole (408), would not risk it yet (425), refused it for its pace (429),
/// names a time to come back (503 with Retry-After), or says so in a flag of its own.
#[must_use]
pub fn did_nothing(status: u16, has_hint: bool, told_to_retry: bool) -> bool {
    matches!(status, 408 | 425 | 429) || (status == 503 && has_hint) || told_to_retry
}
