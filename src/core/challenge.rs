//! What headers say of an error where the body says nothing.

use std::borrow::Cow;

use super::envelope::{Code, Envelope, Rank};
use super::headers::Headers;
use super::token::Token;

/// Adds to the envelope what the headers say.
pub fn read<'a>(envelope: &mut Envelope<'a>, headers: &Headers<'a>) {
    if let Some(error_type) = headers.error_type {
        // AWS restJson1: the name ends at a colon; the body's `type` says who is at fault.
        let end = error_type.bytes().position(|byte| matches!(byte, b':' | b',')).unwrap_or(error_type.len());
        name(envelope, error_type.get(..end).unwrap_or(error_type));
    }
    let unnamed = envelope.code.as_ref().is_none_or(|code| code.rank >= Rank::Title);
    if let Some(challenge) = headers.www_authenticate.filter(|_| unnamed) {
        bearer(envelope, challenge);
    }
    if let Some(status) = headers.proxy_status.filter(|_| envelope.code.is_none()) {
        // RFC 9209 §2.1.1.
        if let Some(code) = parameter(status, "error") {
            name(envelope, code);
        }
    }
    if envelope.request_id.is_none() {
        envelope.request_id = headers.request_id.or(headers.trace_id).map(Cow::Borrowed);
    }
}

fn name<'a>(envelope: &mut Envelope<'a>, code: &'a str) {
    let sense = Token::read(code).and_then(|token| token.sense);
    envelope.code = Some(Code { text: Cow::Borrowed(code), rank: Rank::Code, sense });
}

/// `WWW-Authenticate`: RFC 6750 §3 (`error="…", error_description="…"`), and Facebook's list of
/// quoted strings (`OAuth "Facebook Platform" "code" "(#4) message"`).
fn bearer<'a>(envelope: &mut Envelope<'a>, challenge: &'a str) {
    if let Some(code) = parameter(challenge, "error") {
        name(envelope, code);
        if envelope.message.is_none() {
            envelope.message = parameter(challenge, "error_description").map(Cow::Borrowed);
        }
    } else if let Some(message) = challenge.rsplit('"').nth(1).filter(|last| last.starts_with("(#")) {
        let digits = message.get(2..).and_then(|rest| rest.split(')').next()).unwrap_or("");
        envelope.code = Some(Code { text: Cow::Borrowed(digits), rank: Rank::Number, sense: None });
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
            None => after.split_at_checked(after.find([',', ';', ' ']).unwrap_or(after.len()))?,
        };
        if key == name {
            return Some(value);
        }
        rest = tail;
    }
    None
}
