//! Node, and the tools that come from npm at the versions of `tests/package-lock.json`.

use crate::process::{Run, which};
use crate::project::{path, read, write};
use crate::steps::{Failure, Outcome, step};
use std::path::PathBuf;

const OLDEST_NODE: u32 = 20;

/// Installs the tools into `tests/node_modules`, unless exactly these are there.
pub fn install() -> Outcome {
    install_into("tests")
}

/// Installs the runtimes, bundlers and test runners of the matrix (1.5 GB).
///
/// By `install`, since `ci` refuses a lock file that lacks binaries for other systems, as one does that was written
/// behind a registry without them. The versions are those of the lock file, which stays as it is.
pub fn install_matrix() -> Outcome {
    install_by(&["install", "--no-save"], "tests/matrix")
}

/// Installs what the lock file of that folder says, unless exactly that is there.
pub fn install_into(folder: &str) -> Outcome {
    install_by(&["ci"], folder)
}

fn install_by(command: &[&str], folder: &str) -> Outcome {
    let node = node_version()?;
    let stamp = path(folder).join("node_modules/.stamp");
    let lock = format!("{folder}/package-lock.json");
    let wanted = format!("{node}\n{}", read(&path(&lock))?);
    if read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step(&format!("install from npm ({lock})"), || {
        npm()
            .args(command)
            .args(["--prefix", folder, "--no-progress", "--loglevel=error"])
            .advice(format!(
                "the npm registry must be reachable; if package-lock.json is out of date: npm install --prefix {folder}"
            ))
            .run()?;
        write(&stamp, wanted)
    })
}

/// A run of npm in the repository's root.
pub fn npm() -> Run {
    Run::new("npm")
}

/// A run of node in the repository's root.
pub fn node() -> Run {
    Run::new("node")
}

/// Path of a command that one of the tools brings.
pub fn tool(name: &str) -> PathBuf {
    path("tests/node_modules/.bin").join(name)
}

fn node_version() -> Outcome<String> {
    let advice = format!(
        "install Node.js {OLDEST_NODE} or newer with npm (https://nodejs.org), then run again"
    );
    if which("npm").is_none() {
        return Err(Failure::new("npm is not on the search path").advice(advice));
    }
    let version = node()
        .arg("--version")
        .advice(&advice)
        .output()?
        .trim()
        .to_owned();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(Failure::new(format!("Node.js {version} is too old")).advice(advice));
    }
    Ok(version)
}
