//! What a response's body says, whatever its shape.
//!
//! | shape | example |
//! |---|---|
//! | nested object | `{"error":{"code":"x","message":"…"}}`, `{"fault":{…}}`, `{"detail":{…}}` |
//! | flat | `{"code":"x","message":"…"}` |
//! | `error` is the code, or the text | `{"error":"x","message":"…"}`, `{"error":"Something failed."}` |
//! | list | `{"errors":[{…}]}`, `[{…}]`, `{"errors":["…"]}` |
//! | map of fields | `{"errors":{"email":["…"]}}`, `{"message":{"title":["…"]}}` |
//! | problem details (RFC 9457) | `{"type":"https://…/slug","title":"…","detail":"…"}` |
//! | typed details (google.rpc) | `{"error":{"status":"…","details":[{"reason":"…"}]}}` |
//! | JSON inside a string | `{"error":{"message":"{\"error\":…}"}}` |
//! | outcome of a job inside a 200 | `{"data":{"status":"failed","error":{…}}}` |
//!
//! One pass over the nodes ([`reader`](super::reader)) collects candidates for each part;
//! [`vocabulary`](super::vocabulary) says which key holds what, [`Rank`] which candidate is best.

use super::classification::{Field, Plan, Quota, Text};
use super::json::Kind;
use super::lexicon::Sense;
use super::text;

/// How good a candidate for the code is; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A symbolic code.
    Code,
    /// A symbolic name, status or reason.
    Name,
    /// `error` holding a token.
    Error,
    /// A number that is not the HTTP status.
    Number,
    /// A class of errors.
    Type,
    /// A message that begins with a code, or is one.
    Message,
    /// The last part of a URI that names the problem.
    Slug,
    /// A title or identifier that is one token.
    Title,
    /// A number that repeats the HTTP status, or a reason phrase.
    Status,
}

/// The code of an error.
#[derive(Clone, Debug)]
pub struct Code<'a> {
    /// As the server spells it.
    pub text: Text<'a>,
    /// Where it was found.
    pub rank: Rank,
    /// What the lexicon says of it.
    pub sense: Option<Sense>,
}

/// Texts of one sort that are kept of one body.
const MAX_TEXTS: usize = 8;

/// A few texts whose words count, as they are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    list: [&'a str; MAX_TEXTS],
    count: usize,
}

impl<'a> Texts<'a> {
    /// Keeps one more, as long as there is room.
    pub fn push(&mut self, text: &'a str) {
        if let Some(slot) = self.list.get_mut(self.count) {
            *slot = text;
            self.count += 1;
        }
    }

    /// Those that were kept.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.list.iter().take(self.count).copied()
    }
}

/// What a body says.
#[derive(Clone, Debug, Default)]
pub struct Envelope<'a> {
    /// The code.
    pub code: Option<Code<'a>>,
    /// The sentence for humans.
    pub message: Option<Text<'a>>,
    /// The message was a list of sentences, as validators send it.
    pub is_list: bool,
    /// More sentences.
    pub asides: Texts<'a>,
    /// The class of the error.
    pub error_type: Option<Text<'a>>,
    /// Structured reasons, quota ids, policy and window names.
    pub reasons: Texts<'a>,
    /// The HTTP status that the body names.
    pub status: Option<u16>,
    /// The body says that something failed, whatever the HTTP status.
    pub failed: bool,
    /// The body says so of a job that ran, not of the request.
    pub failed_job: bool,
    /// An explicit flag.
    pub retryable: Option<bool>,
    /// The failure is final.
    pub terminal: bool,
    /// The wait that the body asks for, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The allowance.
    pub quota: Quota,
    /// The limit counts what runs at the same time.
    pub slots: bool,
    /// The plan.
    pub plan: Plan<'a>,
    /// What was wrong with the input.
    pub fields: Vec<Field<'a>>,
    /// The request's identifier.
    pub request_id: Option<Text<'a>>,
    /// Where the error is documented.
    pub docs_url: Option<Text<'a>>,
    /// Where to get more.
    pub upgrade_url: Option<Text<'a>>,
}

/// Keeps a URL that may be shown to a user, unless there is one.
pub fn keep_url<'a>(slot: &mut Option<Text<'a>>, url: Text<'a>) {
    if slot.is_none() && text::safe_url(&url).is_some() {
        *slot = Some(url);
    }
}

/// Keeps a text, unless there is one or it is empty.
pub fn keep<'a>(slot: &mut Option<Text<'a>>, text: Text<'a>) {
    if slot.is_none() && !text.is_empty() {
        *slot = Some(text);
    }
}

/// Whether a node holds text.
#[must_use]
pub const fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Escaped)
}
