//! The response headers that say something about an error.
//!
//! A header's name is recognised once ([`HeaderName::recognise`]) and travels as a number from
//! then on; the values are taken apart here.

use super::span::Span;
use super::symbol::{Symbol, Table};
use super::text::number;
use super::words;
use super::workspace::Workspace;

/// What a header is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// `Retry-After`: RFC 9110 §10.2.3.
    RetryAfter,
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
    /// `RateLimit` and `RateLimit-Policy`: draft-ietf-httpapi-ratelimit-headers.
    RateLimit,
    /// The limit of the `X-RateLimit-*` family.
    Limit,
    /// What remains of it.
    Remaining,
    /// What is used up of it.
    Used,
    /// When it resets.
    Reset,
}

/// Headers with a name of their own, in the order of [`Role`]. To read another one, add it to
/// its line.
const NAMES: [(Role, &str); 10] = [
    (Role::RetryAfter, "retry-after"),
    (Role::RetryAfterMs, "retry-after-ms x-ms-retry-after-ms"),
    (Role::ShouldRetry, "x-should-retry stripe-should-retry"),
    (Role::Date, "date"),
    (
        Role::RequestId,
        "request-id x-request-id x-amzn-requestid x-amz-request-id x-ms-request-id x-oai-request-id \
        x-github-request-id x-correlation-id",
    ),
    (
        Role::TraceId,
        "cf-ray x-amz-cf-id x-vercel-id x-trace-id x-cloud-trace-context",
    ),
    (Role::WwwAuthenticate, "www-authenticate"),
    (Role::ErrorType, "x-amzn-errortype"),
    (Role::ProxyStatus, "proxy-status"),
    (Role::RateLimit, "ratelimit ratelimit-policy"),
];

/// The words of the `X-RateLimit-*` family.
const FAMILY: [(Role, &[u8]); 4] = [
    (Role::Limit, b"limit"),
    (Role::Remaining, b"remaining"),
    (Role::Used, b"used"),
    (Role::Reset, b"reset"),
];

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
    pub fn recognise(name: &[u8], words: &Table) -> Option<HeaderName> {
        let symbol = Symbol::of(name);
        for (role, names) in NAMES {
            if names
                .as_bytes()
                .split(|byte| *byte == b' ')
                .any(|known| Symbol::of(known) == symbol)
            {
                return Some(HeaderName {
                    role,
                    dimension: 0,
                    long: false,
                });
            }
        }
        // The family: [vendor-]ratelimit or rate-limit, a dimension before or behind, and a role.
        let (mut family, mut rate, mut long) = (false, false, false);
        let (mut role, mut dimension) = (None, 0u32);
        for word in name.split(|byte| matches!(byte, b'-' | b'_')) {
            let is = |known: &[u8]| word.eq_ignore_ascii_case(known);
            if is(b"ratelimit") || (rate && is(b"limit")) {
                family = true;
            } else if let Some((known, _)) = FAMILY.iter().find(|(_, known)| is(known)) {
                role = Some(*known);
            } else if family && !is(b"after") {
                let symbol = Symbol::stem(word);
                dimension = symbol.0;
                long = words::concept(symbol, words).any(words::LONG);
            }
            rate = is(b"rate");
        }
        let dimension = (dimension ^ (dimension >> 16)) as u16;
        role.filter(|_| family).map(|role| HeaderName {
            role,
            dimension,
            long,
        })
    }

    /// The name as a number that is not 0.
    #[must_use]
    pub const fn to_bits(self) -> u32 {
        (self.role as u32 + 1) | (self.long as u32) << 8 | (self.dimension as u32) << 16
    }

    /// The name that [`to_bits`](Self::to_bits) gave.
    #[must_use]
    pub fn from_bits(bits: u32) -> Option<HeaderName> {
        let number = (bits & 0xFF).checked_sub(1)? as usize;
        let known = NAMES.iter().map(|(role, _)| *role).nth(number);
        let role = known.or_else(|| {
            FAMILY
                .get(number.checked_sub(NAMES.len())?)
                .map(|(role, _)| *role)
        })?;
        Some(HeaderName {
            role,
            dimension: (bits >> 16) as u16,
            long: bits & 0x100 != 0,
        })
    }
}

/// One of the limits that a response speaks of. A number that is not said is NaN.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    id: u16,
    /// Whether it counts over a day or longer.
    pub long: bool,
    /// How much is allowed.
    pub limit: f64,
    /// How much is left.
    pub remaining: f64,
    /// How much is used up.
    pub used: f64,
    /// When it resets, as it is written.
    pub reset: Span,
}

/// Limits that are looked at in one response.
const MAX_DIMENSIONS: usize = 8;

/// What the headers of a response say.
#[derive(Clone, Debug, Default)]
pub struct Headers {
    /// `Retry-After`, as it is written.
    pub retry_after: Span,
    /// `Retry-After-Ms`, as it is written.
    pub retry_after_ms: Span,
    /// `X-Should-Retry`.
    pub should_retry: Option<bool>,
    /// `Date`, as it is written.
    pub date: Span,
    /// The request's identifier.
    pub request_id: Span,
    /// An identifier that a proxy gave.
    pub trace_id: Span,
    /// `WWW-Authenticate`.
    pub www_authenticate: Span,
    /// `X-Amzn-ErrorType`.
    pub error_type: Span,
    /// `Proxy-Status`.
    pub proxy_status: Span,
    /// The limits that the response speaks of.
    pub dimensions: Vec<Dimension>,
}

impl Headers {
    /// Takes one header, whose value stands in the workspace.
    #[inline(never)]
    pub fn add(&mut self, name: HeaderName, value: Span, workspace: &Workspace) {
        let bytes = workspace.bytes(value);
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
                self.should_retry = match bytes {
                    b"true" => Some(true),
                    b"false" => Some(false),
                    _ => self.should_retry,
                };
                return;
            }
            Role::RateLimit => return self.structured(value, bytes),
            Role::Limit | Role::Remaining | Role::Used | Role::Reset => {
                return self.family(name, value, bytes);
            }
        };
        if !value.is_empty() {
            *slot = value;
        }
    }

    fn dimension(&mut self, id: u16) -> Option<&mut Dimension> {
        let known = self
            .dimensions
            .iter()
            .position(|dimension| dimension.id == id);
        if known.is_none() && self.dimensions.len() < MAX_DIMENSIONS {
            let none = f64::NAN;
            let empty = Dimension {
                id,
                long: false,
                limit: none,
                remaining: none,
                used: none,
                reset: Span::NONE,
            };
            self.dimensions.push(empty);
            return self.dimensions.last_mut();
        }
        self.dimensions.get_mut(known?)
    }

    /// `X-RateLimit-*`: one value, or one a window, separated by commas. A policy may follow a
    /// value (`100;w=60`).
    #[inline(never)]
    fn family(&mut self, name: HeaderName, value: Span, bytes: &[u8]) {
        // A date has commas too.
        let dated = bytes.contains(&b':');
        let mut start = 0;
        for window in 0..MAX_DIMENSIONS as u16 {
            let rest = bytes.get(start..).unwrap_or(&[]);
            let length = rest
                .iter()
                .position(|byte| *byte == b',' && !dated)
                .unwrap_or(rest.len());
            let end = rest
                .iter()
                .take(length)
                .position(|byte| *byte == b';')
                .unwrap_or(length);
            let part = rest.get(..end).unwrap_or(&[]);
            let Some(dimension) = self.dimension(name.dimension ^ window) else {
                return;
            };
            dimension.long |= name.long;
            match name.role {
                Role::Limit => dimension.limit = number(part),
                // Some servers go on counting below zero.
                Role::Remaining => {
                    dimension.remaining = if part.starts_with(b"-") {
                        0.0
                    } else {
                        number(part)
                    }
                }
                Role::Used => dimension.used = number(part),
                _ => dimension.reset = value.part(start, start + end),
            }
            start += length + 1;
            if start >= bytes.len() {
                return;
            }
        }
    }

    /// `RateLimit: "name";r=0;t=20` and `RateLimit-Policy: "name";q=15;w=60`, and the earlier
    /// drafts' `limit=15, remaining=0, reset=20`. What cannot be read is ignored.
    #[inline(never)]
    fn structured(&mut self, value: Span, bytes: &[u8]) {
        let (mut id, mut start) = (0, 0);
        for item in bytes.split(|byte| matches!(byte, b';' | b',')) {
            let at = start;
            start += item.len() + 1;
            let Some(equals) = item.iter().position(|byte| *byte == b'=') else {
                let hash = Symbol::of(item).0;
                id = (hash ^ (hash >> 16)) as u16;
                continue;
            };
            let amount = number(item.get(equals + 1..).unwrap_or(&[]));
            if amount.is_nan() || amount < 0.0 {
                continue;
            }
            let Some(dimension) = self.dimension(id) else {
                return;
            };
            match item.get(..equals).unwrap_or(&[]).trim_ascii() {
                b"r" | b"remaining" => dimension.remaining = amount,
                b"t" | b"reset" => dimension.reset = value.part(at + equals + 1, at + item.len()),
                b"q" | b"limit" => dimension.limit = amount,
                b"w" => dimension.long |= amount >= 86_400.0,
                _ => {}
            }
        }
    }
}
