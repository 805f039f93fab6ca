//! When the next attempt is due, one row a rule.

use redress::core::decision::{Decision, Outcome, Stop};
use redress::core::policy::Policy;
use redress::core::retry::{State, when};

use crate::transitions::{FAILED, after, policy};

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
