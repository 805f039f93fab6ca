//! Reading values out of a response's text: strings, numbers, URLs.

use std::borrow::Cow;

use super::json::{Kind, Node};

/// The text that a node stands for, without a copy where it holds no escapes. Empty for a list
/// or an object; a number, `true` and `false` as they are written.
#[must_use]
pub fn of<'t>(body: &'t str, node: &Node) -> Cow<'t, str> {
    let raw = raw(body, node);
    match node.kind {
        Kind::Escaped => Cow::Owned(unescape(raw)),
        Kind::Array | Kind::Object | Kind::Null => Cow::Borrowed(""),
        _ => Cow::Borrowed(raw),
    }
}

/// The text of a node as it is written.
#[must_use]
pub fn raw<'t>(body: &'t str, node: &Node) -> &'t str {
    slice(body, node.span)
}

/// The part of a text between two offsets; empty where they are none.
#[must_use]
pub fn slice(text: &str, span: (u32, u32)) -> &str {
    text.get(span.0 as usize..span.1 as usize).unwrap_or("")
}

/// Resolves the escapes of a JSON string (RFC 8259 §7) and the character references of XML.
/// A lone surrogate becomes U+FFFD; an escape that is none stays as it is written.
#[must_use]
pub fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['\\', '&']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let (character, length) = escape(from);
        text.push(character);
        rest = from.get(length..).unwrap_or("");
    }
    text.push_str(rest);
    text
}

/// The character that the escape at the start of `from` stands for, and the escape's length.
fn escape(from: &str) -> (char, usize) {
    const REFERENCES: [(&str, char); 6] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\''), ("&#39;", '\'')];
    let bytes = from.as_bytes();
    if bytes.first() == Some(&b'&') {
        let known = REFERENCES.iter().find(|(name, _)| from.starts_with(name));
        return known.map_or(('&', 1), |(name, character)| (*character, name.len()));
    }
    let character = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&same @ (b'"' | b'\\' | b'/')) => char::from(same),
        Some(b'u') => return unicode_escape(from),
        _ => return ('\\', 1),
    };
    (character, 2)
}

fn unicode_escape(from: &str) -> (char, usize) {
    let unit = |at: usize| from.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(high) = unit(2) else { return ('\\', 1) };
    if let Some(character) = char::from_u32(high) {
        return (character, 6);
    }
    // A surrogate: only a high one with a low one behind it means a character.
    if high < 0xDC00 && from.get(6..8) == Some("\\u") {
        if let Some(low @ 0xDC00..=0xDFFF) = unit(8) {
            let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return (char::from_u32(code).unwrap_or('\u{FFFD}'), 12);
        }
    }
    ('\u{FFFD}', 6)
}

/// A decimal number, with sign, fraction and exponent, and with commas between thousands. Own
/// code: the standard library's exact parser weighs 4 kB of brotli, and a limit or a wait needs
/// no last bit.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, text.get(1..)?),
        [b'+', ..] => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (mut value, mut scale, mut fraction, mut seen) = (0.0, 0i32, false, false);
    for (at, byte) in digits.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                scale -= i32::from(fraction);
                seen = true;
            }
            b'.' if !fraction => fraction = true,
            b',' if seen && !fraction => {}
            b'e' | b'E' if seen => {
                let exponent: i32 = digits.get(at + 1..)?.parse().ok()?;
                scale = scale.saturating_add(exponent);
                break;
            }
            _ => return None,
        }
    }
    if !seen {
        return None;
    }
    // Beyond these a double is 0 or infinite anyway, and the loop stays short.
    for _ in 0..scale.unsigned_abs().min(400) {
        value = if scale < 0 { value / 10.0 } else { value * 10.0 };
    }
    Some(if negative { -value } else { value })
}

/// A URL that may be shown to a user as a link: absolute, `https:` or `http:`, with a host,
/// without credentials, blanks, quotes or control characters.
#[must_use]
pub fn safe_url(text: &str) -> Option<&str> {
    let url = text.trim_ascii();
    let bytes = url.as_bytes();
    let begins = |scheme: &[u8]| bytes.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let scheme = if begins(b"https://") {
        8
    } else if begins(b"http://") {
        7
    } else {
        return None;
    };
    let rest = bytes.get(scheme..)?;
    let mut in_authority = true;
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            b'/' | b'?' | b'#' if at > 0 => in_authority = false,
            // Credentials in front of the host disguise it.
            b'@' if in_authority => return None,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b'[' if in_authority => {}
            _ if at == 0 => return None,
            0..=b' ' | 0x7F | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => return None,
            _ => {}
        }
    }
    (!rest.is_empty() && url.len() <= MAX_URL).then_some(url)
}

/// A longer URL is not shown.
const MAX_URL: usize = 2048;
