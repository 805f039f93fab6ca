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
    /// The same, and not at odds with what is there.
    const FAULT: Gate = Gate(Gate::INPUT.0 & !Gate::S409);
    const ACCESS: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S401 | Gate::S402 | Gate::S403);
    const DENIED: Gate = Gate(Gate::NONE | Gate::S400 | Gate::S403);
    /// Whoever asks is known, and not let in.
    const CLOSED: Gate = Gate(Gate::S402 | Gate::S403);
    /// Whoever asks is known, and may not.
    const REFUSED: Gate = Gate(Gate::S403);
    const FAILED: Gate = Gate(Gate::S5XX);
    const CLIENT: Gate = Gate(!Gate::S5XX & !Gate::S429);
    const LIMITS: Gate = Gate(Gate::PACE);
    /// Statuses at which a limit may speak.
    pub const PACE: u32 = Gate::ACCESS.0 | Gate::S429 | Gate::OTHER_4XX | Gate::S5XX;
    const SERVER: Gate = Gate(Gate::NONE | Gate::S5XX);
    const BUSY: Gate = Gate(Gate::NONE | Gate::S429 | Gate::S5XX);
    /// No status that means anything else.
    const ODD: Gate = Gate(Gate::NONE | Gate::OTHER_4XX | Gate::S5XX);
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
            405..=417 | 421..=426 | 431 | 451 => Gate::PRECISE,
            _ if status / 100 == 4 => Gate::OTHER_4XX,
            _ if status / 100 == 5 => Gate::S5XX,
            _ => Gate::NONE,
        }
    }
}

/// What words mean together: all of `all`, one of `any` unless that is empty, none of `none`, under a
/// status.
pub struct Rule {
    all: Concepts,
    any: Concepts,
    none: Concepts,
    gate: Gate,
    kind: ErrorKind,
}

/// The tables, a rule a line: statuses, kind, all of these concepts, any of these, none of these.
macro_rules! rules {
    ($($gate:ident $kind:ident: $($all:ident)+ $(, any of $($any:ident)+)? $(, none of $($none:ident)+)?;)+) => {
        &[$(Rule {
            all: w::set(&[$(w::$all),+]),
            any: w::set(&[$($(w::$any),+)?]),
            none: w::set(&[$($(w::$none),+)?]),
            gate: Gate::$gate,
            kind: $kind,
        },)+]
    };
}

/// What the words of a code say; the first that fits decides.
pub static CODE_RULES: &[Rule] = rules! {
    ANY IdempotencyConflict: IDEMPOTENCY;
    ANY QuotaExhausted: CREDIT, any of LACKING EXCEEDED LIMIT;
    ANY QuotaExhausted: SPENDING, any of LIMIT EXCEEDED;
    ANY ConcurrencyLimited: CONCURRENT;
    ANY QuotaExhausted: LONG, any of QUOTA LIMIT RATE;
    ANY RateLimited: SHORT, any of QUOTA LIMIT RATE;
    ANY RateLimited: RATE;
    ANY RateLimited: MANY REQUEST;
    ANY QuotaExhausted: QUOTA, any of EXCEEDED LACKING LIMIT;
    LIMITS QuotaExhausted: PLAN LIMIT, any of EXCEEDED;
    CLOSED QuotaExhausted: LIMIT EXCEEDED, none of FIELD;
    DENIED QuotaExhausted: LIMIT EXCEEDED, none of FIELD LARGE TOKEN CONTENT;
    // At 409, 410 or 422 it is the thing asked for that has expired.
    LIMITS TokenExpired: EXPIRED, any of TOKEN SESSION KEY CREDENTIAL;
    ANY Maintenance: MAINTENANCE;
    CLIENT AccountSuspended: ACCOUNT, any of SUSPENDED DISABLED, none of FEATURE;
    CLIENT RegionBlocked: REGION, any of NOT INVALID PERMISSION DISABLED;
    CLIENT PaymentDeclined: CARD DECLINED;
    CLIENT TierLocked: UPGRADE, any of MISSING PLAN;
    CLIENT TierLocked: PLAN FEATURE, none of FOUND INVALID;
    CLIENT TierLocked: PLAN, any of MISSING LOCK PERMISSION LACKING, none of EXPIRED;
    CLIENT PaymentRequired: BILLING, none of INVALID;
    ANY Unauthorized: INVALID KEY, none of FIELD;
    CLIENT Unauthorized: TOKEN INVALID;
    CLIENT Unauthorized: TOKEN REVOKED;
    CLIENT Unauthorized: SESSION MISSING;
    ANY NotReady: NOT LOADING;
    ANY NotReady: NOT READY;
    CLIENT AlreadyExists: ALREADY;
    CLIENT NotFound: NOT FOUND;
    CLIENT NotFound: FOUND, none of ALREADY;
    CLIENT Gone: GONE;
    INPUT PayloadTooLarge: LARGE, none of FIELD;
    CLIENT MethodNotAllowed: METHOD NOT;
    CLIENT UnsupportedMediaType: MEDIA;
    CLIENT PreconditionFailed: PRECONDITION;
    CLIENT ContentBlocked: CONTENT, none of FIELD;
    ACCESS Unauthorized: CREDENTIAL, none of PERMISSION;
    DENIED Forbidden: PERMISSION;
    INPUT Validation: MISSING;
    INPUT Validation: FIELD;
    ANY Timeout: TIMEOUT;
    BUSY Overloaded: OVERLOADED;
    BUSY Overloaded: BUSY;
    SERVER Overloaded: UNAVAILABLE;
    SERVER Upstream: UPSTREAM, any of ERROR UNAVAILABLE;
    SILENT ServerError: INTERNAL;
    SILENT ServerError: SERVER ERROR;
};

/// What the words of a message say; the first that fits decides.
pub static MESSAGE_RULES: &[Rule] = rules! {
    CLIENT IdempotencyConflict: IDEMPOTENCY KEY, any of ALREADY EXCEEDED MISSING, none of MISSING;
    LIMITS ConcurrencyLimited: CONCURRENT;
    CLIENT ConcurrencyLimited: CONCURRENT LIMIT;
    FAILED Overloaded: SERVER, any of OVERLOADED BUSY, none of QUOTA CREDIT LONG;
    LIMITS QuotaExhausted: CREDIT, any of LACKING EXCEEDED NOT, none of CARD;
    LIMITS QuotaExhausted: SPENDING LIMIT;
    // "has run out of …"
    LIMITS QuotaExhausted: RAN LACKING, none of TIMEOUT;
    LIMITS RateLimited: SHORT LIMIT, none of EXPIRED;
    LIMITS RateLimited: SHORT RATE, none of EXPIRED;
    LIMITS RateLimited: SHORT QUOTA, none of EXPIRED LONG;
    LIMITS QuotaExhausted: LONG, any of LIMIT QUOTA, none of EXPIRED;
    LIMITS QuotaExhausted: QUOTA, any of EXCEEDED LACKING, none of RATE RESOURCE;
    LIMITS RateLimited: RATE, any of LIMIT EXCEEDED RATE, none of EXPIRED;
    LIMITS RateLimited: MANY REQUEST, none of EXPIRED;
    CLOSED QuotaExhausted: LIMIT EXCEEDED, none of FIELD KEY PERMISSION;
    LIMITS RateLimited: REQUEST LIMIT EXCEEDED, none of FIELD;
    INPUT QuotaExhausted: CREDIT LACKING, none of CARD MISSING FIELD;
    LIMITS TokenExpired: EXPIRED, any of TOKEN SESSION KEY, none of PLAN INVALID;
    ODD Maintenance: MAINTENANCE;
    SERVER NotReady: LOADING, none of FIELD;
    SERVER NotReady: READY;
    SERVER NotReady: PROGRESS, none of FIELD;
    INPUT NotReady: NOT READY;
    CLIENT RegionBlocked: REGION, any of NOT PERMISSION DISABLED INVALID, none of LOADING UPGRADE;
    CLIENT AccountSuspended: ACCOUNT SUSPENDED;
    ACCESS PaymentDeclined: CARD DECLINED;
    ACCESS PaymentRequired: PLAN EXPIRED;
    ACCESS PaymentRequired: BILLING, none of TOKEN PLAN FEATURE;
    CLOSED TierLocked: PLAN LIMIT, none of EXCEEDED;
    ACCESS TierLocked: PLAN, any of FEATURE UPGRADE MISSING LACKING PERMISSION, none of LIMIT;
    CLOSED TierLocked: PLAN, any of NOT, none of LIMIT FOUND INVALID;
    CLOSED AccountSuspended: ACCOUNT LOCK, none of RESOURCE;
    // Nobody is asked to pay more for a failure of the server's.
    FAILED QuotaExhausted: UPGRADE, any of PLAN ACCOUNT, none of MAINTENANCE SERVER UNAVAILABLE;
    CLIENT ContentBlocked: CONTENT, any of CONTENT, none of MISSING FOUND;
    INPUT Unauthorized: KEY, any of INVALID NOT DISABLED REVOKED, none of PERMISSION FIELD;
    INPUT Unauthorized: TOKEN, any of INVALID NOT REVOKED, none of LIMIT FIELD;
    INPUT Unauthorized: CREDENTIAL, any of INVALID ERROR NOT, none of PERMISSION;
    SILENT Forbidden: PERMISSION, any of NOT PERMISSION;
    REFUSED Forbidden: PERMISSION NOT;
    INPUT AlreadyExists: ALREADY, any of FOUND ALREADY, none of EXCEEDED;
    SILENT NotFound: NOT FOUND;
    FAULT Gone: GONE;
    INPUT Validation: MISSING;
    SERVER Overloaded: OVERLOADED;
    SERVER Overloaded: BUSY;
    INPUT Overloaded: SERVER BUSY, none of FIELD;
    // Whatever is busy is not at odds with the request for long.
    INPUT Conflict: BUSY, none of FIELD;
    SERVER Upstream: UPSTREAM ERROR;
    FAULT Upstream: UPSTREAM ERROR RETRY, none of FIELD INVALID CARD BILLING KEY TOKEN CREDENTIAL;
    SILENT Overloaded: UNAVAILABLE;
    SILENT ServerError: INTERNAL ERROR;
};

/// The kind of the first rule that fits.
#[must_use]
pub fn apply(rules: &[Rule], concepts: Concepts, gate: u32) -> Option<ErrorKind> {
    if concepts == Concepts(0) {
        return None;
    }
    for rule in rules {
        if concepts.all(rule.all)
            && (rule.any == Concepts(0) || concepts.any(rule.any))
            && !concepts.any(rule.none)
            && rule.gate.0 & gate != 0
        {
            return Some(rule.kind);
        }
    }
    None
}
