//! What an error means: the result of [`classify`](super::classify::classify).

use std::borrow::Cow;

use super::kind::{Action, ErrorKind};

/// Text from a response, borrowed where it holds no escapes.
pub type Text<'a> = Cow<'a, str>;

/// What decided the kind, for logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DecidedBy {
    /// A rule of the caller's.
    Rule,
    /// A code that means the same everywhere, or whose words say what it means.
    Code,
    /// A structured reason: a type, a quota id, a policy or window name.
    Reason,
    /// The words of the message.
    Message,
    /// A header.
    Header,
    /// The HTTP status alone.
    Status,
    /// The way the request failed without a response.
    Transport,
}

impl DecidedBy {
    /// Every variant, in the order of their numbers.
    pub const ALL: &[DecidedBy] = &[
        DecidedBy::Rule,
        DecidedBy::Code,
        DecidedBy::Reason,
        DecidedBy::Message,
        DecidedBy::Header,
        DecidedBy::Status,
        DecidedBy::Transport,
    ];

    /// The name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            DecidedBy::Rule => "rule",
            DecidedBy::Code => "code",
            DecidedBy::Reason => "reason",
            DecidedBy::Message => "message",
            DecidedBy::Header => "header",
            DecidedBy::Status => "status",
            DecidedBy::Transport => "transport",
        }
    }
}

/// The period that a limit counts over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Window {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month, or a billing cycle.
    Month,
    /// None: the limit counts what runs at the same time.
    Concurrent,
}

impl Window {
    /// Every variant, in the order of their numbers.
    pub const ALL: &[Window] = &[
        Window::Second,
        Window::Minute,
        Window::Hour,
        Window::Day,
        Window::Week,
        Window::Month,
        Window::Concurrent,
    ];

    /// The name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Window::Second => "second",
            Window::Minute => "minute",
            Window::Hour => "hour",
            Window::Day => "day",
            Window::Week => "week",
            Window::Month => "month",
            Window::Concurrent => "concurrent",
        }
    }
}

/// An allowance and what is left of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quota {
    /// How much is allowed.
    pub limit: Option<f64>,
    /// How much is used up.
    pub used: Option<f64>,
    /// How much is left.
    pub remaining: Option<f64>,
    /// When it is full again, in epoch milliseconds.
    pub reset_at: Option<f64>,
    /// What it counts over.
    pub window: Option<Window>,
}

/// The plan that an error speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan<'a> {
    /// The plan that would do.
    pub required: Option<Text<'a>>,
    /// The plan that the account has.
    pub current: Option<Text<'a>>,
    /// What the plan lacks.
    pub feature: Option<Text<'a>>,
}

impl Plan<'_> {
    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.required.is_none() && self.current.is_none() && self.feature.is_none()
    }
}

/// What was wrong with one part of the input. Never what was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field<'a> {
    /// Where it stands in the input, as the server names it.
    pub path: Text<'a>,
    /// What is wrong with it.
    pub message: Option<Text<'a>>,
    /// The server's code for that.
    pub code: Option<Text<'a>>,
    /// The values that are allowed.
    pub allowed: Vec<Text<'a>>,
    /// The largest size or value that is allowed.
    pub max: Option<f64>,
}

/// What went wrong, whether it is worth trying again and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification<'a> {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What to do about it.
    pub action: Action,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// How long the server asks to wait, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The server's code.
    pub code: Option<Text<'a>>,
    /// The server's message, as text.
    pub message: Option<Text<'a>>,
    /// The server's class of the error, beside its code.
    pub kind_type: Option<Text<'a>>,
    /// The allowance.
    pub quota: Option<Quota>,
    /// The plan.
    pub plan: Option<Plan<'a>>,
    /// What was wrong with the input.
    pub fields: Vec<Field<'a>>,
    /// The request's identifier, for the provider's support.
    pub request_id: Option<Text<'a>>,
    /// Where the error is documented. A safe URL.
    pub docs_url: Option<Text<'a>>,
    /// Where to get a higher plan or more credit. A safe URL.
    pub upgrade_url: Option<Text<'a>>,
    /// What decided the kind.
    pub decided_by: DecidedBy,
}

impl Classification<'_> {
    /// When the server says that it makes sense to try again, in epoch milliseconds.
    #[must_use]
    pub fn retry_at(&self, now_ms: f64) -> Option<f64> {
        self.retry_after_ms.map(|wait| now_ms + wait)
    }
}
