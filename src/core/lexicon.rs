//! Codes that mean the same everywhere. Spelling does not matter: `rate_limit_exceeded` stands
//! for `rateLimitExceeded` and `RATE-LIMIT-EXCEEDED` too. To teach a code, add a line with the
//! page that documents it.
//!
//! A code stands here where its words alone would mislead; the others are understood by their
//! words ([`words`](super::words)).

use super::kind::ErrorKind::{self, *};
use super::symbol::{Symbol, Table};

/// What a token says, and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// It decides, whatever the status and the message say.
    Exact(ErrorKind),
    /// It decides, unless a more specific signal speaks.
    Vague(ErrorKind),
    /// Vague, and the reason phrase of an HTTP status (RFC 9110 §15), which is a code only where
    /// a code is expected.
    Phrase(ErrorKind),
    /// It names the family of limits; message, windows and waits say which member.
    Limit,
    /// It stands where a code could and says no more than "this failed".
    Failed,
    /// It stands where a code could and says nothing.
    Filler,
}

use Sense::{Exact, Failed, Filler, Limit, Phrase, Vague};

static TOKENS: Table<Sense, 512> = Table::new(&[
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
    ("billing_not_active", Exact(PaymentRequired)),
    ("billing_error", Exact(PaymentRequired)),
    ("billing_hard_limit_reached", Exact(QuotaExhausted)),
    ("card_declined", Exact(PaymentDeclined)),
    ("instrument_declined", Exact(PaymentDeclined)),
    ("expired_card", Exact(PaymentDeclined)),
    ("incorrect_cvc", Exact(PaymentDeclined)),
    // Who you are.
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
    ("access_denied", Vague(Forbidden)),
    ("permission_denied", Vague(Forbidden)),
    ("permission_error", Vague(Forbidden)),
    ("insufficient_permissions", Vague(Forbidden)),
    ("insufficient_scope", Exact(Forbidden)),
    ("feature_disabled", Exact(Forbidden)),
    ("account_suspended", Exact(AccountSuspended)),
    ("account_deactivated", Exact(AccountSuspended)),
    ("detected_unusual_activity", Exact(AccountSuspended)),
    ("unsupported_country_region_territory", Exact(RegionBlocked)),
    // The request.
    ("malformed_body", Exact(BadRequest)),
    ("authorization_header_malformed", Exact(BadRequest)),
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
    ("23502", Exact(Validation)),
    ("23505", Exact(AlreadyExists)),
    ("57014", Exact(Timeout)),
    ("not_found_error", Exact(NotFound)),
    ("no_such_entity", Exact(NotFound)),
    ("no_such_key", Exact(NotFound)),
    ("model_decommissioned", Exact(Gone)),
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
    ("overloaded_error", Exact(Overloaded)),
    ("system_busy", Exact(Overloaded)),
    ("es_rejected_execution_exception", Exact(Overloaded)),
    ("temporary-reduced-capacity", Exact(Overloaded)),
    ("temporary_failure", Exact(Overloaded)),
    ("maintenance", Exact(Maintenance)),
    ("deadline_exceeded", Exact(Timeout)),
    ("timeout_error", Exact(Timeout)),
    ("internal", Exact(ServerError)),
    ("internal_error", Exact(ServerError)),
    ("server_error", Exact(ServerError)),
    ("api_error", Vague(ServerError)),
    ("database_error", Exact(ServerError)),
    ("s3_error", Exact(ServerError)),
    ("billing_provider_error", Exact(Upstream)),
    // JSON-RPC 2.0 §5.1, EIP-1474.
    ("-32700", Exact(BadRequest)),
    ("-32600", Exact(BadRequest)),
    // Reason phrases.
    ("Bad Request", Phrase(BadRequest)),
    ("Unauthorized", Phrase(Unauthorized)),
    ("Payment Required", Phrase(PaymentRequired)),
    ("Forbidden", Phrase(Forbidden)),
    ("Not Found", Phrase(NotFound)),
    ("Method Not Allowed", Phrase(MethodNotAllowed)),
    ("Not Acceptable", Phrase(UnsupportedMediaType)),
    ("Request Timeout", Phrase(Timeout)),
    ("Conflict", Phrase(Conflict)),
    ("Gone", Phrase(Gone)),
    ("Length Required", Phrase(BadRequest)),
    ("Precondition Failed", Phrase(PreconditionFailed)),
    ("Payload Too Large", Phrase(PayloadTooLarge)),
    ("Content Too Large", Phrase(PayloadTooLarge)),
    ("URI Too Long", Phrase(PayloadTooLarge)),
    ("Unsupported Media Type", Phrase(UnsupportedMediaType)),
    ("Unprocessable Entity", Phrase(Validation)),
    ("Unprocessable Content", Phrase(Validation)),
    ("Locked", Phrase(Conflict)),
    ("Too Early", Phrase(NotReady)),
    ("Precondition Required", Phrase(PreconditionFailed)),
    ("Too Many Requests", Phrase(RateLimited)),
    ("Internal Server Error", Phrase(ServerError)),
    ("Not Implemented", Phrase(ServerError)),
    ("Bad Gateway", Phrase(Upstream)),
    ("Service Unavailable", Phrase(Overloaded)),
    ("Gateway Timeout", Phrase(Timeout)),
    // Markers.
    ("error", Failed),
    ("fail", Failed),
    ("failed", Failed),
    ("failure", Failed),
    ("notok", Failed),
    ("ko", Failed),
    ("ok", Filler),
    ("success", Filler),
    ("succeeded", Filler),
    ("completed", Filler),
    ("true", Filler),
    ("false", Filler),
    ("null", Filler),
    ("none", Filler),
    ("list", Filler),
    ("error.list", Filler),
    ("invalid", Filler),
    ("unknown", Filler),
    ("sender", Filler),
    ("status", Filler),
]);

/// What a token says, if it says the same everywhere.
#[must_use]
pub fn sense(token: Symbol) -> Option<Sense> {
    TOKENS.get(token)
}

/// Whether a text is a marker that says that something failed.
#[must_use]
pub fn is_failure(text: &str) -> bool {
    sense(Symbol::of(text.as_bytes())) == Some(Failed)
}
