//! What each crate weighs in the module, by the names of its functions.

use crate::project::{target, write};
use crate::size;
use crate::steps::{Failure, Outcome};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, TypeRef};

const DATA: &str = "(constant data)";
const OTHER: &str = "(types, imports, tables)";

/// Parts with less code than this stand in one line: brotli's differences below it are noise.
const SMALL: usize = 250;

/// Prints a table of crates. Brotli has no parts, so a crate's share is what the module shrinks by without it.
pub fn print(named: &Path) -> Outcome {
    let module = fs::read(named)?;
    let parts = parts(&module)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", named.display())))?;
    let weight = |ranges: &[Range<usize>]| ranges.iter().map(Range::len).sum::<usize>();
    let (mut large, small): (Vec<_>, Vec<_>) = parts
        .iter()
        .partition(|(_, ranges)| weight(ranges) >= SMALL);
    large.sort_by_key(|(_, ranges)| Reverse(weight(ranges)));
    let small_ranges = small
        .iter()
        .flat_map(|(_, ranges)| *ranges)
        .cloned()
        .collect();
    let small_name = format!("({} smaller)", small.len());
    large.push((&small_name, &small_ranges));

    let folder = target("weigh");
    let whole = folder.join("whole");
    write(&whole, without(&module, &parts, &[]))?;
    let mut files = vec![whole];
    for (part, ranges) in &large {
        let file = folder.join(part.replace(|c: char| !c.is_alphanumeric(), "_"));
        write(&file, without(&module, &parts, ranges))?;
        files.push(file);
    }
    let sizes = size::measure(files.iter().map(PathBuf::as_path))?;
    println!(
        "\n  {:<26}{:>9}{:>9}   in the module, by crate",
        "", "raw", "brotli"
    );
    for ((part, ranges), size) in large.iter().zip(&sizes[1..]) {
        println!(
            "  {part:<26}{:>9}{:>9}",
            weight(ranges),
            sizes[0].brotli.saturating_sub(size.brotli)
        );
    }
    Ok(())
}

type Parts = BTreeMap<String, Vec<Range<usize>>>;

/// The bytes of all parts but one, in their order.
fn without(module: &[u8], parts: &Parts, left_out: &[Range<usize>]) -> Vec<u8> {
    let mut ranges: Vec<_> = parts
        .values()
        .flatten()
        .filter(|range| !left_out.contains(range))
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges
        .into_iter()
        .flat_map(|range| &module[range.clone()])
        .copied()
        .collect()
}

fn parts(module: &[u8]) -> Result<Parts, BinaryReaderError> {
    let (mut bodies, mut names, mut imported) = (Vec::new(), BTreeMap::new(), 0);
    let mut parts = Parts::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CodeSectionStart { .. } => {}
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for name in section {
                        if let Name::Function(functions) = name? {
                            for function in functions {
                                let function = function?;
                                names.insert(function.index as usize, function.name);
                            }
                        }
                    }
                }
            }
            Payload::DataSection(section) => parts
                .entry(DATA.to_owned())
                .or_default()
                .push(section.range()),
            payload => {
                if let Payload::ImportSection(imports) = &payload {
                    for import in imports.clone().into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                if let Some((_, range)) = payload.as_section() {
                    parts.entry(OTHER.to_owned()).or_default().push(range);
                }
            }
        }
    }
    for (number, range) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + number)).copied().unwrap_or_default();
        parts.entry(part_of(name)).or_default().push(range);
    }
    Ok(parts)
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
fn part_of(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let written_in = first_crate(&name);
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
        "" => "(unnamed)".to_owned(),
        // Exported functions keep their plain names; they are the crate's own.
        _ => "redress".to_owned(),
    }
}
