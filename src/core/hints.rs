//! What a response says beside the error itself: how long to wait, what is left of an allowance,
//! where to read on and where to get more.

use std::borrow::Cow;

use super::classification::{Quota, Text, Window};
use super::envelope::Envelope;
use super::headers::{Dimension, Headers};
use super::prose::{self, Prose};
use super::words as w;
use super::{text, time};

/// A wait that the server asks for in so many words, in milliseconds. Headers before the body,
/// fields before sentences.
#[must_use]
pub fn wait(headers: &Headers<'_>, envelope: &Envelope<'_>, prose: &Prose, server_now_ms: f64) -> Option<f64> {
    let wait = headers
        .retry_after_ms
        .and_then(text::number)
        .filter(|wait| *wait >= 0.0)
        .or_else(|| headers.retry_after.and_then(|value| time::retry_after(value, server_now_ms)))
        .or(envelope.retry_after_ms)
        .or(prose.wait_ms)?;
    Some(wait.min(time::YEAR))
}

/// Of several limits the one that is used up; else the first.
#[must_use]
pub fn limit<'h, 'a>(headers: &'h Headers<'a>) -> Option<&'h Dimension<'a>> {
    let limits = headers.dimensions();
    limits.iter().find(|limit| limit.remaining == Some(0.0)).or(limits.first())
}

/// The wait until a used-up limit resets, in milliseconds.
#[must_use]
pub fn wait_for_reset(
    limit: Option<&Dimension<'_>>,
    quota: Option<&Quota>,
    server_now_ms: f64,
    now_ms: f64,
) -> Option<f64> {
    let exhausted = limit.filter(|limit| limit.remaining.is_none_or(|left| left == 0.0));
    exhausted
        .and_then(|limit| time::reset(limit.reset?, server_now_ms))
        .map(|at| at - server_now_ms)
        .or_else(|| quota.and_then(|quota| quota.reset_at).map(|at| at - now_ms))
        .filter(|wait| *wait > 0.0)
        .map(|wait| wait.min(time::YEAR))
}

/// The allowance, from the body, then the headers, then the message.
#[must_use]
pub fn quota(envelope: &Envelope<'_>, limit: Option<&Dimension<'_>>, prose: &Prose, now_ms: f64) -> Option<Quota> {
    let header = limit.copied().unwrap_or_default();
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
    quota.window = if envelope.slots { Some(Window::Concurrent) } else { prose.window };
    Some(quota)
}

/// URLs in the message, where no member of the body holds one: the first that sells something
/// becomes `upgrade_url`, the first other one `docs_url`.
pub fn urls_in_message(envelope: &mut Envelope<'_>) {
    let Some(message) = envelope.message.as_ref() else { return };
    let mut rest = message.as_ref();
    while let Some(colon) = rest.bytes().position(|byte| byte == b':') {
        let after = rest.get(colon..).unwrap_or("");
        let scheme = ["https", "http"].iter().find(|scheme| rest.get(..colon).is_some_and(|head| head.ends_with(**scheme)));
        let (Some(scheme), true) = (scheme, after.starts_with("://")) else {
            rest = after.get(1..).unwrap_or("");
            continue;
        };
        let from = rest.get(colon - scheme.len()..).unwrap_or("");
        let end = from.bytes().position(|byte| matches!(byte, 0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b')' | b',')).unwrap_or(from.len());
        let url = from.get(..end).unwrap_or("").trim_end_matches(['.', ':', ';']);
        rest = from.get(end..).unwrap_or("");
        if text::safe_url(url).is_some() {
            let sells = prose::concepts(url).any(w::BILLING.and(w::UPGRADE).and(w::PLAN).and(w::QUOTA).and(w::SALES));
            let slot = if sells { &mut envelope.upgrade_url } else { &mut envelope.docs_url };
            slot.get_or_insert_with(|| Cow::Owned(url.to_owned()));
        }
    }
}

/// Where a map of fields is all there is, its first entry is the message.
#[must_use]
pub fn message_of_fields<'a>(envelope: &Envelope<'a>) -> Option<Text<'a>> {
    let field = envelope.fields.first()?;
    let message = field.message.as_ref()?;
    if message.bytes().next()?.is_ascii_lowercase() {
        return Some(Cow::Owned([field.path.as_ref(), message].join(" ")));
    }
    Some(message.clone())
}

/// The plan that a message names: the capitalised word behind "upgrade to" or "subscribe to", or
/// in front of "plan".
#[must_use]
pub fn plan_in_message<'a>(message: &Text<'a>) -> Option<Text<'a>> {
    let Cow::Borrowed(message) = *message else { return None };
    let (mut before, mut in_front): (Option<&'a str>, Option<&'a str>) = (None, None);
    let (mut upgrade, mut to) = (false, false);
    for word in message.split([' ', ',', '.', ';']) {
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        let named = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase()).then_some(word);
        if to && named.is_some() {
            return named.map(Cow::Borrowed);
        }
        if is("plan") && in_front.is_none() {
            in_front = before;
        }
        to = (upgrade && is("to")) || (to && (is("the") || is("a") || is("an")));
        upgrade = is("upgrade") || is("subscribe") || is("upgrading") || (upgrade && is("your")) || (upgrade && is("plan"));
        before = named;
    }
    in_front.map(Cow::Borrowed)
}
