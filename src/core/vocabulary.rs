//! The names under which servers put the parts of an error into a body, whatever the case or
//! the separators. To read another name, add a line; what it means stands in [`Role`].

use super::symbol::{Symbol, Table};

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The error itself: an object, a code, a text, or a list of any of them.
    Error,
    /// More objects that describe the error, further in.
    Details,
    /// A wrapper that may hold the error, or the outcome of a job.
    Wrapper,
    /// A machine-readable code.
    Code,
    /// A symbolic name of the error, beside a number in `code`.
    Name,
    /// A structured reason.
    Reason,
    /// An identifier: the request's where it is random, the error's where it is a name.
    Id,
    /// A class of errors, or (RFC 9457) a URI that names the problem.
    Type,
    /// HTTP status as a number, a symbolic status, or a marker such as `"error"`.
    Status,
    /// A sentence for humans.
    Message,
    /// A sentence for humans, where there is no better one.
    Title,
    /// A sentence or an object with more.
    Detail,
    /// A path of codes: `path/not_found/..`.
    Summary,
    /// `false` says that the request failed.
    Success,
    /// Whether to try again, as a boolean.
    Retryable,
    /// Whether the failure is final, as a boolean.
    Terminal,
    /// A quota id or the name of a policy or window.
    Policy,
    /// The request's identifier.
    RequestId,
    /// A URL of documentation.
    Docs,
    /// A list of links.
    Links,
    /// A URL where to get more.
    Upgrade,
    /// Seconds to wait, or a duration with units.
    RetryAfter,
    /// Milliseconds to wait.
    RetryAfterMs,
    /// How much is allowed.
    Limit,
    /// How much is used.
    Used,
    /// How much is left.
    Remaining,
    /// When the allowance is full again.
    ResetAt,
    /// What may run at the same time.
    Slots,
    /// What runs now.
    ActiveSlots,
    /// The plan that would do.
    RequiredPlan,
    /// The plan that the account has.
    CurrentPlan,
    /// What the plan lacks.
    Feature,
    /// The part of the input that was wrong.
    Field,
    /// A map or list of the parts of the input that were wrong.
    Fields,
    /// The values that are allowed.
    Allowed,
    /// The largest that is allowed.
    Max,
}

static KEYS: Table<Role, 512> = Table::new(&[
    ("error", Role::Error),
    ("errors", Role::Error),
    ("fault", Role::Error),
    ("err", Role::Error),
    ("exception", Role::Error),
    ("details", Role::Details),
    ("extensions", Role::Details),
    ("innererror", Role::Details),
    ("errorData", Role::Details),
    ("meta", Role::Details),
    ("metadata", Role::Details),
    ("violations", Role::Details),
    ("fieldViolations", Role::Fields),
    ("causes", Role::Details),
    ("balance", Role::Details),
    ("actions", Role::Details),
    ("quota_info", Role::Details),
    ("rateLimit", Role::Details),
    ("usage", Role::Used),
    ("data", Role::Wrapper),
    ("response", Role::Wrapper),
    ("body", Role::Wrapper),
    ("result", Role::Wrapper),
    ("job", Role::Wrapper),
    ("code", Role::Code),
    ("errorCode", Role::Code),
    ("errCode", Role::Code),
    ("ecode", Role::Code),
    ("apiErrorCode", Role::Code),
    ("issue", Role::Code),
    ("errorName", Role::Name),
    ("name", Role::Name),
    ("category", Role::Name),
    ("errorKind", Role::Name),
    ("reason", Role::Reason),
    (".tag", Role::Reason),
    ("id", Role::Id),
    ("declineCode", Role::Reason),
    // AWS writes `__type`, which is the same symbol.
    ("type", Role::Type),
    ("errorType", Role::Type),
    ("status", Role::Status),
    ("statusCode", Role::Status),
    ("httpStatus", Role::Status),
    ("httpStatusCode", Role::Status),
    ("returnCode", Role::Status),
    ("resultCode", Role::Status),
    ("state", Role::Status),
    ("message", Role::Message),
    ("msg", Role::Message),
    ("errorMessage", Role::Message),
    ("errorMessages", Role::Message),
    ("errorMsg", Role::Message),
    ("errorDescription", Role::Message),
    ("errMsg", Role::Message),
    ("errCodeDes", Role::Message),
    ("returnMsg", Role::Message),
    ("errorSummary", Role::Summary),
    ("faultstring", Role::Message),
    ("longMessage", Role::Message),
    ("userMessage", Role::Title),
    ("note", Role::Title),
    ("information", Role::Title),
    ("title", Role::Title),
    ("description", Role::Title),
    ("detail", Role::Detail),
    ("success", Role::Success),
    ("ok", Role::Success),
    ("retryable", Role::Retryable),
    ("isRetryable", Role::Retryable),
    ("shouldRetry", Role::Retryable),
    ("canRetry", Role::Retryable),
    ("terminal", Role::Terminal),
    ("permanent", Role::Terminal),
    ("fatal", Role::Terminal),
    ("subcode", Role::Policy),
    ("errorSubcode", Role::Policy),
    ("quotaId", Role::Policy),
    ("quotaLimit", Role::Policy),
    ("policyName", Role::Policy),
    ("policy", Role::Policy),
    ("window", Role::Policy),
    ("period", Role::Policy),
    ("requestId", Role::RequestId),
    ("reqId", Role::RequestId),
    ("traceId", Role::RequestId),
    ("correlationId", Role::RequestId),
    ("debugId", Role::RequestId),
    ("fbtraceId", Role::RequestId),
    ("errorId", Role::RequestId),
    ("rayId", Role::RequestId),
    ("instance", Role::RequestId),
    ("docs", Role::Docs),
    ("docUrl", Role::Docs),
    ("docsUrl", Role::Docs),
    ("documentation", Role::Docs),
    ("documentationUrl", Role::Docs),
    ("moreInfo", Role::Docs),
    ("helpUrl", Role::Docs),
    ("help", Role::Docs),
    ("link", Role::Docs),
    ("href", Role::Docs),
    ("info", Role::Docs),
    ("links", Role::Links),
    ("upgradeUrl", Role::Upgrade),
    ("upgrade", Role::Upgrade),
    ("upgradeLink", Role::Upgrade),
    ("billingUrl", Role::Upgrade),
    ("pricingUrl", Role::Upgrade),
    ("checkoutUrl", Role::Upgrade),
    ("topUpUrl", Role::Upgrade),
    ("retryAfter", Role::RetryAfter),
    ("retryAfterSeconds", Role::RetryAfter),
    ("retryAfterSec", Role::RetryAfter),
    ("retryIn", Role::RetryAfter),
    ("retryDelay", Role::RetryAfter),
    ("estimatedTime", Role::RetryAfter),
    ("nextAttemptInSeconds", Role::RetryAfter),
    ("waitSeconds", Role::RetryAfter),
    ("quotaResetDelay", Role::RetryAfter),
    ("backoff", Role::RetryAfter),
    ("retryAfterMs", Role::RetryAfterMs),
    ("retryAfterMillis", Role::RetryAfterMs),
    ("retryInMs", Role::RetryAfterMs),
    ("limit", Role::Limit),
    ("quota", Role::Limit),
    ("requestsLimit", Role::Limit),
    ("monthlyLimit", Role::Limit),
    ("dailyLimit", Role::Limit),
    ("used", Role::Used),
    ("requestsUsed", Role::Used),
    ("currentUsage", Role::Used),
    ("remaining", Role::Remaining),
    ("current", Role::Remaining),
    ("requestsRemaining", Role::Remaining),
    ("resetAt", Role::ResetAt),
    ("resetsAt", Role::ResetAt),
    ("reset", Role::ResetAt),
    ("resetTime", Role::ResetAt),
    ("resetDate", Role::ResetAt),
    ("renewsAt", Role::ResetAt),
    ("quotaResetTimeStamp", Role::ResetAt),
    ("nextAttemptTimestamp", Role::ResetAt),
    ("retryAt", Role::ResetAt),
    ("concurrencyLimit", Role::Slots),
    ("maxConcurrency", Role::Slots),
    ("concurrentLimit", Role::Slots),
    ("activeRequests", Role::ActiveSlots),
    ("activeJobs", Role::ActiveSlots),
    ("requiredPlan", Role::RequiredPlan),
    ("requiredTier", Role::RequiredPlan),
    ("minimumPlan", Role::RequiredPlan),
    ("minPlan", Role::RequiredPlan),
    ("requiredEnrollment", Role::RequiredPlan),
    ("currentPlan", Role::CurrentPlan),
    ("currentTier", Role::CurrentPlan),
    ("plan", Role::CurrentPlan),
    ("tier", Role::CurrentPlan),
    ("feature", Role::Feature),
    ("requiredFeature", Role::Feature),
    ("field", Role::Field),
    ("param", Role::Field),
    ("parameter", Role::Field),
    ("path", Role::Field),
    ("loc", Role::Field),
    ("pointer", Role::Field),
    ("propertyName", Role::Field),
    ("fields", Role::Fields),
    ("fieldErrors", Role::Fields),
    ("validationErrors", Role::Fields),
    ("invalidParams", Role::Fields),
    ("source", Role::Details),
    ("allowed", Role::Allowed),
    ("allowedValues", Role::Allowed),
    ("available", Role::Allowed),
    ("validValues", Role::Allowed),
    ("options", Role::Allowed),
    ("max", Role::Max),
    ("maximum", Role::Max),
    ("maxSizeBytes", Role::Max),
    ("maxLength", Role::Max),
    ("maxSize", Role::Max),
]);

/// What the value of a key is, by the key's symbol.
#[must_use]
pub fn role(key: Symbol) -> Option<Role> {
    KEYS.get(key)
}
