//! Reads the envelope: one pass over the nodes of a body, entering what may describe the error
//! and nothing else.

use super::classification::Text;
use super::facts::Facts;
use super::envelope::{Code, Envelope, Rank, is_text, keep, keep_url};
use super::fields;
use super::json::{Document, Kind, Node};
use super::lexicon;
use super::text::{self, number};
use super::time;
use super::token::{self, Token};
use super::vocabulary::{self, Role};

/// Where in the body a candidate stands; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Error,
    Root,
    Details,
}

/// How good a message is, within its scope.
mod sentence {
    pub const MESSAGE: u8 = 0;
    pub const DETAIL: u8 = 1;
    pub const ERROR: u8 = 2;
    /// From here on, after every message of the root too.
    pub const TITLE: u8 = 3;
    pub const TOKEN: u8 = 4;
    pub const RESULT: u8 = 5;
}

/// Items of a list of errors or details that are read.
const MAX_ITEMS: usize = 8;
/// Objects are entered this deep.
const MAX_DEPTH: usize = 8;

/// Reads a parsed body into an envelope. By reference, since moving one costs more than reading
/// one.
pub fn read<'a>(document: &Document, body: &'a str, facts: &Facts<'a>, envelope: &mut Envelope<'a>) {
    let mut reader = Reader {
        document,
        body,
        http_status: facts.status,
        now_ms: facts.now_ms,
        envelope,
        code: None,
        message: None,
        error_type: None,
        error_token: None,
        depth: 0,
    };
    match document.nodes.first() {
        Some(node) if node.kind == Kind::Object => {
            // The root element of an XML body has a name.
            reader.envelope.failed = vocabulary::role(node.key) == Some(Role::Error);
            reader.object(0, Scope::Root);
        }
        // A top-level list: the first item is the error, as several APIs send one.
        Some(node) if node.kind == Kind::Array => reader.list(0, Scope::Error),
        Some(node) if is_text(node.kind) => reader.offer_message(0, node, Scope::Root, sentence::ERROR),
        _ => {}
    }
    reader.finish();
}

struct Reader<'d, 'a> {
    document: &'d Document,
    body: &'a str,
    http_status: Option<u16>,
    now_ms: f64,
    envelope: &'d mut Envelope<'a>,
    /// The best candidates so far: how good, and which node.
    code: Option<((Rank, Scope), usize, Option<lexicon::Sense>)>,
    message: Option<((Scope, u8), usize)>,
    error_type: Option<(Scope, usize)>,
    /// `error` holding one token, which is a message where a better code is found.
    error_token: Option<usize>,
    depth: usize,
}

impl<'a> Reader<'_, 'a> {
    fn text(&self, node: &Node) -> Text<'a> {
        text::of(self.body, node)
    }

    fn raw(&self, node: &Node) -> &'a str {
        text::raw(self.body, node)
    }

    /// Reads the members of an object.
    fn object(&mut self, index: usize, scope: Scope) {
        if self.depth == MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let document = self.document;
        let mut field = None;
        for (at, node) in document.children(index) {
            match vocabulary::role(node.key) {
                Some(_) if node.kind == Kind::Null => {}
                Some(Role::Field) if node.kind != Kind::Object => field = field.or(Some(at)),
                Some(role) => self.member(role, at, node, scope),
                None => {}
            }
        }
        if let Some(path) = field {
            // Beside the error itself, message and code are the error's own.
            let item = scope == Scope::Details;
            let field = fields::read(document, self.body, index, path, item);
            fields::push(&mut self.envelope.fields, field);
        }
        self.depth -= 1;
    }

    /// Reads the items of a list: the first describes the error, the others may name fields.
    fn list(&mut self, index: usize, scope: Scope) {
        let document = self.document;
        for (order, (at, node)) in document.children(index).enumerate().take(MAX_ITEMS) {
            match node.kind {
                Kind::Object => self.object(at, if order == 0 { scope } else { Scope::Details }),
                _ if is_text(node.kind) => self.text_of_error(at, node, scope),
                _ => {}
            }
        }
    }

    fn enter(&mut self, at: usize, node: &Node, scope: Scope) {
        match node.kind {
            Kind::Object => self.object(at, scope),
            Kind::Array => self.list(at, scope),
            _ => {}
        }
    }

    fn member(&mut self, role: Role, at: usize, node: &Node, scope: Scope) {
        let plain = is_text(node.kind) || node.kind == Kind::Number;
        match role {
            Role::Error => self.error(at, node, scope),
            Role::Details | Role::Links | Role::Field => {
                if is_text(node.kind) {
                    self.envelope.asides.push(self.raw(node));
                }
                self.enter(at, node, Scope::Details);
            }
            Role::Wrapper => match node.kind {
                Kind::Object => self.wrapper(at),
                _ => self.offer_message(at, node, scope, sentence::RESULT),
            },
            Role::Code if plain => self.offer_code(at, node, Rank::Code, scope),
            Role::Name if plain => self.offer_code(at, node, Rank::Name, scope),
            Role::Reason if plain => {
                self.envelope.reasons.push(self.raw(node));
                self.offer_code(at, node, Rank::Name, scope);
                self.offer_message(at, node, scope, sentence::TOKEN);
            }
            Role::Type if plain => {
                if self.error_type.is_none_or(|(best, _)| scope < best) {
                    self.error_type = Some((scope, at));
                }
                self.offer_code(at, node, Rank::Type, scope);
            }
            Role::Id if plain => self.identifier(at, node, scope),
            Role::Status => match node.kind {
                Kind::Object => self.object(at, Scope::Error),
                Kind::False => self.envelope.failed = true,
                _ => self.status(at, node, scope),
            },
            Role::Message if node.kind == Kind::Object => self.fields(at),
            Role::Message => self.offer_message(at, node, scope, sentence::MESSAGE),
            Role::Title => {
                self.offer_code(at, node, Rank::Title, scope);
                self.offer_message(at, node, scope, sentence::TITLE);
            }
            Role::Summary => {
                self.offer_message(at, node, scope, sentence::MESSAGE);
                self.offer_code(at, node, Rank::Code, scope);
            }
            Role::Detail if matches!(node.kind, Kind::Object | Kind::Array) => {
                self.envelope.failed = true;
                self.enter(at, node, Scope::Error);
            }
            Role::Detail => self.offer_message(at, node, scope, sentence::DETAIL),
            Role::Success => self.envelope.failed |= node.kind == Kind::False,
            Role::Retryable => match node.kind {
                Kind::True => self.envelope.retryable = Some(true),
                Kind::False => self.envelope.retryable = Some(false),
                _ => {}
            },
            Role::Terminal => self.envelope.terminal |= node.kind == Kind::True,
            Role::Policy if plain => self.envelope.reasons.push(self.raw(node)),
            Role::RequestId if plain => {
                // A path is the resource, not the request (RFC 9457 allows both in `instance`).
                let id = self.raw(node);
                if !id.is_empty() && !id.starts_with('/') && !id.starts_with("http") {
                    self.envelope.request_id = Some(self.text(node));
                }
            }
            Role::Docs if node.kind == Kind::Object => self.object(at, Scope::Details),
            Role::Docs => keep_url(&mut self.envelope.docs_url, text::of(self.body, node)),
            Role::Upgrade => keep_url(&mut self.envelope.upgrade_url, text::of(self.body, node)),
            Role::RetryAfter => {
                let text = self.text(node);
                let wait = time::retry_after(&text, self.now_ms).or_else(|| time::duration(&text));
                self.envelope.retry_after_ms = wait.or(self.envelope.retry_after_ms);
            }
            Role::RetryAfterMs => {
                let wait = number(self.raw(node)).filter(|wait| *wait >= 0.0);
                self.envelope.retry_after_ms = wait.or(self.envelope.retry_after_ms);
            }
            Role::Limit | Role::Used | Role::Remaining | Role::Slots | Role::ActiveSlots => {
                self.enter(at, node, Scope::Details);
                self.amount(role, node);
            }
            Role::ResetAt => {
                let at = time::reset(&self.text(node), self.now_ms);
                self.envelope.quota.reset_at = at.or(self.envelope.quota.reset_at);
            }
            Role::RequiredPlan => keep(&mut self.envelope.plan.required, text::of(self.body, node)),
            Role::CurrentPlan => keep(&mut self.envelope.plan.current, text::of(self.body, node)),
            Role::Feature => keep(&mut self.envelope.plan.feature, text::of(self.body, node)),
            Role::Fields => self.fields(at),
            _ => {}
        }
    }

    /// `error`, `errors`, `fault`: an object, a list, a map of fields, a code or a sentence.
    fn error(&mut self, at: usize, node: &Node, scope: Scope) {
        // An error inside an error, or inside details, is its cause.
        let scope = if scope == Scope::Root { Scope::Error } else { Scope::Details };
        let filled = node.next as usize > at + 1 || node.span.1 > node.span.0;
        match node.kind {
            Kind::Object | Kind::Array => {
                self.envelope.failed |= node.next as usize > at + 1;
                if node.kind == Kind::Object && fields::is_map(self.document, at) {
                    self.fields(at);
                } else {
                    self.enter(at, node, scope);
                }
            }
            Kind::True => self.envelope.failed = true,
            Kind::Number => self.offer_code(at, node, Rank::Error, Scope::Root),
            _ if is_text(node.kind) => {
                self.envelope.failed |= filled;
                self.text_of_error(at, node, Scope::Root);
            }
            _ => {}
        }
    }

    /// A string where an error is expected: a code where it is one token, else a sentence.
    fn text_of_error(&mut self, at: usize, node: &Node, scope: Scope) {
        match Token::read(self.raw(node)) {
            Some(token) if token.is_word => {
                if !token.is_reason_phrase() && !token.is_marker() {
                    self.error_token = Some(at);
                }
                self.offer_code(at, node, Rank::Error, scope);
            }
            _ => self.offer_message(at, node, scope, sentence::ERROR),
        }
    }

    /// A wrapper holds data as likely as an error, so that only what surely speaks of an error is
    /// read; all of it where the wrapper is a job that failed.
    fn wrapper(&mut self, at: usize) {
        let document = self.document;
        let failed = |node: &Node| {
            vocabulary::role(node.key) == Some(Role::Status) && lexicon::is_failure(text::raw(self.body, node))
        };
        let job = document.children(at).any(|(_, node)| failed(node));
        self.envelope.failed_job |= job;
        self.envelope.failed |= job;
        for (at, node) in document.children(at) {
            match vocabulary::role(node.key) {
                Some(_) if node.kind == Kind::Null => {}
                Some(Role::Error) => self.error(at, node, Scope::Root),
                Some(role @ (Role::Status | Role::RetryAfter | Role::RequestId | Role::Retryable)) => {
                    self.member(role, at, node, Scope::Details);
                }
                Some(role @ (Role::Code | Role::Message | Role::Reason)) if job => {
                    self.member(role, at, node, Scope::Details);
                }
                _ => {}
            }
        }
    }

    /// A status: HTTP's number, a symbolic name, or a marker.
    fn status(&mut self, at: usize, node: &Node, scope: Scope) {
        let raw = self.raw(node);
        match number(raw) {
            Some(status) if (400.0..600.0).contains(&status) => {
                self.envelope.status.get_or_insert(status as u16);
            }
            Some(_) => {}
            None if lexicon::is_failure(raw) => self.envelope.failed = true,
            None => self.offer_code(at, node, Rank::Name, scope),
        }
    }

    /// `id`: the request's where it is random, the error's where it is a name.
    fn identifier(&mut self, at: usize, node: &Node, scope: Scope) {
        let raw = self.raw(node);
        let random = raw.len() >= 16 && raw.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if random {
            keep(&mut self.envelope.request_id, text::of(self.body, node));
        } else if scope == Scope::Error && raw.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            self.offer_code(at, node, Rank::Title, scope);
        }
    }

    fn amount(&mut self, role: Role, node: &Node) {
        let Some(value) = number(self.raw(node)) else { return };
        let quota = &mut self.envelope.quota;
        self.envelope.slots |= matches!(role, Role::Slots | Role::ActiveSlots);
        match role {
            Role::Limit | Role::Slots => quota.limit = Some(value),
            Role::Used | Role::ActiveSlots => quota.used = Some(value),
            _ => quota.remaining = Some(value),
        }
    }

    fn fields(&mut self, at: usize) {
        fields::collect(self.document, self.body, at, &mut self.envelope.fields);
    }

    fn offer_code(&mut self, at: usize, node: &Node, rank: Rank, scope: Scope) {
        let raw = self.raw(node);
        // The best that this key can hold is no better than what is there.
        if self.code.is_some_and(|(best, ..)| (rank, scope) >= best) && rank != Rank::Code {
            return;
        }
        let Some(token) = Token::read(raw).filter(|token| !token.is_marker()) else { return };
        let Some((rank, sense)) = self.rank_of_code(raw, &token, rank) else { return };
        if self.code.is_none_or(|(best, ..)| (rank, scope) < best) {
            self.code = Some(((rank, scope), at, sense));
        }
    }

    fn rank_of_code(&mut self, raw: &str, token: &Token, rank: Rank) -> Option<(Rank, Option<lexicon::Sense>)> {
        if token.is_number {
            let value = number(raw)?;
            let is_status = (400.0..600.0).contains(&value);
            if is_status && rank <= Rank::Error {
                self.envelope.status.get_or_insert(value as u16);
            }
            let repeats = is_status || self.http_status.is_some_and(|status| f64::from(status) == value);
            // 0 is how several APIs write "no code".
            return (value != 0.0).then_some((if repeats { Rank::Status } else { Rank::Number }, token.sense));
        }
        if token.is_uri && (rank >= Rank::Type || raw.as_bytes().contains(&b'/')) {
            let part = raw.get(token::slug(raw)?)?;
            let rank = if rank == Rank::Code { Rank::Code } else { Rank::Slug };
            return Some((rank, Token::read(part)?.sense));
        }
        if rank != Rank::Code && token.is_reason_phrase() {
            return (rank == Rank::Name && token.is_word).then_some((Rank::Status, token.sense));
        }
        let named = rank < Rank::Title || (token.is_capitalised || !token.is_joined) && raw.bytes().skip(1).any(|b| b.is_ascii_uppercase());
        // AWS: the namespace ends at a `#`.
        let sense = match raw.bytes().rposition(|byte| byte == b'#') {
            Some(hash) => raw.get(hash + 1..).and_then(Token::read).and_then(|token| token.sense),
            None => token.sense,
        };
        (named && (token.is_word || rank == Rank::Code)).then_some((rank, sense))
    }

    fn offer_message(&mut self, at: usize, node: &Node, scope: Scope, rank: u8) {
        let raw = self.raw(node);
        if raw.trim_ascii().is_empty() || !matches!(node.kind, Kind::String | Kind::Escaped | Kind::Array) {
            return;
        }
        let mut rank = rank;
        if let Some(token) = Token::read(raw).filter(|token| token.is_word) {
            if token.is_marker() && !token.is_capitalised {
                return;
            }
            if token.is_joined {
                // A code in the place of a message.
                self.offer_code(at, node, Rank::Message, scope);
                rank = rank.max(sentence::TOKEN);
            } else if rank == sentence::TOKEN && !self.is_class_beside(node) {
                return;
            }
        } else if let Some((code, _)) = token::prefix(raw) {
            let sense = raw.get(code).and_then(Token::read).and_then(|token| token.sense);
            if self.code.is_none_or(|(best, ..)| (Rank::Message, scope) < best) {
                self.code = Some(((Rank::Message, scope), at, sense));
            }
        }
        let scope = if rank >= sentence::TITLE { scope.max(Scope::Root) } else { scope };
        let beaten = match self.message {
            Some((best, _)) if best <= (scope, rank) => Some(at),
            _ => self.message.replace(((scope, rank), at)).map(|(_, old)| old),
        };
        if let Some(node) = beaten.and_then(|at| self.document.nodes.get(at)) {
            self.envelope.asides.push(self.raw(node));
        }
    }

    /// Whether a class of errors was read just before (Elasticsearch: `type`, then `reason`).
    fn is_class_beside(&self, node: &Node) -> bool {
        let class = self.error_type.and_then(|(_, at)| self.document.nodes.get(at));
        class.is_some_and(|class| class.depth == node.depth && class.next <= node.next)
    }

    fn finish(mut self) {
        let document = self.document;
        let node = |at: usize| document.nodes.get(at);
        if let Some(class) = self.error_type.and_then(|(_, at)| node(at)) {
            let raw = self.raw(class);
            if text::safe_url(raw).is_some() {
                // RFC 9457 §3.1.1: a locator that should lead to documentation.
                keep_url(&mut self.envelope.docs_url, text::of(self.body, class));
            } else if Token::read(raw).is_some_and(|token| token.is_word && !token.is_uri) {
                self.envelope.error_type = Some(self.text(class));
            }
        }
        if self.message.is_none() && self.code.is_some_and(|(_, at, _)| Some(at) != self.error_token) {
            self.message = self.error_token.map(|at| ((Scope::Root, sentence::TOKEN), at));
        }
        if let Some((_, at)) = self.message {
            self.envelope.message = self.sentence(at);
        }
        if let Some(((rank, _), at, sense)) = self.code {
            let text = node(at).map(|node| self.text(node)).unwrap_or_default();
            let text = match rank {
                Rank::Message => part(text, |text| token::prefix(text).map(|(code, _)| code)),
                Rank::Code | Rank::Slug if text.as_bytes().contains(&b'/') => part(text, token::slug),
                // AWS: the namespace ends at a `#`.
                _ => part(text, |text| Some(text.bytes().rposition(|byte| byte == b'#')? + 1..text.len())),
            };
            self.envelope.code = Some(Code { text, rank, sense });
        }
    }

    /// The text of a message: a list is joined, a code in front is left out.
    fn sentence(&mut self, at: usize) -> Option<Text<'a>> {
        let node = self.document.nodes.get(at)?;
        if node.kind != Kind::Array {
            return Some(part(self.text(node), |text| {
                let (_, start) = token::prefix(text)?;
                Some(start..text.len())
            }));
        }
        self.envelope.is_list = true;
        let mut joined = String::new();
        for (_, item) in self.document.children(at).take(MAX_ITEMS) {
            if !joined.is_empty() {
                joined.push_str("; ");
            }
            joined.push_str(&self.text(item));
        }
        (!joined.is_empty()).then_some(Text::Owned(joined))
    }
}

/// The part of a text that `find` names, or all of it.
fn part<'a>(text: Text<'a>, find: impl Fn(&str) -> Option<std::ops::Range<usize>>) -> Text<'a> {
    let Some(range) = find(&text) else { return text };
    match text {
        Text::Borrowed(whole) => Text::Borrowed(whole.get(range).unwrap_or(whole)),
        Text::Owned(whole) => Text::Owned(whole.get(range).unwrap_or("").to_owned()),
    }
}
