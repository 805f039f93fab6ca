//! wasm-opt, and the removal of what the published module does not need.

use crate::npm;
use crate::process::Run;
use crate::project::write;
use crate::steps::{Failure, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload};

/// The module in two forms.
pub struct Optimized {
    /// With the names of its functions, for the table of what weighs how much.
    pub named: PathBuf,
    /// As it is published.
    pub module: PathBuf,
}

impl Optimized {
    /// Where the two lie below the folder.
    pub fn new(folder: &Path) -> Optimized {
        Optimized {
            named: folder.join("named.wasm"),
            module: folder.join("redress.wasm"),
        }
    }

    /// Optimizes for size. Never with `--all-features`: the result would use encodings that no browser accepts; left
    /// to itself, wasm-opt reads from the module which features the compiler used.
    pub fn write(&self, input: &Path) -> Outcome {
        // Names stay in this run, and do not change what it emits.
        Run::new(npm::tool("wasm-opt"))
            .args(["-Oz", "-g", "-o"])
            .args([&self.named, input])
            .advice("remove tests/node_modules and run again")
            .run()?;
        write(
            &self.module,
            without_custom_sections(&fs::read(&self.named)?)?,
        )
    }
}

/// Names, producers and the list of features: nothing that runs.
fn without_custom_sections(module: &[u8]) -> Outcome<Vec<u8>> {
    const HEADER: usize = 8;
    let failed = |error| Failure::new(format!("cannot read the module: {error}"));
    let mut kept = module[..HEADER].to_vec();
    let mut end = HEADER;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(failed)?;
        let custom = matches!(payload, Payload::CustomSection(_));
        if let Some((_, range)) = payload.as_section() {
            // The range leaves out the section's number and length, which stand between it and the section before.
            if !custom {
                kept.extend_from_slice(&module[end..range.end]);
            }
            end = range.end;
        }
    }
    Ok(kept)
}
