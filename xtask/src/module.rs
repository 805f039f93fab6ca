//! The parts of a WebAssembly module.

use crate::steps::{Failure, Outcome};
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, TypeRef};

/// The section of constants.
pub const DATA: &str = "(constant data)";
/// Every other section without code.
pub const OTHER: &str = "(types, imports, tables)";

/// The bytes before the first section.
const HEADER: usize = 8;

/// A function, or a section without code.
pub struct Part {
    /// The function's name as one would write it, [`DATA`] or [`OTHER`].
    pub name: String,
    /// Where its bytes are.
    pub range: Range<usize>,
}

/// Every part that runs, in the order of the file.
pub fn parts(module: &[u8]) -> Outcome<Vec<Part>> {
    read(module).map_err(unreadable)
}

fn read(module: &[u8]) -> Result<Vec<Part>, BinaryReaderError> {
    let (mut bodies, mut names, mut imported) = (Vec::new(), BTreeMap::new(), 0);
    let mut parts = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CodeSectionStart { .. } => {}
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for subsection in section {
                        if let Name::Function(functions) = subsection? {
                            for function in functions {
                                let function = function?;
                                names.insert(function.index as usize, function.name);
                            }
                        }
                    }
                }
            }
            Payload::DataSection(section) => parts.push(Part {
                name: DATA.to_owned(),
                range: section.range(),
            }),
            payload => {
                if let Payload::ImportSection(imports) = &payload {
                    for import in imports.clone().into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                if let Some((_, range)) = payload.as_section() {
                    parts.push(Part {
                        name: OTHER.to_owned(),
                        range,
                    });
                }
            }
        }
    }
    for (number, range) in bodies.into_iter().enumerate() {
        let mangled = names
            .get(&(imported + number))
            .copied()
            .unwrap_or("(unnamed)");
        parts.push(Part {
            name: format!("{:#}", rustc_demangle::demangle(mangled)),
            range,
        });
    }
    parts.sort_by_key(|part| part.range.start);
    Ok(parts)
}

/// The module without names, producers and the list of features: nothing that runs.
pub fn without_custom_sections(module: &[u8]) -> Outcome<Vec<u8>> {
    let mut kept = module[..HEADER].to_vec();
    let mut end = HEADER;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        if let Some((_, range)) = payload.as_section() {
            // The range leaves out the section's number and length, which stand between it and the section before.
            if !matches!(payload, Payload::CustomSection(_)) {
                kept.extend_from_slice(&module[end..range.end]);
            }
            end = range.end;
        }
    }
    Ok(kept)
}

/// The module without these names in its list of features: tools then make do without them.
pub fn without_features(module: &[u8], features: &[&str]) -> Outcome<Vec<u8>> {
    const SECTION: &str = "target_features";
    let mut kept = module[..HEADER].to_vec();
    let mut end = HEADER;
    let mut found = false;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((_, range)) = payload.as_section() else {
            continue;
        };
        match &payload {
            Payload::CustomSection(section) if section.name() == SECTION => {
                let (count, entries) = others(section.data(), features)
                    .ok_or_else(|| Failure::new(format!("{SECTION} has another form")))?;
                let name = SECTION.as_bytes();
                let content = [&[name.len() as u8], name, &[count], &entries].concat();
                // The number of custom sections, and the length in seven bits a byte.
                kept.extend([0, content.len() as u8 | 0x80, (content.len() >> 7) as u8]);
                kept.extend(content);
                found = true;
            }
            _ => kept.extend_from_slice(&module[end..range.end]),
        }
        end = range.end;
    }
    if found {
        Ok(kept)
    } else {
        Err(Failure::new(format!("the module has no {SECTION}")))
    }
}

/// The number and the bytes of those entries that are not in the list. An entry is a sign, a length, a name.
fn others(section: &[u8], features: &[&str]) -> Option<(u8, Vec<u8>)> {
    let (&count, mut rest) = section.split_first()?;
    let (mut kept, mut left) = (Vec::new(), 0);
    for _ in 0..count {
        let (entry, next) = rest.split_at_checked(usize::from(*rest.get(1)?) + 2)?;
        if !features
            .iter()
            .any(|feature| feature.as_bytes() == &entry[2..])
        {
            kept.extend_from_slice(entry);
            left += 1;
        }
        rest = next;
    }
    Some((left, kept))
}

fn unreadable(error: BinaryReaderError) -> Failure {
    Failure::new(format!("cannot read the module: {error}"))
}
