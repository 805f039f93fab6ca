//! Patches of the glue that wasm-bindgen generates. When it changes what it writes, the build fails here instead of
//! publishing something else.

use crate::steps::{Failure, Outcome};

struct Patch {
    /// Only glue that mentions this has the place; empty: all glue has it.
    when: &'static str,
    why: &'static str,
    /// Whether the text may stand there more than once.
    often: bool,
    find: &'static str,
    replace: &'static str,
}

const fn once(why: &'static str, find: &'static str, replace: &'static str) -> Patch {
    Patch {
        when: "",
        why,
        often: false,
        find,
        replace,
    }
}

const fn often(why: &'static str, find: &'static str, replace: &'static str) -> Patch {
    Patch {
        often: true,
        ..once(why, find, replace)
    }
}

/// For glue whose module has no tables of JavaScript values.
const fn without_tables(why: &'static str, find: &'static str, replace: &'static str) -> Patch {
    Patch {
        when: "__wbindgen_externref_xform__",
        ..once(why, find, replace)
    }
}

/// Where a function of the glue is to hand out all of them (`enclose` in glue.rs).
pub const AROUND: &str = "const ret = { ...wasm, all };";

const PATCHES: &[Patch] = &[
    once(
        "a call that is under way fails when the module traps",
        ".outcome();",
        ".outcome(watch);",
    ),
    once(
        "a trap in a callback has failed the calls already; nobody else is there to catch it",
        "            return f(a, state.b, ...args);
        } finally {",
        "            return f(a, state.b, ...args);
        } catch {
        } finally {",
    ),
    once(
        "texts that cross the border are few and short: what decodes one is not kept, so that Safari's limit of bytes that a decoder takes is never reached",
        "    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
",
        "    return newDecoder().decode(new Uint8Array(wasm.memory.buffer, ptr >>> 0, len));
",
    ),
    once(
        "what decodes texts is not kept",
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
",
        "",
    ),
    once(
        "short texts in ASCII are most of those that go to Rust: a loop takes less time than the encoder, which is for the others",
        "const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;
",
        "
import { newDecoder, newEncoder } from '../stage/snippets/redress/src/binding/js/utf8.js';
const encoder = newEncoder();
function giveText(at, text) {
    const bytes = /[^\\0-\\x7f]/.test(text) ? encoder.encode(text) : text;
    const { length } = bytes;
    const start = wasm.__wbindgen_malloc(length, 1) >>> 0;
    const { buffer } = wasm.memory;
    const view = new Uint8Array(buffer, start, length);
    if (bytes !== text) view.set(bytes);
    else for (let i = 0; i < length; i++) view[i] = text.charCodeAt(i);
    const words = new Uint32Array(buffer, at >>> 0);
    words[0] = start;
    words[1] = length;
}
",
    ),
    often(
        "texts go to Rust in one way, and no place is made larger",
        "            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);
",
    ),
    often(
        "nobody but the garbage collector frees an object",
        "Finalization.register(obj, obj.__wbg_ptr, obj);",
        "Finalization.register(obj, ptr);",
    ),
    often(
        "where nothing can be told of what is collected, it is said once",
        "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(",
        "finalization(",
    ),
    once(
        "namely here",
        "const CLOSURE_DTORS = ",
        "function finalization(free) {
    return typeof FinalizationRegistry === 'undefined'
        ? { register: () => {}, unregister: () => {} }
        : new FinalizationRegistry(free);
}

const CLOSURE_DTORS = ",
    ),
    often(
        "what may throw is wrapped once, not in each call",
        "function() { return handleError(function ",
        "handleError(function",
    ),
    often(
        "what may throw is wrapped once, not in each call",
        "}, arguments); },",
        "}),",
    ),
    once(
        "what may throw is wrapped once, not in each call",
        "function handleError(f, args) {
    try {
        return f.apply(this, args);
    } catch (e) {",
        "const handleError = (f) => (...args) => {
    try {
        return f(...args);
    } catch (e) {",
    ),
    without_tables(
        "without tables of values, the first values are those that the glue itself keeps",
        "heap.push(undefined, null, true, false);\n",
        "heap.push(undefined, null, true, false);\nconst reserved = heap.length;\n",
    ),
    without_tables(
        "and exports take numbers, so that JavaScript is given the functions around them",
        "const ret = wasm;",
        AROUND,
    ),
    without_tables(
        "the compiled code asks how many these are, as if there were a table",
        "\"__wbindgen_externref_xform__\": import1,",
        "\"__wbindgen_externref_xform__\": { __wbindgen_externref_statics_end: () => reserved },",
    ),
];

/// Applies every patch that this glue needs.
pub fn apply(mut glue: String) -> Outcome<String> {
    let needed = PATCHES
        .iter()
        .filter(|patch| glue.contains(patch.when))
        .collect::<Vec<_>>();
    for patch in &needed {
        let found = glue.matches(patch.find).count();
        if found == 0 || (found > 1 && !patch.often) {
            return Err(Failure::new(format!(
                "the glue has {found} places for the patch \"{}\" and must have {}:\n{}",
                patch.why,
                if patch.often { "some" } else { "one" },
                patch.find
            ))
            .advice("wasm-bindgen's output has changed: adapt xtask/src/patches.rs"));
        }
        glue = glue.replace(patch.find, patch.replace);
    }
    println!("  {} patches", needed.len());
    Ok(as_arrows(&glue))
}

/// The functions for the module as arrows, which are shorter; none of them uses `this`.
fn as_arrows(glue: &str) -> String {
    let mut result = String::with_capacity(glue.len());
    for line in glue.lines() {
        match line.split_once("function(") {
            Some((before, behind)) if line.starts_with("        ") => {
                result.push_str(before);
                result.push('(');
                result.push_str(&behind.replacen(") {", ") => {", 1));
            }
            _ => result.push_str(line),
        }
        result.push('\n');
    }
    result
}
