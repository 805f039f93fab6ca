//! redress answers three questions about a failed API request, for any API:
//! what went wrong, is it worth trying again and when, and what do I tell my user?
//!
//! The folder tree is the architecture:
//!
//! * [`core`] is pure: no JavaScript, no clock, no randomness, no futures. Time and
//!   randomness are inputs, a decision is a value. It is also a native library.
//! * `binding` exists on wasm32 only: it turns JavaScript values into facts, performs
//!   effects (fetch, sleep) and turns results into JavaScript values. It decides nothing.
#![warn(missing_docs)]
#![forbid(unsafe_op_in_unsafe_fn)]

pub mod core;

#[cfg(target_arch = "wasm32")]
mod binding;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
