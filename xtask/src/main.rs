//! `cargo xtask setup | build | demo | test | bench`: every step that a contributor runs.
//! Each installs what it needs first, says what it does and how long that took.

mod apt;
mod bench;
mod bindgen;
mod browser;
mod build;
mod bundle;
mod glue;
mod module;
mod names;
mod npm;
mod optimize;
mod pack;
mod package;
mod patches;
mod process;
mod project;
mod report;
mod serve;
mod size;
mod steps;
mod sysroot;
mod tests;
mod toolchain;
mod translate;
mod uncalled;
mod weigh;

use std::process::ExitCode;
use steps::Outcome;

const USAGE: &str = "\
usage: cargo xtask <command>

  setup              install what is missing: compiler, tools, browser
  build              build the npm package into pkg/ and print its size
  demo [--port N]    build, then serve the demo page and the API simulator
  test               build, then run every test
  test --matrix      build, then try the package in every runtime, browser, bundler and test runner
  bench              build, then compare speed with the alternatives
  bench compare      build, then run other libraries through the same faults, and write the table in README.md";

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

/// False when the command did its work and the answer is no.
fn dispatch(arguments: &[&str]) -> Outcome<bool> {
    let done = |()| true;
    match arguments {
        ["setup"] => setup().map(done),
        ["build"] => build::build().map(done),
        ["demo"] => serve::demo("0").map(done),
        ["demo", "--port", port] => serve::demo(port).map(done),
        ["test"] => tests::test(),
        ["test", "--matrix"] => tests::matrix(),
        ["bench"] => bench::bench().map(done),
        ["bench", "compare"] => bench::compare().map(done),
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

/// Installs everything that the other commands need; what is there stays.
fn setup() -> Outcome {
    let _lock = project::lock()?;
    let toolchain = toolchain::install()?;
    npm::install()?;
    let browser = browser::install()?;
    println!("\ncompiler  {}", toolchain.compiler.title());
    println!("browser   {}", browser.chromium.display());
    Ok(())
}
