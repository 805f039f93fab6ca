//! Which kind an error is. The order of the signals, best first:
//!
//! 1. a code that means the same everywhere ([`lexicon`]);
//! 2. structured reasons: types, quota ids, policy and window names;
//! 3. the words of the code, then window words before billing words in the message;
//! 4. the words of the message, gated by the status;
//! 5. a header;
//! 6. the status alone.

use super::classification::DecidedBy;
use super::envelope::{Envelope, Rank};
use super::kind::ErrorKind::{self, *};
use super::lexicon::{self, Sense};
use super::prose::{self, Prose};
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
    const OTHER_4XX: u32 = 1 << 9;
    const S5XX: u32 = 1 << 10;

    /// No status speaks: there is none, or it says that all went well.
    const SILENT: Gate = Gate(Gate::NONE);
    /// The request is at fault, in general terms.
    const INPUT: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S409 | Gate::S422 | Gate::OTHER_4XX);
    const ACCESS: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S401 | Gate::S402 | Gate::S403);
    const CLIENT: Gate = Gate(!Gate::S5XX & !Gate::S429);
    const PACE: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S401 | Gate::S402 | Gate::S403 | Gate::S429);
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
    rule(Gate::CLIENT, AccountSuspended, w::SUSPENDED, EVERY, NOTHING),
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
    rule(Gate::ACCESS, Forbidden, w::PERMISSION, EVERY, NOTHING),
    rule(Gate::INPUT, Forbidden, w::PERMISSION, w::NOT.and(w::PERMISSION), w::METHOD),
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
    rule(Gate::PACE, QuotaExhausted, w::QUOTA.and(w::EXCEEDED), EVERY, w::RATE.and(w::RETRY)),
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
    rule(Gate::ACCESS, TierLocked, w::PLAN, w::FEATURE.and(w::UPGRADE).and(w::MISSING).and(w::LACKING).and(w::PERMISSION), w::LIMIT.and(w::KEY)),
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

/// Which kind the error is, and what decided it.
#[must_use]
pub fn decide(signals: &Signals<'_, '_>) -> (ErrorKind, DecidedBy) {
    let envelope = signals.envelope;
    let gate = Gate::of(signals.status);
    let code = envelope.code.as_ref().filter(|(_, rank)| *rank != Rank::Status).map(|(code, _)| code.as_ref());

    // A number without a name, or a class of errors, is vaguer than a code.
    let mut sense = code.and_then(lexicon::sense);
    let mut by = DecidedBy::Code;
    for reason in envelope.reasons.iter().chain(&envelope.error_type) {
        let better = !matches!(sense, Some(Sense::Exact(_)));
        if let (true, Some(found)) = (better, lexicon::sense(reason)) {
            if sense.is_none() || matches!(found, Sense::Exact(_) | Sense::Limit) {
                (sense, by) = (Some(found), DecidedBy::Reason);
            }
        }
    }
    if let Some(Sense::Exact(kind)) = sense {
        return (kind, by);
    }

    // Quota ids and window names, before anything that is written for humans.
    let reasons = envelope.reasons.iter().fold(NOTHING, |sum, reason| sum.and(prose::concepts(reason)));
    let mut message = signals.prose.concepts;
    for aside in &envelope.asides {
        message = message.and(prose::concepts(aside));
    }
    let code_words = code.map_or(NOTHING, prose::concepts);
    let by_code = apply(CODE_RULES, code_words, gate).map(|kind| (kind, DecidedBy::Code));
    let by_reason = || apply(CODE_RULES, reasons, gate).map(|kind| (kind, DecidedBy::Reason));
    let by_message = || apply(MESSAGE_RULES, message, gate).map(|kind| (kind, DecidedBy::Message));

    let limited = matches!(sense, Some(Sense::Limit)) || signals.status == Some(429);
    let found = if limited {
        by_reason().or_else(by_message).or(by_code)
    } else {
        by_code.or_else(by_reason).or_else(by_message)
    };
    let vague = match sense {
        Some(Sense::Vague(kind)) => Some((kind, by)),
        Some(Sense::Limit) if gate & (Gate::PACE.0 | Gate::NONE) != 0 => Some((RateLimited, by)),
        _ => None,
    };
    let status = signals.status.map(|status| (of_status(status), DecidedBy::Status));
    let (kind, by) = found.or(vague).or(status).unwrap_or((Unknown, DecidedBy::Status));
    refine(kind, by, signals, reasons, message)
}

/// Tells a spent allowance from a short limit, by the wait and the window.
fn refine(
    kind: ErrorKind,
    by: DecidedBy,
    signals: &Signals<'_, '_>,
    reasons: Concepts,
    message: Concepts,
) -> (ErrorKind, DecidedBy) {
    let pace_or_quota = matches!(kind, RateLimited | QuotaExhausted);
    let money = message.any(w::CREDIT) || message.all(w::SPENDING.and(w::LIMIT));
    if !pace_or_quota {
        return (kind, by);
    }
    if signals.prose.limit == Some(0.0) && signals.prose.wait_ms.is_none() {
        return (TierLocked, DecidedBy::Message);
    }
    match signals.wait_ms {
        Some(wait) if wait <= SHORT_WAIT_MS && !money => return (RateLimited, by),
        Some(wait) if wait > SHORT_WAIT_MS && kind == RateLimited && signals.status != Some(401) => {
            return (QuotaExhausted, by);
        }
        _ => {}
    }
    if reasons.any(w::LONG) && kind == RateLimited {
        return (QuotaExhausted, DecidedBy::Reason);
    }
    if signals.long_limit && kind == RateLimited {
        return (QuotaExhausted, DecidedBy::Header);
    }
    (kind, by)
}
