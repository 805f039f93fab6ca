//! Which parts of the input were wrong, as validators report them. What was sent is never read:
//! servers echo passwords.

use super::classification::Field;
use super::json::{Kind, Node};
use super::span::Span;
use super::text;
use super::vocabulary::Role;
use super::workspace::Workspace;

/// Fields that are reported of one response.
const MAX_FIELDS: usize = 16;
/// Allowed values that are reported of one field.
const MAX_ALLOWED: usize = 32;
/// Nesting of a map of fields that is followed, and of a path.
const MAX_NESTING: usize = 6;

/// Adds a field, up to the limit. A path that is there already keeps its first message.
fn push(ws: &mut Workspace, field: Field) {
    let path = ws.rare_bytes(field.path);
    let known = ws
        .fields
        .iter()
        .any(|other| ws.rare_bytes(other.path) == path);
    if !path.is_empty() && !known && ws.fields.len() < MAX_FIELDS {
        ws.fields.push(field);
    }
}

/// The path of a field: a name, or a list of names and positions (`["body","email"]`) whose
/// first may say which part of the request is meant.
fn path(ws: &mut Workspace, at: usize) -> Span {
    if ws.node(at).kind != Kind::Array {
        return ws.value(at);
    }
    let end = ws.after(at);
    let (mut name, mut path) = (at + 1, Span::NONE);
    for depth in 0..MAX_NESTING {
        if name >= end {
            break;
        }
        let next = ws.value(name);
        let part_of_request = depth == 1
            && [&b"body"[..], b"query", b"path", b"header", b"cookie"]
                .contains(&ws.rare_bytes(path));
        path = if depth == 0 || part_of_request {
            next
        } else {
            join(ws, path, next)
        };
        name = ws.after(name);
    }
    path
}

fn join(ws: &mut Workspace, path: Span, name: Span) -> Span {
    if path.is_empty() {
        return name;
    }
    let joined = [ws.rare_bytes(path), ws.rare_bytes(name)].join(&b'.');
    ws.append(&joined)
}

/// Reads the object at `object`, whose member at `path_at` names a field, and adds it. Message
/// and code count only where the object is about the field alone (`item`).
pub fn read(ws: &mut Workspace, object: usize, path_at: usize, item: bool) {
    let mut field = about(ws, object, item);
    field.path = path(ws, path_at);
    push(ws, field);
}

/// What an object says about a field.
fn about(ws: &mut Workspace, object: usize, item: bool) -> Field {
    let mut field = Field::default();
    let (end, mut at) = (ws.after(object), object + 1);
    while at < end {
        match ws.node(at).role {
            Role::Message | Role::Title | Role::Detail if item && !field.message.is_some() => {
                field.message = ws.value(at);
            }
            Role::Code | Role::Type | Role::Reason if item && !field.code.is_some() => {
                field.code = ws.value(at)
            }
            Role::Allowed => {
                let first = ws.allowed.len();
                let (last, mut value) = (ws.after(at), at + 1);
                while value < last && ws.allowed.len() < first + MAX_ALLOWED {
                    let text = ws.value(value);
                    if text.is_some() {
                        ws.allowed.push(text);
                    }
                    value = ws.after(value);
                }
                field.allowed = (first as u32, ws.allowed.len() as u32);
            }
            Role::Max => field.max = text::finite(ws.number(at)),
            _ => {}
        }
        at = ws.after(at);
    }
    field
}

/// Whether the object at `index` maps names of fields to what is wrong with them.
#[must_use]
pub fn is_map(ws: &Workspace, index: usize) -> bool {
    let (end, mut at) = (ws.after(index), index + 1);
    let filled = at < end;
    while at < end {
        let Node { kind, role, .. } = ws.node(at);
        if kind != Kind::Array && (kind != Kind::Object || !matches!(role, Role::None | Role::Text))
        {
            return false;
        }
        at = ws.after(at);
    }
    filled
}

/// Collects the fields of a map (`{"email":["is taken"]}`, nested as Discord sends it, or with
/// plain strings), of a list of objects, or of a list of names.
pub fn collect(ws: &mut Workspace, index: usize) {
    let kind = ws.node(index).kind;
    if kind == Kind::Object {
        return map(ws, index, Span::NONE, 0);
    }
    let (end, mut at) = (ws.after(index), index + 1);
    while kind == Kind::Array && at < end {
        if ws.node(at).kind == Kind::Object {
            let (last, mut member) = (ws.after(at), at + 1);
            while member < last && !matches!(ws.node(member).role, Role::Field | Role::Name) {
                member = ws.after(member);
            }
            if member < last {
                read(ws, at, member, true);
            }
        } else {
            let path = ws.value(at);
            push(
                ws,
                Field {
                    path,
                    ..Field::default()
                },
            );
        }
        at = ws.after(at);
    }
}

fn map(ws: &mut Workspace, index: usize, prefix: Span, nesting: usize) {
    let (end, mut at) = (ws.after(index), index + 1);
    while at < end && nesting <= MAX_NESTING && ws.fields.len() < MAX_FIELDS {
        let node = ws.node(at);
        let path = if ws.rare_bytes(node.key) == b"_errors" {
            prefix
        } else {
            join(ws, prefix, node.key)
        };
        match node.kind {
            Kind::Object => map(ws, at, path, nesting + 1),
            Kind::Array if ws.after(at) > at + 1 => {
                let mut field = Field::default();
                if ws.node(at + 1).kind == Kind::Object {
                    field = about(ws, at + 1, true);
                } else {
                    field.message = ws.value(at + 1);
                }
                push(ws, Field { path, ..field });
            }
            Kind::String | Kind::Escaped => {
                let message = ws.value(at);
                push(
                    ws,
                    Field {
                        path,
                        message,
                        ..Field::default()
                    },
                );
            }
            _ => {}
        }
        at = ws.after(at);
    }
}

/// Whether a node's text may be shown as a link.
#[must_use]
pub fn url(ws: &mut Workspace, at: usize) -> Span {
    let url = ws.value(at);
    if text::is_safe_url(ws.rare_bytes(url)) {
        url
    } else {
        Span::NONE
    }
}
