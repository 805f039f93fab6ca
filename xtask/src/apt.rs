//! Debian packages, for what the other registries do not carry.

use crate::process::{Run, which};
use crate::steps::{Failure, Outcome};

/// Installs packages as root. As an ordinary user it fails with the one command that an administrator has to run; it
/// names what will be `missing_later` too, so that it stays one.
pub fn install(packages: &[&str], missing_later: &[&str], otherwise: &str) -> Outcome {
    let by_hand = format!(
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends {}'",
        [packages, missing_later].concat().join(" ")
    );
    if which("apt-get").is_none() {
        return Err(Failure::new(format!(
            "this machine has no apt-get to install {}",
            packages.join(", ")
        ))
        .advice(otherwise));
    }
    if !is_root() {
        return Err(
            Failure::new("installing Debian packages needs root").advice(format!(
                "{otherwise}\nor let an administrator run, once:\n{by_hand}"
            )),
        );
    }
    let apt = |arguments: &[&str]| {
        Run::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .arg("-qq")
            .args(arguments)
            .advice(format!("{otherwise}\nor see why this fails:\n{by_hand}"))
            .quietly()
    };
    apt(&["update"])?;
    let install = [
        "-o",
        "Dpkg::Use-Pty=0",
        "install",
        "-y",
        "--no-install-recommends",
    ];
    apt(&[&install, packages].concat())
}

fn is_root() -> bool {
    Run::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.trim() == "0")
}
