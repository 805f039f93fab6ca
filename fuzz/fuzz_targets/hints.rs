//! Waits and dates: whatever a server writes, a wait is within a year, and none is in the past.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::time::{self, YEAR};
use redress::core::workspace::Workspace;
use std::sync::{LazyLock, Mutex};

// One for all, as in a program: what a call leaves behind must not matter to the next.
static WORKSPACE: LazyLock<Mutex<Workspace>> = LazyLock::new(|| Mutex::new(Workspace::new()));

fuzz_target!(|data: (u8, u64, &str)| {
    let (which, now_ms, value) = data;
    // Up to the year 9999.
    let now_ms = (now_ms % 253_402_300_800_000) as f64;
    for wait in [
        time::retry_after(value.as_bytes(), now_ms),
        time::reset(value.as_bytes(), now_ms) - now_ms,
    ] {
        assert!(
            wait.is_nan() || (0.0..=YEAR).contains(&wait),
            "{value:?}: {wait}"
        );
    }
    const NAMES: [&str; 6] = [
        "retry-after",
        "retry-after-ms",
        "x-ratelimit-reset",
        "ratelimit",
        "x-ratelimit-reset-requests",
        "date",
    ];
    let name = NAMES[usize::from(which) % NAMES.len()];
    let ws = &mut *WORKSPACE.lock().unwrap();
    let facts = Facts::of(
        ws,
        429,
        [(name, value), ("x-ratelimit-remaining", "0")],
        value,
        now_ms,
    );
    let found = classify(&facts, ws);
    let wait = found.retry_after_ms;
    assert!(
        wait.is_nan() || (0.0..=YEAR).contains(&wait),
        "{name}: {value:?}: {wait}"
    );
});
