//! The module as text, for the entries that bring it along.

use crate::npm;
use crate::process::Run;
use crate::steps::Outcome;
use std::path::Path;

const UNPACKER: &str = "pkg/entries/unpack.wat";

/// Writes `text.js` into the folder: the module in a form that brotli makes less of, and what unpacks it.
pub fn pack(module: &Path, folder: &Path) -> Outcome {
    let (assembled, unpacker) = (folder.join("unpack.o"), folder.join("unpack.wasm"));
    Run::new(npm::tool("wasm-as"))
        .arg(UNPACKER)
        .arg("-o")
        .arg(&assembled)
        .run()?;
    Run::new(npm::tool("wasm-opt"))
        .args(["-O3", "-o"])
        .args([&unpacker, &assembled])
        .run()?;
    npm::node()
        .arg("xtask/node/pack.mjs")
        .args([module, &unpacker, &folder.join("text.js")])
        .run()
}
