//! The hot path: JavaScript writes a body and headers into this module's memory, has them
//! classified, and reads the answer out of a row of numbers. No value crosses the border one by
//! one (measured in `docs/decisions.md`). The JavaScript half is `js/codec.js`.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::record::Record;
use crate::core::classification::DecidedBy;
use crate::core::classification::Window;
use crate::core::classify::{classify, classify_thrown};
use crate::core::facts::Facts;
use crate::core::headers::{HeaderName, Headers};
use crate::core::json::Document;
use crate::core::kind::{Action, ErrorKind};
use crate::core::transport::Thrown;

/// What lives from call to call, so that a call allocates next to nothing.
struct Memory {
    input: Vec<u8>,
    document: Document,
    record: Record,
}

thread_local! {
    static MEMORY: RefCell<Memory> = const {
        RefCell::new(Memory { input: Vec::new(), document: Document::new(), record: Record::new() })
    };
}

/// The address of the input, with room for that many bytes.
#[wasm_bindgen]
pub fn input(capacity: usize) -> *const u8 {
    MEMORY.with_borrow_mut(|memory| {
        if memory.input.len() < capacity {
            memory.input.resize(capacity, 0);
        }
        memory.input.as_ptr()
    })
}

/// What the header whose name is the first `length` bytes of the input is good for; 0: nothing.
#[wasm_bindgen]
pub fn recognise(length: usize) -> u32 {
    MEMORY.with_borrow(|memory| {
        let name = text(&memory.input, 0, length);
        HeaderName::recognise(name).map_or(0, HeaderName::to_bits)
    })
}

/// Classifies a response: `body` bytes of the input are its body, `headers` bytes behind them
/// hold its headers, each as the number that [`recognise`] gave, the length of its value (both
/// 32 bits, little endian) and the value. A negative status is none.
#[wasm_bindgen]
pub fn respond(status: i32, body: usize, headers: usize, now_ms: f64) -> *const f64 {
    MEMORY.with_borrow_mut(|memory| {
        let facts = Facts {
            status: u16::try_from(status).ok(),
            headers: read_headers(memory.input.get(body..body + headers).unwrap_or(&[])),
            body: text(&memory.input, 0, body),
            now_ms,
        };
        let classification = classify(&facts, &mut memory.document);
        memory.record.write(&classification, now_ms)
    })
}

/// Classifies a thrown value: the input holds its name, message and code, one behind the other.
#[wasm_bindgen]
pub fn throw(name: usize, message: usize, code: usize, offline: bool) -> *const f64 {
    MEMORY.with_borrow_mut(|memory| {
        let input = &memory.input;
        let thrown = Thrown {
            name: text(input, 0, name),
            message: text(input, name, message),
            code: text(input, name + message, code),
            offline,
        };
        memory.record.write(&classify_thrown(&thrown), 0.0)
    })
}

/// The names behind the numbers of a record: kinds, actions, deciders and windows, separated by
/// blanks, a list a line.
#[wasm_bindgen]
pub fn names() -> String {
    let mut names = String::new();
    let lists: [&mut dyn Iterator<Item = &'static str>; 4] = [
        &mut ErrorKind::ALL.iter().map(|kind| kind.name()),
        &mut Action::ALL.iter().map(|action| action.name()),
        &mut DecidedBy::ALL.iter().map(|decider| decider.name()),
        &mut Window::ALL.iter().map(|window| window.name()),
    ];
    for list in lists {
        for name in list {
            names.push_str(name);
            names.push(' ');
        }
        names.push('\n');
    }
    names
}

/// Text from the input. What is not UTF-8 is cut off there: a body that is read up to a limit
/// may end within a character.
fn text(input: &[u8], start: usize, length: usize) -> &str {
    let bytes = input.get(start..start + length).unwrap_or(&[]);
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or(""),
    }
}

fn read_headers(mut bytes: &[u8]) -> Headers<'_> {
    let mut headers = Headers::default();
    while let Some((head, rest)) = bytes.split_first_chunk::<8>() {
        let [a, b, c, d, e, f, g, h] = *head;
        let length = u32::from_le_bytes([e, f, g, h]) as usize;
        if let Some(name) = HeaderName::from_bits(u32::from_le_bytes([a, b, c, d])) {
            headers.add(name, text(rest, 0, length));
        }
        bytes = rest.get(length..).unwrap_or(&[]);
    }
    headers
}
