//! What to tell the user about an error: which texts, which button, until when. The texts are in
//! [`locale`](super::locale); the binding puts numbers, dates and names into them.
//!
//! Never a word of the server's, except the names that it gives to plans, features and fields. No
//! form of a text is chosen that would need what is not known.

use super::classification::Window;
use super::kind::{Action, ErrorKind};
use super::locale::{Language, Row};

/// What is known.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What to do about it.
    pub action: Action,
    /// What the limit counts over.
    pub window: Window,
    /// The rest, as the bits of [`known`].
    pub known: u32,
    /// From now to when the limit is full again, in milliseconds; NaN: not known.
    pub reset_in_ms: f64,
    /// From now to when the server wants to be asked again, in milliseconds; NaN: not known.
    pub retry_in_ms: f64,
}

/// What may be known: the bits of [`Situation::known`] and those that follow from the rest.
/// `src/binding/js/describe.js` counts alike.
pub mod known {
    /// How much is allowed.
    pub const LIMIT: u32 = 1 << 1;
    /// How much is used up.
    pub const USED: u32 = 1 << 2;
    /// The plan that would do.
    pub const PLAN: u32 = 1 << 3;
    /// What the plan lacks.
    pub const FEATURE: u32 = 1 << 4;
    /// The one part of the input that was wrong.
    pub const FIELD: u32 = 1 << 5;
    /// Where to get a higher plan or more credit.
    pub const UPGRADE_URL: u32 = 1 << 6;
    /// Where the error is documented.
    pub const DOCS_URL: u32 = 1 << 7;
    /// That the same request may succeed later.
    pub const RETRYABLE: u32 = 1 << 8;

    pub(super) const PERIOD: u32 = 1 << 9;
    pub(super) const WINDOW: u32 = 1 << 11;
    pub(super) const UNTIL: u32 = 1 << 12;
    pub(super) const WAIT: u32 = 1 << 13;
    pub(super) const NEXT: u32 = 1 << 14;
}

/// How loud to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Severity {
    /// Good to know.
    Info,
    /// It passes, or there is a way on.
    Warning,
    /// It does not work like this.
    Error,
}

/// When the situation ends, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Until {
    /// When the server wants to be asked again.
    RetryAt,
    /// When the limit is full again.
    ResetAt,
}

/// Where the button leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Link {
    /// Nowhere.
    None,
    /// Where to get a higher plan or more credit.
    UpgradeUrl,
    /// Where the error is documented.
    DocsUrl,
}

/// What is decided beside the texts.
#[derive(Clone, Copy, Debug)]
pub struct Notice {
    /// How loud to be.
    pub severity: Severity,
    /// When it ends.
    pub until: Until,
    /// Where the button leads.
    pub link: Link,
}

const DAY_MS: f64 = 86_400_000.0;

/// The limit that is reached has a reset. (Many servers send one with every answer.)
const RESETS: u8 = 4;
/// Users cannot change the request such that it succeeds.
const BEYOND_USERS: u8 = 8;

/// The severity of a kind, and the bits above.
static TRAITS: [u8; ErrorKind::ALL.len()] = {
    use ErrorKind::*;
    let mut traits = [Severity::Error as u8; ErrorKind::ALL.len()];
    let mut at = 0;
    while at < traits.len() {
        match ErrorKind::ALL[at] {
            Aborted | NotError | NotReady => traits[at] = Severity::Info as u8,
            TierLocked | Conflict | AlreadyExists => traits[at] = Severity::Warning as u8,
            QuotaExhausted => traits[at] = Severity::Warning as u8 | RESETS,
            RateLimited => traits[at] |= RESETS,
            NotFound | MethodNotAllowed | IdempotencyConflict | PreconditionFailed | Redirect => {
                traits[at] |= BEYOND_USERS;
            }
            _ => {}
        }
        at += 1;
    }
    traits
};

impl Situation {
    /// Decides how to tell the user about it, and writes the texts, a line each: what the button
    /// says (empty: there is none), the sentence of the action, period and window, the title, and
    /// the sentences of the message. A control character is the number of a placeholder.
    #[inline]
    pub fn notice(&self, language: &Language, texts: &mut String) -> Notice {
        let traits = TRAITS.get(self.kind as usize).copied().unwrap_or(0);
        let severity = match traits & 3 {
            0 => Severity::Info,
            1 => Severity::Warning,
            _ if self.knows(known::RETRYABLE) => Severity::Warning,
            _ => Severity::Error,
        };

        let is_quota = self.kind == ErrorKind::QuotaExhausted;
        let has_reset = traits & RESETS != 0 && !self.reset_in_ms.is_nan();
        let (until, ends_in_ms) = if has_reset && (is_quota || self.retry_in_ms.is_nan()) {
            (Until::ResetAt, self.reset_in_ms)
        } else {
            (Until::RetryAt, self.retry_in_ms)
        };

        let mut label = Row::of_action(self.action);
        let mut link = Link::None;
        if self.action == Action::FixRequest {
            if self.knows(known::DOCS_URL) {
                label = Row::DOCUMENTATION;
                link = Link::DocsUrl;
            } else if traits & BEYOND_USERS != 0 {
                label = Row::of_action(Action::None);
            }
        } else if self.knows(known::UPGRADE_URL) && self.action.is_about_money() {
            link = Link::UpgradeUrl;
        }

        let known = self.placeholders(ends_in_ms);
        // Where there is no such window, no form needs its names.
        let window = (self.window as usize)
            .wrapping_sub(Window::Day as usize)
            .min(2);
        language.write(label, known, texts);
        language.write(Row::of_window(window), known, texts);
        language.write(Row::of_kind(self.kind, self.action), known, texts);
        Notice {
            severity,
            until,
            link,
        }
    }

    const fn knows(&self, what: u32) -> bool {
        self.known & what != 0
    }

    /// Which placeholders can be filled.
    #[inline]
    fn placeholders(&self, ends_in_ms: f64) -> u32 {
        let mut known = self.known | known::NEXT;
        // Numbers of slots belong to what runs at the same time, others to everything else.
        let counts_slots = self.window == Window::Concurrent;
        if counts_slots != (self.kind == ErrorKind::ConcurrencyLimited) {
            known &= !(known::LIMIT | known::USED);
        }
        if matches!(self.window, Window::Day | Window::Week | Window::Month) {
            known |= known::PERIOD | known::WINDOW;
        }
        if ends_in_ms > 0.0 {
            known |= known::WAIT;
        }
        // Before that, "in 5 hours" says more than a date.
        if ends_in_ms > DAY_MS {
            known |= known::UNTIL;
        }
        known
    }
}

impl Action {
    /// Whether it is done where plans and credits are sold.
    const fn is_about_money(self) -> bool {
        matches!(
            self,
            Action::Upgrade | Action::AddCredits | Action::RaiseLimit | Action::UpdatePayment
        )
    }
}
