//! Which kind an error is. The order of the signals, best first:
//!
//! 1. a code that means the same everywhere ([`lexicon`](super::lexicon));
//! 2. structured reasons: types, quota ids, policy and window names;
//! 3. the words of the code, then window words before billing words in the message;
//! 4. the words of the message, gated by the status;
//! 5. a header;
//! 6. the status alone.

use super::classification::DecidedBy;
use super::envelope::Envelope;
use super::kind::ErrorKind::{self, *};
use super::lexicon::Sense;
use super::prose::{self, Prose};
use super::token::Token;
use super::words::{self as w, Concepts};

/// Statuses, as a set.
#[derive(Clone, Copy)]
struct Gate(u32);

impl Gate {
    const NONE: u32 = 1;
    const S400: u32 = 1 << 1;
    const S401: u32 = 1 << 2;
    const S402: u32 = 1 << 3;
    const S403: u32 = 1 << 4;
    const S404: u32 = 1 << 5;
    const S409: u32 = 1 << 6;
    const S422: u32 = 1 << 7;
    const S429: u32 = 1 << 8;
    /// 4xx that say precisely what is wrong: 405, 410, 415, …
    const PRECISE: u32 = 1 << 9;
    const OTHER_4XX: u32 = 1 << 10;
    const S5XX: u32 = 1 << 11;

    /// No status speaks: there is none, or it says that all went well.
    const SILENT: Gate = Gate(Gate::NONE);
    /// The request is at fault, in general terms.
    const INPUT: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S409 | Gate::S422 | Gate::OTHER_4XX);
    const ACCESS: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S401 | Gate::S402 | Gate::S403);
    const DENIED: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S403);
    const CLIENT: Gate = Gate(!Gate::S5XX & !Gate::S429);
    const PACE: Gate = Gate(Gate::ACCESS.0 | Gate::S429 | Gate::OTHER_4XX | Gate::S5XX);
    const SERVER: Gate = Gate(Gate::NONE | Gate::S5XX);
    const BUSY: Gate = Gate(Gate::NONE | Gate::S429 | Gate::S5XX);
    const ANY: Gate = Gate(u32::MAX);

    fn of(status: Option<u16>) -> u32 {
        match status {
            Some(400) => Gate::S400,
            Some(401) => Gate::S401,
            Some(402) => Gate::S402,
            Some(403) => Gate::S403,
            Some(404) => Gate::S404,
            Some(409) => Gate::S409,
            Some(422) => Gate::S422,
            Some(429) => Gate::S429,
            Some(405..=426 | 431 | 451) => Gate::PRECISE,
            Some(400..500) => Gate::OTHER_4XX,
            Some(500..600) => Gate::S5XX,
            _ => Gate::NONE,
        }
    }
}

/// What words mean together: all of `all`, one of `any`, none of `none`, under a status.
struct Rule {
    all: Concepts,
    any: Concepts,
    none: Concepts,
    gate: Gate,
    kind: ErrorKind,
}

const EVERY: Concepts = Concepts(u64::MAX);
const NOTHING: Concepts = Concepts(0);

const fn rule(gate: Gate, kind: ErrorKind, all: Concepts, any: Concepts, none: Concepts) -> Rule {
    Rule { all, any, none, gate, kind }
}

/// What the words of a code say; the first that fits decides.
static CODE_RULES: &[Rule] = &[
    rule(Gate::ANY, IdempotencyConflict, w::IDEMPOTENCY, EVERY, NOTHING),
    rule(Gate::ANY, QuotaExhausted, w::CREDIT, w::LACKING.and(w::EXCEEDED).and(w::LIMIT), NOTHING),
    rule(Gate::ANY, QuotaExhausted, w::SPENDING, w::LIMIT.and(w::EXCEEDED), NOTHING),
    rule(Gate::ANY, ConcurrencyLimited, w::CONCURRENT, EVERY, NOTHING),
    rule(Gate::ANY, QuotaExhausted, w::LONG, w::QUOTA.and(w::LIMIT).and(w::RATE), NOTHING),
    rule(Gate::ANY, RateLimited, w::SHORT, w::QUOTA.and(w::LIMIT).and(w::RATE), NOTHING),
    rule(Gate::ANY, RateLimited, w::RATE, EVERY, NOTHING),
    rule(Gate::ANY, RateLimited, w::MANY.and(w::REQUEST), EVERY, NOTHING),
    rule(Gate::ANY, QuotaExhausted, w::QUOTA, w::EXCEEDED.and(w::LACKING).and(w::LIMIT), NOTHING),
    rule(Gate::PACE, QuotaExhausted, w::PLAN.and(w::LIMIT), w::EXCEEDED, NOTHING),
    rule(Gate::ANY, TokenExpired, w::EXPIRED, w::TOKEN.and(w::SESSION).and(w::KEY).and(w::CREDENTIAL), NOTHING),
    rule(Gate::ANY, Maintenance, w::MAINTENANCE, EVERY, NOTHING),
    rule(Gate::CLIENT, AccountSuspended, w::SUSPENDED.and(w::ACCOUNT), EVERY, NOTHING),
    rule(Gate::CLIENT, RegionBlocked, w::REGION, w::NOT.and(w::INVALID).and(w::PERMISSION).and(w::DISABLED), NOTHING),
    rule(Gate::CLIENT, PaymentDeclined, w::CARD.and(w::DECLINED), EVERY, NOTHING),
    rule(Gate::CLIENT, TierLocked, w::UPGRADE, w::MISSING.and(w::PLAN), NOTHING),
    rule(Gate::CLIENT, TierLocked, w::PLAN, w::MISSING.and(w::LOCK).and(w::PERMISSION).and(w::LACKING), w::EXPIRED),
    rule(Gate::CLIENT, PaymentRequired, w::BILLING, EVERY, w::INVALID),
    rule(Gate::ANY, Unauthorized, w::INVALID.and(w::KEY), EVERY, w::FIELD),
    rule(Gate::CLIENT, Unauthorized, w::TOKEN.and(w::INVALID), EVERY, NOTHING),
    rule(Gate::CLIENT, Unauthorized, w::TOKEN.and(w::REVOKED), EVERY, NOTHING),
    rule(Gate::CLIENT, AlreadyExists, w::ALREADY, EVERY, NOTHING),
    rule(Gate::CLIENT, NotFound, w::NOT.and(w::FOUND), EVERY, NOTHING),
    rule(Gate::CLIENT, NotFound, w::FOUND, EVERY, w::ALREADY),
    rule(Gate::CLIENT, Gone, w::GONE, EVERY, NOTHING),
    rule(Gate::CLIENT, PayloadTooLarge, w::LARGE, EVERY, w::FIELD),
    rule(Gate::CLIENT, MethodNotAllowed, w::METHOD.and(w::NOT), EVERY, NOTHING),
    rule(Gate::CLIENT, UnsupportedMediaType, w::MEDIA, EVERY, NOTHING),
    rule(Gate::CLIENT, PreconditionFailed, w::PRECONDITION, EVERY, NOTHING),
    rule(Gate::CLIENT, ContentBlocked, w::CONTENT, EVERY, w::FIELD),
    rule(Gate::ACCESS, Unauthorized, w::CREDENTIAL, EVERY, w::PERMISSION),
    rule(Gate::DENIED, Forbidden, w::PERMISSION, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::MISSING, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::FIELD, EVERY, NOTHING),
    rule(Gate::ANY, Timeout, w::TIMEOUT, EVERY, NOTHING),
    rule(Gate::BUSY, Overloaded, w::OVERLOADED, EVERY, NOTHING),
    rule(Gate::SERVER, Overloaded, w::UNAVAILABLE, EVERY, NOTHING),
    rule(Gate::SERVER, Upstream, w::UPSTREAM, w::ERROR.and(w::UNAVAILABLE), NOTHING),
    rule(Gate::SILENT, ServerError, w::INTERNAL, EVERY, NOTHING),
    rule(Gate::SILENT, ServerError, w::SERVER.and(w::ERROR), EVERY, NOTHING),
];

/// What the words of a message say; the first that fits decides.
static MESSAGE_RULES: &[Rule] = &[
    rule(Gate::CLIENT, IdempotencyConflict, w::IDEMPOTENCY.and(w::KEY), w::ALREADY.and(w::EXCEEDED).and(w::MISSING), w::MISSING),
    rule(Gate::PACE, ConcurrencyLimited, w::CONCURRENT, EVERY, NOTHING),
    rule(Gate::PACE, QuotaExhausted, w::CREDIT, w::LACKING.and(w::EXCEEDED).and(w::NOT), w::CARD),
    rule(Gate::PACE, QuotaExhausted, w::SPENDING.and(w::LIMIT), EVERY, NOTHING),
    rule(Gate::PACE, RateLimited, w::SHORT.and(w::LIMIT), EVERY, w::EXPIRED),
    rule(Gate::PACE, RateLimited, w::SHORT.and(w::RATE), EVERY, w::EXPIRED),
    rule(Gate::PACE, QuotaExhausted, w::LONG, w::LIMIT.and(w::QUOTA), w::EXPIRED),
    rule(Gate::PACE, QuotaExhausted, w::QUOTA, w::EXCEEDED.and(w::LACKING), w::RATE.and(w::RESOURCE)),
    rule(Gate::PACE, RateLimited, w::RATE, w::LIMIT.and(w::EXCEEDED).and(w::RATE), w::EXPIRED),
    rule(Gate::PACE, RateLimited, w::MANY.and(w::REQUEST), EVERY, w::EXPIRED),
    rule(Gate::PACE, RateLimited, w::REQUEST.and(w::LIMIT).and(w::EXCEEDED), EVERY, w::FIELD),
    rule(Gate::ANY, TokenExpired, w::EXPIRED, w::TOKEN.and(w::SESSION).and(w::KEY), w::PLAN.and(w::INVALID)),
    rule(Gate::SERVER, Maintenance, w::MAINTENANCE, EVERY, NOTHING),
    rule(Gate::SERVER, NotReady, w::LOADING, EVERY, w::FIELD),
    rule(Gate::CLIENT, RegionBlocked, w::REGION, w::NOT.and(w::PERMISSION).and(w::DISABLED).and(w::INVALID), w::LOADING),
    rule(Gate::ACCESS, AccountSuspended, w::ACCOUNT.and(w::SUSPENDED), EVERY, NOTHING),
    rule(Gate::ACCESS, PaymentDeclined, w::CARD.and(w::DECLINED), EVERY, NOTHING),
    rule(Gate::ACCESS, PaymentRequired, w::PLAN.and(w::EXPIRED), EVERY, NOTHING),
    rule(Gate::ACCESS, PaymentRequired, w::BILLING, EVERY, w::TOKEN.and(w::PLAN).and(w::FEATURE)),
    rule(Gate::ACCESS, TierLocked, w::PLAN, w::FEATURE.and(w::UPGRADE).and(w::MISSING).and(w::LACKING).and(w::PERMISSION), w::LIMIT),
    rule(Gate::CLIENT, ContentBlocked, w::CONTENT, w::CONTENT, w::MISSING.and(w::FOUND)),
    rule(Gate::INPUT, Unauthorized, w::KEY, w::INVALID.and(w::NOT), w::PERMISSION.and(w::FIELD)),
    rule(Gate::INPUT, Unauthorized, w::TOKEN, w::INVALID.and(w::NOT).and(w::REVOKED), w::LIMIT.and(w::FIELD)),
    rule(Gate::INPUT, Unauthorized, w::CREDENTIAL, w::INVALID.and(w::ERROR).and(w::NOT), w::PERMISSION),
    rule(Gate::SILENT, Forbidden, w::PERMISSION, w::NOT.and(w::PERMISSION), NOTHING),
    rule(Gate::INPUT, AlreadyExists, w::ALREADY, w::FOUND.and(w::ALREADY), w::EXCEEDED),
    rule(Gate::SILENT, NotFound, w::NOT.and(w::FOUND), EVERY, NOTHING),
    rule(Gate::INPUT, Gone, w::GONE, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::MISSING, EVERY, NOTHING),
    rule(Gate::SERVER, Overloaded, w::OVERLOADED, EVERY, NOTHING),
    rule(Gate::SERVER, Upstream, w::UPSTREAM.and(w::ERROR), EVERY, NOTHING),
    rule(Gate::SILENT, Overloaded, w::UNAVAILABLE, EVERY, NOTHING),
    rule(Gate::SILENT, ServerError, w::INTERNAL.and(w::ERROR), EVERY, NOTHING),
];

fn apply(rules: &[Rule], concepts: Concepts, gate: u32) -> Option<ErrorKind> {
    let fits = |rule: &&Rule| {
        rule.gate.0 & gate != 0
            && concepts.all(rule.all)
            && concepts.any(rule.any)
            && !concepts.any(rule.none)
    };
    rules.iter().find(fits).map(|rule| rule.kind)
}

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
        429 => RateLimited,
        451 => RegionBlocked,
        503 | 529 => Overloaded,
        500..600 => ServerError,
        400..500 => BadRequest,
        300..400 => Redirect,
        100..300 => NotError,
        _ => Unknown,
    }
}

/// What the verdict is made from.
pub struct Signals<'e, 'a> {
    /// The body.
    pub envelope: &'e Envelope<'a>,
    /// The message, read.
    pub prose: &'e Prose,
    /// The effective status.
    pub status: Option<u16>,
    /// The wait that the server asks for in so many words.
    pub wait_ms: Option<f64>,
    /// A used-up limit in the headers counts over a day or longer.
    pub long_limit: bool,
}

/// A wait up to this long makes any limit a matter of pace.
const SHORT_WAIT_MS: f64 = 2.0 * 3_600_000.0;

/// A kind, and what decided it.
pub type Verdict = (ErrorKind, DecidedBy);

/// The verdict of a code or reason that means the same everywhere.
#[must_use]
pub fn exact(envelope: &Envelope<'_>) -> Option<Verdict> {
    if let Some(Sense::Exact(kind)) = envelope.code.as_ref().and_then(|code| code.sense) {
        return Some((kind, DecidedBy::Code));
    }
    senses_of_reasons(envelope).find_map(|sense| match sense {
        Sense::Exact(kind) => Some((kind, DecidedBy::Reason)),
        _ => None,
    })
}

fn senses_of_reasons(envelope: &Envelope<'_>) -> impl Iterator<Item = Sense> {
    let class = envelope.error_type.as_deref();
    envelope.reasons.iter().chain(class).filter_map(|text| Token::read(text)?.sense)
}

/// Which kind the error is, and what decided it.
#[must_use]
pub fn decide(signals: &Signals<'_, '_>, exact: Option<Verdict>) -> Verdict {
    if let Some(verdict) = exact {
        return verdict;
    }
    let envelope = signals.envelope;
    let gate = Gate::of(signals.status);
    let is_limit = |sense: &Sense| *sense == Sense::Limit;
    let code = envelope.code.as_ref();
    let sense = code.and_then(|code| code.sense);
    let class = senses_of_reasons(envelope).find(|sense| !matches!(sense, Sense::Failed | Sense::Filler));
    let limit = sense.filter(is_limit).map(|_| DecidedBy::Code).or(class.filter(is_limit).map(|_| DecidedBy::Reason));

    let reasons = words_of(envelope.reasons.iter().chain(envelope.error_type.as_deref()));
    let message = signals.prose.concepts.and(words_of(envelope.asides.iter()));
    // A listed code has said what it means; the words of another one speak for themselves.
    let unlisted = code.filter(|code| code.sense.is_none()).map_or(NOTHING, |code| prose::concepts(&code.text));
    let by_code = || apply(CODE_RULES, unlisted, gate).map(|kind| (kind, DecidedBy::Code));
    let by_reason = || apply(CODE_RULES, reasons, gate).map(|kind| (kind, DecidedBy::Reason));
    let by_message = || apply(MESSAGE_RULES, message, gate).map(|kind| (kind, DecidedBy::Message));

    let paced = gate & Gate::PACE.0 != 0;
    let found = if limit.is_some() && paced || signals.status == Some(429) {
        // All that is open is which limit: structured reasons before prose.
        by_reason().or_else(by_message).or_else(by_code).or(limit.map(|by| (RateLimited, by)))
    } else {
        by_code().or_else(by_reason).or_else(by_message)
    };
    let verdict = found.or_else(|| vague(sense, class, signals)).unwrap_or_else(|| by_status(signals));
    refine(verdict, signals, reasons, message)
}

fn words_of<'t>(texts: impl Iterator<Item = &'t str>) -> Concepts {
    texts.fold(NOTHING, |sum, text| sum.and(prose::concepts(text)))
}

/// A vague code counts where the status says nothing better.
fn vague(code: Option<Sense>, class: Option<Sense>, signals: &Signals<'_, '_>) -> Option<Verdict> {
    let kind_of = |sense: Sense| match sense {
        Sense::Vague(kind) | Sense::Phrase(kind) => Some(kind),
        _ => None,
    };
    let code = code.and_then(kind_of).map(|kind| (kind, DecidedBy::Code));
    let (kind, by) = code.or_else(|| class.and_then(kind_of).map(|kind| (kind, DecidedBy::Reason)))?;
    let general = matches!(signals.status, None | Some(400 | 500) | Some(505..));
    (general || signals.status.map(of_status) == Some(kind) || kind != BadRequest && signals.status == Some(403))
        .then_some((kind, by))
}

fn by_status(signals: &Signals<'_, '_>) -> Verdict {
    // The message may be the reason phrase of a better known status.
    let phrase = signals.envelope.message.as_deref().and_then(Token::read).and_then(|token| token.sense);
    match (signals.status, phrase) {
        (None | Some(418..=420 | 430 | 440.. ), Some(Sense::Phrase(kind))) if !matches!(signals.status, Some(500..=504)) => {
            (kind, DecidedBy::Message)
        }
        (Some(status), _) => (of_status(status), DecidedBy::Status),
        (None, _) => (Unknown, DecidedBy::Status),
    }
}

/// Tells neighbours apart: a spent allowance from a short limit by wait and window, a malformed
/// request from a wrong value by the fields that are named.
fn refine((kind, by): Verdict, signals: &Signals<'_, '_>, reasons: Concepts, message: Concepts) -> Verdict {
    let envelope = signals.envelope;
    if kind == BadRequest && (!envelope.fields.is_empty() || envelope.is_list) {
        return (Validation, DecidedBy::Reason);
    }
    if !matches!(kind, RateLimited | QuotaExhausted) {
        return (kind, by);
    }
    if signals.prose.limit == Some(0.0) && signals.prose.wait_ms.is_none() {
        return (TierLocked, DecidedBy::Message);
    }
    let money = message.any(w::CREDIT) || message.all(w::SPENDING.and(w::LIMIT));
    match signals.wait_ms {
        Some(wait) if wait <= SHORT_WAIT_MS && !money => return (RateLimited, by),
        // Told to wait for longer, at a status that speaks of limits.
        Some(wait) if wait > SHORT_WAIT_MS && signals.status != Some(401) => return (QuotaExhausted, by),
        _ => {}
    }
    if kind == RateLimited && reasons.any(w::LONG) {
        return (QuotaExhausted, DecidedBy::Reason);
    }
    if kind == RateLimited && signals.long_limit {
        return (QuotaExhausted, DecidedBy::Header);
    }
    (kind, by)
}
