//! What words mean together: the tables behind the words of codes and messages. The first rule
//! that fits decides. To teach one, add a line, and a case to `tests/golden`.

use super::kind::ErrorKind::{self, *};
use super::words::{self as w, Concepts};

/// Statuses, as a set.
#[derive(Clone, Copy)]
pub struct Gate(u32);

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
    /// Whoever asks is known, and not let in.
    const CLOSED: Gate = Gate(Gate::S402 | Gate::S403);
    const FAILED: Gate = Gate(Gate::S5XX);
    const CLIENT: Gate = Gate(!Gate::S5XX & !Gate::S429);
    const LIMITS: Gate = Gate(Gate::PACE);
    /// Statuses at which a limit may speak.
    pub const PACE: u32 = Gate::ACCESS.0 | Gate::S429 | Gate::OTHER_4XX | Gate::S5XX;
    const SERVER: Gate = Gate(Gate::NONE | Gate::S5XX);
    const BUSY: Gate = Gate(Gate::NONE | Gate::S429 | Gate::S5XX);
    const ANY: Gate = Gate(u32::MAX);

    /// The set that holds just this status; 0 stands for none.
    #[must_use]
    pub const fn of(status: u16) -> u32 {
        match status {
            400 => Gate::S400,
            401 => Gate::S401,
            402 => Gate::S402,
            403 => Gate::S403,
            404 => Gate::S404,
            409 => Gate::S409,
            422 => Gate::S422,
            429 => Gate::S429,
            405..=426 | 431 | 451 => Gate::PRECISE,
            _ if status / 100 == 4 => Gate::OTHER_4XX,
            _ if status / 100 == 5 => Gate::S5XX,
            _ => Gate::NONE,
        }
    }
}

/// What words mean together: all of `all`, one of `any`, none of `none`, under a status.
pub struct Rule {
    all: Concepts,
    any: Concepts,
    none: Concepts,
    gate: Gate,
    kind: ErrorKind,
}

const EVERY: Concepts = Concepts(u64::MAX);
const NOTHING: Concepts = Concepts(0);

const fn rule(gate: Gate, kind: ErrorKind, all: Concepts, any: Concepts, none: Concepts) -> Rule {
    Rule {
        all,
        any,
        none,
        gate,
        kind,
    }
}

/// What the words of a code say; the first that fits decides.
pub static CODE_RULES: &[Rule] = &[
    rule(
        Gate::ANY,
        IdempotencyConflict,
        w::IDEMPOTENCY,
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::ANY,
        QuotaExhausted,
        w::CREDIT,
        w::LACKING.and(w::EXCEEDED).and(w::LIMIT),
        NOTHING,
    ),
    rule(
        Gate::ANY,
        QuotaExhausted,
        w::SPENDING,
        w::LIMIT.and(w::EXCEEDED),
        NOTHING,
    ),
    rule(Gate::ANY, ConcurrencyLimited, w::CONCURRENT, EVERY, NOTHING),
    rule(
        Gate::ANY,
        QuotaExhausted,
        w::LONG,
        w::QUOTA.and(w::LIMIT).and(w::RATE),
        NOTHING,
    ),
    rule(
        Gate::ANY,
        RateLimited,
        w::SHORT,
        w::QUOTA.and(w::LIMIT).and(w::RATE),
        NOTHING,
    ),
    rule(Gate::ANY, RateLimited, w::RATE, EVERY, NOTHING),
    rule(
        Gate::ANY,
        RateLimited,
        w::MANY.and(w::REQUEST),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::ANY,
        QuotaExhausted,
        w::QUOTA,
        w::EXCEEDED.and(w::LACKING).and(w::LIMIT),
        NOTHING,
    ),
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::PLAN.and(w::LIMIT),
        w::EXCEEDED,
        NOTHING,
    ),
    rule(
        Gate::ANY,
        TokenExpired,
        w::EXPIRED,
        w::TOKEN.and(w::SESSION).and(w::KEY).and(w::CREDENTIAL),
        NOTHING,
    ),
    rule(Gate::ANY, Maintenance, w::MAINTENANCE, EVERY, NOTHING),
    rule(
        Gate::CLIENT,
        AccountSuspended,
        w::SUSPENDED.and(w::ACCOUNT),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        RegionBlocked,
        w::REGION,
        w::NOT.and(w::INVALID).and(w::PERMISSION).and(w::DISABLED),
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        PaymentDeclined,
        w::CARD.and(w::DECLINED),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        TierLocked,
        w::UPGRADE,
        w::MISSING.and(w::PLAN),
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        TierLocked,
        w::PLAN.and(w::FEATURE),
        EVERY,
        w::FOUND.and(w::INVALID),
    ),
    rule(
        Gate::CLIENT,
        TierLocked,
        w::PLAN,
        w::MISSING.and(w::LOCK).and(w::PERMISSION).and(w::LACKING),
        w::EXPIRED,
    ),
    rule(Gate::CLIENT, PaymentRequired, w::BILLING, EVERY, w::INVALID),
    rule(
        Gate::ANY,
        Unauthorized,
        w::INVALID.and(w::KEY),
        EVERY,
        w::FIELD,
    ),
    rule(
        Gate::CLIENT,
        Unauthorized,
        w::TOKEN.and(w::INVALID),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        Unauthorized,
        w::TOKEN.and(w::REVOKED),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        Unauthorized,
        w::SESSION.and(w::MISSING),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        NotReady,
        w::NOT.and(w::LOADING),
        EVERY,
        NOTHING,
    ),
    rule(Gate::CLIENT, AlreadyExists, w::ALREADY, EVERY, NOTHING),
    rule(Gate::CLIENT, NotFound, w::NOT.and(w::FOUND), EVERY, NOTHING),
    rule(Gate::CLIENT, NotFound, w::FOUND, EVERY, w::ALREADY),
    rule(Gate::CLIENT, Gone, w::GONE, EVERY, NOTHING),
    rule(Gate::CLIENT, PayloadTooLarge, w::LARGE, EVERY, w::FIELD),
    rule(
        Gate::CLIENT,
        MethodNotAllowed,
        w::METHOD.and(w::NOT),
        EVERY,
        NOTHING,
    ),
    rule(Gate::CLIENT, UnsupportedMediaType, w::MEDIA, EVERY, NOTHING),
    rule(
        Gate::CLIENT,
        PreconditionFailed,
        w::PRECONDITION,
        EVERY,
        NOTHING,
    ),
    rule(Gate::CLIENT, ContentBlocked, w::CONTENT, EVERY, w::FIELD),
    rule(
        Gate::ACCESS,
        Unauthorized,
        w::CREDENTIAL,
        EVERY,
        w::PERMISSION,
    ),
    rule(Gate::DENIED, Forbidden, w::PERMISSION, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::MISSING, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::FIELD, EVERY, NOTHING),
    rule(Gate::ANY, Timeout, w::TIMEOUT, EVERY, NOTHING),
    rule(Gate::BUSY, Overloaded, w::OVERLOADED, EVERY, NOTHING),
    rule(Gate::SERVER, Overloaded, w::UNAVAILABLE, EVERY, NOTHING),
    rule(
        Gate::SERVER,
        Upstream,
        w::UPSTREAM,
        w::ERROR.and(w::UNAVAILABLE),
        NOTHING,
    ),
    rule(Gate::SILENT, ServerError, w::INTERNAL, EVERY, NOTHING),
    rule(
        Gate::SILENT,
        ServerError,
        w::SERVER.and(w::ERROR),
        EVERY,
        NOTHING,
    ),
];

/// What the words of a message say; the first that fits decides.
pub static MESSAGE_RULES: &[Rule] = &[
    rule(
        Gate::CLIENT,
        IdempotencyConflict,
        w::IDEMPOTENCY.and(w::KEY),
        w::ALREADY.and(w::EXCEEDED).and(w::MISSING),
        w::MISSING,
    ),
    rule(
        Gate::LIMITS,
        ConcurrencyLimited,
        w::CONCURRENT,
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::CLIENT,
        ConcurrencyLimited,
        w::CONCURRENT.and(w::LIMIT),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::CREDIT,
        w::LACKING.and(w::EXCEEDED).and(w::NOT),
        w::CARD,
    ),
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::SPENDING.and(w::LIMIT),
        EVERY,
        NOTHING,
    ),
    // "has run out of …"
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::RAN.and(w::LACKING),
        EVERY,
        w::TIMEOUT,
    ),
    rule(
        Gate::LIMITS,
        RateLimited,
        w::SHORT.and(w::LIMIT),
        EVERY,
        w::EXPIRED,
    ),
    rule(
        Gate::LIMITS,
        RateLimited,
        w::SHORT.and(w::RATE),
        EVERY,
        w::EXPIRED,
    ),
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::LONG,
        w::LIMIT.and(w::QUOTA),
        w::EXPIRED,
    ),
    rule(
        Gate::LIMITS,
        QuotaExhausted,
        w::QUOTA,
        w::EXCEEDED.and(w::LACKING),
        w::RATE.and(w::RESOURCE),
    ),
    rule(
        Gate::LIMITS,
        RateLimited,
        w::RATE,
        w::LIMIT.and(w::EXCEEDED).and(w::RATE),
        w::EXPIRED,
    ),
    rule(
        Gate::LIMITS,
        RateLimited,
        w::MANY.and(w::REQUEST),
        EVERY,
        w::EXPIRED,
    ),
    rule(
        Gate::LIMITS,
        RateLimited,
        w::REQUEST.and(w::LIMIT).and(w::EXCEEDED),
        EVERY,
        w::FIELD,
    ),
    rule(
        Gate::ANY,
        TokenExpired,
        w::EXPIRED,
        w::TOKEN.and(w::SESSION).and(w::KEY),
        w::PLAN.and(w::INVALID),
    ),
    rule(Gate::SERVER, Maintenance, w::MAINTENANCE, EVERY, NOTHING),
    rule(Gate::SERVER, NotReady, w::LOADING, EVERY, w::FIELD),
    rule(
        Gate::CLIENT,
        RegionBlocked,
        w::REGION,
        w::NOT.and(w::PERMISSION).and(w::DISABLED).and(w::INVALID),
        w::LOADING.and(w::UPGRADE),
    ),
    rule(
        Gate::ACCESS,
        AccountSuspended,
        w::ACCOUNT.and(w::SUSPENDED),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::ACCESS,
        PaymentDeclined,
        w::CARD.and(w::DECLINED),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::ACCESS,
        PaymentRequired,
        w::PLAN.and(w::EXPIRED),
        EVERY,
        NOTHING,
    ),
    rule(
        Gate::ACCESS,
        PaymentRequired,
        w::BILLING,
        EVERY,
        w::TOKEN.and(w::PLAN).and(w::FEATURE),
    ),
    rule(
        Gate::ACCESS,
        TierLocked,
        w::PLAN,
        w::FEATURE
            .and(w::UPGRADE)
            .and(w::MISSING)
            .and(w::LACKING)
            .and(w::PERMISSION),
        w::LIMIT,
    ),
    rule(
        Gate::CLOSED,
        TierLocked,
        w::PLAN,
        w::NOT,
        w::LIMIT.and(w::FOUND).and(w::INVALID),
    ),
    rule(
        Gate::CLOSED,
        AccountSuspended,
        w::ACCOUNT.and(w::LOCK),
        EVERY,
        w::RESOURCE,
    ),
    // Nobody is asked to pay more for a failure of the server's.
    rule(
        Gate::FAILED,
        QuotaExhausted,
        w::UPGRADE,
        w::PLAN.and(w::ACCOUNT),
        w::MAINTENANCE.and(w::SERVER).and(w::UNAVAILABLE),
    ),
    rule(
        Gate::CLIENT,
        ContentBlocked,
        w::CONTENT,
        w::CONTENT,
        w::MISSING.and(w::FOUND),
    ),
    rule(
        Gate::INPUT,
        Unauthorized,
        w::KEY,
        w::INVALID.and(w::NOT),
        w::PERMISSION.and(w::FIELD),
    ),
    rule(
        Gate::INPUT,
        Unauthorized,
        w::TOKEN,
        w::INVALID.and(w::NOT).and(w::REVOKED),
        w::LIMIT.and(w::FIELD),
    ),
    rule(
        Gate::INPUT,
        Unauthorized,
        w::CREDENTIAL,
        w::INVALID.and(w::ERROR).and(w::NOT),
        w::PERMISSION,
    ),
    rule(
        Gate::SILENT,
        Forbidden,
        w::PERMISSION,
        w::NOT.and(w::PERMISSION),
        NOTHING,
    ),
    rule(
        Gate::INPUT,
        AlreadyExists,
        w::ALREADY,
        w::FOUND.and(w::ALREADY),
        w::EXCEEDED,
    ),
    rule(Gate::SILENT, NotFound, w::NOT.and(w::FOUND), EVERY, NOTHING),
    rule(Gate::INPUT, Gone, w::GONE, EVERY, NOTHING),
    rule(Gate::INPUT, Validation, w::MISSING, EVERY, NOTHING),
    rule(Gate::SERVER, Overloaded, w::OVERLOADED, EVERY, NOTHING),
    rule(
        Gate::SERVER,
        Upstream,
        w::UPSTREAM.and(w::ERROR),
        EVERY,
        NOTHING,
    ),
    rule(Gate::SILENT, Overloaded, w::UNAVAILABLE, EVERY, NOTHING),
    rule(
        Gate::SILENT,
        ServerError,
        w::INTERNAL.and(w::ERROR),
        EVERY,
        NOTHING,
    ),
];

/// The kind of the first rule that fits.
#[must_use]
pub fn apply(rules: &[Rule], concepts: Concepts, gate: u32) -> Option<ErrorKind> {
    for rule in rules {
        if concepts.all(rule.all)
            && concepts.any(rule.any)
            && !concepts.any(rule.none)
            && rule.gate.0 & gate != 0
        {
            return Some(rule.kind);
        }
    }
    None
}
