//! What the product knows, as pure functions over plain data.

pub mod kind;
