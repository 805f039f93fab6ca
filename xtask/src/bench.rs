//! `cargo xtask bench`: speed, as ratios measured in one run.

use crate::build;
use crate::npm::node;
use crate::project::{files, path};
use crate::steps::{Failure, Outcome, step};

/// Runs every file in `tests/bench`.
pub fn bench() -> Outcome {
    build::provide()?;
    let mut benches = files(&path("tests/bench"))?;
    benches.retain(|file| file.extension().is_some_and(|extension| extension == "mjs"));
    if benches.is_empty() {
        return Err(Failure::new("there is no file in tests/bench"));
    }
    for file in benches {
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
