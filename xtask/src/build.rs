//! `cargo xtask build`: cargo → wasm-bindgen → wasm-opt → patches → pack → bundles → sizes.

use crate::bundle;
use crate::project::{self, path, read, target, write};
use crate::steps::{Outcome, step};
use crate::toolchain::{self, Std, Toolchain, WASM};
use crate::{bindgen, glue, npm, optimize, pack, package, size, translate};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// A built package, and what it was built with.
pub struct Built {
    /// The compilers.
    pub toolchain: Toolchain,
    /// The module with the names of its functions.
    pub named: PathBuf,
}

/// Leaves a publishable package in `pkg/` and prints its size.
pub fn build() -> Outcome {
    let built = provide()?;
    step("measure", || {
        size::report(&built.named, built.toolchain.is_release())
    })
}

/// Builds the package unless it is there and nothing it is made of has changed.
pub fn provide() -> Outcome<Built> {
    let _lock = project::lock()?;
    let toolchain = toolchain::install()?;
    npm::install()?;
    let stage = target("stage");
    let optimized = optimize::Optimized::new(&stage);

    let compiled = step("compile to WebAssembly", || compile(&toolchain))?;
    let stamp = stage.join("stamp");
    let print = fingerprint(&compiled)?;
    if bundle::complete() && read(&stamp).is_ok_and(|built| built == print) {
        println!("  the package in pkg/dist is up to date");
    } else {
        let glue = step("generate the glue (wasm-bindgen)", || {
            bindgen::generate(&compiled, &stage)
        })?;
        step("patch the glue", || glue::patch(&glue.script))?;
        step("optimize the module (wasm-opt)", || {
            optimized.write(&glue.wasm)
        })?;
        step("pack the module into text", || {
            pack::pack(&optimized.module, &stage)
        })?;
        step("translate the module to JavaScript (wasm2js)", || {
            translate::translate(&compiled, &target("stage-js"))
        })?;
        step("bundle the entries (esbuild, terser)", || {
            bundle::bundle(&optimized.module)
        })?;
        write(&stamp, print)?;
    }
    package::complete()?;
    Ok(Built {
        toolchain,
        named: optimized.named,
    })
}

fn compile(toolchain: &Toolchain) -> Outcome<PathBuf> {
    let output = target("wasm");
    toolchain
        .cargo(Std::Release)
        .args(["build", "--lib", "--release", "--target", WASM])
        .arg("--target-dir")
        .arg(&output)
        .advice("the compiler says above what is wrong; the crate registry must be reachable")
        .run()?;
    Ok(output.join(WASM).join("release/redress.wasm"))
}

/// Of everything that the package is made of: the compiled module, the JavaScript around it and this tool.
fn fingerprint(compiled: &Path) -> Outcome<String> {
    let mut files = vec![
        compiled.to_owned(),
        path("tests/package-lock.json"),
        std::env::current_exe()?,
    ];
    for folder in ["pkg/entries", "src/binding/js", "xtask/node"] {
        files.append(&mut project::files(&path(folder))?);
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
