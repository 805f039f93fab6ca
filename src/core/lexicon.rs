//! Codes that mean the same everywhere. Spelling does not matter: `rate_limit_exceeded` stands
//! for `rateLimitExceeded` and `RATE-LIMIT-EXCEEDED` too. To teach a code, add it to its line,
//! and the page that documents it to `docs/codes.md`.
//!
//! A code stands here where its words alone would mislead; the others are understood by their
//! words ([`words`](super::words)).

use super::kind::ErrorKind::{self, *};
use super::symbol::Table;

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

macro_rules! tokens {
    ($($sense:expr => $names:literal,)+) => {
        const SENSES: &[Sense] = &[$($sense,)+];
        const TOKENS: &str = concat!($($names, "\n",)+);
    };
}

tokens! {
    Exact(TierLocked) =>
        "tier_locked plan_required plan_restricted client-not-enrolled",
    Exact(QuotaExhausted) =>
        "plan_limit_exceeded insufficient_quota insufficient_credits credits_depleted \
        spending_limit_exceeded enforced_spend_limit_reached usage-capped usagecapexceeded \
        dailylimitexceeded daily_quota_exceeded monthly_quota_exceeded \
        public_api_billing_limit_exceeded",
    Limit =>
        "rate_limit_exceeded rate_limited ratelimit rate_limit_error rate_limits \
        resource_exhausted throttled quota_exceeded request_limit_exceeded over_rate_limit",
    Exact(RateLimited) =>
        "slow_down provisioned_throughput_exceeded_exception abnormal-usage-detected \
        too_many_attempts_try_later",
    Exact(ConcurrencyLimited) => "concurrent_generation_limit",
    Exact(PaymentRequired) => "billing_not_active billing_error",
    Exact(PaymentDeclined) =>
        "card_declined instrument_declined expired_card incorrect_cvc",
    Vague(Unauthorized) => "unauthenticated invalid_token",
    Exact(Unauthorized) =>
        "invalid_api_key api_key_invalid invalid_grant invalid_client \
        invalid_login_credentials authentication_error revoked_access_token",
    Exact(TokenExpired) => "token_expired api_key_expired invalid_session_id",
    Vague(Forbidden) =>
        "access_denied permission_denied permission_error insufficient_permissions",
    Exact(Forbidden) => "insufficient_scope feature_disabled",
    Exact(AccountSuspended) => "account_suspended detected_unusual_activity",
    Exact(RegionBlocked) => "unsupported_country_region_territory",
    Exact(BadRequest) => "malformed_body authorization_header_malformed -32700 -32600",
    Vague(BadRequest) =>
        "invalid_request invalid_request_error invalid_argument failed_precondition",
    Exact(Validation) =>
        "validation_error validation_exception invalid_input input_error missing_field \
        missing_required_field required_field_missing 23502",
    Exact(AlreadyExists) =>
        "23505 already_exists image_exists duplicate_entry bucketalreadyownedbyyou",
    Exact(Timeout) => "57014 deadline_exceeded timeout_error",
    Exact(NotFound) => "not_found_error no_such_entity no_such_key",
    Exact(Gone) => "model_decommissioned",
    Exact(Conflict) =>
        "charge_already_refunded order_already_captured operation_aborted aborted",
    Exact(IdempotencyConflict) =>
        "idempotency_conflict idempotency_mismatch idempotency_key_in_use",
    Exact(PayloadTooLarge) => "request_too_large",
    Exact(ContentBlocked) =>
        "content_policy_violation content_filter content_moderation",
    Exact(Overloaded) =>
        "unavailable overloaded_error system_busy es_rejected_execution_exception \
        temporary-reduced-capacity temporary_failure",
    Exact(Maintenance) => "maintenance",
    Exact(ServerError) =>
        "internal internal_error server_error database_error s3_error",
    Vague(ServerError) => "api_error",
    Exact(Upstream) => "billing_provider_error",
    Phrase(BadRequest) => "bad_request length_required",
    Phrase(Unauthorized) => "unauthorized",
    Phrase(PaymentRequired) => "payment_required",
    Phrase(Forbidden) => "forbidden",
    Phrase(NotFound) => "not_found",
    Phrase(MethodNotAllowed) => "method_not_allowed",
    Phrase(UnsupportedMediaType) => "not_acceptable unsupported_media_type",
    Phrase(Timeout) => "request_timeout gateway_timeout",
    Phrase(Conflict) => "conflict locked",
    Phrase(Gone) => "gone",
    Phrase(PreconditionFailed) => "precondition_failed precondition_required",
    Phrase(PayloadTooLarge) => "payload_too_large content_too_large uri_too_long",
    Phrase(Validation) => "unprocessable_entity unprocessable_content",
    Phrase(NotReady) => "too_early",
    Phrase(RateLimited) => "too_many_requests",
    Phrase(ServerError) => "internal_server_error not_implemented",
    Phrase(Upstream) => "bad_gateway",
    Phrase(Overloaded) => "service_unavailable",
    Failed => "error fail failed failure notok ko false",
    Filler =>
        "ok success succeeded completed true null none list error.list invalid unknown \
        sender status",
}

/// The codes of the table, each with what it says.
pub fn all() -> impl Iterator<Item = (&'static str, Sense)> {
    TOKENS
        .lines()
        .zip(SENSES)
        .flat_map(|(names, sense)| names.split_whitespace().map(|name| (name, *sense)))
}

/// The table of the tokens.
#[must_use]
pub fn table() -> Table {
    Table::new(TOKENS, 512, false)
}

/// What the tokens of a line say: those that are not in the table stand in none.
#[inline]
#[must_use]
pub fn sense(line: u8) -> Option<Sense> {
    SENSES.get(usize::from(line)).copied()
}
