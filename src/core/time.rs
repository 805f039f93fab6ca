//! Durations and dates as servers write them. All results are milliseconds; NaN means none.

use super::symbol::class;
use super::text::{leading_number, number};

const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
/// A day, in milliseconds.
pub const DAY: f64 = 24.0 * HOUR;
/// No hint goes further than this: a wait beyond a year is taken as a year.
pub const YEAR: f64 = 365.0 * DAY;

/// Units of time; a plural is the same unit.
const UNITS: [(&[u8], f64); 14] = [
    (b"ms", 1.0),
    (b"millisecond", 1.0),
    (b"s", SECOND),
    (b"sec", SECOND),
    (b"second", SECOND),
    (b"m", MINUTE),
    (b"min", MINUTE),
    (b"minute", MINUTE),
    (b"h", HOUR),
    (b"hr", HOUR),
    (b"hour", HOUR),
    (b"d", DAY),
    (b"day", DAY),
    (b"week", 7.0 * DAY),
];

/// The length of the run of letters that a text begins with.
fn letters(text: &[u8]) -> usize {
    text.iter()
        .position(|&byte| class::of(byte) & class::LETTER == 0)
        .unwrap_or(text.len())
}

fn unit(name: &[u8]) -> f64 {
    for (known, factor) in UNITS {
        let stem = match name {
            [stem @ .., b's' | b'S'] if stem.len() == known.len() => stem,
            _ => name,
        };
        if stem.eq_ignore_ascii_case(known) {
            return factor;
        }
    }
    f64::NAN
}

/// The duration that a text begins with, and its length: with units (`6m0s`, `17ms`, `1h26m24s`,
/// `34.4s`, `2 minutes`), or with colons (`00:30:02`, `14.07:13:56`). A number without a unit is
/// none.
#[must_use]
pub fn leading_duration(text: &[u8]) -> (f64, usize) {
    let (mut total, mut end) = (f64::NAN, 0);
    loop {
        let rest = text.get(end..).unwrap_or(&[]);
        let blanks = rest
            .iter()
            .take(2)
            .take_while(|byte| matches!(byte, b' ' | b','))
            .count();
        let rest = rest.get(blanks..).unwrap_or(&[]);
        let (value, digits) = leading_number(rest);
        if rest.get(digits) == Some(&b':') && end == 0 {
            return clock(rest);
        }
        let gap = usize::from(rest.get(digits) == Some(&b' '));
        let name = rest.get(digits + gap..).unwrap_or(&[]);
        let length = letters(name);
        let part = value * unit(name.get(..length).unwrap_or(&[]));
        if part.is_nan() || part < 0.0 {
            return (total, end);
        }
        total = if total.is_nan() { part } else { total + part };
        end += blanks + digits + gap + length;
    }
}

/// The time of day or the duration that a text begins with, as `[days.]hours:minutes[:seconds]`,
/// and its length.
fn clock(text: &[u8]) -> (f64, usize) {
    let (first, mut at) = leading_number(text);
    // `14.07:…`: a fraction of hours is days in front of them.
    let mut total = first.floor() * HOUR;
    if first.fract() > 0.0 {
        total = first.floor() * DAY + (first.fract() * 100.0).round() * HOUR;
    }
    let mut unit = MINUTE;
    while text.get(at) == Some(&b':') && unit >= SECOND {
        let (value, length) = leading_number(text.get(at + 1..).unwrap_or(&[]));
        if value < 0.0 {
            return (f64::NAN, 0);
        }
        total += value * unit;
        at += 1 + length;
        unit /= 60.0;
    }
    if unit == MINUTE || total < 0.0 {
        (f64::NAN, 0)
    } else {
        (total, at)
    }
}

/// A whole text that is a duration, also as ISO 8601 writes it (`PT5M`).
#[must_use]
pub fn duration(text: &[u8]) -> f64 {
    let text = text.strip_prefix(b"PT").unwrap_or(text);
    let (total, end) = leading_duration(text);
    if end == text.len() { total } else { f64::NAN }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: f64, month: f64, day: f64) -> f64 {
    // Years begin in March here, so that the leap day is the last one.
    let (year, month) = if month > 2.0 {
        (year, month - 3.0)
    } else {
        (year - 1.0, month + 9.0)
    };
    let leaps = (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    year * 365.0 + leaps + ((153.0 * month + 2.0) / 5.0).floor() + day - 1.0 - 719_468.0
}

/// Which month a word names by its first three letters; NaN: none.
fn month_of(word: &[u8]) -> f64 {
    const MONTHS: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    for (at, month) in MONTHS.chunks(3).enumerate() {
        if super::text::begins(word, month) {
            return at as f64 + 1.0;
        }
    }
    f64::NAN
}

/// A date as epoch milliseconds: the three forms of RFC 9110 §5.6.7, ISO 8601 / RFC 3339, what
/// `Date.prototype.toString` prints, and sentences around them. Without a zone it is UTC; a time
/// of day alone means its next occurrence after `now_ms`.
#[must_use]
pub fn date(text: &[u8], now_ms: f64) -> f64 {
    let none = f64::NAN;
    let (mut year, mut month, mut day, mut time, mut zone) = (none, none, none, none, 0.0);
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let rest = text.get(at..).unwrap_or(&[]);
        let class = class::of(byte);
        if class & class::LETTER != 0 {
            let length = letters(rest);
            let named = month_of(rest);
            if month.is_nan() && length >= 3 && !named.is_nan() {
                month = named;
            }
            at += length;
        } else if class == class::DIGIT {
            let digits = rest
                .iter()
                .position(|byte| !byte.is_ascii_digit())
                .unwrap_or(rest.len());
            let value = number(rest.get(..digits).unwrap_or(&[]));
            at += digits;
            match rest.get(digits) {
                Some(b':') if time.is_nan() => {
                    let (clock, length) = clock(rest);
                    time = clock;
                    at += length - digits.min(length);
                    zone = zone_of(text.get(at..).unwrap_or(&[]));
                }
                _ if digits == 4 && year.is_nan() => year = value,
                // 2026-05-15: the year came first, and numbers follow.
                _ if !year.is_nan() && month.is_nan() && digits == 2 => month = value,
                _ if day.is_nan() && digits <= 2 => day = value,
                // RFC 850: a two-digit year behind the month.
                _ if year.is_nan() && digits == 2 => {
                    year = value + if value < 70.0 { 2000.0 } else { 1900.0 }
                }
                _ => {}
            }
        } else {
            at += 1;
        }
    }
    // The last second of a day may be a leap second.
    if time > DAY + SECOND {
        return none;
    }
    if year.is_nan() && month.is_nan() && !time.is_nan() {
        let today = (now_ms / DAY).floor() * DAY + time - zone;
        return if today > now_ms { today } else { today + DAY };
    }
    let valid = (1.0..=12.0).contains(&month)
        && (1.0..=31.0).contains(&day)
        && (1970.0..10_000.0).contains(&year);
    let time = if time.is_nan() { 0.0 } else { time };
    if valid {
        days(year, month, day) * DAY + time - zone
    } else {
        none
    }
}

/// The offset of a zone behind a time of day: `Z`, `+01:00`, ` GMT+0100`.
fn zone_of(text: &[u8]) -> f64 {
    let mut rest = text.trim_ascii_start();
    rest = rest
        .strip_prefix(b"GMT")
        .or(rest.strip_prefix(b"UTC"))
        .unwrap_or(rest);
    let sign = match rest.first() {
        Some(b'+') => 1.0,
        Some(b'-') => -1.0,
        _ => return 0.0,
    };
    let pair = |at: usize| number(rest.get(at..at + 2).unwrap_or(&[]));
    let minutes = pair(if rest.get(3) == Some(&b':') { 4 } else { 3 });
    let offset = sign
        * (pair(1) * HOUR
            + if minutes.is_nan() {
                0.0
            } else {
                minutes * MINUTE
            });
    if offset.is_nan() { 0.0 } else { offset }
}

/// When a limit resets, as epoch milliseconds, whatever unit the server wrote it in. Letters
/// make a duration or a date; a bare number is epoch milliseconds above 1e11, epoch seconds above
/// 1e9, and else seconds from now. A value that is not in the future gives nothing.
#[must_use]
pub fn reset(text: &[u8], now_ms: f64) -> f64 {
    let text = text.trim_ascii();
    if text.is_empty() {
        return f64::NAN;
    }
    let value = number(text);
    let mut at = if value > 1e11 {
        value
    } else if value > 1e9 {
        value * SECOND
    } else {
        now_ms + value * SECOND
    };
    if value.is_nan() {
        at = now_ms + duration(text);
    }
    if at.is_nan() {
        at = date(text, now_ms);
    }
    if at > now_ms {
        at.min(now_ms + YEAR)
    } else {
        f64::NAN
    }
}

/// `Retry-After` (RFC 9110 §10.2.3) as milliseconds from now: seconds (fractions are taken too),
/// an HTTP date, a duration, or an epoch that was sent by mistake. A negative, past or unreadable
/// value gives nothing.
#[must_use]
pub fn retry_after(text: &[u8], now_ms: f64) -> f64 {
    if text.is_empty() {
        return f64::NAN;
    }
    let value = number(text);
    if value <= 1e9 {
        return if value >= 0.0 {
            (value * SECOND).min(YEAR)
        } else {
            f64::NAN
        };
    }
    reset(text, now_ms) - now_ms
}
