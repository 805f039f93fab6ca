//! What follows from what, one row a rule.

use redress::core::backoff::{Backoff, Jitter};
use redress::core::decision::{Decision, GiveUp, Outcome, Stop};
use redress::core::policy::Policy;
use redress::core::retry::{Limit, State, decide, did_nothing, is_idempotent};

pub const FAILED: Outcome = Outcome {
    success: false,
    retryable: true,
    hint_ms: None,
    repeatable: true,
    replayable: true,
    cut_by_deadline: false,
    offline: false,
};

pub fn policy() -> Policy {
    let backoff = Backoff {
        jitter: Jitter::None,
        ..Policy::default().backoff
    };
    Policy {
        backoff,
        ..Policy::default()
    }
}

/// The decision after the attempt of that number, made `now_ms` after the call began.
pub fn after(
    attempt: u32,
    policy: &Policy,
    outcome: Outcome,
    now_ms: f64,
    random: f64,
) -> Decision {
    let mut state = State::new(0.0);
    state.attempt = attempt;
    decide(&mut state, policy, &outcome, now_ms, random)
}

#[test]
fn whether_another_attempt_follows() {
    let wait = Decision::Wait { delay_ms: 200.0 };
    let give_up = |why| Decision::GiveUp(why);
    let stop = |why| Decision::Stop(why);
    let table = [
        (
            "success",
            Outcome {
                success: true,
                ..FAILED
            },
            Decision::Done,
        ),
        (
            "success, however it was cut",
            Outcome {
                success: true,
                cut_by_deadline: true,
                ..FAILED
            },
            Decision::Done,
        ),
        ("retryable", FAILED, wait),
        (
            "not retryable",
            Outcome {
                retryable: false,
                ..FAILED
            },
            give_up(GiveUp::NotRetryable),
        ),
        (
            "unsafe",
            Outcome {
                repeatable: false,
                ..FAILED
            },
            give_up(GiveUp::UnsafeMethod),
        ),
        (
            "one-shot body",
            Outcome {
                replayable: false,
                ..FAILED
            },
            give_up(GiveUp::NotReplayable),
        ),
        (
            "one-shot body of an unsafe method",
            Outcome {
                replayable: false,
                repeatable: false,
                ..FAILED
            },
            give_up(GiveUp::NotReplayable),
        ),
        (
            "not retryable and unsafe",
            Outcome {
                retryable: false,
                repeatable: false,
                ..FAILED
            },
            give_up(GiveUp::NotRetryable),
        ),
        (
            "deadline",
            Outcome {
                cut_by_deadline: true,
                ..FAILED
            },
            stop(Stop::Deadline),
        ),
        (
            "deadline of an unsafe request: the reason is ours",
            Outcome {
                cut_by_deadline: true,
                repeatable: false,
                ..FAILED
            },
            stop(Stop::Deadline),
        ),
        (
            "offline",
            Outcome {
                offline: true,
                ..FAILED
            },
            Decision::WaitOnline {
                at_most_ms: 60_000.0,
            },
        ),
        (
            "offline and unsafe",
            Outcome {
                offline: true,
                repeatable: false,
                ..FAILED
            },
            give_up(GiveUp::UnsafeMethod),
        ),
    ];
    for (name, outcome, expected) in table {
        assert_eq!(after(1, &policy(), outcome, 0.0, 0.5), expected, "{name}");
    }
}

#[test]
fn an_attempt_ends_at_its_own_limit_or_at_the_deadline() {
    let own = |ms| {
        Some(Limit {
            ms,
            is_deadline: false,
        })
    };
    let deadline = |ms| {
        Some(Limit {
            ms,
            is_deadline: true,
        })
    };
    let table = [
        (None, None, None),
        (Some(50.0), None, own(50.0)),
        (None, Some(500.0), deadline(400.0)),
        (Some(50.0), Some(500.0), own(50.0)),
        (Some(450.0), Some(500.0), deadline(400.0)),
        (Some(400.0), Some(500.0), deadline(400.0)),
        (Some(450.0), Some(50.0), deadline(0.0)),
    ];
    for (attempt_timeout_ms, deadline_ms, expected) in table {
        let policy = Policy {
            attempt_timeout_ms,
            deadline_ms,
            ..policy()
        };
        assert_eq!(State::new(1000.0).begin(&policy, 1100.0), expected);
    }
}

#[test]
fn being_offline_costs_no_attempt_and_ends() {
    let policy = policy();
    let offline = Outcome {
        offline: true,
        ..FAILED
    };
    let mut state = State::new(0.0);
    let mut now = 0.0;
    let mut rounds = 0;
    loop {
        state.begin(&policy, now);
        match decide(&mut state, &policy, &offline, now, 0.5) {
            Decision::WaitOnline { at_most_ms } => {
                assert_eq!(state.attempt, 1);
                let waited = at_most_ms.min(7000.0);
                now += waited;
                rounds += 1;
                state.was_offline(waited);
            }
            end => {
                assert_eq!(end, Decision::Stop(Stop::Offline));
                break;
            }
        }
    }
    assert_eq!((rounds, now), (9, 60_000.0));
}

#[test]
fn what_may_be_repeated() {
    for method in [
        "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY", "TRACE", "get", "Delete",
    ] {
        assert!(is_idempotent(method), "{method}");
    }
    for method in ["POST", "PATCH", "CONNECT", "LOCK", "", "GETS"] {
        assert!(!is_idempotent(method), "{method}");
    }
    for (status, has_hint, told, expected) in [
        (408, false, false, true),
        (425, false, false, true),
        (429, false, false, true),
        (503, true, false, true),
        (503, false, false, false),
        (500, true, false, false),
        (502, true, false, false),
        (500, false, true, true),
        (409, false, false, false),
    ] {
        assert_eq!(
            did_nothing(status, has_hint, told),
            expected,
            "{status} {has_hint} {told}"
        );
    }
}

#[test]
fn names_are_those_of_the_declarations() {
    let stops = [
        Stop::Attempts,
        Stop::Deadline,
        Stop::Budget,
        Stop::WaitTooLong,
        Stop::Offline,
        Stop::QuotaRemembered,
    ];
    let names = [
        "attempts",
        "deadline",
        "budget",
        "wait_too_long",
        "offline",
        "quota_remembered",
    ];
    assert_eq!(stops.map(Stop::name), names);
    assert!(Stop::Attempts.message().starts_with("Max retries exceeded"));
    let give_ups = [
        GiveUp::NotRetryable,
        GiveUp::UnsafeMethod,
        GiveUp::NotReplayable,
    ];
    assert_eq!(
        give_ups.map(GiveUp::name),
        ["not_retryable", "unsafe_method", "not_replayable"]
    );
}
