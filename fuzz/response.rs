//! Any bytes as a response: the first line holds status and clock, then come headers up to an empty line, then the body.
//! Shared by the fuzz target and by the host test that replays what it has found (tests/replay.rs).

use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::workspace::Workspace;

/// Whatever it is made of, there is a classification, and all of it can be read.
pub fn check(data: &[u8], ws: &mut Workspace) {
    let text = String::from_utf8_lossy(data);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let (status, now) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .unwrap_or(("", ""));
    let headers = lines.filter_map(|line| line.split_once(':'));
    let facts = Facts::of(
        ws,
        status.parse().unwrap_or(429),
        headers,
        body,
        // JavaScript lets no other clock in.
        now.parse()
            .ok()
            .filter(|now: &f64| now.is_finite())
            .unwrap_or(1.7e12),
    );
    let found = classify(&facts, ws);

    let texts = [
        found.code,
        found.message,
        found.error_type,
        found.request_id,
        found.docs_url,
        found.upgrade_url,
        found.required_plan,
        found.current_plan,
        found.feature,
    ];
    let fields = ws.fields.iter();
    let in_fields = fields.flat_map(|field| [field.path, field.message, field.code]);
    for span in texts
        .into_iter()
        .chain(in_fields)
        .chain(ws.allowed.iter().copied())
    {
        assert!(
            !span.is_some() || ws.text(span).is_some(),
            "a text ends inside a character"
        );
    }
    for url in [found.docs_url, found.upgrade_url] {
        let url = ws.text(url).unwrap_or("https://");
        assert!(
            url.get(..4)
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"))
        );
    }
    assert!(
        found.retry_after_ms.is_nan() || found.retry_after_ms >= 0.0,
        "a wait in the past"
    );
    assert!(!found.retry_after_ms.is_infinite() && !found.reset_at.is_infinite());
    for amount in [found.limit, found.used, found.remaining] {
        assert!(!amount.is_infinite(), "JSON has no infinity");
    }
}
