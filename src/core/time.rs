//! Durations and dates as servers write them. All results are milliseconds.

use super::text::number;

const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
/// A day, in milliseconds.
pub const DAY: f64 = 24.0 * HOUR;
/// No hint goes further than this: a wait beyond a year is taken as a year.
pub const YEAR: f64 = 365.0 * DAY;

/// The milliseconds of a unit of time: `ms`, `s`, `sec`, `minutes`, `h`, `days`, …
#[must_use]
pub fn unit(name: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 10] = [
        ("ms", 1.0),
        ("millisecond", 1.0),
        ("s", SECOND),
        ("sec", SECOND),
        ("second", SECOND),
        ("m", MINUTE),
        ("min", MINUTE),
        ("minute", MINUTE),
        ("h", HOUR),
        ("d", DAY),
    ];
    const LONG: [(&str, f64); 4] =
        [("hr", HOUR), ("hour", HOUR), ("day", DAY), ("week", 7.0 * DAY)];
    let singular = |long: &str| {
        name.eq_ignore_ascii_case(long)
            || (name.len() == long.len() + 1
                && name.ends_with(['s', 'S'])
                && name.get(..long.len()).is_some_and(|head| head.eq_ignore_ascii_case(long)))
    };
    UNITS.iter().chain(&LONG).find(|(long, _)| singular(long)).map(|(_, factor)| *factor)
}

/// A duration with units (`6m0s`, `17ms`, `1h26m24s`, `34.4s`, `2 minutes`), as ISO 8601 writes
/// it (`PT5M`), or with colons (`00:30:02`, `14.07:13:56`).
#[must_use]
pub fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.contains(':') {
        return clock(text);
    }
    let mut rest = text.strip_prefix('P').unwrap_or(text);
    let mut total = 0.0;
    loop {
        rest = rest.trim_start_matches([' ', ',', 'T']);
        if rest.is_empty() {
            return (total > 0.0 || text.contains('0')).then_some(total);
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value = number(rest.get(..digits)?)?;
        let tail = rest.get(digits..)?.trim_start();
        let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        total += value * unit(tail.get(..end)?)?;
        rest = tail.get(end..)?;
    }
}

/// `[days.]hours:minutes:seconds`, `minutes:seconds`.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.rsplit(':');
    let mut total = number(parts.next()?)? * SECOND + number(parts.next()?)? * MINUTE;
    if let Some(hours) = parts.next() {
        let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
        total += number(hours)? * HOUR + number(days)? * DAY;
    }
    parts.next().is_none().then_some(total)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: f64, month: f64, day: f64) -> f64 {
    // Years begin in March here, so that the leap day is the last one.
    let (year, month) = if month > 2.0 { (year, month - 3.0) } else { (year - 1.0, month + 9.0) };
    let leaps = (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    year * 365.0 + leaps + ((153.0 * month + 2.0) / 5.0).floor() + day - 1.0 - 719_468.0
}

/// A date as epoch milliseconds: the three forms of RFC 9110 §5.6.7, ISO 8601 / RFC 3339, and
/// what `Date.prototype.toString` prints. Without a zone it is taken as UTC.
#[must_use]
pub fn date(text: &str) -> Option<f64> {
    iso8601(text.as_bytes()).or_else(|| any_date(text))
}

/// The common form, `2026-05-15T00:00:00Z`, without a search.
fn iso8601(text: &[u8]) -> Option<f64> {
    let [a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, b'Z'] = text else { return None };
    let value = |digits: &[&u8]| {
        digits.iter().try_fold(0.0, |sum, &&digit| digit.is_ascii_digit().then(|| sum * 10.0 + f64::from(digit - b'0')))
    };
    let (month, day) = (value(&[e, f])?, value(&[g, h])?);
    if !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) {
        return None;
    }
    let time = value(&[i, j])? * HOUR + value(&[k, l])? * MINUTE + value(&[m, n])? * SECOND;
    Some(days(value(&[a, b, c, d])?, month, day) * DAY + time)
}

fn any_date(text: &str) -> Option<f64> {
    const MONTHS: &[u8] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let (mut year, mut month, mut day, mut time, mut offset) = (None, None, None, 0.0, 0.0);
    for word in text.split([' ', ',', 'T', 't']).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches(['Z', 'z', '.', ')']);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if word.contains(':') && digits > 0 {
            let zone = word.rfind(['+', '-']);
            time = clock(word.get(..zone.unwrap_or(word.len()))?)?;
            offset = zone.and_then(|at| zone_offset(word.get(at..)?)).unwrap_or(offset);
        } else if digits == 4 && word.matches('-').count() == 2 {
            let mut parts = word.splitn(3, '-').map(number);
            (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        } else if digits > 0 && word.contains('-') {
            // RFC 850: 06-Nov-94.
            let mut parts = word.split('-');
            (day, month) = (number(parts.next()?), month_number(parts.next()?, MONTHS));
            year = number(parts.next()?);
        } else if digits == word.len() && digits > 0 {
            let value = number(word);
            if digits > 2 {
                year = value;
            } else if day.is_none() {
                day = value;
            }
        } else if let Some(zone) = word.strip_prefix("GMT").or_else(|| word.strip_prefix("UTC")) {
            offset = zone_offset(zone).unwrap_or(offset);
        } else if month.is_none() {
            month = month_number(word, MONTHS);
        }
    }
    let year = year?;
    // RFC 9110: a two-digit year that would lie far ahead is in the past.
    let year = if year < 70.0 { year + 2000.0 } else if year < 100.0 { year + 1900.0 } else { year };
    let (month, day) = (month?, day?);
    if !(1.0..=12.0).contains(&month) || !(1.0..=31.0).contains(&day) || !(1970.0..10_000.0).contains(&year) {
        return None;
    }
    Some(days(year, month, day) * DAY + time - offset)
}

fn month_number(word: &str, months: &[u8]) -> Option<f64> {
    let head = word.get(..3)?.to_ascii_lowercase();
    let at = months.chunks(3).position(|month| month == head.as_bytes())?;
    Some(at as f64 + 1.0)
}

/// `+0100`, `-08:00`.
fn zone_offset(text: &str) -> Option<f64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1.0,
        b'-' => -1.0,
        _ => return None,
    };
    let digits = text.get(1..)?;
    let (hours, minutes) = digits.split_once(':').or_else(|| digits.split_at_checked(2))?;
    Some(sign * (number(hours)? * HOUR + number(minutes).unwrap_or(0.0) * MINUTE))
}

/// When a limit resets, as epoch milliseconds, whatever unit the server wrote it in. Letters
/// make a duration or a date; a bare number is epoch milliseconds above 1e11, epoch seconds above
/// 1e9, and else seconds from now. A value that is not in the future gives nothing.
#[must_use]
pub fn reset(text: &str, now_ms: f64) -> Option<f64> {
    let text = text.trim();
    let at = match number(text) {
        Some(value) if value > 1e11 => value,
        Some(value) if value > 1e9 => value * SECOND,
        Some(value) => now_ms + value * SECOND,
        None if looks_like_date(text) => date(text)?,
        None => now_ms + duration(text)?,
    };
    (at > now_ms).then(|| at.min(now_ms + YEAR))
}

fn looks_like_date(text: &str) -> bool {
    text.get(4..5) == Some("-") || text.get(3..4).is_some_and(|c| c == "," || c == " ") || text.contains("day,")
}

/// `Retry-After` (RFC 9110 §10.2.3) as milliseconds from now: seconds (fractions are taken too),
/// an HTTP date, or an epoch that was sent by mistake. A negative, past or unreadable value gives
/// nothing.
#[must_use]
pub fn retry_after(text: &str, now_ms: f64) -> Option<f64> {
    match number(text) {
        Some(seconds) if seconds <= 1e9 => (seconds >= 0.0).then(|| (seconds * SECOND).min(YEAR)),
        _ => reset(text, now_ms).map(|at| at - now_ms),
    }
}

/// The duration at the start of a text that goes on behind it: `5.59s. Need more …`,
/// `5 seconds before …`, `00:05:00.`, `1h26m24s`. A number without a unit is none.
#[must_use]
pub fn leading_duration(text: &str) -> Option<f64> {
    let clock_end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let head = text.get(..clock_end)?.trim_end_matches('.');
    if head.contains(':') {
        return clock(head);
    }
    let (mut rest, mut total) = (text, None);
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let Some(value) = rest.get(..digits).and_then(number) else { return total };
        let tail = rest.get(digits..)?;
        let tail = tail.strip_prefix(' ').unwrap_or(tail);
        let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let Some(factor) = tail.get(..end).and_then(unit) else { return total };
        total = Some(total.unwrap_or(0.0) + value * factor);
        rest = tail.get(end..)?;
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
}

/// The date, or the time of day, at the start of a text that goes on behind it.
#[must_use]
pub fn leading_date(text: &str, now_ms: f64) -> Option<f64> {
    let end = text.char_indices().nth(34).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end)?;
    if let Some(at) = date(head) {
        return Some(at);
    }
    // A time of day alone means its next occurrence, in UTC: "resets at GMT 00:00:00".
    let head = head.trim_start_matches(['G', 'M', 'T', 'U', 'C', ' ']);
    let end = head.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(head.len());
    let time = head.get(..end).filter(|time| time.len() >= 5 && time.contains(':')).and_then(clock)?;
    let today = (now_ms / DAY).floor() * DAY + time;
    Some(if today > now_ms { today } else { today + DAY })
}
