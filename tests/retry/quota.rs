//! The memory of limits that were reached.

use redress::core::quota::{Limit, QuotaMemory, key};

const MINUTE: f64 = 60_000.0;

/// What is known of a key then.
fn ask<T: Copy>(memory: &mut QuotaMemory<T>, key: u64, now_ms: f64) -> Option<T> {
    memory.ask(key, now_ms).map(|(_, _, what)| *what)
}

#[test]
fn a_spent_quota_is_remembered_until_it_is_renewed() {
    let mut memory = QuotaMemory::default();
    assert_eq!(ask(&mut memory, 1, 0.0), None);
    memory.remember(1, Limit::Quota, 10_000.0, 0.0, "spent");
    assert_eq!(ask(&mut memory, 1, 9_999.0), Some("spent"));
    assert_eq!(ask(&mut memory, 2, 9_999.0), None);
    assert_eq!(ask(&mut memory, 1, 10_000.0), None);
    assert_eq!(ask(&mut memory, 1, 5_000.0), None, "it is gone for good");
}

#[test]
fn one_call_a_minute_is_sent_all_the_same() {
    let mut memory = QuotaMemory::default();
    memory.remember(1, Limit::Quota, 100.0 * MINUTE, 0.0, ());
    let mut sent = 0;
    for second in 0..600 {
        sent += u32::from(ask(&mut memory, 1, f64::from(second) * 1000.0).is_none());
    }
    assert_eq!(sent, 9);
    assert_eq!(
        ask(&mut memory, 1, -2.0 * MINUTE),
        None,
        "also where the clock was set back"
    );
}

#[test]
fn a_pace_holds_every_call_until_its_time() {
    let mut memory = QuotaMemory::default();
    memory.remember(1, Limit::Pace, 3.0 * MINUTE, 0.0, "slow down");
    let held = memory.ask(1, 2.0 * MINUTE);
    assert_eq!(held, Some((Limit::Pace, MINUTE, &"slow down")));
    assert_eq!(memory.ask(2, 2.0 * MINUTE), None);
    assert_eq!(memory.ask(1, 3.0 * MINUTE), None);
}

#[test]
fn a_success_or_the_caller_ends_it() {
    let mut memory = QuotaMemory::default();
    for key in 1..=3 {
        memory.remember(key, Limit::Quota, MINUTE, 0.0, key);
    }
    memory.forget(2);
    assert_eq!(ask(&mut memory, 1, 1.0), Some(1));
    assert_eq!(ask(&mut memory, 2, 1.0), None);
    assert_eq!(ask(&mut memory, 3, 1.0), Some(3));
    memory.clear();
    assert_eq!(ask(&mut memory, 1, 1.0), None);
    assert_eq!(ask(&mut memory, 3, 1.0), None);
}

#[test]
fn what_was_said_last_counts() {
    let mut memory = QuotaMemory::default();
    memory.remember(1, Limit::Quota, MINUTE, 0.0, "first");
    memory.remember(1, Limit::Quota, 2.0 * MINUTE, 10.0, "second");
    assert_eq!(ask(&mut memory, 1, 20.0), Some("second"));
    memory.remember(1, Limit::Quota, 5.0, 10.0, "past");
    assert_eq!(ask(&mut memory, 1, 20.0), None);
}

#[test]
fn a_hundred_are_kept_the_latest_to_end() {
    let mut memory = QuotaMemory::default();
    for at in 0..1000 {
        memory.remember(at, Limit::Quota, MINUTE + at as f64, 0.0, ());
    }
    let kept: Vec<u64> = (0..1000)
        .filter(|at| ask(&mut memory, *at, 1.0).is_some())
        .collect();
    assert_eq!(kept, (900..1000).collect::<Vec<u64>>());
}

#[test]
fn keys_are_hashes() {
    assert_eq!(key(""), 0xCBF2_9CE4_8422_2325);
    assert_eq!(key("foobar"), 0x8594_4171_F739_67E8);
    assert_ne!(
        key("https://api.example/a secret"),
        key("https://api.example/a other")
    );
}
