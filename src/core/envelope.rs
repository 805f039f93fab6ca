//! What a response's body says, whatever its shape. One pass over the parsed nodes collects
//! candidates for each part of an error; [`vocabulary`](super::vocabulary) says which key holds
//! what, and the ranks here say which candidate is the best.
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

use std::ops::Range;

use super::classification::{Field, Plan, Quota, Text};
use super::fields;
use super::json::{Document, Kind, Node};
use super::text::{self, is_token, number};
use super::vocabulary::{self, Role};
use super::{lexicon, time};

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
    /// A message that begins with a code.
    Message,
    /// The last part of a URI that names the problem.
    Slug,
    /// A title or identifier that is one token.
    Title,
    /// A number that repeats the HTTP status, or a reason phrase.
    Status,
}

/// Where in the body a candidate stands; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Error,
    Root,
    Details,
}

/// What a body says.
#[derive(Clone, Debug, Default)]
pub struct Envelope<'a> {
    /// The code, and how good it is.
    pub code: Option<(Text<'a>, Rank)>,
    /// The sentence for humans.
    pub message: Option<Text<'a>>,
    /// More sentences, whose words count.
    pub asides: Vec<Text<'a>>,
    /// The class of the error.
    pub error_type: Option<Text<'a>>,
    /// Structured reasons, quota ids, policy and window names.
    pub reasons: Vec<Text<'a>>,
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
    /// Whether the limit counts what runs at the same time.
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

/// Lists of details are read this far.
const MAX_DETAILS: usize = 8;
/// Wrappers and details are entered this deep.
const MAX_SCOPES: usize = 8;

/// Reads the envelope of a parsed body.
#[must_use]
pub fn read<'a>(document: &Document, body: &'a str, http_status: Option<u16>, now_ms: f64) -> Envelope<'a> {
    let mut reader = Reader {
        document,
        body,
        http_status,
        now_ms,
        envelope: Envelope::default(),
        code: None,
        message: None,
        error_type: None,
    };
    match document.nodes.first().map(|node| node.kind) {
        Some(Kind::Object) => reader.object(0, Scope::Root, 0),
        // A top-level list: the first item is the error, as several APIs send one.
        Some(Kind::Array) => reader.list(0, Scope::Error, 0),
        Some(Kind::String | Kind::Escaped) => reader.text_of_error(0, Scope::Root),
        _ => {}
    }
    reader.finish()
}

struct Reader<'d, 'a> {
    document: &'d Document,
    body: &'a str,
    http_status: Option<u16>,
    now_ms: f64,
    envelope: Envelope<'a>,
    /// The best candidates so far: how good, and which node.
    code: Option<((Rank, Scope), usize)>,
    message: Option<((Scope, u8), usize)>,
    error_type: Option<(Scope, usize)>,
}

impl<'a> Reader<'_, 'a> {
    fn text(&self, node: &Node) -> Text<'a> {
        text::of(self.body, node)
    }

    fn node(&self, index: usize) -> Option<Node> {
        self.document.nodes.get(index).copied()
    }

    fn number(&self, node: &Node) -> Option<f64> {
        match node.kind {
            Kind::Number | Kind::String => number(text::raw(self.body, node)),
            _ => None,
        }
    }

    /// Reads the members of an object.
    fn object(&mut self, index: usize, scope: Scope, depth: usize) {
        if depth > MAX_SCOPES {
            return;
        }
        let document = self.document;
        let mut field = None;
        for (at, node) in document.children(index) {
            match vocabulary::role(node.key) {
                Some(Role::Field) => field = field.or(Some(at)),
                Some(role) => self.member(role, at, node, scope, depth),
                None => {}
            }
        }
        if let Some(path) = field {
            // Beside the error itself, message and code are the error's own.
            let item = scope == Scope::Details;
            let field = fields::read(document, self.body, index, path, item);
            fields::push(&mut self.envelope.fields, field);
        }
    }

    /// Reads the items of a list: the first describes the error, the others may name fields.
    fn list(&mut self, index: usize, scope: Scope, depth: usize) {
        let document = self.document;
        let mut texts = 0;
        for (order, (at, node)) in document.children(index).enumerate().take(MAX_DETAILS) {
            match node.kind {
                Kind::Object => {
                    let scope = if order == 0 { scope } else { Scope::Details };
                    self.object(at, scope, depth + 1);
                }
                Kind::String | Kind::Escaped if texts == 0 => {
                    texts += 1;
                    self.text_of_error(at, scope);
                }
                _ => {}
            }
        }
    }

    fn member(&mut self, role: Role, at: usize, node: &Node, scope: Scope, depth: usize) {
        use Kind::{Array, Escaped, False, Null, Object, String, True};
        let is_text = matches!(node.kind, String | Escaped);
        let is_number = node.kind == Kind::Number;
        match role {
            _ if node.kind == Null => {}
            Role::Error => self.error(at, node, depth),
            Role::Details => match node.kind {
                Object => self.object(at, scope.max(Scope::Details), depth + 1),
                Array => self.list(at, Scope::Details, depth + 1),
                _ if is_text => self.aside(node),
                _ => {}
            },
            Role::Wrapper => match node.kind {
                Object => self.wrapper(at, scope, depth),
                _ if is_text => self.offer_message(at, scope, 6),
                _ => {}
            },
            Role::Code => {
                if is_text || is_number {
                    self.offer_code(at, node, Rank::Code, scope);
                }
            }
            Role::Name => self.offer_symbol(at, node, scope),
            Role::Reason => {
                self.offer_symbol(at, node, scope);
                if is_text {
                    self.reason(node);
                    self.offer_message(at, scope, 4);
                }
            }
            Role::Type => {
                if is_text {
                    if self.error_type.is_none_or(|(best, _)| scope < best) {
                        self.error_type = Some((scope, at));
                    }
                    self.offer_code(at, node, Rank::Type, scope);
                }
            }
            Role::Status => match node.kind {
                Object => self.object(at, Scope::Error, depth + 1),
                True => {}
                False => self.envelope.failed = true,
                _ => self.status(at, node, scope),
            },
            Role::Message => match node.kind {
                Object => self.fields(at),
                Array => self.offer_message(at, scope, 0),
                _ => self.offer_message(at, scope, 0),
            },
            Role::Title => self.offer_message(at, scope, 3),
            Role::Summary => {
                self.offer_message(at, scope, 0);
                self.offer_code(at, node, Rank::Slug, scope);
            }
            Role::Detail => match node.kind {
                Object => {
                    self.envelope.failed = true;
                    self.object(at, Scope::Error, depth + 1);
                }
                Array => {
                    self.envelope.failed = true;
                    self.list(at, Scope::Error, depth + 1);
                }
                _ => self.offer_message(at, scope, 1),
            },
            Role::Success => self.envelope.failed |= node.kind == False,
            Role::Retryable => match node.kind {
                True => self.envelope.retryable = Some(true),
                False => self.envelope.retryable = Some(false),
                _ => {}
            },
            Role::Terminal => self.envelope.terminal |= node.kind == True,
            Role::Subcode | Role::Policy => {
                if is_text || is_number {
                    self.reason(node);
                }
            }
            Role::RequestId => {
                // A path is the resource, not the request (RFC 9457 allows both in `instance`).
                let id = text::raw(self.body, node);
                if (is_text || is_number) && !id.is_empty() && !id.starts_with('/') && !id.contains("://") {
                    self.envelope.request_id = Some(self.text(node));
                }
            }
            Role::Docs => match node.kind {
                Object => self.object(at, Scope::Details, depth + 1),
                _ => set_url(&mut self.envelope.docs_url, text::of(self.body, node)),
            },
            Role::Links => match node.kind {
                Object => self.object(at, Scope::Details, depth + 1),
                Array => self.list(at, Scope::Details, depth + 1),
                _ => {}
            },
            Role::Upgrade => set_url(&mut self.envelope.upgrade_url, text::of(self.body, node)),
            Role::RetryAfter => {
                let text = self.text(node);
                let wait = time::retry_after(&text, self.now_ms).or_else(|| time::duration(&text));
                self.envelope.retry_after_ms = wait.or(self.envelope.retry_after_ms);
            }
            Role::RetryAfterMs => {
                let wait = self.number(node).filter(|wait| *wait >= 0.0);
                self.envelope.retry_after_ms = wait.or(self.envelope.retry_after_ms);
            }
            Role::Limit | Role::Used | Role::Remaining | Role::Slots | Role::ActiveSlots => {
                self.amount(role, at, node, depth);
            }
            Role::ResetAt => {
                let at = time::reset(&self.text(node), self.now_ms);
                self.envelope.quota.reset_at = at.or(self.envelope.quota.reset_at);
            }
            Role::RequiredPlan => keep(&mut self.envelope.plan.required, text::of(self.body, node)),
            Role::CurrentPlan => keep(&mut self.envelope.plan.current, text::of(self.body, node)),
            Role::Feature => keep(&mut self.envelope.plan.feature, text::of(self.body, node)),
            Role::Fields => self.fields(at),
            // Read together with the object that they stand in.
            Role::Field | Role::Allowed | Role::Max => {}
        }
    }

    fn error(&mut self, at: usize, node: &Node, depth: usize) {
        match node.kind {
            Kind::Object => {
                self.envelope.failed |= self.document.children(at).next().is_some();
                if fields::is_map(self.document, at) {
                    self.fields(at);
                } else {
                    self.object(at, Scope::Error, depth + 1);
                }
            }
            Kind::Array => {
                self.envelope.failed |= self.document.children(at).next().is_some();
                self.list(at, Scope::Error, depth + 1);
            }
            Kind::True => self.envelope.failed = true,
            Kind::String | Kind::Escaped => {
                self.envelope.failed |= node.span.0 < node.span.1;
                self.text_of_error(at, Scope::Root);
            }
            Kind::Number => self.offer_code(at, node, Rank::Error, Scope::Root),
            Kind::False | Kind::Null => {}
        }
    }

    /// A wrapper holds an error, or the outcome of a job, only where it says so.
    fn wrapper(&mut self, at: usize, scope: Scope, depth: usize) {
        let document = self.document;
        let failed = |node: &Node| {
            vocabulary::role(node.key) == Some(Role::Status)
                && lexicon::is_failure(text::raw(self.body, node))
        };
        let job = document.children(at).any(|(_, node)| failed(node));
        if job {
            self.envelope.failed_job = true;
            self.envelope.failed = true;
        }
        // What the wrapper holds describes a resource as likely as an error.
        for (at, node) in document.children(at) {
            match vocabulary::role(node.key) {
                Some(Role::Error) => {
                    let failed = self.envelope.failed;
                    self.error(at, node, depth + 1);
                    self.envelope.failed = failed || job;
                }
                Some(role @ (Role::Status | Role::RetryAfter | Role::RequestId | Role::Retryable)) => {
                    self.member(role, at, node, scope.max(Scope::Details), depth + 1);
                }
                Some(role @ (Role::Code | Role::Message | Role::Reason)) if job => {
                    self.member(role, at, node, scope.max(Scope::Details), depth + 1);
                }
                _ => {}
            }
        }
    }

    fn status(&mut self, at: usize, node: &Node, scope: Scope) {
        let raw = text::raw(self.body, node);
        match self.number(node) {
            Some(status) if (400.0..600.0).contains(&status) => {
                self.envelope.status.get_or_insert(status as u16);
            }
            Some(_) => {}
            None if lexicon::is_failure(raw) => self.envelope.failed = true,
            None => self.offer_symbol(at, node, scope),
        }
    }

    fn amount(&mut self, role: Role, at: usize, node: &Node, depth: usize) {
        if node.kind == Kind::Object {
            return self.object(at, Scope::Details, depth + 1);
        }
        let Some(value) = self.number(node) else { return };
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

    fn aside(&mut self, node: &Node) {
        if self.envelope.asides.len() < MAX_DETAILS {
            let text = self.text(node);
            self.envelope.asides.push(text);
        }
    }

    fn reason(&mut self, node: &Node) {
        if self.envelope.reasons.len() < MAX_DETAILS {
            let text = self.text(node);
            self.envelope.reasons.push(text);
        }
    }

    /// `error` holding a string: a code where it is one token, else a sentence.
    fn text_of_error(&mut self, at: usize, scope: Scope) {
        let Some(node) = self.node(at) else { return };
        if lexicon::looks_like_code(text::raw(self.body, &node)) {
            self.offer_code(at, &node, Rank::Error, scope);
        } else {
            self.offer_message(at, scope, 2);
        }
    }

    /// A symbolic name: one token that is no marker.
    fn offer_symbol(&mut self, at: usize, node: &Node, scope: Scope) {
        if matches!(node.kind, Kind::String) && is_token(text::raw(self.body, node)) {
            self.offer_code(at, node, Rank::Name, scope);
        }
    }

    fn offer_code(&mut self, at: usize, node: &Node, rank: Rank, scope: Scope) {
        let raw = text::raw(self.body, node);
        let Some(rank) = self.rank_of_code(raw, node.kind, rank) else { return };
        if self.code.is_none_or(|(best, _)| (rank, scope) < best) {
            self.code = Some(((rank, scope), at));
        }
    }

    fn rank_of_code(&mut self, raw: &str, kind: Kind, rank: Rank) -> Option<Rank> {
        if raw.is_empty() || lexicon::is_marker(raw) {
            return None;
        }
        if let Some(value) = number(raw).filter(|_| kind != Kind::Escaped) {
            if (400.0..600.0).contains(&value) && rank <= Rank::Error {
                self.envelope.status.get_or_insert(value as u16);
            }
            let repeats = self.http_status.is_some_and(|status| f64::from(status) == value)
                || (400.0..600.0).contains(&value);
            // 0 is how several APIs write "no code".
            return (value != 0.0).then_some(if repeats { Rank::Status } else { Rank::Number });
        }
        if raw.contains("//") || (raw.contains('/') && rank >= Rank::Type) {
            return slug(raw).map(|_| Rank::Slug);
        }
        if rank != Rank::Code && lexicon::is_reason_phrase(raw) {
            return (rank == Rank::Name).then_some(Rank::Status);
        }
        (rank != Rank::Type || is_token(raw)).then_some(rank)
    }

    fn offer_message(&mut self, at: usize, scope: Scope, rank: u8) {
        let Some(node) = self.node(at) else { return };
        let raw = text::raw(self.body, &node);
        if raw.trim_ascii().is_empty() || matches!(node.kind, Kind::True | Kind::False | Kind::Object) {
            return;
        }
        if node.kind != Kind::Array && lexicon::is_marker(raw) {
            return;
        }
        // Between sentences the innermost error counts first; a title or a lone reason comes
        // after every sentence.
        let scope = if rank >= 3 { scope.max(Scope::Root) } else { scope };
        if self.message.is_none_or(|(best, _)| (scope, rank) < best) {
            if let Some((_, old)) = self.message.replace(((scope, rank), at)) {
                if let Some(node) = self.node(old) {
                    self.aside(&node);
                }
            }
        } else {
            self.aside(&node);
        }
    }

    fn finish(mut self) -> Envelope<'a> {
        if let Some((_, at)) = self.error_type {
            self.envelope.error_type = self.node(at).map(|node| self.text(&node)).filter(|text| is_token(text));
        }
        if let Some((_, at)) = self.message {
            self.envelope.message = self.sentence(at);
        }
        self.envelope.code = self.code.and_then(|((rank, _), at)| {
            let text = self.node(at).map(|node| self.text(&node))?;
            Some((shorten(text, rank), rank))
        });
        self.envelope
    }

    /// The text of a message: a list is joined.
    fn sentence(&self, at: usize) -> Option<Text<'a>> {
        let node = self.node(at)?;
        if node.kind != Kind::Array {
            return Some(self.text(&node));
        }
        let mut joined = String::new();
        for (_, item) in self.document.children(at).take(MAX_DETAILS) {
            if !joined.is_empty() {
                joined.push_str("; ");
            }
            joined.push_str(&self.text(item));
        }
        (!joined.is_empty()).then_some(Text::Owned(joined))
    }
}

/// The part of a code that means something: behind the last `#` of AWS's `__type`, the slug of a
/// URI.
fn shorten(text: Text<'_>, rank: Rank) -> Text<'_> {
    let range = if rank == Rank::Slug { slug(&text) } else { text.rfind('#').map(|at| at + 1..text.len()) };
    match (range, text) {
        (None, text) => text,
        (Some(range), Text::Borrowed(whole)) => Text::Borrowed(whole.get(range).unwrap_or(whole)),
        (Some(range), Text::Owned(whole)) => Text::Owned(whole.get(range).unwrap_or("").to_owned()),
    }
}

/// Where the last part of a URI or path stands that names something: no RFC section, no bare
/// folder.
fn slug(uri: &str) -> Option<Range<usize>> {
    if uri.ends_with('/') || uri == "about:blank" {
        return None;
    }
    let mut end = uri.len();
    loop {
        let start = uri.get(..end)?.rfind(['/', '#', ':']).map_or(0, |at| at + 1);
        let part = uri.get(start..end)?;
        if !part.is_empty() && !part.starts_with('.') {
            let names = !part.starts_with("section-") && !part.starts_with("rfc") && is_token(part);
            return (names && number(part).is_none()).then_some(start..end);
        }
        end = start.checked_sub(1)?;
    }
}

fn set_url<'a>(slot: &mut Option<Text<'a>>, text: Text<'a>) {
    if slot.is_none() && text::safe_url(&text).is_some() {
        *slot = Some(text);
    }
}

fn keep<'a>(slot: &mut Option<Text<'a>>, text: Text<'a>) {
    if slot.is_none() && !text.is_empty() {
        *slot = Some(text);
    }
}
