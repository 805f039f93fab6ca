//! The retry engine, run on the host: what follows from what, in tables, and what always holds,
//! over thousands of seeded cases.
#![cfg(not(target_arch = "wasm32"))]

#[path = "retry/budget.rs"]
mod budget;
#[path = "retry/given.rs"]
mod given;
#[path = "retry/options.rs"]
mod options;
#[path = "retry/properties.rs"]
mod properties;
#[path = "retry/quota.rs"]
mod quota;
#[path = "retry/rng.rs"]
mod rng;
#[path = "retry/schedules.rs"]
mod schedules;
#[path = "retry/timing.rs"]
mod timing;
#[path = "retry/transitions.rs"]
mod transitions;
