//! Patches of the generated glue, and the function around it. Each patch has to find its text exactly once: when wasm-bindgen changes what it writes,
//! the build fails here instead of publishing something else.

use crate::project::{read, write};
use crate::steps::{Failure, Outcome};
use std::collections::BTreeMap;
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
        why: "the decoder is made when the module starts",
        find: "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n",
        replace: "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\n",
    },
    Patch {
        when: "cachedTextEncoder",
        why: "encodeInto is everywhere",
        find: "
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
        replace: "",
    },
    Patch {
        when: "",
        why: "a call that is under way fails when the module traps",
        find: "const ret = new Promise(cb0);",
        replace: "const ret = watch(cb0);",
    },
    Patch {
        when: "",
        why: "a trap in a callback has failed the calls already; nobody else is there to catch it",
        find: "            return f(a, state.b, ...args);
        } finally {",
        replace: "            return f(a, state.b, ...args);
        } catch {
        } finally {",
    },
    Patch {
        when: "__wbindgen_externref_xform__",
        why: "without tables of values, the first values are those that the glue itself keeps",
        find: "heap.push(undefined, null, true, false);\n",
        replace: "heap.push(undefined, null, true, false);\nconst reserved = heap.length;\n",
    },
    Patch {
        when: "__wbindgen_externref_xform__",
        why: "and exports take numbers, so that JavaScript is given the functions around them",
        find: "const ret = wasm;",
        replace: AROUND,
    },
    Patch {
        when: "__wbindgen_externref_xform__",
        why: "the compiled code asks how many these are, as if there were a table",
        find: "\"__wbindgen_externref_xform__\": import1,",
        replace: "\"__wbindgen_externref_xform__\": { __wbindgen_externref_statics_end: () => reserved },",
    },
];

/// Where [`enclose`] puts every function of the glue.
const AROUND: &str = "const ret = { ...wasm, all };";

/// What pkg/entries/boot.js hands on.
const WANTED: &[&str] = &[
    "createFetch",
    "createRetryBudget",
    "fetchWithBackoff",
    "notice",
    "resume",
];

/// What is left out: pkg/entries/boot.js instantiates the module.
const UNWANTED: &[&str] = &[
    "__wbg_finalize_init",
    "__wbg_load",
    "initSync",
    "__wbg_init",
    "__wbg_init_once",
];

/// Makes the glue a function, so that each instance of the module has glue of its own: what still runs for an
/// instance that has trapped cannot touch the next one, and importing does nothing.
fn enclose(script: &str) -> Outcome<String> {
    let (mut imports, mut body, mut exports) = (String::new(), String::new(), BTreeMap::new());
    let mut dropped = 0;
    let mut lines = script.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("import ") {
            imports.push_str(line);
            imports.push('\n');
            continue;
        }
        if let Some(both) = line
            .strip_prefix("export { ")
            .and_then(|line| line.strip_suffix(" }"))
            && let Some((local, public)) = both.split_once(" as ")
        {
            exports.insert(public, local);
            continue;
        }
        if line == "export { initSync, __wbg_init as default };" {
            continue;
        }
        let plain = line.strip_prefix("export ").unwrap_or(line);
        let function = plain
            .strip_prefix("async ")
            .unwrap_or(plain)
            .strip_prefix("function ")
            .and_then(|rest| rest.split('(').next());
        if let Some(name) = function {
            let is_exported = plain != line;
            if is_exported {
                exports.insert(name, name);
            }
            let is_wanted = WANTED.contains(&name) || script.contains(AROUND);
            if UNWANTED.contains(&name) || (is_exported && !is_wanted) {
                dropped += usize::from(UNWANTED.contains(&name));
                lines.by_ref().find(|line| *line == "}");
                continue;
            }
        }
        body.push_str(plain);
        body.push('\n');
    }
    let mut handed = String::new();
    for name in WANTED {
        let Some(local) = exports.get(name) else {
            return Err(changed(&format!("exports no {name}")));
        };
        handed.push_str(&format!("            {name}: {local},\n"));
    }
    let all: String = exports
        .iter()
        .map(|(name, local)| format!("{name}: {local}, "))
        .collect();
    let body = body.replace(AROUND, &AROUND.replace("all", &all));
    if dropped != UNWANTED.len() {
        return Err(changed("lacks one of the functions that start the module"));
    }
    Ok(format!(
        "{imports}
export function glue(guard, watch) {{
{body}
return {{
    imports: __wbg_get_imports(),
    start(instance) {{
        wasm = guard(instance.exports);
        wasm.__wbindgen_start();
        return {{
{handed}        }};
    }},
}};
}}
"
    ))
}

fn changed(how: &str) -> Failure {
    Failure::new(format!("the glue {how}"))
        .advice("wasm-bindgen's output has changed: adapt xtask/src/glue.rs")
}

/// Applies every patch that this glue needs, and encloses it.
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
    write(script, enclose(&text)?)
}
