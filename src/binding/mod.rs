//! The border to JavaScript: reads values, performs effects, writes results. Decides nothing.

mod abort;
mod attempts;
mod body;
mod budget;
mod classify;
mod effects;
mod error;
mod exports;
mod memory;
mod options;
mod record;
mod request;
mod types;
