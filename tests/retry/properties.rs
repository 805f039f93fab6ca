//! What holds for every call, over seeded cases. A failure prints its seed.

use crate::rng::Rng;
use redress::core::backoff::{Backoff, Jitter, MAX_TIMER_MS};
use redress::core::decision::{Decision, Outcome, Stop};
use redress::core::policy::Policy;
use redress::core::retry::{State, decide};

const CASES: u64 = 20_000;

fn any_policy(rng: &mut Rng) -> Policy {
    let duration = |rng: &mut Rng| {
        rng.pick(&[0.0, 1.0, 10.0, 200.0, 5000.0, 60_000.0, MAX_TIMER_MS]) * rng.unit()
    };
    Policy {
        max_attempts: 1 + rng.below(12) as u32,
        backoff: Backoff {
            base_delay_ms: duration(rng),
            factor: 1.0 + rng.pick(&[0.0, 1.0, 9.0, 999.0]) * rng.unit(),
            max_delay_ms: duration(rng),
            jitter: rng.pick(&[
                Jitter::Full,
                Jitter::Equal,
                Jitter::Decorrelated,
                Jitter::None,
            ]),
        },
        max_wait_ms: duration(rng),
        deadline_ms: rng.chance(0.5).then(|| 1.0 + duration(rng)),
        attempt_timeout_ms: rng.chance(0.3).then(|| 1.0 + duration(rng)),
        ..Policy::default()
    }
}

fn any_outcome(rng: &mut Rng) -> Outcome {
    Outcome {
        success: rng.chance(0.05),
        retryable: rng.chance(0.95),
        hint_ms: rng.chance(0.5).then(|| {
            if rng.chance(0.2) {
                rng.any_f64()
            } else {
                rng.unit() * 2000.0
            }
        }),
        repeatable: rng.chance(0.97),
        replayable: rng.chance(0.97),
        cut_by_deadline: false,
        offline: rng.chance(0.05),
    }
}

/// One whole call on a clock of its own: every decision, and what the outcome before it asked for.
struct Call {
    attempts: u32,
    waits: Vec<(f64, Option<f64>)>,
    waited: f64,
    last: Decision,
}

fn run(policy: &Policy, rng: &mut Rng) -> Call {
    let started = rng.unit() * 1e9;
    let (mut state, mut now) = (State::new(started), started);
    let mut call = Call {
        attempts: 0,
        waits: Vec::new(),
        waited: 0.0,
        last: Decision::Done,
    };
    loop {
        let limit = state.begin(policy, now);
        call.attempts = call.attempts.max(state.attempt);
        let took = rng.unit() * 300.0;
        let cut = limit.filter(|limit| took >= limit.ms);
        now += cut.map_or(took, |limit| limit.ms);
        let cut_by_deadline = cut.is_some_and(|limit| limit.is_deadline);
        let outcome = Outcome {
            cut_by_deadline,
            ..any_outcome(rng)
        };
        call.last = decide(&mut state, policy, &outcome, now, rng.unit());
        match call.last {
            Decision::Wait { delay_ms } => {
                call.waits.push((delay_ms, outcome.hint_ms));
                call.waited += delay_ms;
                now += delay_ms;
            }
            Decision::WaitOnline { at_most_ms } => {
                let waited = at_most_ms * rng.unit();
                call.waited += waited;
                now += waited;
                state.was_offline(waited);
            }
            _ => return call,
        }
    }
}

fn for_each_case(check: impl Fn(u64, &Policy, &Call)) {
    for seed in 0..CASES {
        let mut rng = Rng::new(seed);
        let policy = any_policy(&mut rng);
        check(seed, &policy, &run(&policy, &mut rng));
    }
}

#[test]
fn attempts_never_exceed_the_limit() {
    for_each_case(|seed, policy, call| {
        assert!(call.attempts <= policy.max_attempts, "seed {seed}");
        assert!(
            call.waits.len() < policy.max_attempts as usize,
            "seed {seed}"
        );
        if call.last == Decision::Stop(Stop::Attempts) {
            assert_eq!(call.attempts, policy.max_attempts, "seed {seed}");
        }
    });
}

#[test]
fn no_delay_is_below_the_hint_or_above_cap_and_jitter() {
    for_each_case(|seed, policy, call| {
        for &(delay, hint) in &call.waits {
            let hint = hint.map_or(0.0, |hint| hint.max(0.0));
            assert!(delay >= hint, "seed {seed}: {delay} for {hint}");
            assert!(hint <= policy.max_wait_ms, "seed {seed}: {hint}");
            let most = policy.backoff.max_delay_ms.max(hint * 1.1);
            assert!(
                delay <= most.min(MAX_TIMER_MS),
                "seed {seed}: {delay} for {hint}"
            );
        }
    });
}

#[test]
fn all_waits_together_never_pass_the_deadline() {
    for_each_case(|seed, policy, call| {
        if let Some(deadline) = policy.deadline_ms {
            assert!(
                call.waited <= deadline,
                "seed {seed}: {} of {deadline}",
                call.waited
            );
        }
    });
}

#[test]
fn the_same_seed_gives_the_same_schedule() {
    let mut different = 0;
    for seed in 0..2000 {
        let runs = [seed, seed, seed + 1].map(|seed| {
            let mut rng = Rng::new(seed);
            let policy = any_policy(&mut rng);
            run(&policy, &mut rng)
                .waits
                .iter()
                .map(|wait| wait.0)
                .collect::<Vec<f64>>()
        });
        assert_eq!(runs[0], runs[1], "seed {seed}");
        different += usize::from(runs[0] != runs[2]);
    }
    assert!(
        different > 1000,
        "only {different} seeds changed the schedule"
    );
}

/// Whatever the caller and the server come up with, even what the options would refuse.
#[test]
fn no_input_makes_a_delay_that_a_timer_cannot_hold() {
    let mut waits = 0;
    for seed in 0..CASES {
        let mut rng = Rng::new(seed);
        let policy = Policy {
            backoff: Backoff {
                base_delay_ms: rng.any_f64(),
                factor: rng.any_f64(),
                max_delay_ms: rng.any_f64(),
                ..any_policy(&mut rng).backoff
            },
            max_wait_ms: rng.any_f64(),
            deadline_ms: rng.chance(0.3).then(|| rng.any_f64()),
            ..Policy::default()
        };
        let mut state = State::new(rng.any_f64());
        state.attempt = 1;
        let outcome = Outcome {
            hint_ms: rng.chance(0.5).then(|| rng.any_f64()),
            ..any_outcome(&mut rng)
        };
        match decide(&mut state, &policy, &outcome, rng.any_f64(), rng.any_f64()) {
            Decision::Wait { delay_ms: ms } | Decision::WaitOnline { at_most_ms: ms } => {
                waits += 1;
                assert!((0.0..=MAX_TIMER_MS).contains(&ms), "seed {seed}: {ms}");
            }
            _ => {}
        }
    }
    assert!(waits > 1000, "only {waits} cases waited");
}

/// Clients that were all told the same second come back spread over the tenth on top of it.
#[test]
fn a_herd_is_spread() {
    let mut rng = Rng::new(7);
    let policy = Policy::default();
    let mut delays: Vec<f64> = (0..1000)
        .map(|_| {
            let mut state = State::new(0.0);
            state.begin(&policy, 0.0);
            let outcome = Outcome {
                retryable: true,
                repeatable: true,
                replayable: true,
                hint_ms: Some(1000.0),
                ..Outcome::default()
            };
            match decide(&mut state, &policy, &outcome, 0.0, rng.unit()) {
                Decision::Wait { delay_ms } => delay_ms,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    delays.sort_by(f64::total_cmp);
    assert!(delays[0] >= 1000.0);
    assert!(
        delays[950] - delays[50] >= 60.0,
        "{} to {}",
        delays[50],
        delays[950]
    );
}
