//! What headers say of an error where the body says nothing.

use super::envelope::{Envelope, Rank};
use super::headers::Headers;
use super::span::Span;
use super::token::Token;
use super::workspace::Workspace;

/// Adds to the envelope what the headers say.
pub fn read(envelope: &mut Envelope, headers: &Headers, ws: &Workspace) {
    if headers.error_type.is_some() {
        // AWS restJson1: the name ends at a colon; the body's `type` says who is at fault.
        let bytes = ws.rare_bytes(headers.error_type);
        let end = bytes
            .iter()
            .position(|byte| matches!(byte, b':' | b','))
            .unwrap_or(bytes.len());
        name(envelope, headers.error_type.part(0, end), ws);
    }
    if headers.www_authenticate.is_some() && envelope.rank >= Rank::Title {
        bearer(envelope, headers.www_authenticate, ws);
    }
    if envelope.rank == Rank::Missing {
        // RFC 9209 §2.1.1.
        name(envelope, parameter(headers.proxy_status, b"error", ws), ws);
    }
    let said = &mut envelope.said;
    said.request_id = said.request_id.or(headers.request_id).or(headers.trace_id);
}

fn name(envelope: &mut Envelope, code: Span, ws: &Workspace) {
    if let Some(token) = Token::read(ws.rare_bytes(code), &ws.tokens) {
        envelope.name(code, Rank::Code, token.sense());
    }
}

/// `WWW-Authenticate`: RFC 6750 §3 (`error="…", error_description="…"`), and Facebook's list of
/// quoted strings (`OAuth "Facebook Platform" "code" "(#4) message"`).
fn bearer(envelope: &mut Envelope, challenge: Span, ws: &Workspace) {
    let code = parameter(challenge, b"error", ws);
    let said = &mut envelope.said;
    if code.is_some() {
        said.message = said
            .message
            .or(parameter(challenge, b"error_description", ws));
        return name(envelope, code, ws);
    }
    let bytes = ws.rare_bytes(challenge);
    let quote = |end: usize| {
        bytes
            .get(..end)
            .and_then(|head| head.iter().rposition(|byte| *byte == b'"'))
    };
    let Some(end) = quote(bytes.len()) else {
        return;
    };
    let Some(start) = quote(end).map(|at| at + 1) else {
        return;
    };
    let message = bytes.get(start..end).unwrap_or(&[]);
    let Some(close) = message
        .iter()
        .position(|byte| *byte == b')')
        .filter(|_| message.starts_with(b"(#"))
    else {
        return;
    };
    said.message = challenge.part(start, end);
    envelope.name(challenge.part(start + 2, start + close), Rank::Number, None);
}

/// The value of `name="value"` or `name=value` in a header.
fn parameter(header: Span, name: &[u8], ws: &Workspace) -> Span {
    let bytes = ws.rare_bytes(header);
    let mut at = 0;
    while let Some(equals) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'='))
    {
        let equals = at + equals;
        let key_end = bytes.get(at..equals).unwrap_or(&[]);
        let key = key_end
            .iter()
            .rposition(|byte| matches!(byte, b' ' | b',' | b';'))
            .map_or(key_end, |blank| key_end.get(blank + 1..).unwrap_or(&[]));
        let quoted = bytes.get(equals + 1) == Some(&b'"');
        let start = equals + 1 + usize::from(quoted);
        let rest = bytes.get(start..).unwrap_or(&[]);
        let ends = |byte: &u8| {
            if quoted {
                *byte == b'"'
            } else {
                matches!(byte, b',' | b';' | b' ')
            }
        };
        let end = start + rest.iter().position(ends).unwrap_or(rest.len());
        if key == name {
            return header.part(start, end);
        }
        at = end + 1;
    }
    Span::NONE
}
