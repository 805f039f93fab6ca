//! From facts to meaning: unwraps the body, takes the verdict, reads the hints.

use std::borrow::Cow;

use super::classification::{Classification, DecidedBy, Quota, Text, Window};
use super::envelope::{self, Envelope, Rank};
use super::facts::Facts;
use super::headers::{Dimension, Headers};
use super::json::Document;
use super::kind::{Action, ErrorKind};
use super::prose::{self, Prose};
use super::transport::Thrown;
use super::verdict::{self, Signals};
use super::words as w;
use super::{markup, text, time};

/// JSON inside a string inside JSON is unwrapped this often.
const MAX_UNWRAPS: usize = 2;

/// Says what an outcome means. `document` is working space that may be reused.
#[must_use]
pub fn classify<'a>(facts: &Facts<'a>, document: &mut Document) -> Classification<'a> {
    unwrap(facts, document, 0)
}

fn unwrap<'a>(facts: &Facts<'a>, document: &mut Document, unwraps: usize) -> Classification<'a> {
    let body = facts.text();
    let mut envelope = match body.bytes().next() {
        Some(b'{' | b'[' | b'"') => {
            document.parse(body.as_bytes());
            if document.malformed { Envelope::default() } else {
                envelope::read(document, body, facts.status, facts.now_ms)
            }
        }
        Some(b'<') if markup::is_html(body) => page(body),
        Some(b'<') => {
            markup::parse_xml(document, body);
            envelope::read(document, body, facts.status, facts.now_ms)
        }
        Some(_) => Envelope {
            message: (body.len() <= MAX_PLAIN_TEXT).then_some(Cow::Borrowed(body)),
            ..Envelope::default()
        },
        None => Envelope::default(),
    };
    if let Some(inner) = envelope.message.as_ref().filter(|text| text.starts_with(['{', '['])) {
        if unwraps < MAX_UNWRAPS {
            let inner = inner.clone().into_owned();
            let within = Facts { body: &inner, ..facts.clone() };
            let outcome = unwrap(&within, document, unwraps + 1);
            if outcome.message.is_some() || outcome.code.is_some() {
                return own(outcome);
            }
        }
    }
    from_headers(&mut envelope, &facts.headers);
    assemble(facts, envelope)
}

/// A text without structure that is longer is a dump, not a message.
const MAX_PLAIN_TEXT: usize = 1_000;

/// An HTML page; behind a 200 its title may say that a gateway failed.
fn page(body: &str) -> Envelope<'_> {
    let message = markup::sentence(body);
    let status = message.and_then(|title| title.get(..3)).and_then(text::number);
    Envelope {
        message: message.map(Cow::Borrowed),
        status: status.filter(|status| (400.0..600.0).contains(status)).map(|status| status as u16),
        ..Envelope::default()
    }
}

/// What headers say where the body says nothing.
fn from_headers<'a>(envelope: &mut Envelope<'a>, headers: &Headers<'a>) {
    if let Some(error_type) = headers.error_type {
        // AWS restJson1: the name ends at a colon; the body's `type` says who is at fault.
        let name = error_type.split([':', ',']).next().unwrap_or(error_type);
        envelope.code = Some((Cow::Borrowed(name), Rank::Code));
    }
    let unnamed = envelope.code.as_ref().is_none_or(|(_, rank)| *rank >= Rank::Title);
    if let Some(challenge) = headers.www_authenticate.filter(|_| unnamed) {
        bearer(envelope, challenge);
    }
    if let Some(status) = headers.proxy_status.filter(|_| envelope.code.is_none()) {
        if let Some(code) = parameter(status, "error") {
            envelope.code = Some((Cow::Borrowed(code), Rank::Code));
        }
    }
    if envelope.request_id.is_none() {
        envelope.request_id = headers.request_id.or(headers.trace_id).map(Cow::Borrowed);
    }
}

/// `WWW-Authenticate`: RFC 6750 §3 (`error="…", error_description="…"`), and Facebook's list of
/// quoted strings (`OAuth "Facebook Platform" "code" "(#4) message"`).
fn bearer<'a>(envelope: &mut Envelope<'a>, challenge: &'a str) {
    if let Some(code) = parameter(challenge, "error") {
        envelope.code = Some((Cow::Borrowed(code), Rank::Code));
        if envelope.message.is_none() {
            envelope.message = parameter(challenge, "error_description").map(Cow::Borrowed);
        }
    } else if let Some(message) = challenge.rsplit('"').nth(1).filter(|last| last.starts_with("(#")) {
        let digits = message.get(2..).and_then(|rest| rest.split(')').next());
        envelope.code = digits.map(|digits| (Cow::Borrowed(digits), Rank::Number));
        envelope.message = Some(Cow::Borrowed(message));
    }
}

/// The value of `name="value"` or `name=value` in a header.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('=') {
        let key = before.rsplit([' ', ',', ';']).next().unwrap_or(before);
        let (value, tail) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find([',', ';', ' ']).unwrap_or(after.len())),
        };
        if key == name {
            return Some(value);
        }
        rest = tail;
    }
    None
}

fn assemble<'a>(facts: &Facts<'a>, mut envelope: Envelope<'a>) -> Classification<'a> {
    let headers = &facts.headers;
    let ok = facts.status.is_none_or(|status| status < 400);
    let status = if ok { envelope.status.or(facts.status.filter(|status| *status >= 300)) } else { facts.status };
    let prose = envelope.message.as_ref().map_or_else(Prose::default, |text| Prose::read(text, facts.now_ms));
    let now = server_clock(facts);
    let explicit = explicit_wait(headers, &envelope, &prose, now);
    let dimension = dimension(headers.dimensions());
    let signals = Signals {
        envelope: &envelope,
        prose: &prose,
        status,
        wait_ms: explicit,
        long_limit: dimension.is_some_and(|limit| limit.long && limit.remaining == Some(0.0)),
    };
    let (kind, decided_by) = if ok && !says_failed(facts, &envelope, status, &prose) {
        (facts.status.map_or(ErrorKind::Unknown, verdict::of_status), DecidedBy::Status)
    } else if envelope.failed_job && status.is_none() && envelope.code.is_none() {
        (ErrorKind::ServerError, DecidedBy::Reason)
    } else {
        verdict::decide(&signals)
    };

    let quota = quota(&envelope, &prose, dimension, kind, facts.now_ms);
    let retryable = retryable(kind, facts, &envelope, status);
    let reset_wait = || {
        let exhausted = dimension.filter(|limit| limit.remaining.is_none_or(|left| left == 0.0));
        exhausted
            .and_then(|limit| time::reset(limit.reset?, now))
            .map(|at| at - now)
            .or_else(|| quota.and_then(|quota| quota.reset_at).map(|at| at - facts.now_ms))
            .filter(|wait| *wait > 0.0)
    };
    let retry_after_ms = explicit.or_else(|| if retryable { reset_wait() } else { None });

    urls_in_message(&mut envelope);
    if envelope.message.is_none() && decided_by != DecidedBy::Transport {
        envelope.message = message_of_fields(&envelope);
    }
    if kind == ErrorKind::TierLocked && envelope.plan.required.is_none() {
        envelope.plan.required = plan_in_message(envelope.message.as_ref());
    }
    let plan = (envelope.plan != Default::default()).then_some(envelope.plan);
    Classification {
        kind,
        action: action(kind, retryable, &prose, envelope.code.as_ref().map(|(code, _)| code), envelope.failed_job),
        retryable,
        retry_after_ms,
        status: facts.status,
        code: envelope.code.map(|(code, _)| code),
        message: envelope.message,
        kind_type: envelope.error_type,
        quota,
        plan,
        fields: envelope.fields,
        request_id: envelope.request_id,
        docs_url: envelope.docs_url,
        upgrade_url: envelope.upgrade_url,
        decided_by,
    }
}

/// Whether a response without an error status says that something failed.
fn says_failed(facts: &Facts<'_>, envelope: &Envelope<'_>, status: Option<u16>, prose: &Prose) -> bool {
    let spoken = envelope.code.is_some() || envelope.message.is_some();
    envelope.failed
        || status.is_some_and(|status| status >= 400)
        || (facts.status.is_none() && spoken)
        // Data that speaks of a limit that it has hit: some APIs answer so.
        || (prose.concepts.any(w::LIMIT) && prose.limit.is_some() && envelope.message.is_some())
}

/// The server's clock, so that a date from it means the wait that it meant.
fn server_clock(facts: &Facts<'_>) -> f64 {
    facts.headers.date.and_then(time::date).unwrap_or(facts.now_ms)
}

/// A wait that the server asks for in so many words, in milliseconds.
fn explicit_wait(headers: &Headers<'_>, envelope: &Envelope<'_>, prose: &Prose, now: f64) -> Option<f64> {
    let wait = headers
        .retry_after_ms
        .and_then(text::number)
        .filter(|wait| *wait >= 0.0)
        .or_else(|| headers.retry_after.and_then(|value| time::retry_after(value, now)))
        .or(envelope.retry_after_ms)
        .or(prose.wait_ms)?;
    Some(wait.min(time::YEAR))
}

/// Of several limits the one that is used up; else the first.
fn dimension<'h, 'a>(dimensions: &'h [Dimension<'a>]) -> Option<&'h Dimension<'a>> {
    dimensions.iter().find(|limit| limit.remaining == Some(0.0)).or(dimensions.first())
}

fn quota(
    envelope: &Envelope<'_>,
    prose: &Prose,
    dimension: Option<&Dimension<'_>>,
    kind: ErrorKind,
    now_ms: f64,
) -> Option<Quota> {
    let header = dimension.copied().unwrap_or_default();
    let said = matches!(kind, ErrorKind::RateLimited | ErrorKind::QuotaExhausted | ErrorKind::TierLocked | ErrorKind::ConcurrencyLimited);
    let prose = if said { *prose } else { Prose::default() };
    let mut quota = envelope.quota;
    quota.limit = quota.limit.or(header.limit).or(prose.limit);
    quota.used = quota.used.or(header.used).or(prose.used);
    quota.remaining = quota.remaining.or(header.remaining).or(prose.remaining);
    quota.reset_at = quota
        .reset_at
        .or_else(|| header.reset.and_then(|reset| time::reset(reset, now_ms)))
        .or(prose.reset_at);
    if quota == Quota::default() {
        return None;
    }
    if envelope.slots {
        quota.window = Some(Window::Concurrent);
    }
    Some(quota)
}

/// Whether the same request may succeed later: the kind, then what the server says outright.
fn retryable(kind: ErrorKind, facts: &Facts<'_>, envelope: &Envelope<'_>, status: Option<u16>) -> bool {
    use ErrorKind::*;
    let flag = facts.headers.should_retry.or(envelope.retryable);
    let never = matches!(
        kind,
        Unauthorized | TokenExpired | Forbidden | AccountSuspended | RegionBlocked | TierLocked
            | QuotaExhausted | PaymentRequired | PaymentDeclined | NotError
    );
    match flag {
        Some(true) => !never,
        Some(false) => false,
        None if envelope.terminal || envelope.failed_job => false,
        None if kind == ServerError && matches!(status, Some(501 | 505)) => false,
        None => kind.retryable(),
    }
}

fn action(kind: ErrorKind, retryable: bool, prose: &Prose, code: Option<&Text<'_>>, failed_job: bool) -> Action {
    let words = prose.concepts.and(code.map_or(w::Concepts(0), |code| prose::concepts(code)));
    match kind {
        ErrorKind::ServerError if failed_job => Action::ContactSupport,
        ErrorKind::QuotaExhausted if words.any(w::SPENDING) => Action::RaiseLimit,
        ErrorKind::QuotaExhausted if words.any(w::CREDIT) => Action::AddCredits,
        // A key is replaced; a session or its token is renewed by signing in.
        ErrorKind::Unauthorized | ErrorKind::TokenExpired if words.any(w::KEY) => Action::RotateKey,
        ErrorKind::Unauthorized if !words.any(w::TOKEN.and(w::SESSION)) => Action::RotateKey,
        _ if retryable && kind.action() == Action::UseExisting => Action::Retry,
        ErrorKind::ServerError if !retryable => Action::ContactSupport,
        _ => kind.action(),
    }
}

/// URLs in the message, where no member of the body holds one: the first that sells something
/// goes to `upgrade_url`, the first other one to `docs_url`.
fn urls_in_message(envelope: &mut Envelope<'_>) {
    let Some(message) = envelope.message.as_ref() else { return };
    let mut rest = message.as_ref();
    while let Some(at) = rest.find("http") {
        rest = rest.get(at..).unwrap_or("");
        let end = rest.find([' ', '\n', '"', '\'', '<', '>', ')', ',']).unwrap_or(rest.len());
        let url = rest.get(..end).unwrap_or("").trim_end_matches(['.', ':', ';']);
        rest = rest.get(end.max(4)..).unwrap_or("");
        if text::safe_url(url).is_none() {
            continue;
        }
        let sells = prose::concepts(url).any(w::BILLING.and(w::UPGRADE).and(w::PLAN).and(w::QUOTA).and(w::SALES));
        let slot = if sells { &mut envelope.upgrade_url } else { &mut envelope.docs_url };
        slot.get_or_insert_with(|| Cow::Owned(url.to_owned()));
    }
}

/// Where a map of fields is all there is, its first entry is the message.
fn message_of_fields<'a>(envelope: &Envelope<'a>) -> Option<Text<'a>> {
    let field = envelope.fields.first()?;
    let message = field.message.as_ref()?;
    if message.bytes().next()?.is_ascii_lowercase() {
        return Some(Cow::Owned([field.path.as_ref(), message].join(" ")));
    }
    Some(message.clone())
}

/// The plan that a message names: the capitalised word in front of "plan" or "tier", or behind
/// "upgrade to".
fn plan_in_message<'a>(message: Option<&Text<'a>>) -> Option<Text<'a>> {
    let Some(Cow::Borrowed(message)) = message else { return None };
    let mut before: Option<&'a str> = None;
    let mut upgrade = false;
    for word in message.split([' ', ',', '.']) {
        let named = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
        if upgrade && named {
            return Some(Cow::Borrowed(word));
        }
        if matches!(word, "plan" | "tier" | "Plan" | "Tier") {
            if let Some(name) = before.filter(|_| named || word.starts_with(['p', 't'])) {
                return Some(Cow::Borrowed(name));
            }
        }
        upgrade = word == "to" && before.is_none() || (upgrade && word == "to");
        before = named.then_some(word);
    }
    None
}

/// Copies what is borrowed, for a result that outlives an unwrapped body.
fn own<'a>(from: Classification<'_>) -> Classification<'a> {
    let text = |text: Option<Text<'_>>| text.map(|text| Cow::Owned(text.into_owned()));
    Classification {
        kind: from.kind,
        action: from.action,
        retryable: from.retryable,
        retry_after_ms: from.retry_after_ms,
        status: from.status,
        code: text(from.code),
        message: text(from.message),
        kind_type: text(from.kind_type),
        quota: from.quota,
        plan: None,
        fields: Vec::new(),
        request_id: text(from.request_id),
        docs_url: text(from.docs_url),
        upgrade_url: text(from.upgrade_url),
        decided_by: from.decided_by,
    }
}

/// Says what a thrown value means that brought no response.
#[must_use]
pub fn classify_thrown<'a>(thrown: &Thrown<'a>) -> Classification<'a> {
    let (kind, retryable) = thrown.kind();
    let text = |text: &'a str| (!text.is_empty()).then_some(Cow::Borrowed(text));
    Classification {
        kind,
        action: if retryable { kind.action() } else { action_of_thrown(kind) },
        retryable,
        retry_after_ms: None,
        status: None,
        code: text(thrown.code),
        message: text(thrown.message),
        kind_type: text(thrown.name),
        quota: None,
        plan: None,
        fields: Vec::new(),
        request_id: None,
        docs_url: None,
        upgrade_url: None,
        decided_by: DecidedBy::Transport,
    }
}

/// An address that cannot work is the request's fault.
fn action_of_thrown(kind: ErrorKind) -> Action {
    if kind == ErrorKind::Network { Action::FixRequest } else { kind.action() }
}
