//! The vocabulary of errors: which concept a word stands for. Codes (`MONTHLY_QUOTA_EXCEEDED`,
//! `GenerateRequestsPerMinute`) and sentences are read with the same table, so that a code that
//! nobody has listed is still understood. To teach a word, add a line.
//!
//! Words are written in the singular: a final `s` of a longer word is dropped before look-up.

use super::symbol::{Symbol, Table};

/// A set of concepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Concepts(pub u64);

impl Concepts {
    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Concepts) -> Concepts {
        Concepts(self.0 | other.0)
    }

    /// Whether every concept of `other` is here.
    #[must_use]
    pub const fn all(self, other: Concepts) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any concept of `other` is here.
    #[must_use]
    pub const fn any(self, other: Concepts) -> bool {
        self.0 & other.0 != 0
    }
}

/// All of these together.
#[must_use]
pub const fn set(concepts: &[Concepts]) -> Concepts {
    let mut all = Concepts(0);
    let mut rest = concepts;
    while let [first, tail @ ..] = rest {
        all = all.and(*first);
        rest = tail;
    }
    all
}

macro_rules! concepts {
    ($($name:ident = $words:literal,)+) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Word { $($name,)+ }

        $(
            #[doc = concat!("`", $words, "`")]
            pub const $name: Concepts = Concepts(1 << Word::$name as u64);
        )+

        const WORDS: &str = concat!($($words, "\n",)+);
    };
}

concepts! {
    // Windows.
    SHORT =
        "second sec minute min minutely secondly hour hourly rpm tpm rps qps burst cooldown \
        interval",
    LONG =
        "day daily today week weekly month monthly year yearly annual total rpd tpd cycle \
        lifetime",
    // Pace and allowance.
    RATE =
        "rate throttle throttled throttling ratelimit ratelimited toomany frequent frequently \
        flood velocity slow slowdown",
    MANY = "many much abnormal excessive",
    LIMIT = "limit limited limitation max maximum cap capped restrict",
    QUOTA = "quota allowance allotment usage",
    EXCEEDED =
        "exceeded exceed exceeding reached exhausted over depleted used hit surpassed overage \
        consumed empty",
    LEFT = "remaining current left",
    CREDIT = "credit balance fund prepaid topup wallet",
    LACKING = "insufficient low out enough lack lacking need negative",
    RAN = "ran run",
    SPENDING = "spend spending budget hard",
    CONCURRENT = "concurrent concurrency concurrently simultaneous simultaneously parallel",
    // Money and plan.
    BILLING = "billing invoice unpaid payment paid pay dunning pastdue overdue arrear arrearage",
    DECLINED = "declined decline",
    SALES = "pricing price checkout quotaincrease buy purchase",
    CARD = "card instrument bank cvc cvv",
    PLAN =
        "plan tier subscription edition package trial pro enterprise premium license licence \
        entitlement sku",
    UPGRADE = "upgrade upgrading subscribe enroll enrolled enrollment",
    FEATURE = "feature endpoint functionality capability model output",
    RESOURCE = "resource",
    // Who.
    KEY = "key apikey",
    TOKEN = "token jwt cookie",
    SESSION = "session login signin logged",
    CREDENTIAL =
        "credential password username secret signature hmac authentication authenticate \
        authenticated auth unauthenticated oauth unauthorized unauthorised identity \
        authorizer factor mfa otp",
    PERMISSION =
        "permission scope role access forbidden allowed denied permitted authorized \
        authorization privilege owner restricted accessible",
    EXPIRED = "expired expire expiry expiration stale ended",
    REVOKED = "revoked revoke",
    SUSPENDED = "suspended suspension banned deactivated terminated frozen unusual fraud abuse",
    DISABLED = "disabled inactive off blocked",
    ACCOUNT = "account organization organisation workspace user tenant customer team member \
        project",
    REGION = "country region territory geo location jurisdiction sanction embargo",
    // The server.
    OVERLOADED =
        "overloaded overload capacity overflow traffic shed shedding rejected congested \
        demand",
    UNAVAILABLE = "unavailable temporary temporarily down outage",
    MAINTENANCE = "maintenance upgraded scheduled",
    LOADING =
        "loading starting warming initializing initialising provisioning pending processing \
        behind warmup booting syncing preparing queued",
    READY = "ready",
    BUSY = "busy",
    PROGRESS = "progress",
    UPSTREAM = "upstream gateway backend origin proxy provider dependency connect connection external",
    TIMEOUT = "timeout timedout timed deadline slowly",
    INTERNAL =
        "internal unexpected unhandled database storage fault crash exception systemerror \
        unknown",
    ERROR = "error failed failure fail",
    SERVER = "server service system",
    TERMINAL = "terminal permanent permanently unrecoverable fatal",
    // The request.
    INVALID =
        "invalid incorrect wrong malformed bad unsupported mismatch precision unprocessable \
        valid illegal unrecognized acceptable",
    MISSING = "missing required require blank absent mandatory provided supplied",
    FIELD =
        "field parameter param property argument value schema validation constraint attribute \
        input column prompt format",
    NOT = "not no never cannot unable couldn doesn isn without",
    FOUND = "found exist find nosuch such nonexistent notfound",
    ALREADY = "already duplicate duplicated taken unique",
    GONE = "gone deleted removed decommissioned deprecated retired sunset discontinued archived",
    METHOD = "method verb",
    MEDIA = "media mime content_type",
    LARGE = "large big size length long byte reduce",
    CONTENT = "moderation flagged filtered filter safety nsfw policy violation harmful sensitive \
        inappropriate",
    IDEMPOTENCY = "idempotency idempotent",
    PRECONDITION = "precondition etag ifmatch",
    LOCK = "lock locked",
    COLLISION = "deadlock serialization serialize contention transient",
    ABORTED = "aborted operationaborted",
    UNDERWAY = "outstanding flight ongoing underway running being",
    RETRY = "retry try again later wait retrying available resume reset replenished regain",
    REQUEST = "request call api message operation action query job generation",
}

/// The table of the words.
#[must_use]
pub fn table() -> Table {
    Table::new(WORDS, 1024, true)
}

/// The concept of a word, given the symbol of its stem.
#[inline]
#[must_use]
pub fn concept(stem: Symbol, words: &Table) -> Concepts {
    words
        .get(stem)
        .map_or(Concepts(0), |word| Concepts(1 << word))
}
