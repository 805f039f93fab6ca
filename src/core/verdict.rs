//! Which kind an error is. The order of the signals, best first:
//!
//! 1. a code that means the same everywhere ([`lexicon`](super::lexicon));
//! 2. structured reasons: types, quota ids, policy and window names;
//! 3. the words of the code, then window words before billing words in the message;
//! 4. the words of the message, gated by the status ([`rules`](super::rules));
//! 5. a header;
//! 6. the status alone.

use super::classification::DecidedBy;
use super::envelope::Envelope;
use super::kind::ErrorKind::{self, *};
use super::lexicon::Sense;
use super::prose::{self, Label, Prose};
use super::rules::{CODE_RULES, Gate, MESSAGE_RULES, apply};
use super::span::Span;
use super::token::Token;
use super::words::{self as w, Concepts};
use super::workspace::Workspace;

/// The kind that a status means where nothing better is known (RFC 9110 §15, RFC 6585, and the
/// codes of proxies and CDNs).
#[must_use]
pub fn of_status(status: u16) -> ErrorKind {
    match status {
        400 => BadRequest,
        401 => Unauthorized,
        402 => PaymentRequired,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 | 415 => UnsupportedMediaType,
        408 | 504 | 522 | 524 => Timeout,
        409 | 423 => Conflict,
        410 => Gone,
        412 | 428 => PreconditionFailed,
        413 | 414 | 431 => PayloadTooLarge,
        421 | 502 | 520 | 521 | 523 | 525 | 526 => Upstream,
        422 => Validation,
        425 => NotReady,
        420 | 429 => RateLimited,
        451 => RegionBlocked,
        503 | 529 => Overloaded,
        304 => NotError,
        _ => match status / 100 {
            5 => ServerError,
            4 => BadRequest,
            3 => Redirect,
            1 | 2 => NotError,
            _ => Unknown,
        },
    }
}

/// What the verdict is made from.
pub struct Signals<'s> {
    /// The body.
    pub envelope: &'s Envelope,
    /// The message, read.
    pub prose: &'s Prose,
    /// The effective status; 0: none.
    pub status: u16,
    /// The wait that the server asks for in so many words, or NaN.
    pub wait_ms: f64,
    /// A used-up limit in the headers counts over a day or longer, or is far from its reset.
    pub long_limit: bool,
}

/// A wait up to this long makes any limit a matter of pace.
pub const SHORT_WAIT_MS: f64 = 2.0 * 3_600_000.0;

/// A kind, and what decided it.
pub type Verdict = (ErrorKind, DecidedBy);

/// What the structured reasons and the class of the error say, the first that says anything.
/// An exact sense is better than any other.
fn sense_of_reasons(envelope: &Envelope, ws: &Workspace) -> Option<Sense> {
    let mut best = None;
    let reasons = envelope.reasons.as_slice().iter();
    let senses = reasons.map(|&reason| Token::read(ws.bytes(reason), &ws.tokens)?.sense());
    for sense in senses.chain([envelope.class]) {
        match sense {
            Some(Sense::Exact(_)) => return sense,
            Some(Sense::Failed | Sense::Filler) => {}
            _ => best = best.or(sense),
        }
    }
    best
}

/// The verdict of a code or reason that means the same everywhere; and what the reasons say.
#[must_use]
pub fn exact(envelope: &Envelope, ws: &Workspace) -> (Option<Verdict>, Option<Sense>) {
    if let Some(Sense::Exact(kind)) = envelope.sense {
        return (Some((kind, DecidedBy::Code)), None);
    }
    let class = sense_of_reasons(envelope, ws);
    match class {
        Some(Sense::Exact(kind)) => (Some((kind, DecidedBy::Reason)), None),
        _ => (None, class),
    }
}

/// The concepts of several texts together.
pub(super) fn words_of(texts: &[Span], ws: &Workspace) -> Concepts {
    texts.iter().fold(Concepts(0), |sum, &text| {
        sum.and(prose::concepts(ws.bytes(text), &ws.words))
    })
}

/// Which kind the error is where no code is exact, and what decided it.
#[must_use]
pub fn decide(signals: &Signals<'_>, class: Option<Sense>, ws: &Workspace) -> Verdict {
    let envelope = signals.envelope;
    let gate = match envelope.sense {
        // A code that is a status' reason phrase stands for the status.
        Some(Sense::Phrase(NotFound)) if signals.status == 0 => Gate::of(404),
        _ => Gate::of(signals.status),
    };
    let reasons = words_of(envelope.reasons.as_slice(), ws);
    let message = || {
        let asides = words_of(envelope.asides.as_slice(), ws);
        signals.prose.concepts.and(asides)
    };
    let by_reason = || apply(CODE_RULES, reasons, gate).map(|kind| (kind, DecidedBy::Reason));
    // The class of an error says less than its message.
    let by_class = || apply(CODE_RULES, words_of(&[envelope.said.error_type], ws), gate);
    let by_message = || {
        apply(MESSAGE_RULES, message(), gate)
            .map(|kind| (kind, DecidedBy::Message))
            .or_else(|| by_class().map(|kind| (kind, DecidedBy::Reason)))
    };
    // A listed code has said what it means; the words of another one speak for themselves.
    let by_code = || {
        let code = [envelope.said.code];
        let listed = envelope.sense.is_some();
        let words = words_of(if listed { &[] } else { &code }, ws);
        apply(CODE_RULES, words, gate).map(|kind| (kind, DecidedBy::Code))
    };

    let mut limit = None;
    if gate & Gate::PACE == 0 {
        // No status of a limit.
    } else if envelope.sense == Some(Sense::Limit) {
        limit = Some((RateLimited, DecidedBy::Code));
    } else if class == Some(Sense::Limit) {
        limit = Some((RateLimited, DecidedBy::Reason));
    }
    let found = if limit.is_some() || signals.status == 429 {
        // All that is open is which limit: structured reasons before prose.
        by_reason().or_else(by_message).or_else(by_code).or(limit)
    } else {
        match by_code().or_else(by_reason) {
            // That it is not permitted is the least that can be said, but not that it will be later.
            denied @ Some((Forbidden, _)) => by_message()
                .filter(|(kind, _)| *kind != Forbidden && !kind.retryable())
                .or(denied),
            found => found.or_else(by_message),
        }
    };
    let verdict = found
        .or_else(|| vague(class, signals))
        .unwrap_or_else(|| by_status(signals, ws));
    refine(verdict, signals, reasons, &message, ws)
}

/// A vague code counts where the status says nothing better.
fn vague(class: Option<Sense>, signals: &Signals<'_>) -> Option<Verdict> {
    let (kind, by) = match (signals.envelope.sense, class) {
        (Some(Sense::Vague(kind) | Sense::Phrase(kind)), _) => (kind, DecidedBy::Code),
        (_, Some(Sense::Vague(kind) | Sense::Phrase(kind))) => (kind, DecidedBy::Reason),
        _ => return None,
    };
    let status = signals.status;
    let general = matches!(status, 0 | 400 | 500 | 505..);
    let fits = general || of_status(status) == kind || (kind != BadRequest && status == 403);
    fits.then_some((kind, by))
}

fn by_status(signals: &Signals<'_>, ws: &Workspace) -> Verdict {
    let status = signals.status;
    // The message may be the reason phrase of a better known status.
    let phrase = Token::read(ws.bytes(signals.envelope.said.message), &ws.tokens)
        .and_then(|token| token.sense());
    match phrase {
        Some(Sense::Phrase(kind)) if matches!(status, 0 | 418..=420 | 430 | 440..500 | 505..) => {
            (kind, DecidedBy::Message)
        }
        _ => (of_status(status), DecidedBy::Status),
    }
}

/// Tells neighbours apart: a spent allowance from a short limit by wait and window, a malformed
/// request from a wrong value by the fields that are named.
fn refine(
    verdict: Verdict,
    signals: &Signals<'_>,
    reasons: Concepts,
    message: &dyn Fn() -> Concepts,
    ws: &Workspace,
) -> Verdict {
    let (kind, by) = verdict;
    // A code that says "bad request" means it, whatever field the message names.
    if kind == Validation
        && by == DecidedBy::Message
        && signals.envelope.sense == Some(Sense::Phrase(BadRequest))
    {
        return (BadRequest, DecidedBy::Code);
    }
    if kind == BadRequest && (!ws.fields.is_empty() || signals.envelope.is_list) {
        return (Validation, DecidedBy::Reason);
    }
    if !matches!(kind, RateLimited | QuotaExhausted) {
        return verdict;
    }
    let prose = signals.prose;
    if prose.amounts[Label::Limit as usize] == 0.0 && prose.wait_ms.is_nan() {
        return (TierLocked, DecidedBy::Message);
    }
    let message = message();
    let money = message.any(w::CREDIT) || message.all(w::SPENDING.and(w::LIMIT));
    if signals.wait_ms <= SHORT_WAIT_MS && !money {
        return (RateLimited, by);
    }
    // Told to wait for longer, at a status that speaks of limits.
    if signals.wait_ms > SHORT_WAIT_MS && signals.status != 401 {
        return (QuotaExhausted, by);
    }
    if kind == RateLimited && reasons.any(w::LONG) {
        return (QuotaExhausted, DecidedBy::Reason);
    }
    if kind == RateLimited && signals.long_limit {
        return (QuotaExhausted, DecidedBy::Header);
    }
    verdict
}
