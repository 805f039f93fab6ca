//! The folder `pkg/` as npm publishes it.

use crate::npm::npm;
use crate::project::path;
use crate::steps::{Failure, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Texts of the repository that the package carries too.
const TEXTS: &[&str] = &["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Copies the texts beside `package.json`.
pub fn complete() -> Outcome {
    for text in TEXTS {
        fs::copy(path(text), path("pkg").join(text))
            .map_err(|error| Failure::new(format!("cannot copy {text} into pkg/: {error}")))?;
    }
    Ok(())
}

/// Packs what would be published, and returns the tarball.
pub fn pack(folder: &Path) -> Outcome<PathBuf> {
    fs::create_dir_all(folder)?;
    let printed = npm()
        .args([
            "pack",
            "./pkg",
            "--ignore-scripts",
            "--loglevel=error",
            "--pack-destination",
        ])
        .arg(folder)
        .output()?;
    let name = printed.lines().last().unwrap_or_default().trim();
    let tarball = folder.join(name);
    if name.is_empty() || !tarball.is_file() {
        return Err(Failure::new(format!(
            "npm pack left no tarball; it printed: {printed}"
        )));
    }
    Ok(tarball)
}
