//! The candidates for code, message and class of an error: which one is better, and what becomes of
//! the best.

use super::envelope::Rank;
use super::json::{Kind, Node};
use super::reader::Reader;
use super::span::Span;
use super::symbol::class;
use super::text;
use super::token::{self, Token};
use super::vocabulary::Role;

/// Where in the body a candidate stands; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Error,
    Root,
    Details,
}

/// How good a message is, within its scope. From `Title` on, every message of the root is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sentence {
    Message,
    Detail,
    Error,
    Title,
    Token,
    Result,
}

/// A list of sentences is joined up to this length.
const MAX_JOINED: usize = 2_000;
/// No node.
pub(super) const NOWHERE: usize = usize::MAX;

impl Reader<'_> {
    /// What a text is as a code. Many are asked twice: as a code, then as a message.
    pub(super) fn token(&mut self, at: usize) -> Option<Token> {
        if self.token.0 != at {
            self.token = (at, Token::read(self.ws.raw(at), &self.ws.tokens));
        }
        self.token.1
    }

    pub(super) fn offer_code(&mut self, at: usize, rank: Rank, scope: Scope) {
        // The best that this key can hold is no better than what is there.
        let again = (rank, scope) == (self.code.0, self.code.1) && self.repeats(at, self.code.2);
        if (rank, scope) >= (self.code.0, self.code.1) && !again {
            return;
        }
        let Some(token) = self.token(at).filter(|token| !token.is_marker()) else {
            return;
        };
        let rank = self.rank_of(at, &token, rank);
        if rank != Rank::Missing && (again || (rank, scope) < (self.code.0, self.code.1)) {
            self.code = (rank, scope, at);
            self.code_item = if self.item == self.inside {
                self.inside
            } else {
                NOWHERE
            };
            self.code_token = Some(token);
        }
    }

    /// How good a token is as a code, given the best that its key can hold.
    fn rank_of(&mut self, at: usize, token: &Token, rank: Rank) -> Rank {
        let raw = self.ws.raw(at);
        if token.is_number() {
            let value = text::number(raw);
            let is_status = (400.0..600.0).contains(&value);
            if is_status && rank <= Rank::Error && self.envelope.status == 0 {
                self.envelope.status = value as u16;
            }
            return match value {
                // 0 is how several APIs write "no code".
                0.0 => Rank::Missing,
                _ if is_status || value == f64::from(self.facts.status) => Rank::Status,
                _ => Rank::Number,
            };
        }
        if token.is_uri() && (rank >= Rank::Type || text::holds(raw, b'/')) {
            return match token::slug(raw) {
                None => Rank::Missing,
                Some(_) if rank == Rank::Code => Rank::Code,
                Some(_) => Rank::Slug,
            };
        }
        if token.is_reason_phrase() && (rank != Rank::Code || !token.is_word()) {
            return if rank == Rank::Name && token.is_word() {
                Rank::Status
            } else {
                Rank::Missing
            };
        }
        // A title is a code where it has humps.
        let humps = || raw.iter().skip(1).any(u8::is_ascii_uppercase);
        let named = rank == Rank::Code || (token.is_word() && (rank < Rank::Title || humps()));
        if named { rank } else { Rank::Missing }
    }

    pub(super) fn offer_message(&mut self, at: usize, scope: Scope, rank: Sentence) {
        let node = self.ws.node(at);
        if node.kind != Kind::Array && !node.is_text() {
            return;
        }
        if self.ws.raw(at).trim_ascii_start().is_empty() {
            return;
        }
        let mut rank = rank;
        if let Some(token) = self.token(at).filter(|token| token.is_word()) {
            if token.is_marker() && !token.is_capitalised() {
                return;
            }
            if token.is_joined() {
                // A code in the place of a message.
                self.offer_code(at, Rank::Message, scope);
                rank = rank.max(Sentence::Token);
            } else if rank == Sentence::Token && !self.is_class_beside(&node) {
                return;
            }
        } else if (Rank::Message, scope) < (self.code.0, self.code.1)
            && token::prefix(self.ws.raw(at)).is_some()
        {
            self.code = (Rank::Message, scope, at);
        }
        let scope = if rank >= Sentence::Title {
            scope.max(Scope::Root)
        } else {
            scope
        };
        let mut beaten = at;
        let known = self.message.2;
        let again = (scope, rank) == (self.message.0, self.message.1) && self.repeats(at, known);
        if known == NOWHERE || again || (scope, rank) < (self.message.0, self.message.1) {
            beaten = known;
            self.message = (scope, rank, at);
        }
        if beaten != NOWHERE && !again {
            self.envelope.asides.push(self.ws.node(beaten).span);
        }
    }

    /// Whether two nodes are members of the object that is read, with the same key: the last one
    /// counts then, as for `JSON.parse`.
    #[inline(never)]
    fn repeats(&self, at: usize, known: usize) -> bool {
        let (node, other) = (self.ws.node(at), self.ws.node(known));
        known != NOWHERE
            && known > self.inside
            && node.key.is_some()
            && node.depth == other.depth
            && self.ws.bytes(node.key) == self.ws.bytes(other.key)
    }

    /// Whether a class of errors stands in the same object, and so a reason is a sentence
    /// (Elasticsearch: `type` and `reason`).
    pub(super) fn is_class_beside(&self, node: &Node) -> bool {
        let class = self.ws.node(self.error_type.1);
        self.error_type.1 != NOWHERE && class.depth == node.depth
    }

    #[inline(never)]
    pub(super) fn finish(mut self) {
        let (rank, _, at) = self.code;
        if self.error_type.1 != NOWHERE {
            self.class();
        }
        if self.message.2 == NOWHERE && at != NOWHERE && at != self.error_token {
            self.message.2 = self.error_token;
        }
        let speaks = at != NOWHERE || self.message.2 != NOWHERE;
        self.envelope.failed |= (self.fails && !self.succeeds) || (self.refuses && speaks);
        if self.code.1 == Scope::Details && self.code_item != NOWHERE {
            self.describe_code();
        }
        if self.message.2 != NOWHERE {
            self.envelope.said.message = self.sentence(self.message.2);
        }
        if at != NOWHERE {
            let mut code = self.ws.value(at);
            let bytes = self.ws.bytes(code);
            let holds = |class| self.code_token.is_none_or(|token| token.holds(class));
            let part = match rank {
                Rank::Message => token::prefix(bytes).map(|(end, _)| (0, end)),
                Rank::Code | Rank::Slug if holds(class::PATH) && text::holds(bytes, b'/') => {
                    token::slug(bytes)
                }
                // AWS: the namespace ends at a `#`.
                _ if holds(class::DASH) => bytes
                    .iter()
                    .rposition(|byte| *byte == b'#')
                    .map(|hash| (hash + 1, bytes.len())),
                _ => None,
            };
            if let Some((start, end)) = part {
                code = code.part(start, end);
            }
            if part.is_some() {
                self.code_token = Token::read(self.ws.bytes(code), &self.ws.tokens);
            }
            let sense = self.code_token.and_then(Token::sense);
            self.envelope.name(code, rank, sense);
        }
    }

    /// The sentence beside a code in a list of details is the code's own, and better than a general
    /// one.
    fn describe_code(&mut self) {
        let (end, mut at) = (self.ws.after(self.code_item), self.code_item + 1);
        while at < end {
            let node = self.ws.node(at);
            if matches!(node.role, Role::Message | Role::Title | Role::Detail) && node.is_text() {
                if self.message.2 != NOWHERE {
                    let general = self.ws.node(self.message.2).span;
                    self.envelope.asides.push(general);
                }
                self.message.2 = at;
                return;
            }
            at = self.ws.after(at);
        }
    }

    /// The class of the error; a URL leads to documentation (RFC 9457 §3.1.1).
    fn class(&mut self) {
        let class = self.ws.value(self.error_type.1);
        let bytes = self.ws.bytes(class);
        let said = &mut self.envelope.said;
        if text::is_safe_url(bytes) {
            said.docs_url = said.docs_url.or(class);
        } else if let Some(token) =
            Token::read(bytes, &self.ws.tokens).filter(|token| token.is_word() && !token.is_uri())
        {
            said.error_type = class;
            self.envelope.class = token.sense();
        }
    }

    /// The text of a message: a list is joined, a code in front is left out.
    fn sentence(&mut self, at: usize) -> Span {
        if self.ws.node(at).kind != Kind::Array {
            let text = self.ws.value(at);
            let start = token::prefix(self.ws.bytes(text)).map_or(0, |(_, start)| start);
            return text.part(start, text.len());
        }
        self.envelope.is_list = true;
        let (end, mut item) = (self.ws.after(at), at + 1);
        let mut joined = Vec::new();
        while item < end && joined.len() < MAX_JOINED {
            let text = self.ws.value(item);
            if !joined.is_empty() {
                joined.extend_from_slice(b"; ");
            }
            joined.extend_from_slice(self.ws.bytes(text));
            item = self.ws.after(item);
        }
        if joined.is_empty() {
            Span::NONE
        } else {
            self.ws.append(&joined)
        }
    }
}
