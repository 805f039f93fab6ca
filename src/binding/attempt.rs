//! One attempt of a call: sent, answered, understood, judged.

use super::attempts::{Attempts, Step};
use super::effects::{Came, Wait, monotonic_ms, random, wall_ms};
use super::types::{Thrown, outcome, traits};
use crate::core::decision::{Decision, Outcome};
use crate::core::policy::OnExhausted;
use crate::core::retry::{did_nothing, is_idempotent, when, whether};

impl Attempts {
    pub(super) fn send(&mut self) -> Wait {
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
            self.signalled().filter(|_| listens),
        )
    }

    /// An attempt is over.
    pub(super) fn answered(&mut self, came: Came) -> Thrown<Option<Wait>> {
        self.cut_by_deadline = false;
        let result = match came {
            Came::Settled(result) => result,
            Came::Time | Came::Aborted => {
                self.cut_by_deadline = self.limit.is_some_and(|limit| limit.is_deadline);
                Err(self.call.cut().into())
            }
        };
        if result.is_err() {
            self.check()?;
        }
        let is_response = result.is_ok();
        self.status = self
            .call
            .answered(is_response, &result.unwrap_or_else(|error| error))?;
        if is_response
            && self.status < 400
            && (self.status == 0 || !self.has(traits::LOOKS_AT_SUCCESSES))
        {
            return self.succeed();
        }
        let took_ms = monotonic_ms() - self.began_ms;
        self.rows.push([
            (wall_ms() - took_ms).round(),
            took_ms,
            f64::from(self.status),
            0.0,
        ]);
        let left_ms = self
            .state
            .remaining_ms(&self.policy, monotonic_ms())
            .unwrap_or(f64::INFINITY);
        let findings = self.call.examine(self.body_matters(), left_ms);
        Ok(Some(self.settled(Step::Findings, findings)))
    }

    /// Whether what the body says can change anything. It cannot where the response goes back to the caller whatever
    /// it means, and nobody else is told of it.
    fn body_matters(&self) -> bool {
        let is_last = self.state.attempt >= self.policy.max_attempts
            && self.policy.on_exhausted == OnExhausted::Return;
        self.has(traits::WATCHES_FAILURES)
            || self.drawn.is_some()
            || (!is_last && self.has(traits::REPLAYABLE))
    }

    /// What an attempt came to is known.
    pub(super) fn found(&mut self, found: u32) -> Thrown<Option<Wait>> {
        if found & outcome::SUCCESS != 0 {
            return self.succeed();
        }
        if let Some(drawn) = &self.drawn {
            drawn.failed(&self.call, found & outcome::SPENT != 0);
        }
        let hint_ms = Some(self.call.hint_ms()).filter(|ms| !ms.is_nan());
        let outcome = Outcome {
            success: false,
            retryable: found & outcome::RETRYABLE != 0,
            hint_ms,
            repeatable: self.has(traits::VOUCHED_FOR)
                || did_nothing(
                    self.status,
                    hint_ms.is_some(),
                    found & outcome::TOLD_TO_RETRY != 0,
                )
                || is_idempotent(&self.call.method()),
            replayable: self.has(traits::REPLAYABLE),
            cut_by_deadline: self.cut_by_deadline,
            offline: found & outcome::OFFLINE != 0,
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
}
