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
        keys,
        inner: NONE,
        depth: 0,
        key: Span::NONE,
        role: Role::None,
    };
    let end = parser.read(text, span.start as usize).min(text.len());
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
    keys: &'t Table,
    /// The innermost that is open.
    inner: u32,
    depth: u8,
    /// The key of the value that comes next, and what it says.
    key: Span,
    role: Role,
}

impl Parser<'_> {
    /// Reads one value with all that is in it and says where it ends, or where the text breaks off or breaks the
    /// grammar. The cursor is a local variable, which stays in a register.
    fn read(&mut self, text: &[u8], mut at: usize) -> usize {
        loop {
            at = spaces(text, at);
            let Some(&first) = text.get(at) else {
                return at;
            };
            let start = at;
            let mut opened = false;
            if first == b'"' {
                let (end, escaped) = string(text, start + 1);
                if end >= text.len() {
                    return end;
                }
                let kind = if escaped { Kind::Escaped } else { Kind::String };
                self.leaf(kind, start + 1, end);
                at = end + 1;
            } else if first == b'{' || first == b'[' {
                at += 1;
                opened = self.open(first == b'{', start);
                if !opened {
                    at = skip(text, at);
                }
            } else {
                let Ok((kind, end)) = scalar(text, at).map_err(|end| at = end) else {
                    return at;
                };
                self.leaf(kind, start, end);
                at = end;
            }
            // What closes behind the value, then a comma, unless the first item follows.
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
                } else if opened {
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
                opened = false;
            };
            if !members {
                (self.key, self.role) = (Span::NONE, Role::None);
                continue;
            }
            at = spaces(text, at);
            if text.get(at) != Some(&b'"') {
                return at;
            }
            at = self.name(text, at + 1);
            if at >= text.len() {
                return at;
            }
            at = spaces(text, at + 1);
            if text.get(at) != Some(&b':') {
                return at;
            }
            at += 1;
        }
    }

    /// Reads a key up to its closing quote. A key with escapes has the symbol of its written form, which is no name
    /// that is looked for.
    #[inline(never)]
    fn name(&mut self, text: &[u8], start: usize) -> usize {
        let (mut at, mut symbol) = (start, Symbol::EMPTY);
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
        self.key = Span::new(start, at);
        self.role = Role::of(symbol, self.keys);
        at
    }

    /// Adds a value that holds no others.
    #[inline(never)]
    fn leaf(&mut self, kind: Kind, start: usize, end: usize) {
        if self.nodes.len() < MAX_NODES {
            let next = self.nodes.len() as u32 + 1;
            self.push(kind, Span::new(start, end), next);
        }
    }

    /// Adds a list or an object, unless there are too many nodes or it stands too deep.
    fn open(&mut self, members: bool, start: usize) -> bool {
        let index = self.nodes.len();
        let opens = index < MAX_NODES && usize::from(self.depth) < MAX_DEPTH;
        if opens {
            let kind = if members { Kind::Object } else { Kind::Array };
            self.push(kind, Span::new(start, 0), self.inner);
            self.inner = index as u32;
            self.depth += 1;
        }
        opens
    }

    #[inline(always)]
    fn push(&mut self, kind: Kind, span: Span, next: u32) {
        self.nodes.push(Node {
            span,
            key: self.key,
            next,
            kind,
            role: self.role,
            depth: self.depth,
        });
    }

    /// Closes the innermost that is open, which ends at `end`.
    fn close(&mut self, end: usize) {
        let next = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(self.inner as usize) {
            self.inner = std::mem::replace(&mut node.next, next);
            self.depth -= 1;
            node.span.end = end as u32;
        }
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

/// Reads a number or a word; where it breaks off or breaks the grammar instead.
fn scalar(text: &[u8], start: usize) -> Result<(Kind, usize), usize> {
    let rest = text.get(start..).unwrap_or(&[]);
    let (word, kind): (&[u8], Kind) = match rest.first() {
        Some(b't') => (b"true", Kind::True),
        Some(b'f') => (b"false", Kind::False),
        Some(b'n') => (b"null", Kind::Null),
        Some(b'-' | b'0'..=b'9') => {
            let is_part =
                |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
            let length = rest.iter().take_while(|byte| is_part(byte)).count();
            return Ok((Kind::Number, start + length));
        }
        _ => return Err(start),
    };
    let pairs = rest.iter().zip(word);
    let length = pairs
        .take_while(|(byte, expected)| byte == expected)
        .count();
    if length == word.len() {
        Ok((kind, start + length))
    } else {
        Err(start + length)
    }
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
