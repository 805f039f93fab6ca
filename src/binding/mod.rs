//! The border to JavaScript: reads values, performs effects, writes results. Decides nothing.

mod abort;
mod attempt;
mod attempts;
mod budget;
mod classify;
mod describe;
mod effects;
mod exports;
mod memory;
mod options;
mod quota;
mod types;
