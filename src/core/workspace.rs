//! The memory that a classification works in. It is kept from call to call, so that a call
//! allocates next to nothing.

use super::classification::Field;
use super::json::{Kind, Node};
use super::span::Span;
use super::symbol::Table;
use super::text;
use super::vocabulary::Role;
use super::{headers, lexicon, words};

/// Input, nodes, results and tables.
#[derive(Debug)]
pub struct Workspace {
    /// The texts of the input, then those that were made of them.
    pub input: Vec<u8>,
    /// Bytes of the input that are in use.
    used: usize,
    /// The nodes of the body.
    pub nodes: Vec<Node>,
    /// What was wrong with the request's input.
    pub fields: Vec<Field>,
    /// The allowed values of all fields.
    pub allowed: Vec<Span>,
    /// The names of headers.
    pub headers: Table,
    /// The names of keys.
    pub keys: Table,
    /// The tokens that mean the same everywhere.
    pub tokens: Table,
    /// The words that have a concept.
    pub words: Table,
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace::new()
    }
}

impl Workspace {
    /// A workspace with its tables, which take some 30 µs to build.
    #[must_use]
    pub fn new() -> Workspace {
        Workspace {
            input: Vec::new(),
            used: 0,
            nodes: Vec::new(),
            fields: Vec::new(),
            allowed: Vec::new(),
            headers: headers::Role::table(),
            keys: Role::table(),
            tokens: lexicon::table(),
            words: words::table(),
        }
    }

    /// Makes room for that many bytes of input.
    pub fn reserve(&mut self, size: usize) {
        if self.input.len() < size {
            self.input.resize(size, 0);
        }
    }

    /// Begins anew with the first `used` bytes of the input.
    pub fn begin(&mut self, used: usize) {
        self.used = used.min(self.input.len());
        self.nodes.clear();
        self.fields.clear();
        self.allowed.clear();
    }

    /// Adds a text behind those that are there.
    pub fn append(&mut self, text: &[u8]) -> Span {
        let start = self.used;
        self.reserve(start + text.len());
        if let Some(room) = self.input.get_mut(start..start + text.len()) {
            room.copy_from_slice(text);
        }
        self.used += text.len();
        Span::new(start, self.used)
    }

    /// The bytes of a text; none where there is no text.
    #[inline(always)]
    #[must_use]
    pub fn bytes(&self, span: Span) -> &[u8] {
        self.input
            .get(span.start as usize..span.end as usize)
            .unwrap_or(&[])
    }

    /// The same as a call, for what few errors need: inlined, it is larger than the call.
    #[inline(never)]
    #[must_use]
    pub fn rare_bytes(&self, span: Span) -> &[u8] {
        self.bytes(span)
    }

    /// A text, for programs that read it in Rust. Every text ends where a character does.
    #[must_use]
    pub fn text(&self, span: Span) -> Option<&str> {
        std::str::from_utf8(self.bytes(span))
            .ok()
            .filter(|_| span.is_some())
    }

    /// A node, or one that is nothing.
    #[inline(always)]
    #[must_use]
    pub fn node(&self, index: usize) -> Node {
        const NOTHING: Node = Node {
            span: Span::NONE,
            key: Span::NONE,
            next: u32::MAX,
            kind: Kind::Null,
            role: Role::None,
            depth: 0,
        };
        self.nodes.get(index).copied().unwrap_or(NOTHING)
    }

    /// The position behind a node and all that is in it. Always greater than `index`.
    #[inline(never)]
    #[must_use]
    pub fn after(&self, index: usize) -> usize {
        self.behind(index, self.node(index))
    }

    /// The same, of a node that is at hand.
    #[inline(always)]
    #[must_use]
    pub fn behind(&self, index: usize, node: Node) -> usize {
        (node.next as usize).min(self.nodes.len()).max(index + 1)
    }

    /// The bytes of a node as they are written.
    #[inline]
    #[must_use]
    pub fn raw(&self, index: usize) -> &[u8] {
        self.bytes(self.node(index).span)
    }

    /// The text that a node stands for; none for a list, an object or nothing.
    pub fn value(&mut self, index: usize) -> Span {
        let node = self.node(index);
        match node.kind {
            Kind::Escaped => {
                // The root of an XML text has a name.
                let is_xml = self.node(0).key.is_some();
                let text = text::unescape(self.bytes(node.span), is_xml);
                self.append(&text)
            }
            Kind::Array | Kind::Object | Kind::Null => Span::NONE,
            _ => node.span,
        }
    }

    /// The number that a node stands for, also where it is written as a string; NaN: none.
    #[must_use]
    pub fn number(&self, index: usize) -> f64 {
        text::number(self.raw(index))
    }
}
