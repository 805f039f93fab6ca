//! What an error means: the result of [`classify`](super::classify::classify).

use super::kind::{Action, ErrorKind, named};
use super::span::Span;

named! {
    /// What decided the kind, for logs.
    DecidedBy {
        /// A rule of the caller's.
        Rule = "rule",
        /// A code that means the same everywhere, or whose words say what it means.
        Code = "code",
        /// A structured reason: a type, a quota id, a policy or window name.
        Reason = "reason",
        /// The words of the message.
        Message = "message",
        /// A header.
        Header = "header",
        /// The HTTP status alone.
        Status = "status",
        /// The way the request failed without a response.
        Transport = "transport",
    }
}

named! {
    /// The period that a limit counts over.
    Window {
        /// A second.
        Second = "second",
        /// A minute.
        Minute = "minute",
        /// An hour.
        Hour = "hour",
        /// A day.
        Day = "day",
        /// A week.
        Week = "week",
        /// A month, or a billing cycle.
        Month = "month",
        /// None: the limit counts what runs at the same time.
        Concurrent = "concurrent",
        /// Not said.
        Unknown = "",
    }
}

/// What was wrong with one part of the input. Never what was sent.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Field {
    /// Where it stands in the input, as the server names it.
    pub path: Span,
    /// What is wrong with it.
    pub message: Span,
    /// The server's code for that.
    pub code: Span,
    /// Where its allowed values begin and end among those of all fields.
    pub allowed: (u32, u32),
    /// The largest size or value that is allowed; NaN: not said.
    pub max: f64,
}

impl Default for Field {
    fn default() -> Field {
        Field {
            path: Span::NONE,
            message: Span::NONE,
            code: Span::NONE,
            allowed: (0, 0),
            max: f64::NAN,
        }
    }
}

/// What went wrong, whether it is worth trying again and when.
///
/// Texts are places in the [`Workspace`](super::workspace::Workspace). A number that is not known
/// is NaN. The layout is fixed (`repr(C)`), since JavaScript reads it in memory: the order here
/// is the order in `src/binding/js/codec.js`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Classification {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What to do about it.
    pub action: Action,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// What decided the kind.
    pub decided_by: DecidedBy,
    /// What the quota counts over.
    pub window: Window,
    /// Whether the server says outright that the request is to be made again: it has done nothing.
    pub told_to_retry: bool,
    /// The HTTP status; 0: none.
    pub status: u16,
    /// The server's code.
    pub code: Span,
    /// The server's message, as text.
    pub message: Span,
    /// The server's class of the error, beside its code.
    pub error_type: Span,
    /// The request's identifier, for the provider's support.
    pub request_id: Span,
    /// Where the error is documented. A safe URL.
    pub docs_url: Span,
    /// Where to get a higher plan or more credit. A safe URL.
    pub upgrade_url: Span,
    /// The plan that would do.
    pub required_plan: Span,
    /// The plan that the account has.
    pub current_plan: Span,
    /// What the plan lacks.
    pub feature: Span,
    /// How long the server asks to wait, in milliseconds.
    pub retry_after_ms: f64,
    /// How much is allowed.
    pub limit: f64,
    /// How much is used up.
    pub used: f64,
    /// How much is left.
    pub remaining: f64,
    /// When it is full again, in epoch milliseconds.
    pub reset_at: f64,
}

impl Classification {
    /// Nothing is known.
    pub const NOTHING: Classification = Classification {
        kind: ErrorKind::Unknown,
        action: Action::ContactSupport,
        retryable: false,
        decided_by: DecidedBy::Status,
        window: Window::Unknown,
        told_to_retry: false,
        status: 0,
        code: Span::NONE,
        message: Span::NONE,
        error_type: Span::NONE,
        request_id: Span::NONE,
        docs_url: Span::NONE,
        upgrade_url: Span::NONE,
        required_plan: Span::NONE,
        current_plan: Span::NONE,
        feature: Span::NONE,
        retry_after_ms: f64::NAN,
        limit: f64::NAN,
        used: f64::NAN,
        remaining: f64::NAN,
        reset_at: f64::NAN,
    };
}
