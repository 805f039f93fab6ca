//! The response headers that say something about an error.
//!
//! A header's name is recognised once ([`HeaderName::recognise`]) and travels as a number from
//! then on; the values are taken apart here.

use super::span::Span;
use super::symbol::{Symbol, Table};
use super::text::{self, number};
use super::words;
use super::workspace::Workspace;

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident = $names:literal,)+) => {
        /// What a header is good for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
        #[repr(u8)]
        pub enum Role { $($(#[doc = $doc])+ $role,)+ }

        const ROLES: &[Role] = &[$(Role::$role,)+];
        const NAMES: &str = concat!($($names, "\n",)+);
    };
}

// To read another header, add its name to its line.
roles! {
    /// `Retry-After`: RFC 9110 §10.2.3.
    RetryAfter = "retry-after",
    /// `Retry-After-Ms` (OpenAI, Azure) and `X-Ms-Retry-After-Ms` (Azure).
    RetryAfterMs = "retry-after-ms x-ms-retry-after-ms",
    /// `X-Should-Retry` (Stainless SDKs), `Stripe-Should-Retry`.
    ShouldRetry = "x-should-retry stripe-should-retry",
    /// `Date`: RFC 9110 §6.6.1, the server's clock.
    Date = "date",
    /// An identifier of the request.
    RequestId =
        "request-id x-amzn-requestid x-correlation-id",
    /// An identifier that a proxy or CDN gave, used where the server gave none.
    TraceId = "cf-ray x-amz-cf-id x-vercel-id x-trace-id x-cloud-trace-context",
    /// `WWW-Authenticate`: RFC 9110 §11.6.1, RFC 6750 §3.
    WwwAuthenticate = "www-authenticate",
    /// `X-Amzn-ErrorType`: AWS restJson1.
    ErrorType = "x-amzn-errortype",
    /// `Proxy-Status`: RFC 9209.
    ProxyStatus = "proxy-status",
    /// `RateLimit` and `RateLimit-Policy`: draft-ietf-httpapi-ratelimit-headers.
    RateLimit = "ratelimit ratelimit-policy",
    // From here on: words of the `X-RateLimit-*` family, not whole names.
    /// The limit.
    Limit = "limit",
    /// What remains of it.
    Remaining = "remaining",
    /// What is used up of it.
    Used = "used",
    /// When it resets.
    Reset = "reset resettime",
}

impl Role {
    /// The table of the names.
    #[must_use]
    pub fn table() -> Table {
        Table::new(NAMES, 64, false)
    }

    fn of(name: Symbol, headers: &Table) -> Option<Role> {
        ROLES.get(usize::from(headers.get(name)?)).copied()
    }
}

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
    pub fn recognise(name: &[u8], headers: &Table, words: &Table) -> Option<HeaderName> {
        const RATE: Symbol = Symbol::of(b"rate");
        const AFTER: Symbol = Symbol::of(b"after");
        const REQUEST_ID: Symbol = Symbol::of(b"request-id");
        const CLIENT: &[u8] = b"client-";
        let (mut whole, mut vendor) = (Role::of(Symbol::of(name), headers), 0);
        if whole.is_none()
            && let Some(at) = name.len().checked_sub(b"request-id".len())
            && let Some((front, id)) = name.split_at_checked(at)
            && Symbol::of(id) == REQUEST_ID
            // The caller's own, sent back.
            && !text::begins(front.get(at.wrapping_sub(CLIENT.len())..).unwrap_or(&[]), CLIENT)
        {
            (whole, vendor) = (Some(Role::RequestId), 1);
        }
        if let Some(role) = whole.filter(|role| *role < Role::Limit) {
            return Some(HeaderName {
                role,
                dimension: vendor,
                long: false,
            });
        }
        // The family: [vendor-]ratelimit or rate-limit, a dimension before or behind, and a role.
        let (mut family, mut rate, mut long) = (false, false, false);
        let (mut role, mut dimension) = (None, 0u32);
        for word in name.split(|byte| matches!(byte, b'-' | b'_')) {
            let symbol = Symbol::of(word);
            match Role::of(symbol, headers) {
                Some(Role::RateLimit) => family = true,
                Some(Role::Limit) if rate => family = true,
                Some(known) if known >= Role::Limit => role = Some(known),
                _ if family && symbol != AFTER => {
                    let stem = Symbol::stem(word);
                    dimension = stem.0;
                    long = words::concept(stem, words).any(words::LONG);
                }
                _ => {}
            }
            rate = symbol == RATE;
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
        let role = *ROLES.get((bits & 0xFF).checked_sub(1)? as usize)?;
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
            // A vendor's does not replace one without a name in front.
            Role::RequestId if name.dimension != 0 && self.request_id.is_some() => return,
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
        let dated = text::holds(bytes, b':');
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
