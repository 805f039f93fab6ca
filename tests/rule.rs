//! Rules of the caller's: what they match, what they say, what is refused.
#![cfg(not(target_arch = "wasm32"))]

use redress::core::classification::{Classification, DecidedBy};
use redress::core::classify::{classify_by, classify_thrown};
use redress::core::facts::Facts;
use redress::core::kind::{Action, ErrorKind};
use redress::core::options::{Given, Misuse, Shape};
use redress::core::rule::RuleSet;
use redress::core::span::Span;
use redress::core::workspace::Workspace;

fn text(text: &str) -> Given<'_> {
    Given {
        shape: Shape::Text,
        number: 0.0,
        text,
    }
}

fn number(number: f64) -> Given<'static> {
    Given {
        shape: Shape::Number,
        number,
        text: "",
    }
}

fn flag(flag: bool) -> Given<'static> {
    Given {
        shape: Shape::Flag,
        number: f64::from(u8::from(flag)),
        text: "",
    }
}

const OBJECT: Given<'static> = Given {
    shape: Shape::Other,
    number: 0.0,
    text: "",
};

/// Rules from their members, each rule a list.
fn rules(rules: &[&[(&str, Given<'_>)]]) -> RuleSet {
    let mut set = RuleSet::default();
    for members in rules {
        for (name, given) in *members {
            set.take(&format!("rules[0].{name}"), *given).unwrap();
        }
        set.take("rules[0].match", OBJECT).unwrap();
        set.take("rules[0]", OBJECT).unwrap();
    }
    set
}

/// A response of `host`, with the value of the header that the rules name.
fn classified(
    set: &RuleSet,
    status: u16,
    host: &str,
    header: Option<&str>,
    body: &str,
) -> (Classification, Workspace) {
    let mut ws = Workspace::new();
    let mut facts = Facts::of(&mut ws, status, [], body, 0.0);
    let host = ws.append(host.as_bytes());
    facts.looked_up.push((0, host));
    if let Some(value) = header {
        let value = ws.append(value.as_bytes());
        facts.looked_up.push((1, value));
    }
    (classify_by(Some(set), &facts, &mut ws), ws)
}

fn applies(set: &RuleSet, status: u16, host: &str, header: Option<&str>, body: &str) -> bool {
    classified(set, status, host, header, body).0.decided_by == DecidedBy::Rule
}

#[test]
fn hosts_match_exactly_or_by_subdomain() {
    let rule = |host| rules(&[&[("match.host", text(host)), ("kind", text("gone"))]]);
    for (wanted, host, fits) in [
        ("api.example.com", "api.example.com", true),
        ("API.Example.com", "api.example.com", true),
        ("api.example.com", "xapi.example.com", false),
        ("api.example.com", "example.com", false),
        ("api.example.com", "api.example.com:8443", true),
        ("api.example.com:8443", "api.example.com:8443", true),
        ("api.example.com:8443", "api.example.com", false),
        ("*.example.com", "api.example.com", true),
        ("*.example.com", "a.b.example.com:8443", true),
        ("*.example.com", "example.com", false),
        ("*.example.com", "badexample.com", false),
        ("[::1]:80", "[::1]:80", true),
        ("api.example.com", "", false),
    ] {
        assert_eq!(
            applies(&rule(wanted), 500, host, None, ""),
            fits,
            "{wanted} and {host}"
        );
    }
}

#[test]
fn all_that_is_given_must_hold_and_any_of_several() {
    let set = rules(&[&[
        ("match.status", number(400.0)),
        ("match.status", number(422.0)),
        ("match.code", text("E1")),
        ("match.code", text("e2")),
        ("match.header.x-env", text("test")),
        ("kind", text("not_ready")),
    ]]);
    let body = |code: &str| format!("{{\"code\":\"{code}\"}}");
    for (status, code, header, fits) in [
        (400, "E1", Some("test"), true),
        (422, "E2", Some("test"), true),
        (500, "E1", Some("test"), false),
        (400, "E3", Some("test"), false),
        (400, "E1", Some("prod"), false),
        (400, "E1", None, false),
    ] {
        assert_eq!(
            applies(&set, status, "", header, &body(code)),
            fits,
            "{status} {code} {header:?}"
        );
    }
}

#[test]
fn a_rule_wins_over_what_the_server_says() {
    let body = r#"{"error":{"code":"insufficient_quota","terminal":true}}"#;
    let set = rules(&[
        &[
            ("match.code", text("INSUFFICIENT_QUOTA")),
            ("kind", text("rate_limited")),
        ],
        &[
            ("match.status", number(429.0)),
            ("kind", text("gone")),
            ("action", text("wait")),
        ],
    ]);
    let (found, _) = classified(&set, 429, "", None, body);
    assert_eq!(found.kind, ErrorKind::RateLimited);
    assert!(found.retryable, "as the kind says");
    assert_eq!(found.action, Action::Wait, "from the second rule");
    let (found, _) = classified(&set, 400, "", None, r#"{"code":"other"}"#);
    assert_ne!(found.decided_by, DecidedBy::Rule);
}

#[test]
fn retryable_alone_leaves_the_kind() {
    for (status, retry) in [(503, false), (402, true)] {
        let set = rules(&[&[("retryable", flag(retry))]]);
        let (found, _) = classified(&set, status, "", None, "");
        assert_eq!(
            (found.retryable, found.decided_by),
            (retry, DecidedBy::Status)
        );
    }
}

#[test]
fn an_error_in_a_200_is_one_where_a_rule_says_so() {
    let set = rules(&[&[("match.code", text("E9")), ("kind", text("maintenance"))]]);
    let (found, _) = classified(&set, 200, "", None, r#"{"code":"E9"}"#);
    assert_eq!(
        (found.kind, found.retryable, found.status),
        (ErrorKind::Maintenance, true, 200)
    );
}

#[test]
fn paths_lead_into_an_unusual_envelope() {
    let body = r#"{"fault_info":{"why":"DAILY_QUOTA_EXCEEDED","texts":[{"t":"a"},{"t":"Come back\ttomorrow"}],"no":7,"ref":"abc"}}"#;
    let set = rules(&[
        &[
            ("code", text("fault_info.why")),
            ("message", text("fault_info.texts.1.t")),
            ("requestId", text("fault_info.ref")),
        ],
        &[
            ("match.code", text("daily_quota_exceeded")),
            ("retryable", flag(true)),
        ],
    ]);
    let (found, ws) = classified(&set, 400, "", None, body);
    assert_eq!(ws.text(found.code), Some("DAILY_QUOTA_EXCEEDED"));
    assert_eq!(ws.text(found.message), Some("Come back\ttomorrow"));
    assert_eq!(ws.text(found.request_id), Some("abc"));
    assert_eq!(
        found.kind,
        ErrorKind::QuotaExhausted,
        "the code is understood"
    );
    assert!(found.retryable, "a later rule sees the code");
    for (path, code) in [
        ("fault_info.no", Some("7")),
        ("fault_info", None),
        ("fault_info.texts.2.t", None),
        ("fault_info.texts.-1", None),
        ("fault_info.why.more", None),
        ("nowhere.at.all", None),
    ] {
        let set = rules(&[&[("code", text(path))]]);
        let (found, ws) = classified(&set, 400, "", None, body);
        assert_eq!(ws.text(found.code), code, "{path}");
    }
    let set = rules(&[&[("code", text("a.b"))]]);
    for body in ["", "plain", "<html>", r#"{"a":{"b":"X"}} trailing"#, "[1]"] {
        let (found, ws) = classified(&set, 400, "", None, body);
        assert_eq!(ws.text(found.code), None, "{body}");
    }
    let (found, ws) = classified(&set, 400, "", None, "<r><a><b>X</b></a></r>");
    assert_eq!(ws.text(found.code), Some("X"), "an XML body has paths too");
}

#[test]
fn thrown_errors_have_codes() {
    let set = rules(&[&[
        ("match.code", text("ECONNREFUSED")),
        ("kind", text("maintenance")),
    ]]);
    for (code, kind) in [
        ("ECONNREFUSED", ErrorKind::Maintenance),
        ("ECONNRESET", ErrorKind::Network),
    ] {
        let mut ws = Workspace::new();
        ws.begin(0);
        let code = ws.append(code.as_bytes());
        let found = classify_thrown(Span::NONE, Span::NONE, code, false, Some(&set), &mut ws);
        assert_eq!(found.kind, kind);
        assert!(found.retryable);
    }
}

#[test]
fn mistakes_are_told() {
    let told = |path: &str, given: Given<'_>, set: &mut RuleSet| {
        let misuse: Misuse = set.take(path, given).unwrap_err();
        misuse.message(path, "X")
    };
    for (member, given, says) in [
        (
            "kind",
            text("rate_limit"),
            "it must be one of unauthorized, ",
        ),
        ("kind", flag(true), "rate_limited"),
        ("action", text("sleep"), "add_credits"),
        ("retryable", text("yes"), "true or false"),
        ("code", text("a..b"), "a dotted path"),
        ("message", text(""), "a dotted path"),
        ("match.host", text("https://example.com/"), "a host"),
        ("match.host", text("*"), "a host"),
        ("match.status", number(42.0), "an HTTP status"),
        ("match.status", number(404.5), "an HTTP status"),
        ("match.code", number(42.0), "a string"),
        ("match.header.x-env", number(1.0), "a string"),
        ("match.url", text("x"), "match.host, match.status"),
        ("match", flag(true), "an object"),
        ("kinds", text("gone"), "the options are"),
    ] {
        let path = format!("rules[3].{member}");
        let message = told(&path, given, &mut RuleSet::default());
        assert!(
            message.starts_with(&format!("{path}: X is not allowed; ")) && message.contains(says),
            "{message}"
        );
    }
    let mut set = RuleSet::default();
    assert!(told("rules[0]", OBJECT, &mut set).contains("match and at least one of"));
    set.take("rules[0].match", OBJECT).unwrap();
    assert!(told("rules[0]", OBJECT, &mut set).contains("match and at least one of"));
    set.take("rules[0].kind", text("gone")).unwrap();
    set.take("rules[0]", OBJECT).unwrap();
    assert!(
        set.take("rules[1]", OBJECT).is_err(),
        "members of the rule before do not count"
    );
}
