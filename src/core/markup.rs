//! Bodies that are XML or HTML. XML becomes the same nodes that JSON does, so that one reader
//! serves both; of an HTML page the sentence is taken that says what happened.

use super::json::{Kind, MAX_DEPTH, MAX_NODES, Node};
use super::span::Span;
use super::symbol::Symbol;
use super::text::begins;
use super::vocabulary::Role;
use super::workspace::Workspace;

/// A run of text and the tag behind it, by their offsets.
struct Piece {
    text: (usize, usize),
    tag: (usize, usize),
}

fn position(bytes: &[u8], from: usize, end: usize, wanted: u8) -> Option<usize> {
    bytes
        .get(from..end)?
        .iter()
        .position(|byte| *byte == wanted)
        .map(|at| from + at)
}

fn piece(bytes: &[u8], at: usize, end: usize) -> Option<Piece> {
    let open = position(bytes, at, end, b'<')?;
    let close = position(bytes, open, end, b'>')?;
    let text = bytes.get(at..open)?;
    let start = open - text.trim_ascii_start().len();
    Some(Piece {
        text: (start, start + text.trim_ascii().len()),
        tag: (open + 1, close),
    })
}

/// Whether a text that begins with `<` is a page for a browser.
#[inline(never)]
#[must_use]
pub fn is_html(text: &[u8]) -> bool {
    const STARTS: [&[u8]; 6] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<center",
        b"<h1",
    ];
    STARTS.iter().any(|start| begins(text, start))
}

/// Replaces the nodes with the elements of an XML text: an element with elements in it becomes an
/// object, one with text a string. Attributes, comments and processing instructions are skipped.
#[inline(never)]
pub fn parse_xml(ws: &mut Workspace, body: Span) {
    ws.nodes.clear();
    let (mut open, mut depth) = ([0usize; MAX_DEPTH], 0usize);
    let (mut at, end) = (body.start as usize, body.end as usize);
    while let Some(Piece { text, tag }) = piece(&ws.input, at, end) {
        at = tag.1 + 1;
        let parent = open
            .get(depth.wrapping_sub(1))
            .copied()
            .unwrap_or(usize::MAX);
        let escaped = position(&ws.input, text.0, text.1, b'&').is_some();
        let next = ws.nodes.len() as u32;
        let name = ws.input.get(tag.0..tag.1).unwrap_or(&[]);
        let closes = name.last() == Some(&b'/');
        let first = name.first().copied().unwrap_or(b'!');
        if let Some(node) = ws.nodes.get_mut(parent) {
            if text.0 < text.1 && node.kind != Kind::Object {
                node.span = Span::new(text.0, text.1);
                node.kind = if escaped { Kind::Escaped } else { Kind::String };
            }
            if first == b'/' {
                node.next = next;
                depth -= 1;
            }
        }
        if matches!(first, b'/' | b'!' | b'?') {
            continue;
        }
        if depth == MAX_DEPTH || ws.nodes.len() >= MAX_NODES {
            break;
        }
        // What holds an element is no text.
        if let Some(node) = ws.nodes.get_mut(parent) {
            node.kind = Kind::Object;
        }
        let length = name
            .iter()
            .position(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'/'))
            .unwrap_or(name.len());
        let key = Span::new(tag.0, tag.0 + length);
        let role = Role::of(Symbol::of(ws.rare_bytes(key)), &ws.keys);
        let kind = if depth == 0 { Kind::Object } else { Kind::Null };
        let next = if closes { next + 1 } else { u32::MAX };
        ws.nodes.push(Node {
            span: Span::new(at, at),
            key,
            next,
            kind,
            role,
            depth: depth as u8,
        });
        if let Some(slot) = open.get_mut(depth).filter(|_| !closes) {
            *slot = next_index(&ws.nodes);
            depth += 1;
        }
    }
}

fn next_index(nodes: &[Node]) -> usize {
    nodes.len().wrapping_sub(1)
}

/// The sentence of an HTML page that says what happened: the first full sentence of its text, or
/// else its title or heading.
#[inline(never)]
#[must_use]
pub fn sentence(ws: &Workspace, body: Span) -> Span {
    /// A run of text that is longer is a dump.
    const MAX_SENTENCE: usize = 600;
    let mut heading = Span::NONE;
    // Inside what browsers do not show, and inside titles and headings.
    let (mut hidden, mut headed) = (false, false);
    let (mut at, end) = (body.start as usize, body.end as usize);
    while let Some(Piece { text, tag }) = piece(&ws.input, at, end) {
        at = tag.1 + 1;
        let run = Span::new(text.0, text.1);
        if !hidden && !run.is_empty() && run.len() <= MAX_SENTENCE {
            // Express: the title says "Error", and what stands behind it which.
            if !heading.is_some() || ws.rare_bytes(heading) == b"Error" {
                heading = run;
            }
            if !headed
                && ws
                    .rare_bytes(run)
                    .iter()
                    .filter(|byte| **byte == b' ')
                    .count()
                    >= 5
            {
                // A full stop at the end of a line ends the sentence.
                let line = ws
                    .bytes(run)
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .unwrap_or(0);
                let ends = ws.rare_bytes(run).get(line.wrapping_sub(1)) == Some(&b'.');
                return if ends { run.part(0, line) } else { run };
            }
        }
        let tag = ws.input.get(tag.0..tag.1).unwrap_or(&[]);
        hidden = begins(tag, b"script") || begins(tag, b"style");
        headed = begins(tag, b"title")
            || (begins(tag, b"h") && tag.get(1).is_some_and(u8::is_ascii_digit));
    }
    heading
}
