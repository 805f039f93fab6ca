//! What a response says beside the error itself: how long to wait, what is left of an allowance,
//! where to read on and where to get more.

use super::classification::{Classification, Window};
use super::envelope::Envelope;
use super::headers::{Dimension, Headers};
use super::prose::{self, Prose};
use super::span::Span;
use super::symbol::Symbol;
use super::words as w;
use super::workspace::Workspace;
use super::{text, time};

/// The first value, or the second where the first is NaN.
#[must_use]
pub fn or(first: f64, second: f64) -> f64 {
    if first.is_nan() { second } else { first }
}

/// A wait that the server asks for in so many words, in milliseconds. Headers before the body,
/// fields before sentences.
#[must_use]
pub fn wait(
    headers: &Headers,
    envelope: &Envelope,
    prose: &Prose,
    server_now_ms: f64,
    ws: &Workspace,
) -> f64 {
    let mut wait = text::number(ws.bytes(headers.retry_after_ms));
    if wait.is_nan() || wait < 0.0 {
        wait = time::retry_after(ws.bytes(headers.retry_after), server_now_ms);
    }
    let wait = or(or(wait, envelope.said.retry_after_ms), prose.wait_ms);
    if wait > time::YEAR { time::YEAR } else { wait }
}

/// Of several limits the one that is used up; else the first.
#[must_use]
pub fn limit(headers: &Headers) -> Option<&Dimension> {
    let limits = &headers.dimensions;
    limits
        .iter()
        .find(|limit| limit.remaining == 0.0)
        .or(limits.first())
}

/// The wait until a used-up limit resets, in milliseconds.
#[must_use]
pub fn wait_for_reset(
    limit: Option<&Dimension>,
    reset_at: f64,
    server_now_ms: f64,
    now_ms: f64,
    ws: &Workspace,
) -> f64 {
    let exhausted = limit.filter(|limit| limit.remaining.is_nan() || limit.remaining == 0.0);
    let header = exhausted.map_or(f64::NAN, |limit| {
        time::reset(ws.bytes(limit.reset), server_now_ms)
    });
    let wait = or(header - server_now_ms, reset_at - now_ms);
    if wait > 0.0 {
        wait.min(time::YEAR)
    } else {
        f64::NAN
    }
}

/// Adds to the allowance in the body what the headers and the message say.
pub fn quota(
    envelope: &mut Envelope,
    limit: Option<&Dimension>,
    prose: &Prose,
    now_ms: f64,
    ws: &Workspace,
) {
    let said = &mut envelope.said;
    if let Some(limit) = limit {
        said.limit = or(said.limit, limit.limit);
        said.used = or(said.used, limit.used);
        said.remaining = or(said.remaining, limit.remaining);
        said.reset_at = or(said.reset_at, time::reset(ws.bytes(limit.reset), now_ms));
    }
    let [limit, used, remaining] = prose.amounts;
    said.limit = or(said.limit, limit);
    said.used = or(said.used, used);
    said.remaining = or(said.remaining, remaining);
    said.reset_at = or(said.reset_at, prose.reset_at);
    if said.window == Window::Unknown {
        said.window = prose.window;
    }
}

/// URLs in the message, where no member of the body holds one: the first that sells something
/// becomes `upgrade_url`, the first other one `docs_url`.
pub fn urls_in_message(said: &mut Classification, ws: &Workspace) {
    let message = ws.bytes(said.message);
    let mut at = 0;
    loop {
        at = text::find(message, at, b':', b':') + 1;
        let Some(rest) = message.get(at..) else {
            return;
        };
        if !rest.starts_with(b"//") {
            continue;
        }
        let head = message.get(..at - 1).unwrap_or(&[]);
        let scheme = if head.ends_with(b"https") { 5 } else { 4 };
        let start = (at - 1).saturating_sub(scheme);
        let ends = |byte: &u8| matches!(byte, 0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b')' | b',');
        let mut end = at + rest.iter().position(ends).unwrap_or(rest.len());
        at = end;
        while message
            .get(end - 1)
            .is_some_and(|byte| matches!(byte, b'.' | b':' | b';'))
        {
            end -= 1;
        }
        let url = message.get(start..end).unwrap_or(&[]);
        if text::is_safe_url(url) {
            let sells = w::BILLING
                .and(w::UPGRADE)
                .and(w::PLAN)
                .and(w::QUOTA)
                .and(w::CREDIT)
                .and(w::SALES);
            let sells = prose::concepts(url, &ws.words).any(sells);
            let slot = if sells {
                &mut said.upgrade_url
            } else {
                &mut said.docs_url
            };
            *slot = slot.or(said.message.part(start, end));
        }
    }
}

/// Where a map of fields is all there is, its first entry is the message.
pub fn message_of_fields(ws: &mut Workspace) -> Span {
    let Some(field) = ws.fields.first().copied() else {
        return Span::NONE;
    };
    if !ws
        .bytes(field.message)
        .first()
        .is_some_and(u8::is_ascii_lowercase)
    {
        return field.message;
    }
    // "has already been taken" says nothing without the field's name.
    let sentence = [ws.bytes(field.path), ws.bytes(field.message)].join(&b' ');
    ws.append(&sentence)
}

const PLAN: Symbol = Symbol::of(b"plan");
const YOUR: Symbol = Symbol::of(b"your");
const TO: Symbol = Symbol::of(b"to");
const ARTICLES: [Symbol; 2] = [Symbol::of(b"the"), Symbol::of(b"a")];
/// No plan's name, also where they begin a sentence.
const DETERMINERS: [Symbol; 6] = [
    YOUR,
    Symbol::of(b"the"),
    Symbol::of(b"a"),
    Symbol::of(b"this"),
    Symbol::of(b"our"),
    Symbol::of(b"current"),
];
const UPGRADES: [Symbol; 3] = [
    Symbol::of(b"upgrade"),
    Symbol::of(b"upgrading"),
    Symbol::of(b"subscribe"),
];

/// The length of the shortest of them.
const UPGRADE_LENGTH: usize = 7;

/// The plan that a message names: the capitalised word behind "upgrade to" or "subscribe to", or
/// in front of "plan".
#[must_use]
pub fn plan_in_message(message: Span, ws: &Workspace) -> Span {
    let bytes = ws.bytes(message);
    let (mut before, mut in_front) = (Span::NONE, Span::NONE);
    let (mut upgrade, mut to) = (false, false);
    let mut start = 0;
    while start < bytes.len() {
        let end = text::find(bytes, start, b' ', b'.');
        let mut word = bytes.get(start..end).unwrap_or(&[]);
        if let [name @ .., b',' | b';'] = word {
            word = name;
        }
        let here = message.part(start, start + word.len());
        start = end + 1;
        let named = word.first().is_some_and(u8::is_ascii_uppercase)
            && !DETERMINERS.contains(&Symbol::of(word));
        if to && named {
            return here;
        }
        // Any other word changes nothing.
        if word.len() >= UPGRADE_LENGTH || upgrade || to || before.is_some() {
            let word = Symbol::of(word);
            if word == PLAN {
                in_front = in_front.or(before);
            }
            to = (upgrade && word == TO) || (to && ARTICLES.contains(&word));
            upgrade = UPGRADES.contains(&word) || (upgrade && (word == YOUR || word == PLAN));
        }
        before = if named { here } else { Span::NONE };
    }
    in_front
}
