//! The names under which servers put the parts of an error into a body, whatever the case or
//! the separators. To read another name, add it to its line.

use super::symbol::{Symbol, Table};

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident = $names:literal,)+) => {
        /// What the value of a key is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Role {
            $($(#[doc = $doc])+ $role,)+
            /// Nothing that is looked for.
            None,
        }

        const ROLES: &[Role] = &[$(Role::$role,)+];
        const NAMES: &str = concat!($($names, "\n",)+);
    };
}

roles! {
    /// The error itself: an object, a code, a text, or a list of any of them.
    Error = "error errors fault err exception serviceException policyException",
    /// More objects that describe the error, further in.
    Details =
        "details extensions innererror errorData meta metadata violations causes balance \
        actions quota_info rateLimit source parameters sys messages",
    /// A wrapper that may hold the error, or the outcome of a job.
    Wrapper = "data response body result results job json requestError",
    /// A machine-readable code.
    Code = "code errorCode errCode ecode apiErrorCode retCode cod issue",
    /// A symbolic name of the error, beside a number in `code`.
    Name = "errorName name category errorKind",
    /// A structured reason.
    Reason = "reason .tag declineCode",
    /// An identifier: the request's where it is random, the error's where it is a name.
    Id = "id",
    /// A class of errors, or (RFC 9457) a URI that names the problem.
    Type = "type errorType scimType typeName",
    /// HTTP status as a number, a symbolic status, or a marker such as `"error"`.
    Status = "status statusCode httpStatus httpStatusCode returnCode resultCode state \
        responseStatus",
    /// A sentence for humans.
    Message =
        "message msg errorMessage errorMessages errorMsg errorDescription errMsg errCodeDes \
        returnMsg retMsg faultstring longMessage",
    /// A sentence for humans, where there is no better one.
    Title = "userMessage note information title description",
    /// A sentence where it stands in the error itself; elsewhere what was sent.
    Text = "text content",
    /// A sentence or an object with more.
    Detail = "detail",
    /// A path of codes: `path/not_found/..`.
    Summary = "errorSummary",
    /// `false` says that the request failed.
    Success = "success ok isSuccess isSuccessful succeeded",
    /// Whether to try again, as a boolean.
    Retryable = "retryable isRetryable shouldRetry canRetry",
    /// Whether the failure is final, as a boolean.
    Terminal = "terminal permanent fatal",
    /// A quota id or the name of a policy or window.
    Policy = "subcode errorSubcode quotaId quotaLimit policyName policy window period",
    /// The request's identifier.
    RequestId = "requestId reqId traceId correlationId debugId fbtraceId errorId rayId instance",
    /// A URL of documentation.
    Docs =
        "docs docUrl docsUrl documentation documentationUrl moreInfo helpUrl help link href \
        info ref",
    /// A list of links.
    Links = "links",
    /// A URL where to get more.
    Upgrade = "upgradeUrl upgrade upgradeLink billingUrl pricingUrl checkoutUrl topUpUrl",
    /// Seconds to wait, or a duration with units.
    RetryAfter =
        "retryAfter retryAfterSeconds retryAfterSec retryIn retryInSeconds retryDelay estimatedTime \
        nextAttemptInSeconds waitSeconds quotaResetDelay backoff",
    /// Milliseconds to wait.
    RetryAfterMs = "retryAfterMs retryAfterMillis retryInMs",
    /// How much is allowed.
    Limit = "limit quota requestsLimit monthlyLimit dailyLimit",
    /// How much is used.
    Used = "usage used requestsUsed currentUsage",
    /// How much is left.
    Remaining = "remaining current requestsRemaining",
    /// When the allowance is full again.
    ResetAt =
        "resetAt resetsAt reset resetTime resetDate renewsAt quotaResetTimeStamp \
        nextAttemptTimestamp nextAccessTime retryAt",
    /// What may run at the same time.
    Slots = "concurrencyLimit maxConcurrency concurrentLimit",
    /// What runs now.
    ActiveSlots = "activeRequests activeJobs",
    /// The plan that would do.
    RequiredPlan = "requiredPlan requiredTier minimumPlan minPlan requiredEnrollment",
    /// The plan that the account has.
    CurrentPlan = "currentPlan currentTier plan tier",
    /// What the plan lacks.
    Feature = "feature requiredFeature",
    /// The part of the input that was wrong.
    Field = "field fieldName param parameter path loc pointer propertyName propertyPath",
    /// A map or list of the parts of the input that were wrong.
    Fields = "fieldViolations fields fieldErrors validationErrors invalidParams",
    /// The values that are allowed.
    Allowed = "allowed allowedValues available validValues options",
    /// The largest that is allowed.
    Max = "max maximum maxSizeBytes maxLength maxSize",
}

impl Role {
    /// The table of the names.
    #[must_use]
    pub fn table() -> Table {
        Table::new(NAMES, 512, false)
    }

    /// What the value of a key is, by the key's symbol.
    #[inline]
    #[must_use]
    pub fn of(key: Symbol, keys: &Table) -> Role {
        keys.get(key)
            .and_then(|role| ROLES.get(usize::from(role)))
            .copied()
            .unwrap_or(Role::None)
    }
}
