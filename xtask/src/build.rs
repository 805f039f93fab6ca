//! `cargo xtask build`: cargo → wasm-bindgen → wasm-opt → patches → text → bundles → sizes.

use crate::project::{self, target};
use crate::steps::{Outcome, step};
use crate::toolchain::{Std, Toolchain, WASM};
use crate::{bindgen, bundle, glue, npm, optimize, package, size, toolchain};
use std::path::PathBuf;

/// Leaves a publishable package in `pkg/`.
pub fn build() -> Outcome<Toolchain> {
    let _lock = project::lock()?;
    let toolchain = toolchain::install()?;
    npm::install()?;

    let compiled = step("compile to WebAssembly", || compile(&toolchain))?;
    let stage = target("stage");
    let glue = step("generate the glue (wasm-bindgen)", || {
        bindgen::generate(&compiled, &stage)
    })?;
    step("patch the glue", || glue::patch(&glue.script))?;
    let optimized = step("optimize the module (wasm-opt)", || {
        optimize::optimize(&glue.wasm, &stage)
    })?;
    let text = stage.join("text.js");
    step("write the module as text", || {
        npm::node()
            .arg("xtask/node/inline.mjs")
            .args([&optimized.module, &text])
            .run()
    })?;
    let bundles = step("bundle the entries (esbuild)", || {
        bundle::bundle(&optimized.module, &text)
    })?;
    step("complete the package", package::complete)?;
    step("measure", || {
        size::report(&bundles, &optimized.named, toolchain.is_release())
    })?;
    Ok(toolchain)
}

fn compile(toolchain: &Toolchain) -> Outcome<PathBuf> {
    let output = target("wasm");
    toolchain
        .cargo(Std::Release)
        .args(["build", "--lib", "--release", "--target", WASM])
        .arg("--target-dir")
        .arg(&output)
        .run()?;
    Ok(output.join(WASM).join("release/redress.wasm"))
}
