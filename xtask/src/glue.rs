//! Patches of the generated glue. Each has to find its text exactly once: when wasm-bindgen changes what it writes,
//! the build fails here instead of publishing something else.

use crate::project::{read, write};
use crate::steps::{Failure, Outcome};
use std::path::Path;

struct Patch {
    /// Only glue that mentions this has the place; empty: all glue has it.
    when: &'static str,
    why: &'static str,
    find: &'static str,
    replace: &'static str,
}

const PATCHES: &[Patch] = &[
    Patch {
        when: "",
        why: "a module compiled in another realm is a module too",
        find: "if (!(module instanceof WebAssembly.Module)) {",
        replace: "if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]') {",
    },
    Patch {
        when: "",
        why: "one way to call initSync, ours",
        find: "    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }
",
        replace: "    ({module} = module);\n",
    },
    Patch {
        when: "",
        why: "importing does nothing: the decoder is made when the module starts",
        find: "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n",
        replace: "let cachedTextDecoder;\n",
    },
    Patch {
        when: "cachedTextEncoder",
        why: "importing does nothing: the encoder is made when the module starts, and encodeInto is everywhere",
        find: "const cachedTextEncoder = new TextEncoder();

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
",
        replace: "let cachedTextEncoder;\n",
    },
    Patch {
        when: "",
        why: "makes the decoder when the module starts",
        find: "    wasm = instance.exports;\n",
        replace: "    wasm = instance.exports;
    cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
",
    },
    Patch {
        when: "cachedTextEncoder",
        why: "makes the encoder when the module starts",
        find: "    wasm = instance.exports;\n",
        replace: "    wasm = instance.exports;
    cachedTextEncoder = new TextEncoder();
",
    },
];

/// Applies every patch that this glue needs.
pub fn patch(script: &Path) -> Outcome {
    let mut text = read(script)?;
    let needed = PATCHES
        .iter()
        .filter(|patch| text.contains(patch.when))
        .collect::<Vec<_>>();
    for patch in &needed {
        let found = text.matches(patch.find).count();
        if found != 1 {
            return Err(Failure::new(format!(
                "the glue has {found} places for the patch \"{}\" and must have one:\n{}",
                patch.why, patch.find
            ))
            .advice(format!(
                "compare {} with PATCHES in xtask/src/glue.rs",
                script.display()
            )));
        }
        text = text.replace(patch.find, patch.replace);
    }
    println!("  {} patches", needed.len());
    write(script, text)
}
