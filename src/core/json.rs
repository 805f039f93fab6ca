//! A JSON parser that does what is needed here and no more: one pass over the text, no copy,
//! into a flat list of [`Node`]s in document order.
//!
//! It is lenient where leniency cannot mislead: a text that breaks off (a body is read up to a
//! limit) yields the nodes before the break, with [`Document::complete`] false. It is bounded:
//! what nests deeper than [`MAX_DEPTH`] or stands beyond [`MAX_ITEMS`] in a list is skipped
//! over without a node, so that a hostile body costs one linear pass and little memory.
//!
//! Own code, since `serde_json` weighs 13 kB of brotli and builds values that are then thrown
//! away; measured in `docs/decisions.md`.

use super::symbol::Symbol;

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
    /// What it is.
    pub kind: Kind,
    /// How many lists and objects it stands in.
    pub depth: u8,
    /// The symbol of its key, where it is a member of an object.
    pub key: Symbol,
    /// Where its key's text begins and ends.
    pub key_span: (u32, u32),
    /// Where its text begins and ends; without the quotes for a string.
    pub span: (u32, u32),
    /// The position of the first node after it and all that is in it.
    pub next: u32,
}

/// The nodes of a text. Reused from call to call, so that parsing allocates nothing.
#[derive(Debug, Default)]
pub struct Document {
    /// In document order: a list or object, then what it holds.
    pub nodes: Vec<Node>,
    /// Whether the text was one whole JSON value.
    pub complete: bool,
    /// Whether the text broke the grammar, rather than off.
    pub malformed: bool,
}

impl Document {
    /// A document without content.
    #[must_use]
    pub const fn new() -> Document {
        Document { nodes: Vec::new(), complete: false, malformed: false }
    }

    /// Replaces the content with that of `text`.
    pub fn parse(&mut self, text: &[u8]) {
        self.nodes.clear();
        let mut parser = Parser { text, at: 0, nodes: &mut self.nodes };
        self.complete = parser.value(0, Symbol::EMPTY, (0, 0)).is_some() && {
            parser.space();
            parser.at == text.len()
        };
        self.malformed = !self.complete && parser.at < text.len();
    }

    /// The nodes directly inside the one at `index`, with their positions.
    pub fn children(&self, index: usize) -> impl Iterator<Item = (usize, &Node)> {
        let end = self.nodes.get(index).map_or(0, |node| node.next as usize);
        let mut at = index + 1;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at).filter(|_| at < end)?;
            let here = at;
            // A child always ends after it begins, so this terminates.
            at = node.next.max(at as u32 + 1) as usize;
            Some((here, node))
        })
    }

    /// The last member of that name of the object at `index`, as `JSON.parse` would keep it.
    #[must_use]
    pub fn member(&self, index: usize, name: Symbol) -> Option<(usize, &Node)> {
        self.children(index).filter(|(_, node)| node.key == name && node.key_span.1 > 0).last()
    }
}

struct Parser<'t, 'n> {
    text: &'t [u8],
    at: usize,
    nodes: &'n mut Vec<Node>,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Non-zero where one of the eight bytes is `byte`.
#[inline(always)]
const fn has(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & HIGHS
}

impl Parser<'_, '_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline(always)]
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Reads the value that begins here and adds its nodes. `None` where the text breaks off or
    /// breaks the grammar; what was read by then stays.
    fn value(&mut self, depth: u8, key: Symbol, key_span: (u32, u32)) -> Option<()> {
        self.space();
        let first = self.peek()?;
        let index = self.nodes.len();
        let start = self.at as u32;
        let mut node =
            Node { kind: Kind::Null, depth, key, key_span, span: (start, start), next: 0 };
        match first {
            b'"' => {
                self.at += 1;
                node.span.0 += 1;
                let escaped = self.string();
                node.span.1 = self.at as u32;
                node.kind = if escaped? { Kind::Escaped } else { Kind::String };
                self.at += 1;
            }
            b'{' | b'[' => {
                node.kind = if first == b'{' { Kind::Object } else { Kind::Array };
                if usize::from(depth) >= MAX_DEPTH || index >= MAX_NODES {
                    self.skip()?;
                    node.span.1 = self.at as u32;
                } else {
                    // The end is not known yet; a text that breaks off leaves it at "all that follows".
                    node.next = u32::MAX;
                    self.nodes.push(node);
                    self.at += 1;
                    let done = self.items(first == b'{', depth);
                    let (end, next) = (self.at as u32, self.nodes.len() as u32);
                    if let Some(node) = self.nodes.get_mut(index) {
                        node.span.1 = end;
                        node.next = next;
                    }
                    return done;
                }
            }
            _ => {
                node.kind = match first {
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
                node.span.1 = self.at as u32;
            }
        }
        if index < MAX_NODES {
            node.next = index as u32 + 1;
            self.nodes.push(node);
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
        for item in 0.. {
            if item == MAX_ITEMS {
                return self.skip_to_end();
            }
            let (mut key, mut key_span) = (Symbol::EMPTY, (0, 0));
            if members {
                self.space();
                if self.peek()? != b'"' {
                    return None;
                }
                self.at += 1;
                key_span.0 = self.at as u32;
                key = self.key()?;
                key_span.1 = self.at as u32;
                self.at += 1;
                self.space();
                if self.peek()? != b':' {
                    return None;
                }
                self.at += 1;
            }
            self.value(depth + 1, key, key_span)?;
            self.space();
            let separator = self.peek()?;
            self.at += 1;
            if separator != b',' {
                return (separator == close).then_some(());
            }
        }
        None
    }

    /// Reads a key up to its closing quote and gives its symbol. A key with escapes has the
    /// symbol of its written form, which is no name that is looked for.
    #[inline(always)]
    fn key(&mut self) -> Option<Symbol> {
        let mut symbol = Symbol::EMPTY;
        loop {
            match self.peek()? {
                b'"' => return Some(symbol),
                b'\\' => self.at += 2,
                byte => {
                    symbol = symbol.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    /// Goes to the closing quote of the string that begins here; true if it holds escapes.
    #[inline(always)]
    fn string(&mut self) -> Option<bool> {
        let mut escaped = false;
        loop {
            while let Some(chunk) = self.text.get(self.at..).and_then(<[u8]>::first_chunk::<8>) {
                let word = u64::from_le_bytes(*chunk);
                let hits = has(word, b'"') | has(word, b'\\');
                if hits != 0 {
                    // The lowest hit is exact; only bits above a true one can be false.
                    self.at += (hits.trailing_zeros() / 8) as usize;
                    break;
                }
                self.at += 8;
            }
            match self.peek() {
                Some(b'"') => return Some(escaped),
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(_) => self.at += 1,
                None => {
                    // An escape at the very end steps over it.
                    self.at = self.text.len();
                    return None;
                }
            }
        }
    }

    #[inline(always)]
    fn word(&mut self, word: &[u8], kind: Kind) -> Option<Kind> {
        if !self.text.get(self.at..)?.starts_with(word) {
            return None;
        }
        self.at += word.len();
        Some(kind)
    }

    /// Goes over the list or object that begins here, without nodes and without recursion.
    fn skip(&mut self) -> Option<()> {
        self.at += 1;
        self.skip_to_end()
    }

    /// Goes behind the bracket that closes the list or object that `at` stands in.
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
