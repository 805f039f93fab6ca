//! What the product knows, as pure functions over plain data.

pub mod json;
pub mod kind;
pub mod prose;
pub mod symbol;
pub mod text;
pub mod time;
pub mod words;
