//! The border to JavaScript: reads values, performs effects, writes results. Decides nothing.

mod classify;
mod memory;
mod record;
