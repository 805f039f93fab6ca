//! Reading values out of bytes: strings, numbers, URLs.

use super::symbol::class;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Non-zero where one of the eight bytes is `byte`.
#[inline(always)]
const fn has(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & HIGHS
}

/// The position, from `at` on, of the first byte that is one of two; the text's length where
/// there is none. Eight bytes at a time.
#[must_use]
pub fn find(text: &[u8], mut at: usize, one: u8, other: u8) -> usize {
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let hits = has(word, one) | has(word, other);
        if hits != 0 {
            // The lowest hit is exact; only bits above a true one can be false.
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while text
        .get(at)
        .is_some_and(|&byte| byte != one && byte != other)
    {
        at += 1;
    }
    at.min(text.len())
}

/// Whether a byte is in a text. `contains` would bring a second search of the standard library's.
#[must_use]
pub fn holds(text: &[u8], byte: u8) -> bool {
    find(text, 0, byte, byte) < text.len()
}

/// Resolves the escapes of a JSON string (RFC 8259 §7), or the character references of XML.
/// A lone surrogate becomes U+FFFD; an escape that is none stays as it is written.
#[must_use]
pub fn unescape(raw: &[u8], is_xml: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        let rest = raw.get(at..).unwrap_or(&[]);
        at += match byte {
            b'\\' if !is_xml => escape(rest, &mut text),
            b'&' if is_xml => reference(rest, &mut text),
            _ => {
                text.push(byte);
                1
            }
        };
    }
    text
}

/// Adds what the escape at the start of `rest` stands for and gives the escape's length.
fn escape(rest: &[u8], text: &mut Vec<u8>) -> usize {
    let byte = match rest.get(1) {
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'r') => b'\r',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(&same @ (b'"' | b'\\' | b'/')) => same,
        Some(b'u') => {
            let (code, length) = unicode_escape(rest);
            let character = char::from_u32(code).unwrap_or('\u{FFFD}');
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            return length;
        }
        _ => {
            text.push(b'\\');
            return 1;
        }
    };
    text.push(byte);
    2
}

/// The four hexadecimal digits at an offset.
fn hex(rest: &[u8], at: usize) -> Option<u32> {
    let mut value = 0;
    for offset in 0..4 {
        value = value * 16 + char::from(*rest.get(at + offset)?).to_digit(16)?;
    }
    Some(value)
}

/// The code of `\uXXXX`, or of two of them that are a surrogate pair, and the length.
fn unicode_escape(rest: &[u8]) -> (u32, usize) {
    let Some(high) = hex(rest, 2) else {
        return (u32::from(b'\\'), 1);
    };
    let paired = rest.get(6) == Some(&b'\\') && rest.get(7) == Some(&b'u');
    if paired
        && (0xD800..0xDC00).contains(&high)
        && let Some(low @ 0xDC00..=0xDFFF) = hex(rest, 8)
    {
        return (0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12);
    }
    (high, 6)
}

/// The same for a character reference of XML.
fn reference(rest: &[u8], text: &mut Vec<u8>) -> usize {
    const NAMES: [(&[u8], u8); 6] = [
        (b"&amp;", b'&'),
        (b"&lt;", b'<'),
        (b"&gt;", b'>'),
        (b"&quot;", b'"'),
        (b"&apos;", b'\''),
        (b"&#39;", b'\''),
    ];
    for (name, byte) in NAMES {
        if rest.starts_with(name) {
            text.push(byte);
            return name.len();
        }
    }
    text.push(b'&');
    1
}

/// A decimal number, with sign, fraction and exponent, and with commas between thousands; NaN
/// where the text is none. Own code: the standard library's exact parser weighs 4 kB of brotli,
/// and a limit or a wait needs no last bit.
#[must_use]
pub fn number(text: &[u8]) -> f64 {
    let text = text.trim_ascii();
    let (value, end) = leading_number(text);
    if end == text.len() { value } else { f64::NAN }
}

/// What stands behind the `e` of a number, and the length of both; nothing where no digit stands there.
fn exponent(text: &[u8]) -> (i32, usize) {
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let (mut value, mut at) = (0, sign);
    while let Some(digit @ b'0'..=b'9') = text.get(at) {
        // Infinite or 0 beyond 400, as it would be in a double.
        value = (value * 10 + i32::from(digit - b'0')).min(1000);
        at += 1;
    }
    if at == sign {
        return (0, 0);
    }
    if text.first() == Some(&b'-') {
        value = -value;
    }
    (value, at + 1)
}

/// The number that a text begins with, and where it ends; NaN where there is none.
#[must_use]
pub fn leading_number(text: &[u8]) -> (f64, usize) {
    let negative = text.first() == Some(&b'-');
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = usize::from(negative);
    let (mut value, mut scale, mut seen, mut fraction) = (0.0, 0i32, false, false);
    while let Some(&byte) = text.get(at) {
        if byte.is_ascii_digit() {
            value = value * 10.0 + f64::from(byte - b'0');
            scale -= i32::from(fraction);
            seen = true;
        } else if !seen {
            return (f64::NAN, 0);
        } else if byte | 0x20 == b'e' {
            let (exponent, length) = exponent(text.get(at + 1..).unwrap_or(&[]));
            scale = scale.saturating_add(exponent);
            at += length;
            break;
        } else if fraction || !matches!(byte, b'.' | b',') || !is_digit(at + 1) {
            break;
        } else {
            fraction = byte == b'.';
        }
        at += 1;
    }
    if !seen {
        return (f64::NAN, 0);
    }
    for _ in 0..scale.unsigned_abs().min(400) {
        // Division is exact where multiplication by a tenth is not.
        value = if scale < 0 {
            value / 10.0
        } else {
            value * 10.0
        };
    }
    (if negative { -value } else { value }, at)
}

/// A number that JSON can hold too; NaN where it is none.
#[must_use]
pub const fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// Whether a text is a URL that may be shown to a user as a link: absolute, `https:` or `http:`,
/// with a host, without credentials, blanks, quotes or control characters.
#[must_use]
pub fn is_safe_url(url: &[u8]) -> bool {
    /// A longer URL is not shown.
    const MAX_URL: usize = 2048;
    let Some(rest) = after_scheme(url).filter(|rest| !rest.is_empty() && url.len() <= MAX_URL)
    else {
        return false;
    };
    let mut in_authority = true;
    for (at, &byte) in rest.iter().enumerate() {
        if class::of(byte) & (class::LOWER | class::UPPER | class::DIGIT) != 0 {
            continue;
        }
        match byte {
            b'/' | b'?' | b'#' if at > 0 => in_authority = false,
            b'[' if in_authority => {}
            // Credentials in front of the host disguise it.
            b'@' if in_authority => return false,
            _ if at == 0 => return false,
            0..=b' '
            | 0x7F
            | b'"'
            | b'\''
            | b'<'
            | b'>'
            | b'\\'
            | b'^'
            | b'`'
            | b'{'
            | b'|'
            | b'}' => return false,
            // Characters that turn the direction of a text disguise where it leads: U+200E and U+200F, U+202A to
            // U+202E, U+2066 to U+2069.
            0xE2 if matches!(
                rest.get(at + 1..at + 3),
                Some([0x80, 0x8E..=0x8F | 0xAA..=0xAE] | [0x81, 0xA6..=0xA9])
            ) =>
            {
                return false;
            }
            _ => {}
        }
    }
    true
}

/// What follows `https://` or `http://`, in any case.
#[must_use]
pub fn after_scheme(url: &[u8]) -> Option<&[u8]> {
    if url.first()? | 0x20 != b'h' {
        return None;
    }
    let length = if begins(url, b"https://") { 8 } else { 7 };
    if length == 7 && !begins(url, b"http://") {
        return None;
    }
    url.get(length..)
}

/// Whether a text begins with another, in any case.
#[must_use]
pub fn begins(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}
