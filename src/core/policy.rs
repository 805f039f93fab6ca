//! The options that the engine decides by, as plain data, and what they are when nothing is said.

use super::backoff::{Backoff, Jitter};

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

    /// Takes over an option that [`check`](super::options::check) has passed, as the number that it gave; false
    /// where the option is none of the engine's.
    pub fn set(&mut self, name: &str, number: f64) -> bool {
        let backoff = &mut self.backoff;
        *match name {
            "baseDelayMs" => &mut backoff.base_delay_ms,
            "factor" => &mut backoff.factor,
            "maxDelayMs" => &mut backoff.max_delay_ms,
            "maxWaitMs" => &mut self.max_wait_ms,
            "attemptTimeoutMs" => self.attempt_timeout_ms.insert(number),
            "deadlineMs" => self.deadline_ms.insert(number),
            "maxAttempts" => {
                self.max_attempts = number as u32;
                return true;
            }
            "jitter" => {
                backoff.jitter = Jitter::ALL
                    .get(number as usize)
                    .copied()
                    .unwrap_or_default();
                return true;
            }
            "onExhausted" => {
                self.on_exhausted = if number == 0.0 {
                    OnExhausted::Throw
                } else {
                    OnExhausted::Return
                };
                return true;
            }
            "rememberQuota" => {
                self.remember_quota = number != 0.0;
                return true;
            }
            _ => return false,
        } = number;
        true
    }
}
