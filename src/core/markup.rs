//! Bodies that are XML or HTML. XML becomes the same nodes that JSON does, so that one reader
//! serves both; of an HTML page the sentence is taken that says what happened.

use super::json::{Document, Kind, MAX_DEPTH, MAX_NODES, Node};
use super::symbol::Symbol;

/// Whether a text that begins with `<` is a page for a browser.
#[must_use]
pub fn is_html(text: &str) -> bool {
    ["<!doctype html", "<html", "<head", "<body", "<center", "<h1"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// Fills a document with the elements of an XML text: an element with elements in it becomes an
/// object, one with text a string. Attributes, comments and processing instructions are skipped.
pub fn parse_xml(document: &mut Document, text: &str) {
    document.nodes.clear();
    document.complete = true;
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(tag_start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let content = text.get(at..tag_start).unwrap_or("");
        if let Some(node) = open.last().and_then(|&index| document.nodes.get_mut(index)) {
            let trimmed = content.trim_ascii();
            if !trimmed.is_empty() && node.next == 0 {
                let start = at + content.len() - content.trim_ascii_start().len();
                node.span = (start as u32, (start + trimmed.len()) as u32);
                node.kind = if trimmed.contains('&') { Kind::Escaped } else { Kind::String };
            }
        }
        let Some(length) = text.get(tag_start..).and_then(|rest| rest.find('>')) else { break };
        let tag = text.get(tag_start + 1..tag_start + length).unwrap_or("");
        at = tag_start + length + 1;
        match tag.bytes().next() {
            Some(b'/') => {
                close(document, open.pop());
            }
            Some(b'!' | b'?') | None => {}
            Some(_) if document.nodes.len() >= MAX_NODES || open.len() >= MAX_DEPTH => break,
            Some(_) => {
                let end = tag.find([' ', '\n', '\t', '/']).unwrap_or(tag.len());
                let name = tag.get(..end).unwrap_or("");
                // A namespace prefix says nothing here.
                let name = name.rsplit(':').next().unwrap_or(name);
                // What holds an element is no text.
                if let Some(parent) = open.last().and_then(|&index| document.nodes.get_mut(index)) {
                    parent.kind = Kind::Object;
                    parent.next = u32::MAX;
                }
                let index = document.nodes.len();
                let key_start = (tag_start + 1) as u32;
                document.nodes.push(Node {
                    kind: if index == 0 { Kind::Object } else { Kind::String },
                    depth: open.len() as u8,
                    key: Symbol::of(name.as_bytes()),
                    key_span: (key_start, key_start + end as u32),
                    span: (at as u32, at as u32),
                    next: 0,
                });
                open.push(index);
                if tag.ends_with('/') {
                    close(document, open.pop());
                }
            }
        }
    }
    while let Some(index) = open.pop() {
        close(document, Some(index));
    }
}

fn close(document: &mut Document, index: Option<usize>) {
    let next = document.nodes.len() as u32;
    if let Some(node) = index.and_then(|index| document.nodes.get_mut(index)) {
        node.next = next;
    }
}

/// The sentence of an HTML page that says what happened: the first full sentence of its text, or
/// else its title or heading.
#[must_use]
pub fn sentence(html: &str) -> Option<&str> {
    let mut heading = None;
    // Inside what browsers do not show, and inside titles and headings.
    let (mut hidden, mut headed, mut rest) = (false, false, html);
    while let Some((before, tag_on)) = rest.split_once('<') {
        let text = before.trim_ascii();
        if !hidden && !text.is_empty() {
            heading = heading.or(Some(text));
            if !headed && text.bytes().filter(|byte| *byte == b' ').count() >= 5 && text.len() <= 600 {
                return Some(text);
            }
        }
        let (tag, after) = tag_on.split_once('>')?;
        let is = |name: &str| tag.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        hidden = is("script") || is("style");
        headed = is("title") || (is("h") && tag.bytes().nth(1).is_some_and(|byte| byte.is_ascii_digit()));
        rest = after;
    }
    heading.filter(|text| text.len() <= 600)
}
