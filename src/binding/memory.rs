//! The hot path: JavaScript writes a body and headers into this module's memory, has them
//! classified, and reads the answer there. No value crosses the border one by one (measured in
//! `docs/decisions.md`). The JavaScript half is `js/codec.js`.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::classification::{Classification, DecidedBy, Field, Window};
use crate::core::classify::{classify, classify_thrown};
use crate::core::facts::Facts;
use crate::core::headers::{HeaderName, Headers};
use crate::core::kind::{Action, ErrorKind};
use crate::core::span::Span;
use crate::core::workspace::Workspace;

/// What lives from call to call.
struct Memory {
    workspace: Workspace,
    answer: Answer,
}

/// Where the parts of the last answer stand.
#[repr(C)]
struct Answer {
    classification: Classification,
    /// The texts: every span counts from here.
    input: *const u8,
    fields: *const Field,
    field_count: usize,
    allowed: *const Span,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory {
        workspace: Workspace::new(),
        answer: Answer {
            classification: Classification::NOTHING,
            input: std::ptr::null(),
            fields: std::ptr::null(),
            field_count: 0,
            allowed: std::ptr::null(),
        },
    });
}

impl Memory {
    fn answer(&mut self, classification: Classification) -> *const u8 {
        let Workspace {
            input,
            fields,
            allowed,
            ..
        } = &self.workspace;
        self.answer = Answer {
            classification,
            input: input.as_ptr(),
            fields: fields.as_ptr(),
            field_count: fields.len(),
            allowed: allowed.as_ptr(),
        };
        (&raw const self.answer).cast()
    }
}

/// The address of the input, with room for that many bytes.
#[wasm_bindgen]
pub fn input(capacity: usize) -> *const u8 {
    MEMORY.with_borrow_mut(|Memory { workspace, .. }| {
        workspace.reserve(capacity);
        workspace.input.as_ptr()
    })
}

/// What the header whose name is the first `length` bytes of the input is good for; 0: nothing.
#[wasm_bindgen]
pub fn recognise(length: usize) -> u32 {
    MEMORY.with_borrow(|Memory { workspace, .. }| {
        let name = workspace.bytes(Span::new(0, length));
        HeaderName::recognise(name, &workspace.words).map_or(0, HeaderName::to_bits)
    })
}

/// Classifies a response and gives the address of the answer. `body` bytes of the input are its
/// body, `headers` bytes behind them its headers, each as the number that [`recognise`] gave, the
/// length of its value (both 32 bits, little endian) and the value. A status of 0 is none.
#[wasm_bindgen]
pub fn respond(status: u16, body: usize, headers: usize, now_ms: f64) -> *const u8 {
    MEMORY.with_borrow_mut(|memory| {
        let ws = &mut memory.workspace;
        ws.begin(body + headers);
        let headers = read_headers(ws, body, body + headers);
        let facts = Facts {
            status,
            headers,
            body: Span::new(0, body),
            now_ms,
        };
        let classification = classify(&facts, ws);
        memory.answer(classification)
    })
}

/// Classifies a thrown value: the input holds its name, message and code, one behind the other.
#[wasm_bindgen]
pub fn fail(name: usize, message: usize, code: usize, offline: bool) -> *const u8 {
    MEMORY.with_borrow_mut(|memory| {
        let ws = &mut memory.workspace;
        let message = name + message;
        let code = message + code;
        ws.begin(code);
        let spans = (
            Span::new(0, name),
            Span::new(name, message),
            Span::new(message, code),
        );
        let classification = classify_thrown(spans.0, spans.1, spans.2, offline, ws);
        memory.answer(classification)
    })
}

/// The names behind the numbers of an answer: kinds, actions, deciders and windows, separated by
/// blanks, a list a line.
#[wasm_bindgen]
pub fn names() -> String {
    let mut names = String::new();
    let mut add = |list: &mut dyn Iterator<Item = &'static str>| {
        for name in list {
            names.push_str(name);
            names.push(' ');
        }
        names.push('\n');
    };
    add(&mut ErrorKind::ALL.iter().map(|kind| kind.name()));
    add(&mut Action::ALL.iter().map(|action| action.name()));
    add(&mut DecidedBy::ALL.iter().map(|decider| decider.name()));
    add(&mut Window::ALL.iter().map(|window| window.name()));
    names
}

fn read_headers(ws: &Workspace, mut at: usize, end: usize) -> Headers {
    let mut headers = Headers::default();
    while at < end {
        let Some(&[a, b, c, d, e, f, g, h]) = ws.bytes(Span::new(at, at + 8)).first_chunk() else {
            break;
        };
        let value = Span::new(at + 8, at + 8 + u32::from_le_bytes([e, f, g, h]) as usize);
        if let Some(name) = HeaderName::from_bits(u32::from_le_bytes([a, b, c, d])) {
            headers.add(name, value, ws);
        }
        at = value.end as usize;
    }
    headers
}
