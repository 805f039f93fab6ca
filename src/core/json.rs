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
use super::symbol::{Symbol, Table};
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
        text,
        at: span.start as usize,
        nodes,
        keys,
    };
    let _ = parser.value(0, Span::NONE, Role::None);
    parser.space();
    // What ended early at the end of the text broke off; anything behind a whole value is a break.
    if parser.at >= text.len() {
        End::Whole
    } else {
        End::Malformed
    }
}

struct Parser<'t> {
    text: &'t [u8],
    at: usize,
    nodes: &'t mut Vec<Node>,
    keys: &'t Table,
}

impl Parser<'_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline(always)]
    fn space(&mut self) {
        // Most values follow at once.
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.spaces();
        }
    }

    #[inline(never)]
    fn spaces(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Reads the value that begins here and adds its nodes. `None` where the text breaks off or
    /// breaks the grammar; what was read by then stays.
    fn value(&mut self, depth: u8, key: Span, role: Role) -> Option<()> {
        self.space();
        let first = self.peek()?;
        let index = self.nodes.len();
        let mut start = self.at;
        let nested = first == b'{' || first == b'[';
        let looked_at = index < MAX_NODES && (usize::from(depth) < MAX_DEPTH || !nested);
        if nested && looked_at {
            let kind = if first == b'{' {
                Kind::Object
            } else {
                Kind::Array
            };
            // The end is not known yet; a text that breaks off leaves it at "all that follows".
            self.nodes.push(Node {
                span: Span::new(start, start),
                key,
                next: u32::MAX,
                kind,
                role,
                depth,
            });
            self.at += 1;
            let done = self.items(kind == Kind::Object, depth);
            let (end, next) = (self.at, self.nodes.len() as u32);
            if let Some(node) = self.nodes.get_mut(index) {
                node.span.end = end as u32;
                node.next = next;
            }
            return done;
        }
        let mut end = 0;
        let kind = match first {
            b'"' => {
                start += 1;
                self.at = start;
                let escaped = self.string()?;
                end = self.at;
                self.at += 1;
                if escaped { Kind::Escaped } else { Kind::String }
            }
            b'{' | b'[' => {
                self.at += 1;
                self.skip_to_end()?;
                Kind::Null
            }
            b't' => self.word(b"true", Kind::True)?,
            b'f' => self.word(b"false", Kind::False)?,
            b'n' => self.word(b"null", Kind::Null)?,
            b'-' | b'0'..=b'9' => {
                while matches!(
                    self.peek(),
                    Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
                ) {
                    self.at += 1;
                }
                Kind::Number
            }
            _ => return None,
        };
        if looked_at {
            end = if end == 0 { self.at } else { end };
            let next = index as u32 + 1;
            self.nodes.push(Node {
                span: Span::new(start, end),
                key,
                next,
                kind,
                role,
                depth,
            });
        }
        Some(())
    }

    /// Reads the items of a list or the members of an object, behind the opening bracket.
    fn items(&mut self, members: bool, depth: u8) -> Option<()> {
        let close = if members { b'}' } else { b']' };
        self.space();
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        let mut item = 0;
        loop {
            if item == MAX_ITEMS {
                return self.skip_to_end();
            }
            item += 1;
            let (mut key, mut role) = (Span::NONE, Role::None);
            if members {
                self.space();
                if self.peek()? != b'"' {
                    return None;
                }
                self.at += 1;
                let start = self.at;
                role = self.key()?;
                key = Span::new(start, self.at);
                self.at += 1;
                self.space();
                if self.peek()? != b':' {
                    return None;
                }
                self.at += 1;
            }
            self.value(depth + 1, key, role)?;
            self.space();
            let separator = self.peek()?;
            self.at += 1;
            if separator != b',' {
                return (separator == close).then_some(());
            }
        }
    }

    /// Reads a key up to its closing quote and says what its value is. A key with escapes has
    /// the symbol of its written form, which is no name that is looked for.
    #[inline]
    fn key(&mut self) -> Option<Role> {
        let mut symbol = Symbol::EMPTY;
        let mut at = self.at;
        loop {
            match self.text.get(at) {
                Some(b'"') => break,
                Some(b'\\') => at += 1,
                Some(byte) => symbol = symbol.push(*byte),
                None => {
                    // A text that breaks off is at its end.
                    self.at = at;
                    return None;
                }
            }
            at += 1;
        }
        self.at = at;
        Some(Role::of(symbol, self.keys))
    }

    /// Goes to the closing quote of the string that begins here; true if it holds escapes.
    fn string(&mut self) -> Option<bool> {
        let mut escaped = false;
        loop {
            self.at = text::find(self.text, self.at, b'"', b'\\');
            match self.peek()? {
                b'"' => return Some(escaped),
                _ => {
                    escaped = true;
                    self.at += 2;
                }
            }
        }
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Option<Kind> {
        for byte in word {
            if self.peek()? != *byte {
                return None;
            }
            self.at += 1;
        }
        Some(kind)
    }

    /// Goes behind the bracket that closes the list or object that `at` stands in, without
    /// recursion.
    fn skip_to_end(&mut self) -> Option<()> {
        let mut open = 1usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => {
                    self.string()?;
                    self.at += 1;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => {
                    open -= 1;
                    if open == 0 {
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }
}
