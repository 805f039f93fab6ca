//! Where things are, and the lock that keeps two runs from building into the same folder.

use crate::steps::{Failure, Outcome};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&manifest)
        .parent()
        .expect("xtask lies in the repository")
        .to_owned()
}

/// A path below the repository's root.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Everything that is generated or installed lies here, and nothing in it is precious.
pub fn target(relative: &str) -> PathBuf {
    root().join("target").join(relative)
}

/// Held while the tree under `target/` and `pkg/dist` is written; released when dropped.
pub struct Lock(#[allow(dead_code)] File);

/// Waits until no other run of this tool writes in this tree.
pub fn lock() -> Outcome<Lock> {
    fs::create_dir_all(target(""))?;
    let file = File::create(target("xtask.lock"))?;
    if file.try_lock().is_err() {
        println!("  waiting for another `cargo xtask` in this folder");
        file.lock()?;
    }
    Ok(Lock(file))
}

/// Reads a text file, naming it when it is not there.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

/// Writes a file and the folders above it, naming it when that fails.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, content));
    written.map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}

/// Files and folders in a folder, in the order of their names.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let failed = |error| Failure::new(format!("cannot list {}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        files.push(entry.map_err(failed)?.path());
    }
    files.sort();
    Ok(files)
}
