//! Codes that mean the same everywhere. Spelling does not matter: `rate_limit_exceeded` stands
//! for `rateLimitExceeded` and `RATE-LIMIT-EXCEEDED` too. To teach a code, add a line with the
//! page that documents it.
//!
//! A code stands here where its words alone would mislead; the others are understood by their
//! words ([`words`](super::words)).

use super::kind::ErrorKind::{self, *};
use super::symbol::{Symbol, Table};

/// How far a code can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// It decides, whatever the status and the message say.
    Exact(ErrorKind),
    /// It decides, unless a more specific signal speaks.
    Vague(ErrorKind),
    /// It names the family; message, windows and waits say which member.
    Limit,
}

use Sense::{Exact, Limit, Vague};

static CODES: Table<Sense, 512> = Table::new(&[
    // Plans. Seeds: OGStack, OG Engine.
    ("tier_locked", Exact(TierLocked)),
    ("plan_required", Exact(TierLocked)),
    ("plan_restricted", Exact(TierLocked)),
    ("upgrade_required_plan", Exact(TierLocked)),
    ("feature_not_available", Exact(TierLocked)),
    ("feature_not_in_plan", Exact(TierLocked)),
    ("subscription_required", Exact(TierLocked)),
    ("client-not-enrolled", Exact(TierLocked)),
    ("plan_upgrade_required", Exact(TierLocked)),
    // Allowances and prepaid credit.
    ("plan_limit_exceeded", Exact(QuotaExhausted)),
    ("insufficient_quota", Exact(QuotaExhausted)),
    ("insufficient_credits", Exact(QuotaExhausted)),
    ("insufficient_credit", Exact(QuotaExhausted)),
    ("insufficient_balance", Exact(QuotaExhausted)),
    ("credits_depleted", Exact(QuotaExhausted)),
    ("credits_exhausted", Exact(QuotaExhausted)),
    ("spending_limit_exceeded", Exact(QuotaExhausted)),
    ("enforced_spend_limit_reached", Exact(QuotaExhausted)),
    ("usage-capped", Exact(QuotaExhausted)),
    ("UsageCapExceeded", Exact(QuotaExhausted)),
    ("dailyLimitExceeded", Exact(QuotaExhausted)),
    ("daily_quota_exceeded", Exact(QuotaExhausted)),
    ("monthly_quota_exceeded", Exact(QuotaExhausted)),
    ("PUBLIC_API_BILLING_LIMIT_EXCEEDED", Exact(QuotaExhausted)),
    // Pace.
    ("rate_limit_exceeded", Limit),
    ("rate_limited", Limit),
    ("ratelimit", Limit),
    ("rate_limit_error", Limit),
    ("rate_limits", Limit),
    ("too_many_requests", Limit),
    ("resource_exhausted", Limit),
    ("throttled", Limit),
    ("quota_exceeded", Limit),
    ("request_limit_exceeded", Limit),
    ("over_rate_limit", Limit),
    ("slow_down", Exact(RateLimited)),
    ("throttling", Exact(RateLimited)),
    ("throttling_exception", Exact(RateLimited)),
    ("provisioned_throughput_exceeded_exception", Exact(RateLimited)),
    ("abnormal-usage-detected", Exact(RateLimited)),
    ("too_many_attempts_try_later", Exact(RateLimited)),
    ("concurrent_generation_limit", Exact(ConcurrencyLimited)),
    ("concurrency_limit_exceeded", Exact(ConcurrencyLimited)),
    ("too_many_concurrent_requests", Exact(ConcurrencyLimited)),
    // Money.
    ("payment_required", Vague(PaymentRequired)),
    ("billing_not_active", Exact(PaymentRequired)),
    ("billing_error", Exact(PaymentRequired)),
    ("billing_hard_limit_reached", Exact(QuotaExhausted)),
    ("card_declined", Exact(PaymentDeclined)),
    ("instrument_declined", Exact(PaymentDeclined)),
    ("expired_card", Exact(PaymentDeclined)),
    ("incorrect_cvc", Exact(PaymentDeclined)),
    // Who you are.
    ("unauthorized", Vague(Unauthorized)),
    ("unauthenticated", Vague(Unauthorized)),
    ("invalid_api_key", Exact(Unauthorized)),
    ("api_key_invalid", Exact(Unauthorized)),
    ("invalid_token", Vague(Unauthorized)),
    ("invalid_grant", Exact(Unauthorized)),
    ("invalid_client", Exact(Unauthorized)),
    ("invalid_login_credentials", Exact(Unauthorized)),
    ("authentication_error", Exact(Unauthorized)),
    ("revoked_access_token", Exact(Unauthorized)),
    ("token_expired", Exact(TokenExpired)),
    ("expired_token", Exact(TokenExpired)),
    ("api_key_expired", Exact(TokenExpired)),
    ("invalid_session_id", Exact(TokenExpired)),
    ("forbidden", Vague(Forbidden)),
    ("access_denied", Vague(Forbidden)),
    ("permission_denied", Vague(Forbidden)),
    ("permission_error", Vague(Forbidden)),
    ("insufficient_permissions", Vague(Forbidden)),
    ("insufficient_scope", Exact(Forbidden)),
    ("feature_disabled", Exact(Forbidden)),
    ("rest_forbidden", Limit),
    ("account_suspended", Exact(AccountSuspended)),
    ("account_deactivated", Exact(AccountSuspended)),
    ("detected_unusual_activity", Exact(AccountSuspended)),
    ("unsupported_country_region_territory", Exact(RegionBlocked)),
    // The request.
    ("bad_request", Vague(BadRequest)),
    ("malformed_body", Exact(BadRequest)),
    ("invalid_request", Vague(BadRequest)),
    ("invalid_request_error", Vague(BadRequest)),
    ("invalid_argument", Vague(BadRequest)),
    ("failed_precondition", Vague(BadRequest)),
    ("validation_error", Exact(Validation)),
    ("validation_exception", Exact(Validation)),
    ("invalid_input", Exact(Validation)),
    ("input_error", Exact(Validation)),
    ("missing_field", Exact(Validation)),
    ("missing_required_field", Exact(Validation)),
    ("required_field_missing", Exact(Validation)),
    ("invalid_parameter", Exact(Validation)),
    ("unprocessable_entity", Vague(Validation)),
    ("23502", Exact(Validation)),
    ("23505", Exact(AlreadyExists)),
    ("57014", Exact(Timeout)),
    ("not_found", Exact(NotFound)),
    ("not_found_error", Exact(NotFound)),
    ("no_such_entity", Exact(NotFound)),
    ("no_such_key", Exact(NotFound)),
    ("gone", Exact(Gone)),
    ("model_decommissioned", Exact(Gone)),
    ("method_not_allowed", Exact(MethodNotAllowed)),
    ("conflict", Vague(Conflict)),
    ("already_exists", Exact(AlreadyExists)),
    ("image_exists", Exact(AlreadyExists)),
    ("duplicate_entry", Exact(AlreadyExists)),
    ("BucketAlreadyOwnedByYou", Exact(AlreadyExists)),
    ("charge_already_refunded", Exact(Conflict)),
    ("order_already_captured", Exact(Conflict)),
    ("operation_aborted", Exact(Conflict)),
    ("aborted", Exact(Conflict)),
    ("idempotency_conflict", Exact(IdempotencyConflict)),
    ("idempotency_mismatch", Exact(IdempotencyConflict)),
    ("idempotency_key_in_use", Exact(IdempotencyConflict)),
    ("request_too_large", Exact(PayloadTooLarge)),
    ("content_policy_violation", Exact(ContentBlocked)),
    ("content_filter", Exact(ContentBlocked)),
    ("content_moderation", Exact(ContentBlocked)),
    // The server.
    ("unavailable", Exact(Overloaded)),
    ("service_unavailable", Vague(Overloaded)),
    ("overloaded_error", Exact(Overloaded)),
    ("system_busy", Exact(Overloaded)),
    ("es_rejected_execution_exception", Exact(Overloaded)),
    ("temporary-reduced-capacity", Exact(Overloaded)),
    ("temporary_failure", Exact(Overloaded)),
    ("maintenance", Exact(Maintenance)),
    ("deadline_exceeded", Exact(Timeout)),
    ("timeout_error", Exact(Timeout)),
    ("request_timeout", Exact(Timeout)),
    ("internal", Exact(ServerError)),
    ("internal_error", Exact(ServerError)),
    ("server_error", Exact(ServerError)),
    ("internal_server_error", Vague(ServerError)),
    ("api_error", Vague(ServerError)),
    ("database_error", Exact(ServerError)),
    ("s3_error", Exact(ServerError)),
    ("billing_provider_error", Exact(Upstream)),
    // JSON-RPC 2.0 §5.1, EIP-1474.
    ("-32700", Exact(BadRequest)),
    ("-32600", Exact(BadRequest)),
]);

/// What a code means, if it means the same everywhere.
#[must_use]
pub fn sense(code: &str) -> Option<Sense> {
    CODES.get(Symbol::of(code.as_bytes()))
}

/// Texts that stand where a code or a message could and say no more than "this failed".
static MARKERS: Table<bool, 64> = Table::new(&[
    ("error", true),
    ("fail", true),
    ("failed", true),
    ("failure", true),
    ("notok", true),
    ("ko", true),
    ("ok", false),
    ("success", false),
    ("succeeded", false),
    ("completed", false),
    ("true", false),
    ("false", false),
    ("null", false),
    ("none", false),
    ("list", false),
    ("error.list", false),
    ("invalid", false),
    ("unknown", false),
    ("sender", false),
    ("status", false),
]);

/// Whether a text is a marker and never a code.
#[must_use]
pub fn is_marker(text: &str) -> bool {
    MARKERS.get(Symbol::of(text.as_bytes())).is_some()
}

/// Whether a marker says that something failed.
#[must_use]
pub fn is_failure(text: &str) -> bool {
    MARKERS.get(Symbol::of(text.as_bytes())) == Some(true)
}

/// The reason phrases of RFC 9110 §15, which repeat the status and are no code of their own.
static PHRASES: Table<(), 64> = Table::new(&[
    ("Bad Request", ()),
    ("Unauthorized", ()),
    ("Payment Required", ()),
    ("Forbidden", ()),
    ("Not Found", ()),
    ("Method Not Allowed", ()),
    ("Not Acceptable", ()),
    ("Request Timeout", ()),
    ("Conflict", ()),
    ("Gone", ()),
    ("Length Required", ()),
    ("Precondition Failed", ()),
    ("Payload Too Large", ()),
    ("Content Too Large", ()),
    ("URI Too Long", ()),
    ("Unsupported Media Type", ()),
    ("Unprocessable Entity", ()),
    ("Unprocessable Content", ()),
    ("Locked", ()),
    ("Too Early", ()),
    ("Precondition Required", ()),
    ("Too Many Requests", ()),
    ("Internal Server Error", ()),
    ("Not Implemented", ()),
    ("Bad Gateway", ()),
    ("Service Unavailable", ()),
    ("Gateway Timeout", ()),
]);

/// Whether a text is the reason phrase of an HTTP status.
#[must_use]
pub fn is_reason_phrase(text: &str) -> bool {
    PHRASES.get(Symbol::of(text.as_bytes())).is_some()
}

/// Whether the text of an `error` member is a code rather than a sentence: one token that is
/// spelled as codes are, or a code with a category in front (`EAPI:Rate limit exceeded`).
#[must_use]
pub fn looks_like_code(text: &str) -> bool {
    if super::text::is_token(text) {
        // One capitalised or lower-case word may be either; a reason phrase is neither.
        return !text.ends_with('.');
    }
    let Some((category, rest)) = text.split_once(':') else { return false };
    let humps = category.bytes().filter(u8::is_ascii_uppercase).count() > 1;
    humps && super::text::is_token(category) && !rest.starts_with(' ') && text.len() <= 64
}
