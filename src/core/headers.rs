//! The response headers that say something about an error.
//!
//! A header's name is recognised once ([`HeaderName::recognise`]) and travels as a number from
//! then on; the values are taken apart here.

use super::symbol::{Symbol, Table};
use super::text::number;
use super::words;

/// What a header is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// `Retry-After`: RFC 9110 §10.2.3.
    RetryAfter = 1,
    /// `Retry-After-Ms` (OpenAI, Azure) and `X-Ms-Retry-After-Ms` (Azure).
    RetryAfterMs,
    /// `X-Should-Retry` (Stainless SDKs), `Stripe-Should-Retry`.
    ShouldRetry,
    /// `Date`: RFC 9110 §6.6.1, the server's clock.
    Date,
    /// An identifier of the request.
    RequestId,
    /// An identifier that a proxy or CDN gave, used where the server gave none.
    TraceId,
    /// `WWW-Authenticate`: RFC 9110 §11.6.1, RFC 6750 §3.
    WwwAuthenticate,
    /// `X-Amzn-ErrorType`: AWS restJson1.
    ErrorType,
    /// `Proxy-Status`: RFC 9209.
    ProxyStatus,
    /// `RateLimit`: draft-ietf-httpapi-ratelimit-headers.
    RateLimit,
    /// `RateLimit-Policy`: the same draft.
    RateLimitPolicy,
    /// The limit of the `X-RateLimit-*` family.
    Limit,
    /// What remains of it.
    Remaining,
    /// What is used up of it.
    Used,
    /// When it resets.
    Reset,
}

const ROLES: [Role; 15] = [
    Role::RetryAfter,
    Role::RetryAfterMs,
    Role::ShouldRetry,
    Role::Date,
    Role::RequestId,
    Role::TraceId,
    Role::WwwAuthenticate,
    Role::ErrorType,
    Role::ProxyStatus,
    Role::RateLimit,
    Role::RateLimitPolicy,
    Role::Limit,
    Role::Remaining,
    Role::Used,
    Role::Reset,
];

/// Headers with a name of their own. To read another one, add a line.
static NAMES: Table<Role, 64> = Table::new(&[
    ("retry-after", Role::RetryAfter),
    ("retry-after-ms", Role::RetryAfterMs),
    ("x-ms-retry-after-ms", Role::RetryAfterMs),
    ("x-should-retry", Role::ShouldRetry),
    ("stripe-should-retry", Role::ShouldRetry),
    ("date", Role::Date),
    ("request-id", Role::RequestId),
    ("x-request-id", Role::RequestId),
    ("x-amzn-requestid", Role::RequestId),
    ("x-amz-request-id", Role::RequestId),
    ("x-ms-request-id", Role::RequestId),
    ("x-oai-request-id", Role::RequestId),
    ("x-github-request-id", Role::RequestId),
    ("x-correlation-id", Role::RequestId),
    ("cf-ray", Role::TraceId),
    ("x-amz-cf-id", Role::TraceId),
    ("x-vercel-id", Role::TraceId),
    ("x-trace-id", Role::TraceId),
    ("x-cloud-trace-context", Role::TraceId),
    ("www-authenticate", Role::WwwAuthenticate),
    ("x-amzn-errortype", Role::ErrorType),
    ("proxy-status", Role::ProxyStatus),
    ("ratelimit", Role::RateLimit),
    ("ratelimit-policy", Role::RateLimitPolicy),
]);

/// A recognised header name: what it is good for, and which of several limits it is about
/// (`X-RateLimit-Remaining-Tokens`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderName {
    role: Role,
    /// The limit's own name; 0 where the server has only one.
    dimension: u16,
    /// Whether that name is a day or longer.
    long: bool,
}

impl HeaderName {
    /// Recognises a header by its name, in any case. Most headers are of no use here.
    #[must_use]
    pub fn recognise(name: &str) -> Option<HeaderName> {
        if let Some(role) = NAMES.get(Symbol::of(name.as_bytes())) {
            return Some(HeaderName { role, dimension: 0, long: false });
        }
        // The family: [vendor-]ratelimit or rate-limit, a dimension before or behind, and a role.
        let (mut family, mut rate, mut long) = (false, false, false);
        let (mut role, mut dimension) = (None, 0u32);
        for word in name.split(['-', '_']) {
            let is = |known: &str| word.eq_ignore_ascii_case(known);
            if is("ratelimit") || (rate && is("limit")) {
                family = true;
                rate = false;
            } else if is("rate") {
                rate = true;
            } else if is("limit") {
                role = role.or(Some(Role::Limit));
            } else if is("remaining") {
                role = Some(Role::Remaining);
            } else if is("used") {
                role = Some(Role::Used);
            } else if is("reset") {
                role = Some(Role::Reset);
            } else if family && !is("after") && !is("x") {
                let symbol = Symbol::stem(word.as_bytes());
                dimension = symbol.0;
                long = words::concept(symbol).any(words::LONG);
            }
        }
        let dimension = (dimension ^ (dimension >> 16)) as u16;
        role.filter(|_| family).map(|role| HeaderName { role, dimension, long })
    }

    /// The name as a number that is not 0.
    #[must_use]
    pub const fn to_bits(self) -> u32 {
        self.role as u32 | (self.long as u32) << 8 | (self.dimension as u32) << 16
    }

    /// The name that [`to_bits`](Self::to_bits) gave.
    #[must_use]
    pub fn from_bits(bits: u32) -> Option<HeaderName> {
        let role = *ROLES.get((bits & 0xFF).checked_sub(1)? as usize)?;
        Some(HeaderName { role, dimension: (bits >> 16) as u16, long: bits & 0x100 != 0 })
    }
}

/// One of the limits that a response speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dimension<'a> {
    id: u16,
    /// How much is allowed.
    pub limit: Option<f64>,
    /// How much is left.
    pub remaining: Option<f64>,
    /// How much is used up.
    pub used: Option<f64>,
    /// When it resets, as it is written.
    pub reset: Option<&'a str>,
    /// Whether it counts over a day or longer.
    pub long: bool,
}

/// Limits that are looked at in one response.
const MAX_DIMENSIONS: usize = 8;

/// What the headers of a response say.
#[derive(Clone, Debug, Default)]
pub struct Headers<'a> {
    /// `Retry-After`, as it is written.
    pub retry_after: Option<&'a str>,
    /// `Retry-After-Ms`, as it is written.
    pub retry_after_ms: Option<&'a str>,
    /// `X-Should-Retry`.
    pub should_retry: Option<bool>,
    /// `Date`, as it is written.
    pub date: Option<&'a str>,
    /// The request's identifier.
    pub request_id: Option<&'a str>,
    /// An identifier that a proxy gave.
    pub trace_id: Option<&'a str>,
    /// `WWW-Authenticate`.
    pub www_authenticate: Option<&'a str>,
    /// `X-Amzn-ErrorType`.
    pub error_type: Option<&'a str>,
    /// `Proxy-Status`.
    pub proxy_status: Option<&'a str>,
    dimensions: Vec<Dimension<'a>>,
}

impl<'a> Headers<'a> {
    /// Takes the headers that say something.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Headers<'a> {
        let mut headers = Headers::default();
        for (name, value) in pairs {
            if let Some(name) = HeaderName::recognise(name) {
                headers.add(name, value);
            }
        }
        headers
    }

    /// Takes one header.
    pub fn add(&mut self, name: HeaderName, value: &'a str) {
        let value = value.trim_ascii();
        let slot = match name.role {
            Role::RetryAfter => &mut self.retry_after,
            Role::RetryAfterMs => &mut self.retry_after_ms,
            Role::Date => &mut self.date,
            Role::RequestId => &mut self.request_id,
            Role::TraceId => &mut self.trace_id,
            Role::WwwAuthenticate => &mut self.www_authenticate,
            Role::ErrorType => &mut self.error_type,
            Role::ProxyStatus => &mut self.proxy_status,
            Role::ShouldRetry => {
                self.should_retry = match value {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => self.should_retry,
                };
                return;
            }
            Role::RateLimit | Role::RateLimitPolicy => return self.structured(value),
            Role::Limit | Role::Remaining | Role::Used | Role::Reset => {
                return self.family(name, value);
            }
        };
        if !value.is_empty() {
            *slot = Some(value);
        }
    }

    /// The limits that the response speaks of.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension<'a>] {
        &self.dimensions
    }

    fn dimension(&mut self, id: u16) -> Option<&mut Dimension<'a>> {
        let known = self.dimensions.iter().position(|dimension| dimension.id == id);
        if known.is_none() && self.dimensions.len() < MAX_DIMENSIONS {
            self.dimensions.push(Dimension { id, ..Dimension::default() });
            return self.dimensions.last_mut();
        }
        self.dimensions.get_mut(known?)
    }

    /// `X-RateLimit-*`: one value, or one a window, separated by commas.
    fn family(&mut self, name: HeaderName, value: &'a str) {
        // A date has commas too.
        let separator = if value.bytes().any(|byte| byte == b':') { '\n' } else { ',' };
        for (window, part) in value.split(separator).enumerate().take(MAX_DIMENSIONS) {
            let Some(dimension) = self.dimension(name.dimension ^ window as u16) else { return };
            dimension.long |= name.long;
            // A policy may follow: `100;w=60`.
            let part = part.split(';').next().unwrap_or(part).trim_ascii();
            match name.role {
                Role::Limit => dimension.limit = number(part).filter(|limit| *limit >= 0.0),
                Role::Remaining => dimension.remaining = number(part).map(|left| left.max(0.0)),
                Role::Used => dimension.used = number(part),
                _ => dimension.reset = Some(part),
            }
        }
    }

    /// `RateLimit: "name";r=0;t=20` and `RateLimit-Policy: "name";q=15;w=60`, and the earlier
    /// drafts' `limit=15, remaining=0, reset=20`. What cannot be read is ignored.
    fn structured(&mut self, value: &'a str) {
        let mut id = 0;
        for item in value.split([';', ',']) {
            let item = item.trim_ascii();
            let Some((key, value)) = item.split_once('=') else {
                let hash = Symbol::of(item.as_bytes()).0;
                id = (hash ^ (hash >> 16)) as u16;
                continue;
            };
            let Some(amount) = number(value).filter(|amount| *amount >= 0.0) else { continue };
            let Some(dimension) = self.dimension(id) else { return };
            match key {
                "r" | "remaining" => dimension.remaining = Some(amount),
                "t" | "reset" => dimension.reset = Some(value),
                "q" | "limit" => dimension.limit = Some(amount),
                "w" => dimension.long |= amount >= 86_400.0,
                _ => {}
            }
        }
    }
}
