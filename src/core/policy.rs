//! The options that the engine decides by, as plain data, and what they are when nothing is said.

use super::backoff::{Backoff, Jitter};
use super::options::Setting;

/// What to do where a retryable failure is not retried any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnExhausted {
    /// Throw a `RetryError`.
    #[default]
    Throw,
    /// Hand over the last response, or the original error where there is none, as `fetch` does.
    Return,
}

impl OnExhausted {
    /// The names in JavaScript, with a blank behind each.
    pub const NAMES: &str = "throw return ";
}

/// The options that the engine decides by.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// How many attempts at most, the first included.
    pub max_attempts: u32,
    /// The schedule between them.
    pub backoff: Backoff,
    /// A longer wait, asked for by the server, ends the call at once.
    pub max_wait_ms: f64,
    /// How long one attempt may take.
    pub attempt_timeout_ms: Option<f64>,
    /// How long the whole call may take, waits included.
    pub deadline_ms: Option<f64>,
    /// What to do at the end.
    pub on_exhausted: OnExhausted,
    /// Whether a spent quota is remembered, so that further calls fail at once.
    pub remember_quota: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            max_attempts: 5,
            backoff: Backoff {
                base_delay_ms: 200.0,
                factor: 2.0,
                max_delay_ms: 30_000.0,
                jitter: Jitter::Full,
            },
            max_wait_ms: 60_000.0,
            attempt_timeout_ms: None,
            deadline_ms: None,
            on_exhausted: OnExhausted::Throw,
            remember_quota: false,
        }
    }
}

impl Policy {
    /// Whether a first attempt that succeeds needs nothing of these options.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        self.attempt_timeout_ms.is_none() && self.deadline_ms.is_none() && !self.remember_quota
    }

    /// Takes over an option that [`check`](super::options::check) has passed, as the number that it gave.
    pub fn set(&mut self, setting: Setting, number: f64) {
        let backoff = &mut self.backoff;
        match setting {
            Setting::MaxAttempts => self.max_attempts = number as u32,
            Setting::BaseDelayMs => backoff.base_delay_ms = number,
            Setting::Factor => backoff.factor = number,
            Setting::MaxDelayMs => backoff.max_delay_ms = number,
            Setting::Jitter => {
                let jitter = Jitter::ALL.get(number as usize);
                backoff.jitter = jitter.copied().unwrap_or_default();
            }
            Setting::MaxWaitMs => self.max_wait_ms = number,
            Setting::AttemptTimeoutMs => self.attempt_timeout_ms = Some(number),
            Setting::DeadlineMs => self.deadline_ms = Some(number),
            Setting::OnExhausted if number == 0.0 => self.on_exhausted = OnExhausted::Throw,
            Setting::OnExhausted => self.on_exhausted = OnExhausted::Return,
            Setting::RememberQuota => self.remember_quota = number != 0.0,
            _ => {}
        }
    }
}
