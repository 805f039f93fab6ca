//! A JSON parser that does what is needed here and no more: one pass over the text, no copy,
//! into a flat list of [`Node`]s in document order.
//!
//! It is lenient where leniency cannot mislead: a text that breaks off (a body is read up to a
//! limit) yields the nodes before the break. It is bounded: what nests deeper than [`MAX_DEPTH`]
//! or stands beyond [`MAX_ITEMS`] in a list is skipped over without a node, so that a hostile
//! body costs one linear pass and little memory.
//!
//! Own code, since `serde_json` weighs 13 kB of brotli and builds values that are then thrown
//! away; measured in `docs/decisions.md`.

use super::span::Span;
use super::symbol::{Symbol, Table, class};
use super::text;
use super::vocabulary::Role;

/// Nesting that is looked at. Errors nest to a depth of six or so.
pub const MAX_DEPTH: usize = 16;
/// Items of one list or members of one object that are looked at.
pub const MAX_ITEMS: usize = 64;
/// Nodes of one document that are looked at.
pub const MAX_NODES: usize = 1024;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number, as it is written.
    Number,
    /// A string without escapes: the text between the quotes is its value.
    String,
    /// A string with escapes (JSON's, or character references in XML).
    Escaped,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// One value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Where its text stands; without the quotes for a string.
    pub span: Span,
    /// Where its key stands, where it is a member of an object.
    pub key: Span,
    /// The position of the first node after it and all that is in it.
    pub next: u32,
    /// What it is.
    pub kind: Kind,
    /// What its key says that it is.
    pub role: Role,
    /// How many lists and objects it stands in.
    pub depth: u8,
}

impl Node {
    /// Whether it is a string.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.kind, Kind::String | Kind::Escaped)
    }
}

/// How a text ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was one whole value, or the beginning of one.
    Whole,
    /// It broke the grammar.
    Malformed,
}

/// Parses the part of `text` that `span` names and replaces `nodes` with what is in it.
pub fn parse(text: &[u8], span: Span, keys: &Table, nodes: &mut Vec<Node>) -> End {
    nodes.clear();
    let text = text.get(..span.end as usize).unwrap_or(text);
    let mut parser = Parser {
        nodes,
        inner: NONE,
        depth: 0,
    };
    let end = parser.read(text, span.start as usize, keys);
    // A text that breaks off closes what is open.
    while parser.inner != NONE {
        parser.close(end);
    }
    // What ended early at the end of the text broke off; anything behind a whole value is a break.
    if spaces(text, end) >= text.len() {
        End::Whole
    } else {
        End::Malformed
    }
}

/// No node.
const NONE: u32 = u32::MAX;

/// What is open. While a list or object is, its `next` is the one that it stands in, and the end of its span counts
/// its items: so nothing recurses and nothing else is kept.
struct Parser<'t> {
    nodes: &'t mut Vec<Node>,
    /// The innermost that is open.
    inner: u32,
    depth: u8,
}

impl Parser<'_> {
    /// Reads one value with all that is in it and says where it ends, or where the text breaks off or breaks the
    /// grammar. The cursor is a local variable, which stays in a register.
    fn read(&mut self, text: &[u8], mut at: usize, keys: &Table) -> usize {
        let (mut key, mut role) = (Span::NONE, Role::None);
        loop {
            at = spaces(text, at);
            let Some(&first) = text.get(at) else {
                return at;
            };
            let nested = first == b'{' || first == b'[';
            let room = self.nodes.len() < MAX_NODES;
            let opens = nested && room && usize::from(self.depth) < MAX_DEPTH;
            let (mut start, mut end) = (at, 0);
            let kind = match first {
                b'"' => {
                    start = at + 1;
                    let escaped;
                    (end, escaped) = string(text, start);
                    if end >= text.len() {
                        return end;
                    }
                    at = end + 1;
                    if escaped { Kind::Escaped } else { Kind::String }
                }
                b'{' | b'[' if opens => {
                    at += 1;
                    if first == b'{' {
                        Kind::Object
                    } else {
                        Kind::Array
                    }
                }
                b'{' | b'[' => {
                    at = skip(text, at + 1);
                    Kind::Null
                }
                b'-' | b'0'..=b'9' => {
                    at = number(text, at);
                    Kind::Number
                }
                _ => {
                    let (word, kind): (&[u8], Kind) = match first {
                        b't' => (b"true", Kind::True),
                        b'f' => (b"false", Kind::False),
                        b'n' => (b"null", Kind::Null),
                        _ => return at,
                    };
                    at += same(text.get(at..).unwrap_or(&[]), word);
                    if at < start + word.len() {
                        return at;
                    }
                    kind
                }
            };
            if opens || (room && !nested) {
                let index = self.nodes.len() as u32;
                self.nodes.push(Node {
                    span: Span::new(start, if end == 0 { at } else { end }),
                    key,
                    next: if opens { self.inner } else { index + 1 },
                    kind,
                    role,
                    depth: self.depth,
                });
                if opens {
                    self.open(index);
                }
            }
            // What closes behind the value, then a comma, unless the first item follows.
            let mut follows = opens;
            let members = loop {
                let Some(inner) = self.nodes.get_mut(self.inner as usize) else {
                    return at;
                };
                let members = inner.kind == Kind::Object;
                let close = if members { b'}' } else { b']' };
                at = spaces(text, at);
                let Some(&byte) = text.get(at) else {
                    return at;
                };
                if byte == close {
                    at += 1;
                } else if follows {
                    break members;
                } else {
                    at += 1;
                    if byte != b',' {
                        return at;
                    }
                    inner.span.end += 1;
                    if inner.span.end < MAX_ITEMS as u32 {
                        break members;
                    }
                    at = skip(text, at);
                }
                self.close(at);
                follows = false;
            };
            (key, role) = (Span::NONE, Role::None);
            if members {
                at = spaces(text, at);
                if text.get(at) != Some(&b'"') {
                    return at;
                }
                let start = at + 1;
                let symbol;
                (at, symbol) = name(text, start);
                if at >= text.len() {
                    return at;
                }
                (key, role) = (Span::new(start, at), Role::of(symbol, keys));
                at = spaces(text, at + 1);
                if text.get(at) != Some(&b':') {
                    return at;
                }
                at += 1;
            }
        }
    }

    #[inline(always)]
    fn open(&mut self, index: u32) {
        self.inner = index;
        self.depth += 1;
        if let Some(node) = self.nodes.get_mut(index as usize) {
            node.span.end = 0;
        }
    }

    /// Closes the innermost that is open, which ends at `end`.
    #[inline(always)]
    fn close(&mut self, end: usize) {
        let next = self.nodes.len() as u32;
        let mut outer = NONE;
        if let Some(node) = self.nodes.get_mut(self.inner as usize) {
            outer = std::mem::replace(&mut node.next, next);
            node.span.end = end as u32;
        }
        self.inner = outer;
        self.depth -= 1;
    }
}

/// Where the white space that begins here ends.
#[inline(always)]
fn spaces(text: &[u8], mut at: usize) -> usize {
    while matches!(text.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Where a key ends, and its symbol. A key with escapes has the symbol of its written form, which is no name that is
/// looked for.
#[inline(always)]
fn name(text: &[u8], mut at: usize) -> (usize, Symbol) {
    let mut symbol = Symbol::EMPTY;
    while let Some(&byte) = text.get(at) {
        if class::of(byte) & (class::LETTER | class::DIGIT) != 0 {
            symbol = symbol.push_letter(byte);
        } else if byte == b'"' {
            break;
        } else if byte == b'\\' {
            at += 1;
        }
        at += 1;
    }
    (at, symbol)
}

/// Where the string that begins here ends, at its closing quote, and whether it holds escapes.
#[inline(always)]
fn string(text: &[u8], mut at: usize) -> (usize, bool) {
    let mut escaped = false;
    loop {
        at = text::find(text, at, b'"', b'\\');
        if text.get(at) != Some(&b'\\') {
            return (at, escaped);
        }
        escaped = true;
        at += 2;
    }
}

fn number(text: &[u8], mut at: usize) -> usize {
    while matches!(
        text.get(at),
        Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
    ) {
        at += 1;
    }
    at
}

/// How many bytes two texts have in common from the start.
fn same(text: &[u8], other: &[u8]) -> usize {
    text.iter()
        .zip(other)
        .take_while(|(byte, other)| byte == other)
        .count()
}

/// Where the list or object ends that `at` stands in, behind its bracket.
#[inline(never)]
fn skip(text: &[u8], mut at: usize) -> usize {
    let mut open = 1usize;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => at = string(text, at).0 + 1,
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    at
}
