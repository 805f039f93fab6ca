//! What holds for every classification: every text in it can be read, every URL is one, and JSON can carry every number.

use redress::core::classification::Classification;
use redress::core::workspace::Workspace;

/// Fails with `what` where that does not hold.
pub fn check(found: &Classification, ws: &Workspace, what: &dyn Fn() -> String) {
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
    let of_fields = fields.flat_map(|field| [field.path, field.message, field.code]);
    for span in texts
        .into_iter()
        .chain(of_fields)
        .chain(ws.allowed.iter().copied())
    {
        assert!(
            !span.is_some() || ws.text(span).is_some(),
            "not a text: {}",
            what()
        );
    }
    let numbers = [
        found.retry_after_ms,
        found.limit,
        found.used,
        found.remaining,
        found.reset_at,
    ];
    let maxima = ws.fields.iter().map(|field| field.max);
    for number in numbers.into_iter().chain(maxima) {
        assert!(!number.is_infinite(), "infinite: {}", what());
    }
    assert!(
        found.retry_after_ms.is_nan() || found.retry_after_ms >= 0.0,
        "{}",
        what()
    );
    for url in [found.docs_url, found.upgrade_url] {
        let scheme = ws.text(url).unwrap_or("http").get(..4);
        assert!(
            scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")),
            "not a URL: {}",
            what()
        );
    }
}
