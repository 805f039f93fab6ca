//! `cargo xtask bench`: speed, as ratios measured in one run.

use crate::build;
use crate::npm::node;
use crate::project::path;
use crate::steps::{Failure, Outcome, step};
use std::fs;

/// Runs every file in `tests/bench`.
pub fn bench() -> Outcome {
    build::provide()?;
    let mut files = Vec::new();
    for entry in fs::read_dir(path("tests/bench"))? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "mjs") {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Failure::new("there is no file in tests/bench"));
    }
    for file in files {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        step(&format!("bench {name}"), || {
            node().arg("--expose-gc").arg(&file).run()
        })?;
    }
    Ok(())
}
