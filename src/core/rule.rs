//! Rules of the caller's, for an API whose errors mean something of their own. They are looked at
//! in their order. Of each effect the first rule that fits and has it counts, so that one rule may
//! say where a body holds its code, and the next ones what its codes mean.

use super::envelope::{Envelope, Rank};
use super::facts::Facts;
use super::json::Kind;
use super::kind::{Action, ErrorKind};
use super::options::{Given, Misuse, OptionRule, Shape, Takes, check_in, rule};
use super::span::Span;
use super::text;
use super::token::Token;
use super::workspace::Workspace;

/// What a rule may hold, in the order of [`Part`].
const MEMBERS: &[OptionRule] = &[
    rule("match", Takes::A(Shape::Other), "an object"),
    rule(
        "match.header",
        Takes::A(Shape::Other),
        "an object of header names and values",
    ),
    rule(
        "match.host",
        Takes::Host,
        "a host: \"api.example.com\", or \"*.example.com\" for its subdomains",
    ),
    rule(
        "match.status",
        Takes::Whole(100, 999),
        "an HTTP status, or an array of them",
    ),
    rule("match.code", Takes::Name, "a string, or an array of them"),
    rule("kind", Takes::OneOf(ErrorKind::NAMES), ""),
    rule("action", Takes::OneOf(Action::NAMES), ""),
    rule("retryable", Takes::A(Shape::Flag), "true or false"),
    rule("code", Takes::Path, PATH),
    rule("message", Takes::Path, PATH),
    rule("requestId", Takes::Path, PATH),
];

const PATH: &str = "a dotted path in the body, such as \"fault.reason\"";

/// What a member of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Part {
    Match,
    Header,
    Host,
    Status,
    Code,
    Kind,
    Action,
    Retryable,
    CodePath,
    MessagePath,
    RequestIdPath,
}

use Part::{CodePath, Header, Host, Match, MessagePath, RequestIdPath, Retryable, Status};

impl Part {
    const ALL: [Part; 11] = [
        Match,
        Header,
        Host,
        Status,
        Part::Code,
        Part::Kind,
        Part::Action,
        Retryable,
        CodePath,
        MessagePath,
        RequestIdPath,
    ];
}

#[derive(Debug)]
struct Member {
    part: Part,
    /// The status, the place of kind and action in their lists, or the number of a header among
    /// those of the set.
    number: u32,
    text: String,
}

/// What rules say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ruling {
    /// The kind.
    pub kind: Option<ErrorKind>,
    /// What to do.
    pub action: Option<Action>,
    /// Whether to retry.
    pub retryable: Option<bool>,
}

/// Rules, checked and ready.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The members of all rules, one rule behind the other.
    members: Vec<Member>,
    /// Where each rule ends.
    ends: Vec<usize>,
    /// Headers that are looked up.
    headers: u32,
}

impl RuleSet {
    /// Takes a member, in the order in which they are written: `rules[0].match.code`,
    /// `rules[0].match`, `rules[0].kind`, and, when a rule is complete, the rule itself,
    /// `rules[0]`. Of a list each item comes on its own.
    pub fn take(&mut self, path: &str, given: Given<'_>) -> Result<(), Misuse> {
        let Some(dot) = path.bytes().position(|byte| byte == b'.') else {
            let rule = self.rule(self.ends.len());
            let has = |wanted: &dyn Fn(Part) -> bool| rule.iter().any(|member| wanted(member.part));
            if given.shape != Shape::Other
                || !has(&|part| part == Match)
                || !has(&|part| part >= Part::Kind)
            {
                return Err(Misuse::Value(
                    "an object with match and at least one of kind, action, retryable, code, message and requestId",
                ));
            }
            self.ends.push(self.members.len());
            return Ok(());
        };
        let member = path.get(dot + 1..).unwrap_or("");
        let (part, number) = if member.starts_with("match.header.") {
            if given.shape != Shape::Text {
                return Err(Misuse::Value("the header's value, a string"));
            }
            self.headers += 1;
            (Header, self.headers)
        } else {
            let (at, number) = check_in(MEMBERS, member, given)?;
            let part = Part::ALL.get(at).copied().unwrap_or(Match);
            // The object that holds the headers.
            (if part == Header { Match } else { part }, number as u32)
        };
        self.members.push(Member {
            part,
            number,
            text: given.text.to_owned(),
        });
        Ok(())
    }

    /// The members of the rule at a position.
    fn rule(&self, at: usize) -> &[Member] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(at).copied().unwrap_or(self.members.len());
        self.members
            .get(start.copied().unwrap_or(0)..end)
            .unwrap_or(&[])
    }

    /// Calls `take` with the effects of the rules that fit. What it returns is the code from then
    /// on.
    fn each(
        &self,
        facts: &Facts,
        mut code: Span,
        ws: &mut Workspace,
        take: &mut dyn FnMut(&Member, &mut Workspace) -> Span,
    ) {
        for at in 0..self.ends.len() {
            let rule = self.rule(at);
            if fits(rule, facts, code, ws) {
                for member in rule.iter().filter(|member| member.part >= Part::Kind) {
                    code = take(member, ws).or(code);
                }
            }
        }
    }

    /// Reads code, message and request id where the rules say that they stand in the body, whose
    /// nodes are in the workspace.
    #[must_use]
    pub fn read(&self, facts: &Facts, code: Span, ws: &mut Workspace) -> [Span; 3] {
        let mut found = [Span::NONE; 3];
        self.each(facts, code, ws, &mut |member, ws| {
            let place = (member.part as usize).wrapping_sub(CodePath as usize);
            if let Some(text) = found.get_mut(place).filter(|text| !text.is_some()) {
                *text = at_path(ws, &member.text);
            }
            found[0]
        });
        found
    }

    /// What the rules say of an error with that code.
    #[must_use]
    pub fn judge(&self, facts: &Facts, code: Span, ws: &mut Workspace) -> Ruling {
        let mut all = Ruling::default();
        self.each(facts, code, ws, &mut |member, _| {
            let number = member.number as usize;
            match member.part {
                Part::Kind => all.kind = all.kind.or(ErrorKind::ALL.get(number).copied()),
                Part::Action => all.action = all.action.or(Action::ALL.get(number).copied()),
                Retryable => all.retryable = all.retryable.or(Some(number != 0)),
                _ => {}
            }
            Span::NONE
        });
        all
    }
}

/// Puts into the envelope what [`RuleSet::read`] found.
pub fn apply([code, message, request_id]: [Span; 3], envelope: &mut Envelope, ws: &Workspace) {
    if code.is_some() {
        let token = Token::read(ws.bytes(code), &ws.tokens);
        envelope.name(code, Rank::Code, token.and_then(|token| token.sense()));
    }
    let said = &mut envelope.said;
    said.message = message.or(said.message);
    said.request_id = request_id.or(said.request_id);
}

/// Whether all that a rule asks for is there; of several statuses or codes, one of them.
fn fits(rule: &[Member], facts: &Facts, code: Span, ws: &Workspace) -> bool {
    let (mut asked, mut met) = (0u32, 0u32);
    for member in rule {
        let wanted = member.text.as_bytes();
        let number = if member.part == Header {
            member.number
        } else {
            0
        };
        let seen = facts.looked_up.iter().find(|(seen, _)| *seen == number);
        let seen = seen.map_or(Span::NONE, |(_, value)| *value);
        let holds = match member.part {
            Header => seen.is_some() && ws.bytes(seen) == wanted,
            Host => is_host(wanted, ws.bytes(seen)),
            Status => member.number == u32::from(facts.status),
            Part::Code => ws.bytes(code).eq_ignore_ascii_case(wanted),
            _ => continue,
        };
        if member.part == Header && !holds {
            return false;
        }
        asked |= 1 << member.part as u32;
        met |= u32::from(holds) << member.part as u32;
    }
    asked == met
}

/// Whether a host is the wanted one, or a subdomain of it (`*.example.com`). Its port counts where
/// the wanted one has a port.
fn is_host(wanted: &[u8], host: &[u8]) -> bool {
    let colon = host.iter().rposition(|byte| *byte == b':');
    let end = colon.filter(|_| !text::holds(wanted, b':'));
    let name = host.get(..end.unwrap_or(host.len())).unwrap_or(&[]);
    let domain = wanted.strip_prefix(b"*").unwrap_or(wanted);
    name.len().checked_sub(domain.len()).is_some_and(|before| {
        let tail = name.get(before..).unwrap_or(&[]);
        tail.eq_ignore_ascii_case(domain) && (before > 0) == (domain.len() < wanted.len())
    })
}

/// The text or number at a path of the body; none where there is none.
fn at_path(ws: &mut Workspace, path: &str) -> Span {
    let mut at = 0;
    for name in path.as_bytes().split(|byte| *byte == b'.') {
        let kind = ws.node(at).kind;
        let end = ws.after(at);
        let mut position = text::number(name);
        at += 1;
        loop {
            let here = match kind {
                _ if at >= end => return Span::NONE,
                Kind::Object => ws.bytes(ws.node(at).key) == name,
                Kind::Array => position == 0.0,
                _ => return Span::NONE,
            };
            if here {
                break;
            }
            position -= 1.0;
            at = ws.after(at);
        }
    }
    let text = ws.value(at);
    if text.is_empty() { Span::NONE } else { text }
}
