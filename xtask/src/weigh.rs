//! What each crate and each module of this crate weighs, by the names of the functions.

use crate::module::{self, DATA, OTHER, Part};
use crate::project::{target, write};
use crate::size;
use crate::steps::Outcome;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Groups with fewer bytes than this stand in one line: brotli's differences below it are noise.
const SMALL: usize = 250;

/// Prints a table of crates and modules, and writes one of functions.
/// Brotli has no parts: the share of a group is what the module shrinks by without it.
pub fn print(named: &Path) -> Outcome {
    let bytes = fs::read(named)?;
    let parts = module::parts(&bytes)?;
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    for part in &parts {
        *groups.entry(group_of(&part.name)).or_default() += part.range.len();
    }
    let smaller = format!(
        "({} smaller)",
        groups.values().filter(|weight| **weight < SMALL).count()
    );
    let row_of = |part: &Part| {
        let group = group_of(&part.name);
        if groups[&group] < SMALL {
            smaller.clone()
        } else {
            group
        }
    };
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for part in &parts {
        *rows.entry(row_of(part)).or_default() += part.range.len();
    }
    let mut rows: Vec<(String, usize)> = rows.into_iter().collect();
    rows.sort_by_key(|(name, weight)| (*name == smaller, Reverse(*weight)));

    let folder = target("weigh");
    let mut files = Vec::new();
    for left_out in std::iter::once("").chain(rows.iter().map(|(name, _)| name.as_str())) {
        let rest = parts.iter().filter(|part| row_of(part) != left_out);
        let content: Vec<u8> = rest
            .flat_map(|part| &bytes[part.range.clone()])
            .copied()
            .collect();
        let file = folder.join(format!(
            "without-{}",
            left_out.replace(|c: char| !c.is_alphanumeric(), "-")
        ));
        write(&file, content)?;
        files.push(file);
    }
    let sizes = size::measure(files.iter().map(PathBuf::as_path))?;
    println!(
        "\n  {:<34}{:>9}{:>9}   in the module, by crate",
        "", "raw", "brotli"
    );
    for ((name, weight), without) in rows.iter().zip(&sizes[1..]) {
        println!(
            "  {name:<34}{weight:>9}{:>9}",
            sizes[0].brotli.saturating_sub(without.brotli)
        );
    }
    write_functions(&parts, &folder.join("functions.txt"))
}

fn write_functions(parts: &[Part], file: &Path) -> Outcome {
    let mut parts: Vec<&Part> = parts.iter().collect();
    parts.sort_by_key(|part| Reverse(part.range.len()));
    let lines: String = parts
        .iter()
        .map(|part| format!("{:>7} {}\n", part.range.len(), part.name))
        .collect();
    println!("  function by function: {}", file.display());
    write(file, lines)
}

/// What a generic function of these does is mostly what it was given, a future or a closure.
const CARRIERS: &[&str] = &[
    "alloc",
    "core",
    "js_sys",
    "std",
    "wasm_bindgen",
    "wasm_bindgen_futures",
];

/// The crate in which a function was written, or whose code it carries; for the own crate also the module.
fn group_of(name: &str) -> String {
    if name == DATA || name == OTHER {
        return name.to_owned();
    }
    let written_in = first_crate(name);
    let own = name
        .find("redress::")
        .filter(|_| written_in == "redress" || CARRIERS.contains(&written_in.as_str()));
    match own {
        Some(start) => module_of(&name[start..]),
        None => written_in,
    }
}

/// `redress::core::json::Parser::new` lies in `redress::core::json`.
fn module_of(path: &str) -> String {
    let module = |name: &&str| name.starts_with(|c: char| c.is_ascii_lowercase());
    let mut names: Vec<&str> = path.split("::").take(4).take_while(module).collect();
    // The last name is the function's.
    if names.len() == path.split("::").take(4).count() {
        names.pop();
    }
    names.truncate(3);
    names.join("::")
}

/// The first path in a name begins with a crate.
fn first_crate(name: &str) -> String {
    let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_';
    // A method of a primitive type: `<str>::trim`, `<[u8]>::len`.
    if name.starts_with('<')
        && name
            .split_once('>')
            .is_some_and(|(receiver, _)| !receiver.contains("::"))
    {
        return "core".to_owned();
    }
    let mut rest = name;
    while let Some(end) = rest.find("::") {
        let start = rest[..end].rfind(|c| !identifier(c)).map_or(0, |at| at + 1);
        let candidate = &rest[start..end];
        if candidate.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') {
            return candidate.to_owned();
        }
        rest = &rest[end + 2..];
    }
    if name.starts_with("__wbindgen")
        || name.starts_with("__externref")
        || name.contains("wasm_bindgen")
    {
        return "wasm_bindgen".to_owned();
    }
    match name {
        "memcpy" | "memmove" | "memset" | "memcmp" | "bcmp" | "strlen" => {
            "compiler_builtins".to_owned()
        }
        "malloc" | "free" | "realloc" | "calloc" => "dlmalloc".to_owned(),
        "(unnamed)" => name.to_owned(),
        // Exported functions keep their plain names; they are the crate's own.
        _ => "redress".to_owned(),
    }
}
