//! wasm-opt, and the removal of what the published module does not need.

use crate::module::without_custom_sections;
use crate::npm;
use crate::process::Run;
use crate::project::write;
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// The module in two forms.
pub struct Optimized {
    /// With the names of its functions, for the table of what weighs how much.
    pub named: PathBuf,
    /// As it is published.
    pub module: PathBuf,
}

/// Beside `-O3`: until nothing changes; the first kilobyte of memory is the far end of the stack, which nothing
/// addresses by a constant; a large function that is called once stays a function, since brotli then finds more
/// repetitions; zeros in the data and an expression that stands there twice stay, for they cost less than what would
/// take their place. Together 3 % of the module's brotli.
const FLAGS: &[&str] = &[
    "-O3",
    "--converge",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=50",
    "--flexible-inline-max-function-size=5",
    "--always-inline-max-function-size=2",
    "--skip-pass=memory-packing",
    "--skip-pass=local-cse",
];

impl Optimized {
    /// Where the two lie below the folder.
    pub fn new(folder: &Path) -> Optimized {
        Optimized {
            named: folder.join("named.wasm"),
            module: folder.join("redress.wasm"),
        }
    }

    /// Optimizes. Never with `--all-features`: the result would use encodings that no browser accepts; left
    /// to itself, wasm-opt reads from the module which features the compiler used.
    pub fn write(&self, input: &Path) -> Outcome {
        // Names stay in this run, and do not change what it emits.
        Run::new(npm::tool("wasm-opt"))
            .args(FLAGS)
            .args(["-g", "-o"])
            .args([&self.named, input])
            .advice("remove tests/node_modules and run again")
            .run()?;
        write(
            &self.module,
            without_custom_sections(&fs::read(&self.named)?)?,
        )
    }
}
