//! Which parts of the input were wrong, as validators report them. What was sent is never read:
//! servers echo passwords.

use std::borrow::Cow;

use super::classification::{Field, Text};
use super::json::{Document, Kind, Node};
use super::text;
use super::vocabulary::{self, Role};

/// Fields that are reported of one response.
pub const MAX_FIELDS: usize = 16;
/// Allowed values that are reported of one field.
const MAX_ALLOWED: usize = 32;
/// Nesting of a map of fields that is followed.
const MAX_NESTING: usize = 6;

/// Adds a field, up to the limit. A path that is there already keeps its first message.
pub fn push<'a>(fields: &mut Vec<Field<'a>>, field: Field<'a>) {
    let known = fields.iter().any(|other| other.path == field.path);
    if !field.path.is_empty() && !known && fields.len() < MAX_FIELDS {
        fields.push(field);
    }
}

/// The path of a field: a name, or a list of names and positions (`["body","email"]`) whose
/// first may say which part of the request is meant.
fn path<'a>(document: &Document, body: &'a str, at: usize) -> Text<'a> {
    let Some(node) = document.nodes.get(at) else { return Cow::Borrowed("") };
    if node.kind != Kind::Array {
        return text::of(body, node);
    }
    let mut names = document.children(at).map(|(_, name)| text::of(body, name));
    let Some(first) = names.next() else { return Cow::Borrowed("") };
    let Some(second) = names.next() else { return first };
    let part_of_request = ["body", "query", "path", "header", "cookie"].contains(&first.as_ref());
    let mut path = if part_of_request { second.into_owned() } else { join(&first, &second) };
    for name in names.take(MAX_NESTING) {
        path = join(&path, &name);
    }
    Cow::Owned(path)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, name].join(".") }
}

/// Reads the object at `object`, whose member at `path_at` names a field. Message and code count
/// only where the object is about the field alone (`item`).
#[must_use]
pub fn read<'a>(document: &Document, body: &'a str, object: usize, path_at: usize, item: bool) -> Field<'a> {
    let mut field = Field { path: path(document, body, path_at), ..Field::default() };
    for (at, node) in document.children(object) {
        let text = || Some(text::of(body, node)).filter(|text| !text.is_empty());
        match vocabulary::role(node.key) {
            Some(Role::Message | Role::Title | Role::Detail) if item && field.message.is_none() => {
                field.message = text();
            }
            Some(Role::Code | Role::Type | Role::Reason) if item && field.code.is_none() => field.code = text(),
            Some(Role::Allowed) => {
                let values = document.children(at).map(|(_, value)| text::of(body, value));
                field.allowed = values.take(MAX_ALLOWED).collect();
            }
            Some(Role::Max) => field.max = text::number(text::raw(body, node)),
            _ => {}
        }
    }
    field
}

/// Whether the object at `index` maps names of fields to what is wrong with them.
#[must_use]
pub fn is_map(document: &Document, index: usize) -> bool {
    let nested = |node: &Node| {
        node.kind == Kind::Array || (node.kind == Kind::Object && vocabulary::role(node.key).is_none())
    };
    let mut children = document.children(index).peekable();
    children.peek().is_some() && children.take(4).all(|(_, node)| nested(node))
}

/// Collects the fields of a map (`{"email":["is taken"]}`, nested as Discord sends it, or with
/// plain strings), of a list of objects, or of a list of names.
pub fn collect<'a>(document: &Document, body: &'a str, index: usize, fields: &mut Vec<Field<'a>>) {
    match document.nodes.get(index).map(|node| node.kind) {
        Some(Kind::Array) => list(document, body, index, fields),
        Some(Kind::Object) => map(document, body, index, "", 0, fields),
        _ => {}
    }
}

fn list<'a>(document: &Document, body: &'a str, index: usize, fields: &mut Vec<Field<'a>>) {
    for (at, node) in document.children(index).take(MAX_FIELDS) {
        if node.kind != Kind::Object {
            push(fields, Field { path: text::of(body, node), ..Field::default() });
            continue;
        }
        let named = |node: &Node| matches!(vocabulary::role(node.key), Some(Role::Field | Role::Name));
        if let Some((path, _)) = document.children(at).find(|(_, node)| named(node)) {
            push(fields, read(document, body, at, path, true));
        }
    }
}

fn map<'a>(
    document: &Document,
    body: &'a str,
    index: usize,
    prefix: &str,
    nesting: usize,
    fields: &mut Vec<Field<'a>>,
) {
    if nesting > MAX_NESTING {
        return;
    }
    for (at, node) in document.children(index).take(MAX_FIELDS) {
        let name = text::slice(body, node.key_span);
        let path = || -> Text<'a> {
            if name == "_errors" {
                Cow::Owned(prefix.to_owned())
            } else if prefix.is_empty() {
                Cow::Borrowed(name)
            } else {
                Cow::Owned(join(prefix, name))
            }
        };
        match node.kind {
            Kind::Object => map(document, body, at, &path(), nesting + 1, fields),
            Kind::Array => {
                let Some((first_at, first)) = document.children(at).next() else { continue };
                let mut field = if first.kind == Kind::Object {
                    read(document, body, first_at, first_at, true)
                } else {
                    Field { message: Some(text::of(body, first)), ..Field::default() }
                };
                field.path = path();
                push(fields, field);
            }
            Kind::String | Kind::Escaped => {
                push(fields, Field { path: path(), message: Some(text::of(body, node)), ..Field::default() });
            }
            _ => {}
        }
    }
}
