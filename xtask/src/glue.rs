//! Patches of the generated glue. Each has to find its text exactly once: when wasm-bindgen changes what it writes,
//! the build fails here instead of publishing something else.

use crate::project::{read, write};
use crate::steps::{Failure, Outcome};
use std::path::Path;

struct Patch {
    why: &'static str,
    find: &'static str,
    replace: &'static str,
}

const PATCHES: &[Patch] = &[
    Patch {
        why: "a module compiled in another realm is a module too",
        find: "if (!(module instanceof WebAssembly.Module)) {",
        replace: "if (Object.prototype.toString.call(module) !== '[object WebAssembly.Module]') {",
    },
    Patch {
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
        why: "importing does nothing: the decoder is made when the module starts",
        find: "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n",
        replace: "let cachedTextDecoder;\n",
    },
    Patch {
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
        why: "makes decoder and encoder when the module starts",
        find: "    wasm = instance.exports;\n",
        replace: "    wasm = instance.exports;
    cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
    cachedTextEncoder = new TextEncoder();
",
    },
];

/// Applies every patch.
pub fn patch(script: &Path) -> Outcome {
    let mut text = read(script)?;
    for patch in PATCHES {
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
    println!("  {} patches", PATCHES.len());
    write(script, text)
}
