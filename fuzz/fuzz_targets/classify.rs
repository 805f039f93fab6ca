//! A whole response. To run it for a quarter of an hour: `cargo +nightly fuzz run classify -- -max_total_time=900`
#![no_main]

#[path = "../response.rs"]
mod response;

use libfuzzer_sys::fuzz_target;
use redress::core::workspace::Workspace;
use std::sync::{LazyLock, Mutex};

// One for all, as in a program: what a call leaves behind must not matter to the next.
static WORKSPACE: LazyLock<Mutex<Workspace>> = LazyLock::new(|| Mutex::new(Workspace::new()));

fuzz_target!(|data: &[u8]| response::check(data, &mut WORKSPACE.lock().unwrap()));
