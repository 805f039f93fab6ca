//! From glue, module and `pkg/entries` to the files that are published in `pkg/dist`.

use crate::npm;
use crate::process::Run;
use crate::project::{path, target};
use crate::steps::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// The published files.
pub struct Bundles {
    /// The default entry: everything in one file.
    pub default: PathBuf,
    /// The same as CommonJS.
    pub require: PathBuf,
    /// The entry for runtimes that import the module.
    pub workerd: PathBuf,
    /// That module.
    pub module: PathBuf,
    /// Which source weighs what in the JavaScript.
    pub metafile: PathBuf,
}

impl Bundles {
    /// Where they lie.
    pub fn new() -> Bundles {
        let dist = path("pkg/dist");
        Bundles {
            default: dist.join("index.js"),
            require: dist.join("index.cjs"),
            workerd: dist.join("workerd.js"),
            module: dist.join("redress.wasm"),
            metafile: target("stage/metafile.json"),
        }
    }

    /// Whether all of them are there.
    pub fn complete(&self) -> bool {
        [
            &self.default,
            &self.require,
            &self.workerd,
            &self.module,
            &self.metafile,
        ]
        .iter()
        .all(|file| file.is_file())
    }
}

/// Writes `pkg/dist` anew.
pub fn bundle(module: &Path, bundles: &Bundles) -> Outcome {
    let dist = path("pkg/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    fs::copy(module, &bundles.module)?;
    esbuild("inlined", "esm", &bundles.default).run()?;
    esbuild("inlined", "cjs", &bundles.require).run()?;
    esbuild("imported", "esm", &bundles.workerd)
        .arg(format!("--metafile={}", bundles.metafile.display()))
        .run()
}

/// One bundle of the public functions with the given provider of the module.
fn esbuild(provider: &str, format: &str, output: &Path) -> Run {
    Run::new(npm::tool("esbuild"))
        .arg("pkg/entries/api.js")
        .arg(format!(
            "--alias:redress:module=./pkg/entries/{provider}.js"
        ))
        .arg("--alias:redress:compiled=./redress.wasm")
        .args([
            "--bundle",
            "--minify",
            "--target=es2020",
            "--external:*.wasm",
            "--legal-comments=none",
        ])
        .args([
            "--log-level=warning",
            "--log-override:import-is-undefined=error",
            "--sourcemap=external",
            "--sources-content=false",
        ])
        .arg(format!("--format={format}"))
        .arg(format!("--outfile={}", output.display()))
}
