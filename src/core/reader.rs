//! Reads the envelope: one pass over the nodes of a body, entering what may describe the error
//! and nothing else.

use super::candidates::{NOWHERE, Scope, Sentence};
use super::classification::Window;
use super::envelope::{Envelope, Rank};
use super::facts::Facts;
use super::fields;
use super::json::{Kind, Node};
use super::lexicon::Sense;
use super::text::{self, begins};
use super::time;
use super::token::Token;
use super::vocabulary::Role;
use super::workspace::Workspace;

/// Items of a list of errors or details that are read.
const MAX_ITEMS: usize = 8;
/// Objects are entered this deep.
const MAX_DEPTH: usize = 8;

/// Reads a parsed body into an envelope.
#[inline(never)]
pub fn read(ws: &mut Workspace, facts: &Facts, envelope: &mut Envelope) {
    let root = ws.node(0);
    let mut reader = Reader {
        ws,
        facts,
        envelope,
        code: (Rank::Missing, Scope::Details, NOWHERE),
        code_token: None,
        message: (Scope::Details, Sentence::Result, NOWHERE),
        error_type: (Scope::Details, NOWHERE),
        error_token: NOWHERE,
        token: (NOWHERE, None),
        code_item: NOWHERE,
        fails: false,
        refuses: false,
        succeeds: false,
        item: NOWHERE,
        inside: NOWHERE,
        depth: 0,
    };
    match root.kind {
        Kind::Object => {
            // The root element of an XML body has a name.
            reader.envelope.failed = root.role == Role::Error;
            reader.object(0, Scope::Root);
        }
        // A top-level list: the first item is the error, as several APIs send one.
        Kind::Array => reader.list(0, Scope::Root),
        _ => reader.offer_message(0, Scope::Root, Sentence::Error),
    }
    reader.finish();
}

pub(super) struct Reader<'r> {
    pub(super) ws: &'r mut Workspace,
    pub(super) facts: &'r Facts,
    pub(super) envelope: &'r mut Envelope,
    /// The best candidates so far: how good, and which node.
    pub(super) code: (Rank, Scope, usize),
    /// The item of a list that the best code is a member of.
    pub(super) code_item: usize,
    /// A key that is an error's by its name says that something failed; a code of 0 that nothing
    /// did.
    pub(super) fails: bool,
    /// A result of false does, where something is said beside it; alone it may be the answer.
    pub(super) refuses: bool,
    pub(super) succeeds: bool,
    /// The best code as a token.
    pub(super) code_token: Option<Token>,
    pub(super) message: (Scope, Sentence, usize),
    pub(super) error_type: (Scope, usize),
    /// What is the message where there is a code and no other one: `error` holding one token, or a
    /// sentence where a link is expected.
    pub(super) error_token: usize,
    /// The node that was last looked at as a code, and what was found.
    pub(super) token: (usize, Option<Token>),
    /// The item of a list that is read last.
    pub(super) item: usize,
    /// The object that is read.
    pub(super) inside: usize,
    pub(super) depth: usize,
}

impl Reader<'_> {
    /// Reads the members of an object.
    fn object(&mut self, index: usize, scope: Scope) {
        if self.depth == MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let (end, mut at) = (self.ws.after(index), index + 1);
        let mut field = NOWHERE;
        while at < end {
            let node = self.ws.node(at);
            self.inside = index;
            if node.role == Role::Field && node.kind != Kind::Object {
                if field == NOWHERE && node.kind != Kind::Null {
                    field = at;
                }
            } else if node.role != Role::None && node.kind != Kind::Null {
                self.member(at, node, scope);
            }
            at = self.ws.behind(at, node);
        }
        if field != NOWHERE {
            // Beside the error itself, message and code are the error's own.
            fields::read(
                self.ws,
                index,
                field,
                scope == Scope::Details || self.item == index,
            );
        }
        self.depth -= 1;
    }

    /// Reads the items of a list: the first describes the error, the others may name fields.
    fn list(&mut self, index: usize, scope: Scope) {
        let (end, mut at) = (self.ws.after(index), index + 1);
        for order in 0..MAX_ITEMS {
            if at >= end {
                break;
            }
            let node = self.ws.node(at);
            if node.kind == Kind::Object {
                self.item = at;
                self.object(at, if order == 0 { scope } else { Scope::Details });
            } else if node.kind == Kind::Array && scope != Scope::Root && self.depth < MAX_DEPTH {
                // Code and sentence as a pair.
                self.depth += 1;
                self.list(at, scope);
                self.depth -= 1;
            } else if node.is_text() && self.ws.node(index).role != Role::Links {
                self.text_of_error(at, scope);
            }
            at = self.ws.after(at);
        }
    }

    fn enter(&mut self, at: usize, kind: Kind, scope: Scope) {
        match kind {
            Kind::Object => self.object(at, scope),
            Kind::Array => self.list(at, scope),
            _ => {}
        }
    }

    fn member(&mut self, at: usize, node: Node, scope: Scope) {
        let nested = matches!(node.kind, Kind::Object | Kind::Array);
        match node.role {
            Role::Error => self.error(at, node, scope),
            Role::Details | Role::Links | Role::Field => {
                if node.is_text() {
                    self.envelope.asides.push(node.span);
                }
                self.enter(at, node.kind, Scope::Details);
            }
            Role::Wrapper if node.kind == Kind::Object => self.wrapper(at),
            Role::Wrapper
                if node.kind == Kind::Array && self.ws.node(at + 1).kind == Kind::Object =>
            {
                self.results(at);
            }
            Role::Wrapper if node.span.len() < 8 => {
                self.refuses |= begins(self.ws.bytes(node.key), b"result") && self.is_failure(at);
            }
            Role::Wrapper => self.offer_message(at, scope, Sentence::Result),
            Role::Status if node.kind == Kind::Object => self.object(at, Scope::Error),
            Role::Message if node.kind == Kind::Object => self.localised(at, scope),
            Role::Message => {
                let said = self.ws.bytes(node.span);
                self.fails |= begins(self.ws.bytes(node.key), b"error")
                    && node.is_text()
                    && text::holds(said, b' ');
                self.offer_message(at, scope, Sentence::Message);
            }
            Role::Detail if nested => {
                self.envelope.failed = true;
                self.enter(at, node.kind, Scope::Error);
            }
            Role::Docs if node.kind == Kind::Object => self.object(at, Scope::Details),
            // A sentence where a link is expected.
            Role::Docs
                if scope == Scope::Error
                    && node.is_text()
                    && text::holds(self.ws.bytes(node.span), b' ') =>
            {
                self.error_token = at;
            }
            Role::Limit | Role::Used | Role::Remaining if nested => {
                self.enter(at, node.kind, Scope::Details)
            }
            Role::Fields => fields::collect(self.ws, at),
            // From here on: texts, numbers and flags.
            _ if nested => {}
            Role::Code => {
                let key = self.ws.bytes(node.key);
                let number = self.ws.number(at);
                self.succeeds |= number == 0.0;
                self.fails |= number.abs() > 0.0
                    && number != f64::from(self.facts.status)
                    && (begins(key, b"err") || begins(key, b"ret"));
                self.offer_code(at, Rank::Code, scope);
            }
            Role::Name => self.offer_code(at, Rank::Name, scope),
            Role::Reason => {
                self.envelope.reasons.push(node.span);
                if !self.is_class_beside(&node) {
                    self.offer_code(at, Rank::Name, scope);
                }
                self.offer_message(at, scope, Sentence::Token);
            }
            // The media type of a link.
            Role::Type
                if self.ws.node(self.inside).role == Role::Docs
                    && text::holds(self.ws.bytes(node.span), b'/') => {}
            Role::Type => {
                if self.error_type.1 == NOWHERE || scope < self.error_type.0 {
                    self.error_type = (scope, at);
                }
                self.offer_code(at, Rank::Type, scope);
            }
            Role::Id => self.identifier(at, scope),
            Role::Status => self.status(at, node.kind, scope),
            Role::Title => {
                self.offer_code(at, Rank::Title, scope);
                self.offer_message(at, scope, Sentence::Title);
            }
            Role::Summary => {
                self.offer_message(at, scope, Sentence::Message);
                self.offer_code(at, Rank::Code, scope);
            }
            Role::Detail => self.offer_message(at, scope, Sentence::Detail),
            Role::Text if scope == Scope::Error => self.offer_message(at, scope, Sentence::Title),
            Role::Success => self.envelope.failed |= self.is_failure(at),
            Role::Retryable if node.kind == Kind::True => self.envelope.retryable = Some(true),
            Role::Retryable if node.kind == Kind::False => self.envelope.retryable = Some(false),
            Role::Terminal => self.envelope.terminal |= node.kind == Kind::True,
            Role::Policy => self.envelope.reasons.push(node.span),
            _ => self.hint(at, node),
        }
    }

    /// A message that is an object: a text and its language (OData), or a map of fields.
    fn localised(&mut self, index: usize, scope: Scope) {
        let (end, mut at) = (self.ws.after(index), index + 1);
        while at < end {
            let node = self.ws.node(at);
            if self.ws.bytes(node.key) == b"value" && node.is_text() {
                return self.offer_message(at, scope, Sentence::Message);
            }
            at = self.ws.after(at);
        }
        fields::collect(self.ws, index);
    }

    /// What a body says beside the error: identifiers, URLs, waits, amounts, plans.
    #[inline(never)]
    fn hint(&mut self, at: usize, node: Node) {
        let number = self.ws.number(at);
        let said = &mut self.envelope.said;
        match node.role {
            Role::RequestId => {
                // A path is the resource, not the request (RFC 9457 allows both in `instance`).
                let id = self.ws.bytes(node.span);
                if !id.is_empty() && id.first() != Some(&b'/') && !id.starts_with(b"http") {
                    said.request_id = self.ws.value(at);
                }
            }
            Role::Docs => said.docs_url = said.docs_url.or(fields::url(self.ws, at)),
            Role::Upgrade => said.upgrade_url = said.upgrade_url.or(fields::url(self.ws, at)),
            Role::RetryAfter => {
                let bytes = self.ws.bytes(node.span);
                let wait = time::retry_after(bytes, self.facts.now_ms);
                said.retry_after_ms = if wait.is_nan() {
                    time::duration(bytes)
                } else {
                    wait
                };
            }
            Role::RetryAfterMs if number >= 0.0 => said.retry_after_ms = number,
            Role::Limit => said.limit = number,
            Role::Used => said.used = number,
            Role::Remaining => said.remaining = number,
            Role::Slots | Role::ActiveSlots => {
                said.window = Window::Concurrent;
                let slot = if node.role == Role::Slots {
                    &mut said.limit
                } else {
                    &mut said.used
                };
                *slot = number;
            }
            Role::ResetAt => {
                said.reset_at = time::reset(self.ws.bytes(node.span), self.facts.now_ms)
            }
            Role::RequiredPlan => said.required_plan = self.ws.value(at),
            Role::CurrentPlan => said.current_plan = self.ws.value(at),
            Role::Feature => said.feature = self.ws.value(at),
            _ => {}
        }
    }

    /// `error`, `errors`, `fault`: an object, a list, a map of fields, a code or a sentence.
    fn error(&mut self, at: usize, node: Node, scope: Scope) {
        // An error inside an error, or inside details, is its cause.
        let scope = if scope == Scope::Root {
            Scope::Error
        } else {
            Scope::Details
        };
        match node.kind {
            Kind::Object | Kind::Array => {
                self.envelope.failed |= self.ws.after(at) > at + 1;
                if node.kind == Kind::Object && fields::is_map(self.ws, at) {
                    fields::collect(self.ws, at);
                } else {
                    self.enter(at, node.kind, scope);
                }
            }
            Kind::True => self.envelope.failed = true,
            Kind::Number => self.offer_code(at, Rank::Error, Scope::Root),
            Kind::String | Kind::Escaped => {
                self.envelope.failed |= !node.span.is_empty();
                self.text_of_error(at, Scope::Root);
            }
            _ => {}
        }
    }

    /// A string where an error is expected: a code where it is one token, else a sentence.
    fn text_of_error(&mut self, at: usize, scope: Scope) {
        match self.token(at) {
            Some(token) if token.is_word() => {
                if !token.is_reason_phrase() && !token.is_marker() {
                    self.error_token = at;
                }
                self.offer_code(at, Rank::Error, scope);
            }
            _ => self.offer_message(at, scope, Sentence::Error),
        }
    }

    /// A wrapper holds data as likely as an error, so that only what surely speaks of an error is
    /// read; all of it where the wrapper is a job that failed.
    fn wrapper(&mut self, index: usize) {
        let end = self.ws.after(index);
        let mut job = false;
        let mut at = index + 1;
        while at < end {
            job |= self.ws.node(at).role == Role::Status && self.is_failure(at);
            at = self.ws.after(at);
        }
        self.envelope.failed_job |= job;
        self.envelope.failed |= job;
        at = index + 1;
        while at < end {
            let node = self.ws.node(at);
            let read = match node.role {
                Role::Status
                | Role::RetryAfter
                | Role::RequestId
                | Role::Retryable
                | Role::Terminal => true,
                Role::Code | Role::Message | Role::Reason => job,
                _ => false,
            };
            if node.role == Role::Error {
                self.error(at, node, Scope::Root);
            } else if read && node.kind != Kind::Null {
                self.member(at, node, Scope::Details);
            }
            at = self.ws.after(at);
        }
    }

    /// Of a list of results, what the first says has failed.
    fn results(&mut self, list: usize) {
        let (end, mut at) = (self.ws.after(list + 1).min(self.ws.after(list)), list + 2);
        while at < end {
            let node = self.ws.node(at);
            if node.role == Role::Error {
                self.error(at, node, Scope::Root);
            }
            at = self.ws.after(at);
        }
    }

    fn is_failure(&mut self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| token.sense() == Some(Sense::Failed))
    }

    /// A status: HTTP's number, a symbolic name, or a marker.
    fn status(&mut self, at: usize, kind: Kind, scope: Scope) {
        let status = self.ws.number(at);
        if (400.0..600.0).contains(&status) {
            if self.envelope.status == 0 {
                self.envelope.status = status as u16;
            }
        } else if status.is_nan() {
            if kind == Kind::False || self.is_failure(at) {
                self.envelope.failed = true;
            } else if kind != Kind::True {
                self.offer_code(at, Rank::Name, scope);
            }
        }
    }

    /// `id`: the request's where it is random, the error's where it is a name.
    fn identifier(&mut self, at: usize, scope: Scope) {
        let raw = self.ws.raw(at);
        if raw.len() >= 16
            && raw
                .iter()
                .all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
        {
            let id = self.ws.value(at);
            self.envelope.said.request_id = self.envelope.said.request_id.or(id);
        } else if scope == Scope::Error || self.facts.status >= 400 {
            // Words in lower case are a name; a user's or a file's would have digits mostly.
            let is_name = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
            let rank = if raw.iter().all(is_name) {
                Rank::Slug
            } else {
                Rank::Title
            };
            if raw
                .iter()
                .all(|byte| is_name(byte) || byte.is_ascii_uppercase())
            {
                self.offer_code(at, rank, scope);
            }
        }
    }
}
