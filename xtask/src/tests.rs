//! `cargo xtask test`: every suite, on the package as it would be published.

use crate::browser::{self, Browser};
use crate::npm::{self, npm};
use crate::process::Run;
use crate::project::{files, path, target, write};
use crate::report::{Count, Report};
use crate::steps::{Failure, Outcome, step};
use crate::toolchain::{Std, Toolchain, WASM};
use crate::{build, package, size};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Runs every suite, also behind one that failed. True when nothing failed.
pub fn test() -> Outcome<bool> {
    let browser = browser::install()?;
    let built = build::provide()?;
    let mut report = Report::default();
    // `build` fails over budget; here the figure is printed, so that it is seen with every change.
    if let Err(over) = step("size", || {
        size::report(&built.named, built.toolchain.is_release())
    }) {
        eprintln!("{over}\n  `cargo xtask build` fails until this is mended");
    }
    lints(&mut report, &built.toolchain);
    report.suite("host", || {
        cargo_suite(Run::new("cargo").args(["test", "--workspace", "--no-fail-fast"]))
    });
    wasm(&mut report, &built.toolchain, &browser)?;
    match step(
        "pack the package and install it into an empty folder",
        install,
    ) {
        Ok(installed) => packed(&mut report, &installed, &browser)?,
        Err(failure) => report.check("packed package", || Err(failure)),
    }
    Ok(report.close())
}

/// Tries the packed package in every environment, and writes their tables into the documents.
pub fn matrix() -> Outcome<bool> {
    let browser = browser::install()?;
    build::provide()?;
    npm::install_matrix()?;
    let tarball = package::pack(&target("packed"))?;
    let ended = npm::node()
        .env("REDRESS_TARBALL", &tarball)
        .env("CHROMIUM", &browser.chromium)
        .args(["tests/matrix/run.mjs", "--write"])
        .run();
    Ok(ended.is_ok())
}

fn lints(report: &mut Report, toolchain: &Toolchain) {
    const ADVICE: &str = "rustup component add rustfmt clippy";
    let cargo = || Run::new("cargo").advice(ADVICE);
    report.check("rustfmt", || {
        cargo().args(["fmt", "--all", "--check"]).run()
    });
    let deny = ["--", "-D", "warnings"];
    let clippy = ["clippy", "--workspace", "--all-targets"];
    report.check("clippy", || cargo().args(clippy).args(deny).run());
    if toolchain.compiler.has_clippy() {
        report.check("clippy for WebAssembly", || {
            toolchain
                .cargo(Std::Plain)
                .args(["clippy", "--all-targets", "--target", WASM])
                .args(wasm_folder())
                .args(deny)
                .run()
        });
    } else {
        let why = format!("{} has no clippy of its own", toolchain.compiler.title());
        report.absent("clippy for WebAssembly", &why);
    }
}

/// A browser has started and run its tests within this, or it hangs: the runner's server leaves a connection waiting
/// where several come at once on a busy machine.
const BROWSER_LIMIT: Duration = Duration::from_secs(30);
/// How often a browser is started that hangs. One that never answers says nothing of the tests.
const BROWSER_TRIES: u32 = 8;

fn wasm_folder() -> [PathBuf; 2] {
    ["--target-dir".into(), target("wasm")]
}

/// Tests of the binding, in Node and in a page.
fn wasm(report: &mut Report, toolchain: &Toolchain, browser: &Browser) -> Outcome {
    let runner = match step("build the test runner of wasm-bindgen", build_runner) {
        Ok(runner) => runner,
        Err(failure) => {
            report.check("wasm-bindgen-test", || Err(failure));
            return Ok(());
        }
    };
    let tests = |file: &str| {
        toolchain
            .cargo(Std::Plain)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .args(["test", "--no-fail-fast", "--target", WASM, "--test", file])
            .args(wasm_folder())
    };
    report.suite("wasm-bindgen-test in Node", || {
        cargo_suite(tests("wasm*").env("WASM_BINDGEN_TEST_ONLY_NODE", "1"))
    });
    // Each file is a page of its own.
    for file in files(&path("tests"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        if !name.starts_with("wasm") || file.is_dir() {
            continue;
        }
        report.suite(&format!("wasm-bindgen-test in Chromium: {name}"), || {
            let mut count = Count::default();
            for _ in 0..BROWSER_TRIES {
                let run = tests(&name)
                    .env("WASM_BINDGEN_USE_BROWSER", "1")
                    .env("CHROMEDRIVER", &browser.driver);
                count = cargo_suite(run.within(BROWSER_LIMIT))?;
                if count.passed > 0 {
                    break;
                }
            }
            Ok(count)
        });
    }
    Ok(())
}

fn build_runner() -> Outcome<PathBuf> {
    Run::new("cargo")
        .args(["build", "--package", "xtask", "--features", "runner"])
        .args(["--bin", "wasm-bindgen-test-runner"])
        .arg("--target-dir")
        .arg(target(""))
        .run()?;
    Ok(target("debug/wasm-bindgen-test-runner"))
}

/// The packed package, and the folder it was installed into.
struct Installed {
    tarball: PathBuf,
    folder: PathBuf,
}

fn install() -> Outcome<Installed> {
    let folder = target("installed");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let tarball = package::pack(&target("packed"))?;
    write(&folder.join("package.json"), "{ \"private\": true }\n")?;
    npm()
        .dir(&folder)
        .args([
            "install",
            "--offline",
            "--ignore-scripts",
            "--no-package-lock",
            "--loglevel=error",
        ])
        .arg(&tarball)
        .run()?;
    Ok(Installed {
        tarball,
        folder: folder.join("node_modules/redress"),
    })
}

fn packed(report: &mut Report, installed: &Installed, browser: &Browser) -> Outcome {
    npm::install_into("tests/clients")?;
    npm::install_into("tests/thrown")?;
    let tool = |name: &str| Run::new(npm::tool(name));
    report.check("publint", || {
        tool("publint")
            .args(["run", "--strict"])
            .arg(&installed.tarball)
            .run()
    });
    report.check("attw", || {
        tool("attw")
            .args(["--format", "table-flipped", "--no-emoji"])
            .arg(&installed.tarball)
            .run()
    });
    for folder in node_folders(&path("tests"))? {
        let files = test_files(&folder)?;
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        report.suite(&format!("node: tests/{name}"), || {
            let run = npm::node()
                .env("REDRESS_PACKAGE_DIR", &installed.folder)
                .env("REDRESS_TARBALL", &installed.tarball)
                .env("CHROMIUM", &browser.chromium)
                .args(["--test", "--test-reporter=spec"])
                .args(files);
            counted(run, Count::add_node)
        });
    }
    Ok(())
}

/// Folders below `tests/` that hold files for node's test runner.
fn node_folders(tests: &Path) -> Outcome<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for folder in files(tests)? {
        if folder.is_dir() && !folder.ends_with("node_modules") && !test_files(&folder)?.is_empty()
        {
            folders.push(folder);
        }
    }
    Ok(folders)
}

fn test_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = files(folder)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

fn cargo_suite(run: Run) -> Result<Count, Failure> {
    counted(run, Count::add_cargo)
}

/// Runs a suite and counts by its output. A suite that breaks without a failed test has failed all the same.
fn counted(run: Run, add: impl Fn(&mut Count, &str)) -> Result<Count, Failure> {
    let mut count = Count::default();
    let ended = run.lines(|line| add(&mut count, line));
    if let Err(failure) = ended {
        eprintln!("{failure}");
        count.failed = count.failed.max(1);
    }
    Ok(count)
}
