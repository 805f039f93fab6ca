//! What goes into the engine after an attempt, and what comes out of it.

/// What an attempt came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// A success, or a response that is no error.
    pub success: bool,
    /// The verdict of the classification, or of the caller's own `shouldRetry`.
    pub retryable: bool,
    /// How long the server asks to wait.
    pub hint_ms: Option<f64>,
    /// Repeating cannot do anything twice: the method says so, an idempotency key is on the request,
    /// the caller vouches for it, or the server has said that it did nothing ([`did_nothing`](super::retry::did_nothing)).
    pub repeatable: bool,
    /// The body of the request can be sent again.
    pub replayable: bool,
    /// The attempt was cut short at the deadline of the call.
    pub cut_by_deadline: bool,
    /// The network failed and the device says that it is offline.
    pub offline: bool,
}

/// Why the outcome goes back to the caller as `fetch` gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveUp {
    /// No retry can mend it.
    NotRetryable,
    /// Repeating might do twice what the request asks for.
    UnsafeMethod,
    /// The body was a stream, and is used up.
    NotReplayable,
}

impl GiveUp {
    /// The name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            GiveUp::NotRetryable => "not_retryable",
            GiveUp::UnsafeMethod => "unsafe_method",
            GiveUp::NotReplayable => "not_replayable",
        }
    }
}

/// Why a retryable failure is not retried any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All attempts are made.
    Attempts,
    /// The time for the whole call is over.
    Deadline,
    /// The retry budget is empty.
    Budget,
    /// The server asks for a longer wait than the caller allows.
    WaitTooLong,
    /// The device stayed offline.
    Offline,
    /// The quota is known to be spent; nothing was sent.
    QuotaRemembered,
}

impl Stop {
    /// The name in JavaScript: `reason` of a `RetryError`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Stop::Attempts => "attempts",
            Stop::Deadline => "deadline",
            Stop::Budget => "budget",
            Stop::WaitTooLong => "wait_too_long",
            Stop::Offline => "offline",
            Stop::QuotaRemembered => "quota_remembered",
        }
    }

    /// The beginning of the message of a `RetryError`.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Stop::Attempts => "Max retries exceeded",
            Stop::Deadline => "Deadline exceeded",
            Stop::Budget => "Retry budget exhausted",
            Stop::WaitTooLong => {
                "The server asks for a longer wait than maxWaitMs or deadlineMs allows"
            }
            Stop::Offline => "Offline",
            Stop::QuotaRemembered => "The quota is spent; nothing was sent",
        }
    }
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decision {
    /// Hand over the response.
    Done,
    /// Hand over the outcome as `fetch` gave it.
    GiveUp(GiveUp),
    /// Do not try again although the failure is retryable.
    Stop(Stop),
    /// Try again after that time.
    Wait {
        /// How long, at most what a timer can hold.
        delay_ms: f64,
    },
    /// Try again once the device is online.
    WaitOnline {
        /// How long at most.
        at_most_ms: f64,
    },
}
