//! The delays themselves.

use crate::rng::Rng;
use redress::core::backoff::{Backoff, Jitter, MAX_TIMER_MS, timer_ms};
use redress::core::decision::{Decision, Outcome, Stop};
use redress::core::policy::Policy;
use redress::core::retry::{State, when, whether};

const EXPONENTIAL: Backoff = Backoff {
    base_delay_ms: 200.0,
    factor: 2.0,
    max_delay_ms: 30_000.0,
    jitter: Jitter::None,
};

#[test]
fn delays_double_up_to_the_cap() {
    let delays: Vec<f64> = (1..=10)
        .map(|attempt| EXPONENTIAL.ceiling_ms(attempt))
        .collect();
    assert_eq!(
        delays,
        [
            200.0, 400.0, 800.0, 1600.0, 3200.0, 6400.0, 12_800.0, 25_600.0, 30_000.0, 30_000.0
        ]
    );
}

#[test]
fn each_jitter_has_its_own_range() {
    // jitter, random, delay after the first attempt, after the third (the delay before it: 500)
    let table = [
        (Jitter::None, 0.0, 200.0, 800.0),
        (Jitter::None, 0.999, 200.0, 800.0),
        (Jitter::Full, 0.0, 0.0, 0.0),
        (Jitter::Full, 0.5, 100.0, 400.0),
        (Jitter::Full, 1.0, 200.0, 800.0),
        (Jitter::Equal, 0.0, 100.0, 400.0),
        (Jitter::Equal, 0.5, 150.0, 600.0),
        (Jitter::Equal, 1.0, 200.0, 800.0),
        (Jitter::Decorrelated, 0.0, 200.0, 200.0),
        (Jitter::Decorrelated, 0.5, 400.0, 850.0),
        (Jitter::Decorrelated, 1.0, 600.0, 1500.0),
    ];
    for (jitter, random, first, third) in table {
        let backoff = Backoff {
            jitter,
            ..EXPONENTIAL
        };
        assert_eq!(
            backoff.delay_ms(1, 0.0, random),
            first,
            "{jitter:?} {random}"
        );
        assert_eq!(
            backoff.delay_ms(3, 500.0, random),
            third,
            "{jitter:?} {random}"
        );
    }
}

#[test]
fn no_number_overflows_a_timer() {
    let mut rng = Rng::new(1);
    for case in 0..20_000 {
        let backoff = Backoff {
            base_delay_ms: rng.any_f64(),
            factor: rng.any_f64(),
            max_delay_ms: rng.any_f64(),
            jitter: rng.pick(&[
                Jitter::Full,
                Jitter::Equal,
                Jitter::Decorrelated,
                Jitter::None,
            ]),
        };
        let attempt = rng.pick(&[0, 1, 2, 10, 1000, u32::MAX]);
        let delay = backoff.delay_ms(attempt, rng.any_f64(), rng.any_f64());
        assert!(
            (0.0..=MAX_TIMER_MS).contains(&delay),
            "case {case}: {backoff:?} gives {delay}"
        );
        assert!(
            (0.0..=MAX_TIMER_MS).contains(&timer_ms(rng.any_f64())),
            "case {case}"
        );
    }
}

/// The waits of a call whose every attempt fails alike, until it stops.
fn waits(
    policy: &Policy,
    hint_ms: Option<f64>,
    own: Option<&dyn Fn(u32, f64) -> f64>,
    rng: &mut Rng,
) -> Vec<f64> {
    let mut state = State::new(0.0);
    let (mut now, mut waits) = (0.0, Vec::new());
    loop {
        state.begin(policy, now);
        let outcome = Outcome {
            retryable: true,
            repeatable: true,
            replayable: true,
            hint_ms,
            ..Outcome::default()
        };
        let random = rng.unit();
        let own_delay = own.map(|own| own(state.attempt, random));
        match whether(&state, policy, &outcome, now).unwrap_or_else(|| {
            when(
                &mut state,
                policy,
                hint_ms,
                own_delay,
                now,
                random,
                &mut || true,
            )
        }) {
            Decision::Wait { delay_ms } => waits.push(delay_ms),
            Decision::Stop(Stop::Attempts) => return waits,
            other => panic!("{other:?}"),
        }
        now += waits.last().unwrap();
    }
}

/// `max(Retry-After, 2^attempt · 100 ms)`, 5 attempts.
#[test]
fn documented_schedule_that_takes_the_longer_of_hint_and_backoff() {
    let policy = Policy {
        max_attempts: 5,
        backoff: EXPONENTIAL,
        ..Policy::default()
    };
    let mut rng = Rng::new(2);
    assert_eq!(
        waits(&policy, None, None, &mut rng),
        [200.0, 400.0, 800.0, 1600.0]
    );
    let told = waits(&policy, Some(1000.0), None, &mut rng);
    for (wait, least) in told.iter().zip([1000.0, 1000.0, 1000.0, 1600.0]) {
        assert!((least..=1100.0f64.max(least)).contains(wait), "{told:?}");
    }
    assert_eq!(told.len(), 4);
}

/// 200, 400, 800 ms, 3 attempts: the third delay would come after the last attempt.
#[test]
fn documented_schedule_of_three_attempts() {
    let policy = Policy {
        max_attempts: 3,
        backoff: EXPONENTIAL,
        ..Policy::default()
    };
    assert_eq!(waits(&policy, None, None, &mut Rng::new(3)), [200.0, 400.0]);
    let policy = Policy {
        max_attempts: 4,
        ..policy
    };
    assert_eq!(
        waits(&policy, None, None, &mut Rng::new(3)),
        [200.0, 400.0, 800.0]
    );
}

/// `min(1000 · 2^n, 30,000) + random(0..1000)` ms, 5 retries: the caller's own schedule.
#[test]
fn documented_schedule_with_jitter_on_top() {
    let policy = Policy {
        max_attempts: 6,
        ..Policy::default()
    };
    let own = |attempt: u32, random: f64| {
        (1000.0 * 2f64.powi(attempt as i32 - 1)).min(30_000.0) + random * 1000.0
    };
    for seed in 0..200 {
        let waits = waits(&policy, None, Some(&own), &mut Rng::new(seed));
        assert_eq!(waits.len(), 5);
        for (wait, least) in waits.iter().zip([1000.0, 2000.0, 4000.0, 8000.0, 16_000.0]) {
            assert!((least..least + 1000.0).contains(wait), "{waits:?}");
        }
    }
}
