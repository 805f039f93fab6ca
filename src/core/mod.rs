//! What the product knows, as pure functions over plain data.

pub mod backoff;
pub mod budget;
pub mod classification;
pub mod classify;
pub mod decision;
pub mod envelope;
pub mod facts;
pub mod fields;
pub mod headers;
pub mod json;
pub mod kind;
pub mod lexicon;
pub mod markup;
pub mod options;
pub mod policy;
pub mod prose;
pub mod retry;
pub mod symbol;
pub mod text;
pub mod time;
pub mod transport;
pub mod verdict;
pub mod vocabulary;
pub mod words;
