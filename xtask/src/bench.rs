//! `cargo xtask bench`: speed, as ratios measured in one run.

use crate::build;
use crate::npm::{self, node};
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

/// Runs other libraries through the same faults, and writes the tables in README.md and docs/comparison.md.
pub fn compare() -> Outcome {
    build::provide()?;
    npm::install_into("tests/compare")?;
    step("bench compare", || {
        node()
            .env("NODE_NO_WARNINGS", "1")
            .args(["tests/compare/compare.mjs", "--write"])
            .run()
    })
}
