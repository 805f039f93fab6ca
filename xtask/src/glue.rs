//! From the glue that wasm-bindgen generates to the glue that is published: patched, and a function.

use crate::patches::{self, AROUND};
use crate::project::{read, write};
use crate::steps::{Failure, Outcome};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

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

/// The same of the methods of objects: the garbage collector alone frees those.
const UNWANTED_METHODS: &[&str] = &["    __destroy_into_raw() {", "    free() {"];

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
        if UNWANTED_METHODS.contains(&line) {
            lines.by_ref().find(|line| *line == "    }");
            continue;
        }
        if line.starts_with("if (Symbol.dispose)") {
            continue;
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
    Ok(without_unused(format!(
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
    )))
}

/// Without the functions and variables that patches have left without a use.
fn without_unused(mut glue: String) -> String {
    while let Some(unused) = unused(&glue) {
        glue.replace_range(unused, "");
    }
    glue
}

/// Where the first of them stands.
fn unused(glue: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in glue.split_inclusive('\n') {
        let (name, end) = match line.strip_prefix("function ") {
            Some(rest) => (rest.split('(').next()?, "\n}\n"),
            None if line.starts_with("let cached") => (line.split(' ').nth(1)?, "\n"),
            None => ("", ""),
        };
        if !name.is_empty() && glue.matches(name).count() == 1 {
            return Some(start..start + glue[start..].find(end)? + end.len());
        }
        start += line.len();
    }
    None
}

fn changed(how: &str) -> Failure {
    Failure::new(format!("the glue {how}"))
        .advice("wasm-bindgen's output has changed: adapt xtask/src/glue.rs")
}

/// Patches and encloses it.
pub fn patch(script: &Path) -> Outcome {
    write(script, enclose(&patches::apply(read(script)?)?)?)
}
