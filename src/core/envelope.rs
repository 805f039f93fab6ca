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

use super::classification::Classification;
use super::lexicon::Sense;
use super::span::Span;

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
    /// No code at all.
    Missing,
}

/// Texts of one sort that are kept of one body.
const MAX_TEXTS: usize = 6;

/// A few texts whose words count, as they are written.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    list: [Span; MAX_TEXTS],
    count: usize,
}

impl Texts {
    /// Keeps one more, as long as there is room.
    pub fn push(&mut self, text: Span) {
        if let Some(slot) = self.list.get_mut(self.count) {
            *slot = text;
            self.count += 1;
        }
    }

    /// Those that were kept.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        self.list.get(..self.count).unwrap_or(&[])
    }
}

/// What a body says. A number that is not said is NaN.
///
/// The layout is fixed (`repr(C)`): JavaScript reads the beginning in memory.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Envelope {
    /// Code, message, allowance, plan, identifiers and URLs.
    pub said: Classification,
    /// Where the code was found.
    pub rank: Rank,
    /// What the lexicon says of the code.
    pub sense: Option<Sense>,
    /// What it says of the class of the error.
    pub class: Option<Sense>,
    /// The message was a list of sentences, as validators send it.
    pub is_list: bool,
    /// More sentences.
    pub asides: Texts,
    /// Structured reasons, quota ids, policy and window names.
    pub reasons: Texts,
    /// The HTTP status that the body names; 0: none.
    pub status: u16,
    /// The body says that something failed, whatever the HTTP status.
    pub failed: bool,
    /// The body says so of a job that ran, not of the request.
    pub failed_job: bool,
    /// An explicit flag.
    pub retryable: Option<bool>,
    /// The failure is final.
    pub terminal: bool,
}

impl Envelope {
    /// Nothing is said.
    pub const NOTHING: Envelope = Envelope {
        said: Classification::NOTHING,
        rank: Rank::Missing,
        sense: None,
        class: None,
        is_list: false,
        asides: Texts {
            list: [Span::NONE; MAX_TEXTS],
            count: 0,
        },
        reasons: Texts {
            list: [Span::NONE; MAX_TEXTS],
            count: 0,
        },
        status: 0,
        failed: false,
        failed_job: false,
        retryable: None,
        terminal: false,
    };

    /// Sets the code.
    pub fn name(&mut self, code: Span, rank: Rank, sense: Option<Sense>) {
        self.said.code = code;
        self.rank = rank;
        self.sense = sense;
    }
}
