//! What can go wrong ([`ErrorKind`]) and what to do about it ([`Action`]).

/// Declares an enum with the name that each variant has in JavaScript.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// Every variant, in the order of their numbers.
            pub const ALL: &[$type] = &[$($type::$variant,)+];

            /// Their names in JavaScript, in logs and in rules, in the same order and with a blank
            /// behind each.
            pub const NAMES: &str = concat!($($name, " ",)+);

            /// The name.
            #[must_use]
            pub fn name(self) -> &'static str {
                $crate::core::kind::name_at(Self::NAMES, self as usize)
            }

            /// The variant of that exact name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$type> {
                Self::ALL.iter().copied().find(|variant| variant.name() == name)
            }
        }
    };
}

pub(super) use named;

/// The name at a position of a list that has a blank behind each; empty where there is none. A loop
/// of our own: the iterators of `str` bring 1.2 kB of searchers with them.
pub(super) fn name_at(names: &'static str, mut at: usize) -> &'static str {
    let mut start = 0;
    for (end, byte) in names.bytes().enumerate() {
        if byte == b' ' {
            if at == 0 {
                return names.get(start..end).unwrap_or("");
            }
            at -= 1;
            start = end + 1;
        }
    }
    ""
}

/// Where a name stands in such a list.
pub(super) fn position_of(names: &'static str, wanted: &str) -> Option<usize> {
    (0..)
        .map(|at| name_at(names, at))
        .take_while(|name| !name.is_empty())
        .position(|name| name == wanted)
}

named! {
    /// What went wrong. `docs/kinds.md` shows one real example of each.
    ErrorKind {
        /// No credential, or one that is not valid.
        Unauthorized = "unauthorized",
        /// The credential was valid once and has expired.
        TokenExpired = "token_expired",
        /// The credential is valid and does not permit this.
        Forbidden = "forbidden",
        /// The account is suspended, disabled or banned.
        AccountSuspended = "account_suspended",
        /// Not available where the caller is, for legal or regional reasons.
        RegionBlocked = "region_blocked",
        /// The feature or resource needs a higher plan, however much allowance is left.
        TierLocked = "tier_locked",
        /// An allowance for a day or longer, or prepaid credit, is used up.
        QuotaExhausted = "quota_exhausted",
        /// The account cannot pay: no method, past due, trial over, billing disabled.
        PaymentRequired = "payment_required",
        /// The end customer's card was declined.
        PaymentDeclined = "payment_declined",
        /// Too many requests in a window of an hour or less, or an unnamed one.
        RateLimited = "rate_limited",
        /// Too many requests or jobs at the same time.
        ConcurrencyLimited = "concurrency_limited",
        /// The server sheds load.
        Overloaded = "overloaded",
        /// Announced maintenance.
        Maintenance = "maintenance",
        /// The thing asked for is starting or still being made.
        NotReady = "not_ready",
        /// A gateway could not reach what is behind it.
        Upstream = "upstream",
        /// The server failed.
        ServerError = "server_error",
        /// The server, a gateway or the caller's own limit ran out of time.
        Timeout = "timeout",
        /// The request is malformed.
        BadRequest = "bad_request",
        /// The request is well-formed and a value in it is not acceptable.
        Validation = "validation",
        /// No such resource or route.
        NotFound = "not_found",
        /// The resource existed and will not come back.
        Gone = "gone",
        /// The resource does not have this method.
        MethodNotAllowed = "method_not_allowed",
        /// The state of the resource forbids it.
        Conflict = "conflict",
        /// What should be created is there already.
        AlreadyExists = "already_exists",
        /// The idempotency key was used with another request, or is still in use.
        IdempotencyConflict = "idempotency_conflict",
        /// A precondition of the request does not hold, or is missing.
        PreconditionFailed = "precondition_failed",
        /// The body, the URI or the header section is too large.
        PayloadTooLarge = "payload_too_large",
        /// The media type is not understood, or cannot be produced.
        UnsupportedMediaType = "unsupported_media_type",
        /// A content policy refused the input or the output.
        ContentBlocked = "content_blocked",
        /// The request did not get through.
        Network = "network",
        /// The device is not connected.
        Offline = "offline",
        /// The caller gave up.
        Aborted = "aborted",
        /// A redirect that was not followed.
        Redirect = "redirect",
        /// Nothing failed.
        NotError = "not_error",
        /// An error of which nothing better can be said.
        Unknown = "unknown",
    }
}

named! {
    /// What the caller, or the caller's user, can do about an error.
    Action {
        /// Send the same request again, after the wait.
        Retry = "retry",
        /// Wait for something to become ready or to reset.
        Wait = "wait",
        /// Move to a higher plan.
        Upgrade = "upgrade",
        /// Buy more credits.
        AddCredits = "add_credits",
        /// Raise the account's own spending limit.
        RaiseLimit = "raise_limit",
        /// Add or correct the payment method.
        UpdatePayment = "update_payment",
        /// Sign in again.
        SignIn = "sign_in",
        /// Replace the API key.
        RotateKey = "rotate_key",
        /// Ask an owner for access.
        RequestAccess = "request_access",
        /// Change the request.
        FixRequest = "fix_request",
        /// Use what is there already.
        UseExisting = "use_existing",
        /// Ask the provider's support.
        ContactSupport = "contact_support",
        /// Nothing can be done.
        None = "none",
    }
}

impl ErrorKind {
    /// Whether the same request may succeed later, as far as the kind alone can tell.
    #[must_use]
    pub const fn retryable(self) -> bool {
        use ErrorKind::*;
        matches!(
            self,
            RateLimited
                | ConcurrencyLimited
                | Overloaded
                | Maintenance
                | NotReady
                | Upstream
                | ServerError
                | Timeout
                | Network
                | Offline
        )
    }

    /// What to do about this kind when nothing more is known.
    #[must_use]
    pub const fn action(self) -> Action {
        use ErrorKind::*;
        match self {
            Unauthorized | TokenExpired => Action::SignIn,
            Forbidden => Action::RequestAccess,
            AccountSuspended => Action::ContactSupport,
            TierLocked | QuotaExhausted => Action::Upgrade,
            PaymentRequired | PaymentDeclined => Action::UpdatePayment,
            RateLimited | ConcurrencyLimited | Overloaded | Upstream | ServerError | Timeout
            | Network | Offline => Action::Retry,
            Maintenance | NotReady => Action::Wait,
            BadRequest | Validation | NotFound | MethodNotAllowed | IdempotencyConflict
            | PreconditionFailed | PayloadTooLarge | UnsupportedMediaType | ContentBlocked
            | Redirect => Action::FixRequest,
            Conflict | AlreadyExists => Action::UseExisting,
            RegionBlocked | Gone | Aborted | NotError => Action::None,
            Unknown => Action::ContactSupport,
        }
    }
}
