//! The token bucket.

use crate::rng::Rng;
use redress::core::budget::Budget;

/// How many retries it gives at once.
fn drain(budget: &mut Budget, now_ms: f64) -> u32 {
    (0..100_000).take_while(|_| budget.withdraw(now_ms)).count() as u32
}

#[test]
fn the_reserve_is_there_from_the_start() {
    assert_eq!(drain(&mut Budget::default(), 0.0), 100);
    assert_eq!(drain(&mut Budget::new(0.2, 10_000.0, 0.0), 0.0), 0);
}

#[test]
fn five_successes_make_one_retry() {
    let mut budget = Budget::new(0.2, 10_000.0, 0.0);
    for successes in 1..=50 {
        budget.deposit(f64::from(successes));
    }
    assert_eq!(drain(&mut budget, 50.0), 10);
    for _ in 0..4 {
        budget.deposit(60.0);
    }
    assert_eq!(drain(&mut budget, 60.0), 0);
    budget.deposit(61.0);
    assert_eq!(drain(&mut budget, 61.0), 1);
}

#[test]
fn what_is_older_than_the_window_is_forgotten() {
    let mut budget = Budget::new(1.0, 10_000.0, 0.0);
    for _ in 0..7 {
        budget.deposit(500.0);
    }
    assert_eq!(budget.balance(9000.0).round(), 7.0);
    assert_eq!(budget.balance(11_500.0).round(), 0.0);

    // A reserve that is used up comes back with time, and only up to what it was.
    let mut budget = Budget::default();
    assert_eq!(drain(&mut budget, 0.0), 100);
    assert_eq!(drain(&mut budget, 5000.0), 0);
    assert_eq!(drain(&mut budget, 10_500.0), 100);
    assert_eq!(drain(&mut budget, 1e12), 100);
    assert_eq!(drain(&mut budget, 1e12 + 1.0), 0);
}

/// In a long outage, with nothing but failures, retries stay at the reserve's pace.
#[test]
fn an_outage_is_not_multiplied() {
    for seed in 0..50 {
        let mut rng = Rng::new(seed);
        let mut budget = Budget::default();
        let mut granted = 0;
        let mut now = rng.unit() * 1e6;
        let start = now;
        while now - start < 60_000.0 {
            now += rng.unit() * 10.0;
            granted += u32::from(budget.withdraw(now));
        }
        assert!(
            (500..=700).contains(&granted),
            "seed {seed}: {granted} retries in a minute"
        );
    }
}

/// A share of the successes, whatever the load.
#[test]
fn retries_stay_a_share_of_the_successes() {
    for seed in 0..50 {
        let mut rng = Rng::new(seed);
        let mut budget = Budget::new(0.2, 10_000.0, 0.0);
        let (mut successes, mut granted, mut now) = (0, 0, 0.0);
        for _ in 0..20_000 {
            now += rng.unit() * 5.0;
            if rng.chance(0.5) {
                successes += 1;
                budget.deposit(now);
            } else {
                granted += u32::from(budget.withdraw(now));
            }
        }
        let share = f64::from(granted) / f64::from(successes);
        assert!((0.19..=0.2).contains(&share), "seed {seed}: {share}");
    }
}

/// A clock that stands still, jumps or gives nonsense breaks nothing.
#[test]
fn any_time_is_taken() {
    let mut rng = Rng::new(9);
    let mut budget = Budget::default();
    for _ in 0..20_000 {
        let now = rng.any_f64();
        if rng.chance(0.5) {
            budget.deposit(now);
        } else {
            budget.withdraw(now);
        }
        assert!(!budget.balance(now).is_nan());
    }
}
