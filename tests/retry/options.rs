//! What a caller is told who got an option wrong, word by word.

use crate::given::{Budget, Flag, Function, List, Null, Number, Other, Signal, Undefined, text};
use redress::core::options::{BUDGET_OPTIONS, Form, Given, OPTIONS, Setting, check};
use redress::core::policy::Policy;

/// The text of the error, or an empty one.
fn told(form: Form, name: &str, given: Given<'_>, shown: &str) -> String {
    check(form, name, given).map_or_else(|misuse| misuse.message(name, shown), |_| String::new())
}

#[test]
fn each_option_says_what_is_allowed() {
    let too_long = "x".repeat(256);
    let table: &[(&str, &[Given<'_>], &[Given<'_>], &str)] = &[
        (
            "maxAttempts",
            &[Number(1.0), Number(1000.0)],
            &[
                Number(0.0),
                Number(-1.0),
                Number(1001.0),
                Number(2.5),
                Number(f64::NAN),
                text("3"),
                Null,
                Flag(true),
            ],
            "a whole number from 1 to 1000",
        ),
        (
            "baseDelayMs",
            &[Number(0.0), Number(0.5), Number(2_147_483_647.0)],
            &[
                Number(-0.1),
                Number(2_147_483_648.0),
                Number(f64::INFINITY),
                Null,
            ],
            "a number of milliseconds from 0 to 2147483647",
        ),
        (
            "factor",
            &[Number(1.0), Number(1.5)],
            &[Number(0.9), Number(1000.5)],
            "a number from 1 to 1000",
        ),
        (
            "maxDelayMs",
            &[Number(0.0)],
            &[Number(-1.0), text("1s")],
            "a number of milliseconds from 0 to 2147483647",
        ),
        (
            "jitter",
            &[
                text("full"),
                text("equal"),
                text("decorrelated"),
                text("none"),
            ],
            &[text("Full"), text(""), Flag(false), Number(0.0)],
            "\"full\", \"equal\", \"decorrelated\" or \"none\"",
        ),
        ("delayMs", &[Function], &[Number(100.0), Null], "a function"),
        (
            "maxWaitMs",
            &[Number(0.0)],
            &[Number(f64::INFINITY), Number(-1.0)],
            "a number of milliseconds from 0 to 2147483647",
        ),
        (
            "attemptTimeoutMs",
            &[Number(1.0)],
            &[Number(0.0), Number(f64::NAN)],
            "a number of milliseconds from 1 to 2147483647",
        ),
        (
            "deadlineMs",
            &[Number(1.0)],
            &[Number(0.0)],
            "a number of milliseconds from 1 to 2147483647",
        ),
        (
            "idempotencyKey",
            &[Flag(true), Function, text("order-17")],
            &[
                Flag(false),
                text(""),
                text("a b"),
                text("ü"),
                text(&too_long),
                Number(1.0),
            ],
            "true, a string of 1 to 255 printable ASCII characters, or a function",
        ),
        (
            "idempotencyHeader",
            &[text("X-Idempotency-Key")],
            &[text(""), text("a:b"), text("a b"), Flag(true)],
            "the name of a header",
        ),
        (
            "onExhausted",
            &[text("throw"), text("return")],
            &[text("retry")],
            "\"throw\" or \"return\"",
        ),
        ("shouldRetry", &[Function], &[Flag(true)], "a function"),
        ("onAttempt", &[Function], &[Other], "a function"),
        ("onRetry", &[Function], &[Other], "a function"),
        ("onGiveUp", &[Function], &[Other], "a function"),
        ("onQuota", &[Function], &[Other], "a function"),
        (
            "budget",
            &[Budget, Flag(false)],
            &[Flag(true), Other, Null],
            "what createRetryBudget returned, or false",
        ),
        ("fetch", &[Function], &[Other], "a function"),
        ("rules", &[List], &[Other, text("x")], "an array of rules"),
    ];
    for (name, good, bad, allowed) in table {
        // `idempotencyKey: "…"` and `signal` have places of their own; see below.
        for given in good.iter().chain([&Undefined]) {
            assert_eq!(
                told(Form::Request, name, *given, "…"),
                "",
                "{name}: {given:?}"
            );
        }
        for given in *bad {
            let expected = format!("{name}: … is not allowed; it must be {allowed}");
            assert_eq!(
                told(Form::Request, name, *given, "…"),
                expected,
                "{given:?}"
            );
        }
    }
    // `signal` and `rememberQuota` have no place in this form at all.
    assert_eq!(table.len() + 2, OPTIONS.len());
}

#[test]
fn a_budget_says_what_is_allowed() {
    for (name, good, bad, allowed) in [
        ("ratio", 0.2, -0.1, "a number from 0 to 10"),
        (
            "windowMs",
            10_000.0,
            999.0,
            "a number of milliseconds from 1000 to 3600000",
        ),
        (
            "minPerSecond",
            0.0,
            f64::INFINITY,
            "a number from 0 to 1000000",
        ),
    ] {
        assert_eq!(told(Form::Budget, name, Number(good), "…"), "");
        let expected = format!("{name}: … is not allowed; it must be {allowed}");
        assert_eq!(told(Form::Budget, name, Number(bad), "…"), expected);
    }
    assert_eq!(BUDGET_OPTIONS.len(), 3);
    assert_eq!(
        told(Form::Budget, "maxAttempts", Number(3.0), "3"),
        "maxAttempts: 3 is not allowed; the options are ratio, windowMs, minPerSecond"
    );
}

#[test]
fn an_unknown_name_is_told_the_known_ones() {
    let told = told(Form::Request, "maxRetries", Number(3.0), "3");
    assert!(
        told.starts_with(
            "maxRetries: 3 is not allowed; the options are maxAttempts, baseDelayMs, "
        ),
        "{told}"
    );
    assert!(
        OPTIONS.iter().all(|rule| told.contains(rule.name)),
        "{told}"
    );
    // An unknown name that is undefined is a mistake as well.
    assert!(check(Form::Request, "retries", Undefined).is_err());
}

#[test]
fn an_option_in_the_wrong_place_is_told_the_right_one() {
    for (form, name, given, instead) in [
        (Form::Request, "signal", Signal, "a signal belongs in init"),
        (
            Form::Client,
            "signal",
            Signal,
            "a signal belongs in the init of each request",
        ),
        (
            Form::Function,
            "idempotencyKey",
            Flag(true),
            "a function makes its own request",
        ),
        (
            Form::Function,
            "idempotencyHeader",
            text("X-Key"),
            "a function makes its own request",
        ),
        (
            Form::Function,
            "fetch",
            Function,
            "a function makes its own request",
        ),
        (
            Form::Request,
            "rememberQuota",
            Flag(true),
            "it belongs in the options of createFetch",
        ),
        (
            Form::Function,
            "rememberQuota",
            Flag(false),
            "it belongs in the options of createFetch",
        ),
        (
            Form::Client,
            "idempotencyKey",
            text("order-17"),
            "each request needs a key of its own; it must be true or a function",
        ),
    ] {
        assert_eq!(
            told(form, name, given, "…"),
            format!("{name}: … is not allowed here; {instead}"),
            "{form:?}"
        );
    }
    assert_eq!(told(Form::Function, "signal", Signal, "…"), "");
    assert_eq!(told(Form::Function, "signal", Null, "…"), "");
    assert_eq!(told(Form::Client, "rememberQuota", Flag(true), "…"), "");
    assert_eq!(told(Form::Client, "idempotencyKey", Flag(true), "…"), "");
}

#[test]
fn the_engines_options_reach_the_policy() {
    let mut policy = Policy::default();
    assert_eq!((policy.max_attempts, policy.max_wait_ms), (5, 60_000.0));
    let settings = [
        ("maxAttempts", Number(7.0)),
        ("baseDelayMs", Number(8.0)),
        ("factor", Number(9.0)),
        ("maxDelayMs", Number(10.0)),
        ("maxWaitMs", Number(11.0)),
        ("attemptTimeoutMs", Number(12.0)),
        ("deadlineMs", Number(13.0)),
        ("jitter", text("equal")),
        ("onExhausted", text("return")),
        ("rememberQuota", Flag(true)),
    ];
    for (name, given) in settings {
        let (setting, number) = check(Form::Client, name, given).expect(name);
        policy.set(setting, number);
    }
    let expected = "Policy { max_attempts: 7, backoff: Backoff { base_delay_ms: 8.0, factor: 9.0, max_delay_ms: 10.0, \
        jitter: Equal }, max_wait_ms: 11.0, attempt_timeout_ms: Some(12.0), deadline_ms: Some(13.0), \
        on_exhausted: Return, remember_quota: true }";
    assert_eq!(format!("{policy:?}"), expected);
    for (form, name, given) in [
        (Form::Client, "onRetry", Function),
        (Form::Function, "signal", Signal),
        (Form::Client, "budget", Budget),
        (Form::Client, "rules", List),
    ] {
        let (setting, _) = check(form, name, given).expect(name);
        assert_eq!(setting, Setting::None, "{name}");
    }
}
