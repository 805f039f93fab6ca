//! The module as JavaScript, for pages that forbid WebAssembly: a second build of the same code, since wasm2js takes
//! neither tables of JavaScript values nor functions with several results.

use crate::module::without_features;
use crate::process::Run;
use crate::project::{read, write};
use crate::steps::{Failure, Outcome};
use crate::{bindgen, glue, npm};
use std::fs;
use std::path::Path;

/// What wasm-bindgen uses where the compiler allows it.
const FEATURES: &[&str] = &["reference-types", "multivalue"];

/// What JavaScript has no instructions for.
const LOWERINGS: &[&str] = &[
    "--llvm-memory-copy-fill-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--signext-lowering",
];

/// Where the memory has grown.
const GROWN: &str = "buffer = newBuffer;";

/// Growing a memory of WebAssembly detaches its buffer, by which views of it are known to be old.
const DETACH: &str =
    "buffer.transfer ? buffer.transfer() : structuredClone(buffer, { transfer: [buffer] });\n   ";

/// Writes glue and `translated.js` into an empty folder.
pub fn translate(compiled: &Path, folder: &Path) -> Outcome {
    let plain = folder.with_extension("wasm");
    write(&plain, without_features(&fs::read(compiled)?, FEATURES)?)?;
    let glue = bindgen::generate(&plain, folder)?;
    glue::patch(&glue.script)?;
    let optimized = folder.join("optimized.wasm");
    Run::new(npm::tool("wasm-opt"))
        .args(LOWERINGS)
        .args(["-Oz", "--converge", "-o"])
        .args([&optimized, &glue.wasm])
        .run()?;
    let translated = folder.join("translated.js");
    // The other form of its output starts the module when it is imported.
    Run::new(npm::tool("wasm2js"))
        .args(["-Oz", "--emscripten", "-o"])
        .args([&translated, &optimized])
        .run()?;
    let script = read(&translated)?;
    if script.matches(GROWN).count() != 1 {
        return Err(
            Failure::new(format!("wasm2js writes no \"{GROWN}\" any more"))
                .advice("adapt xtask/src/translate.rs"),
        );
    }
    let script = script.replace(GROWN, &format!("{DETACH}{GROWN}"));
    write(&translated, script + "\nexport { instantiate };\n")
}
