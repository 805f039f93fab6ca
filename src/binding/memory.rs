//! The hot path: JavaScript writes a body and headers into this module's memory, has them
//! classified, and reads the answer there. No value crosses the border one by one (measured in
//! `docs/decisions.md`). The JavaScript half is `js/codec.js`.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::classification::{DecidedBy, Field, Window};
use crate::core::classify::{classify_into, classify_thrown};
use crate::core::envelope::Envelope;
use crate::core::facts::Facts;
use crate::core::headers::HeaderName;
use crate::core::kind::{Action, ErrorKind};
use crate::core::rule::RuleSet;
use crate::core::span::Span;
use crate::core::workspace::Workspace;

/// What lives from call to call.
struct Memory {
    workspace: Workspace,
    answer: Answer,
    /// The callers' rules, by their numbers; 0 holds none.
    rules: Vec<RuleSet>,
}

/// Where the parts of the last answer stand.
#[repr(C)]
struct Answer {
    /// The texts: every span counts from here.
    input: *const u8,
    fields: *const Field,
    field_count: usize,
    allowed: *const Span,
    /// Begins with the classification.
    envelope: Envelope,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory {
        workspace: Workspace::new(),
        answer: Answer {
            input: std::ptr::null(),
            fields: std::ptr::null(),
            field_count: 0,
            allowed: std::ptr::null(),
            envelope: Envelope::NOTHING,
        },
        rules: Vec::new(),
    });
}

/// Keeps rules under a number, which JavaScript gives.
pub fn keep(number: usize, rules: RuleSet) {
    MEMORY.with_borrow_mut(|Memory { rules: sets, .. }| {
        while sets.len() <= number {
            sets.push(RuleSet::default());
        }
        if let Some(slot) = sets.get_mut(number) {
            *slot = rules;
        }
    });
}

impl Memory {
    /// The address of the answer, with what has moved.
    fn answer(&mut self) -> *const u8 {
        let Memory {
            workspace, answer, ..
        } = self;
        answer.input = workspace.input.as_ptr();
        answer.fields = workspace.fields.as_ptr();
        answer.field_count = workspace.fields.len();
        answer.allowed = workspace.allowed.as_ptr();
        (&raw const *answer).cast()
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
        HeaderName::recognise(name, &workspace.headers, &workspace.words)
            .map_or(0, HeaderName::to_bits)
    })
}

/// Classifies a response and gives the address of the answer. `body` bytes of the input are its
/// body, `headers` bytes behind them its headers, each as the number that [`recognise`] gave, the
/// length of its value (both 32 bits, little endian) and the value. A status of 0 is none, rules of 0
/// are none.
#[wasm_bindgen]
pub fn respond(status: u16, body: usize, headers: usize, now_ms: f64, rules: usize) -> *const u8 {
    MEMORY.with_borrow_mut(|memory| {
        let ws = &mut memory.workspace;
        ws.begin(body + headers);
        let mut facts = Facts {
            status,
            body: Span::new(0, body),
            now_ms,
            ..Facts::default()
        };
        read_headers(&mut facts, ws, body, body + headers);
        let envelope = &mut memory.answer.envelope;
        *envelope = Envelope::NOTHING;
        classify_into(memory.rules.get(rules), &facts, ws, envelope);
        memory.answer()
    })
}

/// Classifies a thrown value: the input holds its name, message and code, one behind the other.
#[wasm_bindgen]
pub fn fail(name: usize, message: usize, code: usize, offline: bool, rules: usize) -> *const u8 {
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
        let rules = memory.rules.get(rules);
        memory.answer.envelope.said =
            classify_thrown(spans.0, spans.1, spans.2, offline, rules, ws);
        memory.answer()
    })
}

/// The names behind the numbers of an answer: kinds, actions, deciders and windows, with a blank
/// behind each, a list a line.
pub fn names() -> String {
    let mut text = String::new();
    for names in [
        ErrorKind::NAMES,
        Action::NAMES,
        DecidedBy::NAMES,
        Window::NAMES,
    ] {
        text.push_str(names);
        text.push('\n');
    }
    text
}

/// The lowest byte of the number of what rules look at; the rest says which it is.
const LOOKED_UP: u32 = 0xFF;

fn read_headers(facts: &mut Facts, ws: &Workspace, mut at: usize, end: usize) {
    while at < end {
        let Some(&[a, b, c, d, e, f, g, h]) = ws.bytes(Span::new(at, at + 8)).first_chunk() else {
            break;
        };
        let value = Span::new(at + 8, at + 8 + u32::from_le_bytes([e, f, g, h]) as usize);
        let bits = u32::from_le_bytes([a, b, c, d]);
        if let Some(name) = HeaderName::from_bits(bits) {
            facts.headers.add(name, value, ws);
        } else if bits & 0xFF == LOOKED_UP {
            facts.looked_up.push((bits >> 8, value));
        }
        at = value.end as usize;
    }
}
