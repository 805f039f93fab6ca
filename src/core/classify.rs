//! From facts to meaning: unwraps the body, takes the verdict, gathers the hints.

use super::classification::{Classification, DecidedBy};
use super::envelope::Envelope;
use super::facts::Facts;
use super::json::{self, End};
use super::kind::{Action, ErrorKind};
use super::lexicon::Sense;
use super::prose::{self, Prose};
use super::rule::{self, RuleSet, Ruling};
use super::span::Span;
use super::symbol::Symbol;
use super::transport::Thrown;
use super::verdict::{self, Signals, Verdict};
use super::words::{self as w, Concepts};
use super::workspace::Workspace;
use super::{challenge, hints, markup, reader, text, time};

/// JSON inside a string inside JSON is unwrapped this often.
const MAX_UNWRAPS: usize = 2;
/// A text without structure that is longer is a dump, not a message.
const MAX_PLAIN_TEXT: usize = 1_000;

/// Says what an outcome means. The texts of the facts and of the result stand in the workspace.
#[must_use]
pub fn classify(facts: &Facts, ws: &mut Workspace) -> Classification {
    classify_by(None, facts, ws)
}

/// The same, by rules of the caller's, which are applied first.
#[must_use]
pub fn classify_by(rules: Option<&RuleSet>, facts: &Facts, ws: &mut Workspace) -> Classification {
    let mut envelope = Envelope::NOTHING;
    classify_into(rules, facts, ws, &mut envelope);
    envelope.said
}

/// The same, in place: what the envelope said becomes what it means.
pub fn classify_into(
    rules: Option<&RuleSet>,
    facts: &Facts,
    ws: &mut Workspace,
    envelope: &mut Envelope,
) {
    open(facts, facts.body, ws, envelope);
    let found = rules.map(|rules| rules.read(facts, envelope.said.code, ws));
    for _ in 0..MAX_UNWRAPS {
        if !matches!(ws.bytes(envelope.said.message).first(), Some(b'{' | b'['))
            || !unwrap(facts, ws, envelope)
        {
            break;
        }
    }
    challenge::read(envelope, &facts.headers, ws);
    let mut ruling = Ruling::default();
    if let (Some(rules), Some(found)) = (rules, found) {
        rule::apply(found, envelope, ws);
        ruling = rules.judge(facts, envelope.said.code, ws);
    }
    assemble(facts, envelope, ruling, ws);
}

/// Reads the JSON that is the message, and whether it says anything.
fn unwrap(facts: &Facts, ws: &mut Workspace, envelope: &mut Envelope) -> bool {
    let mut inner = Envelope::NOTHING;
    open(facts, envelope.said.message, ws, &mut inner);
    let speaks = inner.said.message.is_some() || inner.said.code.is_some();
    if speaks {
        *envelope = inner;
    }
    speaks
}

/// Reads the body. Its first byte says what it is; `Content-Type` lies.
fn open(facts: &Facts, body: Span, ws: &mut Workspace, envelope: &mut Envelope) {
    let bytes = ws.bytes(body);
    let rest = bytes
        .strip_prefix("\u{FEFF}".as_bytes())
        .unwrap_or(bytes)
        .trim_ascii_start();
    let start = body.start as usize + bytes.len() - rest.len();
    let body = Span::new(start, start + rest.trim_ascii_end().len());
    match rest.first() {
        Some(b'{' | b'[' | b'"') => {
            let end = json::parse(&ws.input, body, &ws.keys, &mut ws.nodes);
            // What breaks the grammar is not believed.
            match end {
                End::Whole => reader::read(ws, facts, envelope),
                End::Malformed => ws.nodes.clear(),
            }
        }
        Some(b'<') if markup::is_html(rest) => {
            // Behind a 200 the title may say that a gateway failed.
            envelope.said.message = markup::sentence(ws, body);
            let title = ws.bytes(envelope.said.message);
            let status = text::number(title.get(..3).unwrap_or(&[]));
            if (400.0..600.0).contains(&status) {
                envelope.status = status as u16;
            }
        }
        Some(b'<') => {
            markup::parse_xml(ws, body);
            reader::read(ws, facts, envelope);
        }
        Some(_) if body.len() <= MAX_PLAIN_TEXT => envelope.said.message = body,
        _ => {}
    }
}

fn assemble(facts: &Facts, envelope: &mut Envelope, ruling: Ruling, ws: &mut Workspace) {
    let ok = facts.status < 400;
    // Behind a 200 the body's own status counts.
    let status = if ok { envelope.status } else { facts.status };
    let (mut exact, class) = verdict::exact(envelope, ws);
    if let Some(kind) = ruling.kind {
        exact = Some((kind, DecidedBy::Rule));
    }
    if status >= 500 && !envelope.said.message.is_some() {
        // No input is at fault, so that a map of "fields" holds what happened.
        envelope.said.message = hints::message_of_fields(ws);
    }
    let message = ws.bytes(envelope.said.message);
    let mut prose = Prose::NOTHING;
    if exact.is_none_or(|(kind, _)| needs_words(kind, message)) {
        prose.read(message, facts.now_ms, &ws.words);
    }
    let mut server_now_ms = facts.now_ms;
    if facts.headers.date.is_some() {
        // The server's clock: a date from it then means the wait that it meant.
        server_now_ms = hints::or(
            time::date(ws.bytes(facts.headers.date), facts.now_ms),
            facts.now_ms,
        );
    }
    let wait_ms = hints::wait(&facts.headers, envelope, &prose, server_now_ms, ws);
    let limit = hints::limit(&facts.headers);
    let signals = Signals {
        envelope,
        prose: &prose,
        status,
        wait_ms,
        long_limit: limit.is_some_and(|limit| {
            limit.remaining == 0.0 && (limit.long || is_far(limit.reset, server_now_ms, ws))
        }),
    };
    let verdict = judge(facts, &signals, exact, class, ws);
    let (kind, decided_by) = settle(verdict, envelope, ws);
    let spoken = if is_limit(kind) || kind == ErrorKind::PayloadTooLarge {
        &prose
    } else {
        &Prose::NOTHING
    };
    hints::quota(envelope, limit, spoken, facts.now_ms, ws);
    let flag = facts.headers.should_retry.or(envelope.retryable);
    let retryable = ruling
        .retryable
        .unwrap_or_else(|| retryable((kind, decided_by), flag, envelope, status, ws));
    let action = ruling
        .action
        .unwrap_or_else(|| action(kind, retryable, envelope, &prose, ws));
    let said = &mut envelope.said;
    said.retry_after_ms = wait_ms;
    let left = said.remaining > 0.0;
    if retryable && is_limit(kind) && !left && wait_ms.is_nan() {
        // A reset time is a wait only where the limit is what failed.
        said.retry_after_ms =
            hints::wait_for_reset(limit, said.reset_at, server_now_ms, facts.now_ms, ws);
    }
    hints::urls_in_message(said, ws);
    if !said.message.is_some() {
        said.message = hints::message_of_fields(ws);
    }
    if matches!(kind, ErrorKind::TierLocked | ErrorKind::QuotaExhausted)
        && !said.required_plan.is_some()
    {
        said.required_plan = hints::plan_in_message(said.message, ws);
    }
    said.limit = text::finite(said.limit);
    said.used = text::finite(said.used);
    said.remaining = text::finite(said.remaining);
    said.kind = kind;
    said.action = action;
    said.retryable = retryable;
    said.told_to_retry = retryable && flag == Some(true);
    said.decided_by = decided_by;
    said.status = facts.status;
}

/// Which kind it is: what decides for certain, else what the signals say.
fn judge(
    facts: &Facts,
    signals: &Signals<'_>,
    exact: Option<Verdict>,
    class: Option<Sense>,
    ws: &Workspace,
) -> Verdict {
    let envelope = signals.envelope;
    if !matches!(exact, Some((_, DecidedBy::Rule))) {
        if facts.status < 400 && !says_failed(facts, envelope, signals.prose) {
            let kind = match facts.status {
                0 => ErrorKind::Unknown,
                status => verdict::of_status(status),
            };
            return (kind, DecidedBy::Status);
        }
        if envelope.failed_job && signals.status == 0 && !envelope.said.code.is_some() {
            return (ErrorKind::ServerError, DecidedBy::Reason);
        }
    }
    exact.unwrap_or_else(|| verdict::decide(signals, class, ws))
}

/// Whether a limit resets too far from now for a matter of pace.
fn is_far(reset: Span, now_ms: f64, ws: &Workspace) -> bool {
    time::reset(ws.bytes(reset), now_ms) - now_ms > verdict::SHORT_WAIT_MS
}

/// A failure that names itself final, and a job that failed, are the server's.
fn settle((kind, by): Verdict, envelope: &mut Envelope, ws: &Workspace) -> Verdict {
    use ErrorKind::{ServerError, Unknown, Upstream};
    if by == DecidedBy::Rule {
        return (kind, by);
    }
    if envelope.failed_job && kind == Unknown {
        return (ServerError, DecidedBy::Reason);
    }
    if matches!(kind, ServerError | Upstream)
        && prose::concepts(ws.bytes(envelope.said.code), &ws.words).any(w::TERMINAL)
    {
        envelope.terminal = true;
        return (ServerError, by);
    }
    (kind, by)
}

/// Whether the words of the message matter although the code has decided: for the wait and the
/// amounts, which are numbers, or for what to do.
fn needs_words(kind: ErrorKind, message: &[u8]) -> bool {
    match kind {
        ErrorKind::Unauthorized | ErrorKind::TokenExpired => true,
        _ => (is_limit(kind) || kind.retryable()) && message.iter().any(u8::is_ascii_digit),
    }
}

fn is_limit(kind: ErrorKind) -> bool {
    use ErrorKind::{ConcurrencyLimited, QuotaExhausted, RateLimited, TierLocked};
    matches!(
        kind,
        RateLimited | QuotaExhausted | TierLocked | ConcurrencyLimited
    )
}

/// Whether a response without an error status says that something failed.
fn says_failed(facts: &Facts, envelope: &Envelope, prose: &Prose) -> bool {
    let spoken = envelope.said.code.is_some() || envelope.said.message.is_some();
    let [limit, ..] = prose.amounts;
    envelope.failed
        || envelope.status != 0
        || (facts.status == 0 && spoken)
        // A sentence with a limit in the place of data: some APIs answer so.
        || (prose.concepts.any(w::LIMIT) && !limit.is_nan())
}

/// Whether a conflict is over once the other request is: an idempotency key in use, a transaction
/// that lost against another (gRPC ABORTED, S3 OperationAborted), a lock that was not free in time,
/// a state that the server calls transient, what is busy or in progress, an operation that is
/// running.
fn passes(kind: ErrorKind, envelope: &Envelope, ws: &Workspace) -> bool {
    let said = &envelope.said;
    let words = |texts: &[Span]| verdict::words_of(texts, ws);
    let code = words(&[said.code, said.error_type]).and(words(envelope.reasons.as_slice()));
    let message = words(&[said.message]).and(words(envelope.asides.as_slice()));
    let all = code.and(message);
    if kind == ErrorKind::IdempotencyConflict {
        return all.any(
            w::LOADING
                .and(w::CONCURRENT)
                .and(w::UNDERWAY)
                .and(w::PROGRESS),
        ) || Symbol::of(ws.bytes(said.code)) == Symbol::of(b"idempotency_key_in_use");
    }
    code.any(w::ABORTED)
        || all.any(w::COLLISION.and(w::BUSY).and(w::PROGRESS))
        || all.all(w::LOCK.and(w::TIMEOUT))
        || (all.any(w::UNDERWAY) && all.any(w::REQUEST) && !all.any(w::EXCEEDED))
}

/// Whether the same request may succeed later: the kind, then what the server says outright.
fn retryable(
    (kind, by): Verdict,
    flag: Option<bool>,
    envelope: &Envelope,
    status: u16,
    ws: &Workspace,
) -> bool {
    use ErrorKind::*;
    // A server that says "retry" of these means after something else has happened.
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
    match flag {
        Some(flag) => flag && !never,
        // The caller knows better than the rest of the body.
        None if by == DecidedBy::Rule => kind.retryable(),
        None if envelope.terminal || envelope.failed_job => false,
        None if kind == ServerError && matches!(status, 501 | 505) => false,
        None if matches!(kind, Conflict | IdempotencyConflict) => passes(kind, envelope, ws),
        None => kind.retryable(),
    }
}

fn action(
    kind: ErrorKind,
    retryable: bool,
    envelope: &Envelope,
    prose: &Prose,
    ws: &Workspace,
) -> Action {
    use ErrorKind::{
        Conflict, IdempotencyConflict, QuotaExhausted, ServerError, TokenExpired, Unauthorized,
    };
    let mut words = Concepts(0);
    if matches!(kind, QuotaExhausted | Unauthorized | TokenExpired) {
        words = prose
            .concepts
            .and(prose::concepts(ws.bytes(envelope.said.code), &ws.words));
    }
    match kind {
        QuotaExhausted if words.any(w::SPENDING) => Action::RaiseLimit,
        QuotaExhausted if words.any(w::CREDIT) => Action::AddCredits,
        // A key is replaced; a session or its token is renewed by signing in.
        Unauthorized | TokenExpired if words.any(w::KEY) => Action::RotateKey,
        // Nobody has said who they are.
        Unauthorized
            if !words.any(w::TOKEN.and(w::SESSION)) && !words.all(w::NOT.and(w::MISSING)) =>
        {
            Action::RotateKey
        }
        Conflict | IdempotencyConflict if retryable => Action::Retry,
        ServerError if !retryable => Action::ContactSupport,
        _ => kind.action(),
    }
}

/// Says what a thrown value means that brought no response. Name, message and code stand behind
/// one another in the workspace.
#[must_use]
pub fn classify_thrown(
    name: Span,
    message: Span,
    code: Span,
    offline: bool,
    rules: Option<&RuleSet>,
    ws: &mut Workspace,
) -> Classification {
    let ruling = rules.map_or(Ruling::default(), |rules| {
        rules.judge(&Facts::default(), code, ws)
    });
    let thrown = Thrown {
        name: ws.bytes(name),
        message: ws.bytes(message),
        code: ws.bytes(code),
        offline,
    };
    let (mut kind, mut retryable) = thrown.kind();
    let mut decided_by = DecidedBy::Transport;
    if let Some(ruled) = ruling.kind {
        (kind, retryable, decided_by) = (ruled, ruled.retryable(), DecidedBy::Rule);
    }
    // An address that cannot work is the request's fault.
    let hopeless = kind == ErrorKind::Network && !retryable;
    let action = if hopeless {
        Action::FixRequest
    } else {
        kind.action()
    };
    let some = |text: Span| if text.is_empty() { Span::NONE } else { text };
    Classification {
        kind,
        action: ruling.action.unwrap_or(action),
        retryable: ruling.retryable.unwrap_or(retryable),
        decided_by,
        code: some(code),
        message: some(message),
        error_type: some(name),
        ..Classification::NOTHING
    }
}
