//! Standard libraries for WebAssembly, built once from the compiler's own source and kept under `target/toolchain`.

use crate::project::{read, write};
use crate::steps::{Failure, Outcome, step};
use crate::toolchain::{self, Compiler, Std, WASM};
use std::fs;
use std::path::{Path, PathBuf};

/// A panic ends the module at once and needs no message; `{:?}` writes nothing; no source locations.
/// Code that is built on such a library takes the same flags.
pub const SMALL: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zfmt-debug=none",
    "-Zlocation-detail=none",
];

/// An empty crate, since `-Zbuild-std` wants something to build.
const EMPTY: &str = r#"[package]
name = "empty"
version = "0.0.0"
edition = "2024"
[profile.release]
opt-level = "z"
codegen-units = 1
panic = "abort"
debug = 0
[workspace]
"#;

/// The sysroot of that kind; built unless the same compiler built it before.
pub fn provide(compiler: &Compiler, std: Std) -> Outcome<PathBuf> {
    let name = match std {
        Std::Plain => "plain",
        Std::Release => "release",
    };
    let sysroot = toolchain::folder().join(name);
    let stamp = sysroot.join("stamp");
    let recipe = format!("{}{EMPTY}{:?}", compiler.version, arguments(std));
    if read(&stamp).is_ok_and(|built| built == recipe) {
        return Ok(sysroot);
    }
    step(&format!("build the {name} standard library (once)"), || {
        if sysroot.exists() {
            fs::remove_dir_all(&sysroot)?;
        }
        let built = build(compiler, std, name)?;
        collect(compiler, &built, &sysroot)?;
        write(&stamp, &recipe)
    })?;
    Ok(sysroot)
}

fn arguments(std: Std) -> (Vec<&'static str>, Vec<&'static str>) {
    // Link-time optimisation reads the bitcode, which a library does not carry by default.
    let mut flags = vec!["-Cembed-bitcode=yes"];
    let mut cargo = vec!["-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro"];
    if std == Std::Release {
        flags.extend(SMALL);
        cargo = vec![
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ];
    }
    (flags, cargo)
}

fn build(compiler: &Compiler, std: Std, name: &str) -> Outcome<PathBuf> {
    let krate = toolchain::folder().join("empty");
    write(&krate.join("Cargo.toml"), EMPTY)?;
    write(&krate.join("src/lib.rs"), "#![no_std]\n")?;
    let output = toolchain::folder().join("build").join(name);
    let (flags, arguments) = arguments(std);
    compiler
        .cargo()
        .dir(&krate)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .args(["build", "--release", "--target", WASM])
        .arg("--target-dir")
        .arg(&output)
        .args(arguments)
        .advice(
            "the compiler must be 1.92 or newer (`rustup update`) and the crate registry reachable",
        )
        .run()?;
    Ok(output.join(WASM).join("release/deps"))
}

/// Lays the libraries out as rustc expects them, beside the host's own (procedural macros, linker).
fn collect(compiler: &Compiler, built: &Path, sysroot: &Path) -> Outcome {
    let rustlib = sysroot.join("lib/rustlib");
    let lib = rustlib.join(WASM).join("lib");
    fs::create_dir_all(&lib)?;
    let mut count = 0;
    for entry in fs::read_dir(built)? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&file, lib.join(&name))?;
            count += 1;
        }
    }
    if count == 0 {
        return Err(Failure::new(format!("no library in {}", built.display()))
            .advice("remove target/toolchain and run again"));
    }
    std::os::unix::fs::symlink(
        compiler.home.join("lib/rustlib").join(compiler.host()),
        rustlib.join(compiler.host()),
    )?;
    Ok(())
}
