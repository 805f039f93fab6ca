//! What follows from what, one row a rule.

use redress::core::backoff::{Backoff, Jitter};
use redress::core::policy::Policy;
use redress::core::retry::{
    Decision, GiveUp, Outcome, State, Stop, decide, did_nothing, is_idempotent, when,
};

const FAILED: Outcome = Outcome {
    success: false,
    retryable: true,
    hint_ms: None,
    repeatable: true,
    replayable: true,
    cut_by_deadline: false,
    offline: false,
};

fn policy() -> Policy {
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
fn after(attempt: u32, policy: &Policy, outcome: Outcome, now_ms: f64, random: f64) -> Decision {
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
fn when_the_next_attempt_is_due() {
    let deadline = |ms| Policy {
        deadline_ms: Some(ms),
        ..policy()
    };
    let hint = |ms| Outcome {
        hint_ms: Some(ms),
        ..FAILED
    };
    let wait = |delay_ms| Decision::Wait { delay_ms };
    let too_long = Decision::Stop(Stop::WaitTooLong);
    let table = [
        (
            "the last attempt",
            5,
            policy(),
            FAILED,
            0.0,
            Decision::Stop(Stop::Attempts),
        ),
        (
            "one before the last",
            4,
            policy(),
            FAILED,
            0.0,
            wait(1600.0),
        ),
        (
            "the last attempt, hint or not",
            5,
            policy(),
            hint(1000.0),
            0.0,
            Decision::Stop(Stop::Attempts),
        ),
        (
            "a hint longer than the schedule, half the jitter on top",
            1,
            policy(),
            hint(1000.0),
            0.0,
            wait(1050.0),
        ),
        (
            "a hint shorter than the schedule",
            3,
            policy(),
            hint(100.0),
            0.0,
            wait(800.0),
        ),
        (
            "a hint of nothing",
            1,
            policy(),
            hint(0.0),
            0.0,
            wait(200.0),
        ),
        (
            "a hint that is negative",
            1,
            policy(),
            hint(-5000.0),
            0.0,
            wait(200.0),
        ),
        (
            "a hint that is no number",
            1,
            policy(),
            hint(f64::NAN),
            0.0,
            wait(200.0),
        ),
        (
            "the longest wait allowed",
            1,
            policy(),
            hint(60_000.0),
            0.0,
            wait(63_000.0),
        ),
        ("one longer", 1, policy(), hint(60_001.0), 0.0, too_long),
        ("for ever", 1, policy(), hint(f64::INFINITY), 0.0, too_long),
        (
            "longer than a timer can hold",
            1,
            Policy {
                max_wait_ms: f64::INFINITY,
                ..policy()
            },
            hint(2_147_483_648.0),
            0.0,
            too_long,
        ),
        (
            "as long as a timer can hold",
            1,
            Policy {
                max_wait_ms: f64::INFINITY,
                ..policy()
            },
            hint(2_147_483_647.0),
            0.0,
            wait(2_147_483_647.0),
        ),
        (
            "a hint past the deadline",
            1,
            deadline(5000.0),
            hint(4001.0),
            1000.0,
            too_long,
        ),
        (
            "a hint before it, whose jitter would pass it",
            1,
            deadline(5000.0),
            hint(3990.0),
            1000.0,
            wait(3990.0),
        ),
        (
            "a schedule past the deadline",
            1,
            deadline(1200.0),
            FAILED,
            1000.0,
            Decision::Stop(Stop::Deadline),
        ),
        (
            "a schedule that just fits",
            1,
            deadline(1201.0),
            FAILED,
            1000.0,
            wait(200.0),
        ),
        (
            "a hint that fits where the schedule does not",
            3,
            deadline(1500.0),
            hint(300.0),
            1000.0,
            wait(300.0),
        ),
        (
            "a deadline that has passed",
            1,
            deadline(1000.0),
            FAILED,
            2000.0,
            Decision::Stop(Stop::Deadline),
        ),
    ];
    for (name, attempt, policy, outcome, now_ms, expected) in table {
        assert_eq!(
            after(attempt, &policy, outcome, now_ms, 0.5),
            expected,
            "{name}"
        );
    }
}

#[test]
fn a_schedule_of_the_callers_own_gets_nothing_on_top() {
    for (own, hint, expected) in [
        (70.0, None, 70.0),
        (0.0, None, 0.0),
        (1050.0, Some(1000.0), 1050.0),
        (70.0, Some(1000.0), 1100.0),
        (3e9, None, 2_147_483_647.0),
    ] {
        let decision = when(
            &mut State::new(0.0),
            &policy(),
            hint,
            Some(own),
            0.0,
            1.0,
            &mut || true,
        );
        assert_eq!(
            decision,
            Decision::Wait { delay_ms: expected },
            "{own} {hint:?}"
        );
    }
}

#[test]
fn the_budget_is_asked_last() {
    let refused = |hint_ms| {
        let mut asked = 0;
        let decision = when(
            &mut State::new(0.0),
            &policy(),
            hint_ms,
            None,
            0.0,
            0.5,
            &mut || {
                asked += 1;
                false
            },
        );
        (decision, asked)
    };
    assert_eq!(refused(None), (Decision::Stop(Stop::Budget), 1));
    assert_eq!(refused(Some(1e9)), (Decision::Stop(Stop::WaitTooLong), 0));
}

#[test]
fn an_attempt_ends_at_its_own_limit_or_at_the_deadline() {
    let table = [
        (None, None, None),
        (Some(50.0), None, Some(50.0)),
        (None, Some(500.0), Some(400.0)),
        (Some(50.0), Some(500.0), Some(50.0)),
        (Some(450.0), Some(500.0), Some(400.0)),
        (Some(450.0), Some(50.0), Some(0.0)),
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
