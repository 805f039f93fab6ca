//! From facts to meaning: unwraps the body, takes the verdict, gathers the hints.

use std::borrow::Cow;

use super::classification::{Classification, DecidedBy, Text};
use super::envelope::Envelope;
use super::facts::Facts;
use super::json::Document;
use super::kind::{Action, ErrorKind};
use super::prose::{self, Prose};
use super::transport::Thrown;
use super::verdict::{self, Signals};
use super::words as w;
use super::{challenge, hints, markup, reader, text, time};

/// JSON inside a string inside JSON is unwrapped this often.
const MAX_UNWRAPS: usize = 2;
/// A text without structure that is longer is a dump, not a message.
const MAX_PLAIN_TEXT: usize = 1_000;

/// Says what an outcome means. `document` is working space that may be reused.
#[must_use]
pub fn classify<'a>(facts: &Facts<'a>, document: &mut Document) -> Classification<'a> {
    unwrap(facts, document, 0)
}

fn unwrap<'a>(facts: &Facts<'a>, document: &mut Document, unwraps: usize) -> Classification<'a> {
    let mut envelope = Envelope::default();
    open(facts, document, &mut envelope);
    let packed = |text: &&Text<'a>| unwraps < MAX_UNWRAPS && text.starts_with(['{', '[']);
    if let Some(inner) = envelope.message.as_ref().filter(packed) {
        let inner = inner.clone().into_owned();
        let outcome = unwrap(&Facts { body: &inner, ..facts.clone() }, document, unwraps + 1);
        if outcome.message.is_some() || outcome.code.is_some() {
            return own(outcome);
        }
    }
    challenge::read(&mut envelope, &facts.headers);
    assemble(facts, &mut envelope)
}

/// Reads the body. Its first byte says what it is; `Content-Type` lies.
fn open<'a>(facts: &Facts<'a>, document: &mut Document, envelope: &mut Envelope<'a>) {
    let body = facts.text();
    match body.as_bytes().first() {
        Some(b'{' | b'[' | b'"') => {
            document.parse(body.as_bytes());
            if !document.malformed {
                reader::read(document, body, facts, envelope);
            }
        }
        Some(b'<') if markup::is_html(body) => page(body, envelope),
        Some(b'<') => {
            markup::parse_xml(document, body);
            reader::read(document, body, facts, envelope);
        }
        Some(_) => envelope.message = (body.len() <= MAX_PLAIN_TEXT).then_some(Cow::Borrowed(body)),
        None => {}
    }
}

/// An HTML page; behind a 200 its title may say that a gateway failed.
fn page<'a>(body: &'a str, envelope: &mut Envelope<'a>) {
    let message = markup::sentence(body);
    let status = message.and_then(|title| title.get(..3)).and_then(text::number);
    envelope.status = status.filter(|status| (400.0..600.0).contains(status)).map(|status| status as u16);
    envelope.message = message.map(Cow::Borrowed);
}

fn assemble<'a>(facts: &Facts<'a>, envelope: &mut Envelope<'a>) -> Classification<'a> {
    let ok = facts.status.is_none_or(|status| status < 400);
    // Behind a 200 the body's own status counts.
    let status = if ok { envelope.status } else { facts.status };
    let exact = verdict::exact(envelope);
    let prose = match &envelope.message {
        Some(message) if exact.is_none_or(|(kind, _)| needs_words(kind, message)) => Prose::read(message, facts.now_ms),
        _ => Prose::default(),
    };
    let server_now_ms = facts.headers.date.and_then(time::date).unwrap_or(facts.now_ms);
    let wait_ms = hints::wait(&facts.headers, envelope, &prose, server_now_ms);
    let limit = hints::limit(&facts.headers);
    let (kind, decided_by) = if ok && !says_failed(facts, envelope, &prose) {
        (facts.status.map_or(ErrorKind::Unknown, verdict::of_status), DecidedBy::Status)
    } else if envelope.failed_job && status.is_none() && envelope.code.is_none() {
        (ErrorKind::ServerError, DecidedBy::Reason)
    } else {
        let long_limit = limit.is_some_and(|limit| limit.long && limit.remaining == Some(0.0));
        let signals = Signals { envelope, prose: &prose, status, wait_ms, long_limit };
        verdict::decide(&signals, exact)
    };

    let spoken = if is_limit(kind) { prose } else { Prose::default() };
    let quota = hints::quota(envelope, limit, &spoken, facts.now_ms);
    let retryable = retryable(kind, facts, envelope, status);
    let retry_after_ms = wait_ms.or_else(|| {
        // A reset time is a wait only where waiting helps.
        if retryable { hints::wait_for_reset(limit, quota.as_ref(), server_now_ms, facts.now_ms) } else { None }
    });
    hints::urls_in_message(envelope);
    if envelope.message.is_none() {
        envelope.message = hints::message_of_fields(envelope);
    }
    if matches!(kind, ErrorKind::TierLocked | ErrorKind::QuotaExhausted) && envelope.plan.required.is_none() {
        envelope.plan.required = envelope.message.as_ref().and_then(hints::plan_in_message);
    }
    let action = action(kind, retryable, envelope, prose);
    Classification {
        kind,
        action,
        retryable,
        retry_after_ms,
        status: facts.status,
        code: envelope.code.take().map(|code| code.text),
        message: envelope.message.take(),
        kind_type: envelope.error_type.take(),
        quota,
        plan: (!envelope.plan.is_empty()).then(|| std::mem::take(&mut envelope.plan)),
        fields: std::mem::take(&mut envelope.fields),
        request_id: envelope.request_id.take(),
        docs_url: envelope.docs_url.take(),
        upgrade_url: envelope.upgrade_url.take(),
        decided_by,
    }
}

/// Whether the words of the message matter although the code has decided: for the wait and the
/// amounts, which are numbers, or for what to do.
fn needs_words(kind: ErrorKind, message: &str) -> bool {
    let has_number = || message.bytes().any(|byte| byte.is_ascii_digit());
    match kind {
        ErrorKind::Unauthorized | ErrorKind::TokenExpired => true,
        _ => (is_limit(kind) || kind.retryable()) && has_number(),
    }
}

fn is_limit(kind: ErrorKind) -> bool {
    use ErrorKind::{ConcurrencyLimited, QuotaExhausted, RateLimited, TierLocked};
    matches!(kind, RateLimited | QuotaExhausted | TierLocked | ConcurrencyLimited)
}

/// Whether a response without an error status says that something failed.
fn says_failed(facts: &Facts<'_>, envelope: &Envelope<'_>, prose: &Prose) -> bool {
    let spoken = envelope.code.is_some() || envelope.message.is_some();
    envelope.failed
        || envelope.status.is_some()
        || (facts.status.is_none() && spoken)
        // A sentence with a limit in the place of data: some APIs answer so.
        || (prose.concepts.any(w::LIMIT) && prose.limit.is_some())
}

/// Whether the same request may succeed later: the kind, then what the server says outright.
fn retryable(kind: ErrorKind, facts: &Facts<'_>, envelope: &Envelope<'_>, status: Option<u16>) -> bool {
    use ErrorKind::*;
    let never = matches!(
        kind,
        Unauthorized
            | TokenExpired
            | Forbidden
            | AccountSuspended
            | RegionBlocked
            | TierLocked
            | QuotaExhausted
            | PaymentRequired
            | PaymentDeclined
            | NotError
    );
    match facts.headers.should_retry.or(envelope.retryable) {
        Some(flag) => flag && !never,
        None if envelope.terminal || envelope.failed_job => false,
        None if kind == ServerError && matches!(status, Some(501 | 505)) => false,
        None => kind.retryable(),
    }
}

fn action(kind: ErrorKind, retryable: bool, envelope: &Envelope<'_>, prose: Prose) -> Action {
    let words = || {
        let code = envelope.code.as_ref().map_or(w::Concepts(0), |code| prose::concepts(&code.text));
        prose.concepts.and(code)
    };
    match kind {
        ErrorKind::QuotaExhausted => match words() {
            words if words.any(w::SPENDING) => Action::RaiseLimit,
            words if words.any(w::CREDIT) => Action::AddCredits,
            _ => Action::Upgrade,
        },
        // A key is replaced; a session or its token is renewed by signing in.
        ErrorKind::Unauthorized | ErrorKind::TokenExpired => match words() {
            words if words.any(w::KEY) => Action::RotateKey,
            words if words.any(w::TOKEN.and(w::SESSION)) || kind == ErrorKind::TokenExpired => Action::SignIn,
            // Nobody has said who they are.
            words if words.all(w::NOT.and(w::MISSING)) => Action::SignIn,
            _ => Action::RotateKey,
        },
        ErrorKind::Conflict if retryable => Action::Retry,
        ErrorKind::ServerError if !retryable => Action::ContactSupport,
        _ => kind.action(),
    }
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
    // An address that cannot work is the request's fault.
    let hopeless = kind == ErrorKind::Network && !retryable;
    Classification {
        kind,
        action: if hopeless { Action::FixRequest } else { kind.action() },
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
