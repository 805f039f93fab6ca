//! `cargo xtask setup | build | demo | test | bench`: every step that a contributor runs.
//! Each installs what it needs first, says what it does and how long that took.

mod apt;
mod bindgen;
mod build;
mod bundle;
mod glue;
mod npm;
mod optimize;
mod package;
mod process;
mod project;
mod size;
mod steps;
mod sysroot;
mod toolchain;
mod weigh;

use std::process::ExitCode;
use steps::Outcome;

const USAGE: &str = "\
usage: cargo xtask <command>

  setup              install what is missing: compiler, tools, browser
  build              build the npm package into pkg/ and print its size";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Outcome<bool> {
    match arguments {
        ["setup"] => {
            toolchain::install()?;
            npm::install()?;
            Ok(true)
        }
        ["build"] => {
            build::build()?;
            Ok(true)
        }
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(false)
        }
    }
}
