//! From glue, module and `pkg/entries` to the files that are published in `pkg/dist`.

use crate::npm;
use crate::process::Run;
use crate::project::{files, path, read, target};
use crate::steps::{Failure, Outcome};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A published script.
pub struct Bundle {
    /// Its name in `pkg/dist`.
    pub name: &'static str,
    /// What it is built from, in `pkg/entries`.
    entry: &'static str,
    /// Where the module comes from, in `pkg/entries`.
    provider: &'static str,
    format: &'static str,
    /// How the module is imported, where it is.
    compiled: &'static str,
}

const fn bundle_of(
    name: &'static str,
    entry: &'static str,
    provider: &'static str,
    format: &'static str,
) -> Bundle {
    Bundle {
        name,
        entry,
        provider,
        format,
        compiled: "./redress.wasm",
    }
}

/// Every one of them; the default entry first.
pub const BUNDLES: &[Bundle] = &[
    bundle_of("index.js", "api", "inlined", "esm"),
    bundle_of("index.cjs", "api", "inlined", "cjs"),
    bundle_of("script.js", "api", "inlined", "iife"),
    bundle_of(WORKERD, "api", "imported", "esm"),
    Bundle {
        compiled: "./redress.wasm?module",
        ..bundle_of("edge-light.js", "api", "imported", "esm")
    },
    bundle_of("slim.js", "slim", "provided", "esm"),
    bundle_of("slim.cjs", "slim", "provided", "cjs"),
    bundle_of("js.js", "api", "translated", "esm"),
    bundle_of("js.cjs", "api", "translated", "cjs"),
];

const WORKERD: &str = "workerd.js";

/// Members of objects that never leave the package: bundles have short names for them. None of these is a member of
/// what a caller, a server or a platform gives.
#[rustfmt::skip]
const PRIVATE: &[&str] = &[
    // Of a call (src/binding/js/call.js).
    "answer", "answered", "cut", "deafen", "deliver", "examine", "found", "hear", "hears", "hintMs", "isLast", "isOver",
    "kinds", "limitedUntil", "link", "listen", "outcome", "ownDelayMs", "quotaKey", "sent", "stop", "succeed", "traits",
    "unlisten",
    // Of what it sends, and of its signal.
    "addKey", "drawsOn", "hasKey", "isCloned", "isMadeAnew", "isSpent", "unfollow",
    // Of the cursor over options.
    "keepBudget", "kept", "rest",
    // Of the glue.
    "__wbg_ptr", "__wrap", "_wbg_cb_unref", "cnt",
];

/// The names above for esbuild, none of which may stand in the types that are published.
fn private() -> Outcome<String> {
    let mut types = read(&path("pkg/index.d.ts"))?;
    for file in files(&path("pkg/types"))? {
        types.push_str(&read(&file)?);
    }
    // Documentation and files may use the same words.
    let is_code = |line: &&str| !line.trim().starts_with(['*', '/']) && !line.contains("from \"");
    let code = types.lines().filter(is_code);
    let words = code
        .flat_map(|line| line.split(|char: char| !char.is_alphanumeric() && char != '_'))
        .collect::<BTreeSet<_>>();
    let is_public = |name: &&&str| words.contains(**name);
    match PRIVATE.iter().find(is_public) {
        None => Ok(format!("--mangle-props=^({})$", PRIVATE.join("|"))),
        Some(name) => Err(Failure::new(format!("{name} is in the published types"))
            .advice("take it out of PRIVATE in xtask/src/bundle.rs")),
    }
}

impl Bundle {
    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        path("pkg/dist").join(self.name)
    }

    /// Whether it comes without the module.
    pub fn needs_module(&self) -> bool {
        matches!(self.provider, "imported" | "provided")
    }

    fn build(&self, private: &str) -> Run {
        let glue = match self.provider {
            "translated" => "stage-js",
            _ => "stage",
        };
        let run = Run::new(npm::tool("esbuild"))
            .arg(format!("pkg/entries/{}.js", self.entry))
            .arg(format!(
                "--alias:redress:module=./pkg/entries/{}.js",
                self.provider
            ))
            .arg(format!("--alias:redress:compiled={}", self.compiled))
            .arg(format!("--alias:redress:glue=./target/{glue}/redress.js"))
            .args([
                "--bundle",
                "--minify",
                "--target=es2020",
                "--external:*.wasm",
                "--external:*.wasm?module",
                "--legal-comments=none",
                private,
            ])
            .args([
                "--log-level=warning",
                "--log-override:import-is-undefined=error",
            ])
            .arg(format!("--format={}", self.format))
            .arg(format!("--outfile={}", self.path().display()));
        // A map of what was translated names nothing that anybody wrote.
        let run = if self.provider == "translated" {
            run
        } else {
            run.args(["--sourcemap=external", "--sources-content=false"])
        };
        match (self.format, self.name) {
            ("iife", _) => run.arg("--global-name=redress"),
            (_, WORKERD) => run.arg(format!("--metafile={}", metafile().display())),
            _ => run,
        }
    }

    /// Once more, by what takes 0.5 kB of brotli off what esbuild leaves. Not where Node looks for the names that a
    /// module exports in code that never runs, and not what was translated, of which it takes one percent.
    fn shrink(&self) -> Option<Run> {
        if self.format == "cjs" || self.provider == "translated" {
            return None;
        }
        let file = self.path().display().to_string();
        let run = Run::new(npm::tool("terser"))
            .args(["--compress", "passes=3,ecma=2020", "--mangle"])
            .args(["--format", "ascii_only=true"])
            .args(["--source-map", &format!("content='{file}.map'")])
            .args(["--output", &file, &file]);
        Some(match self.format {
            "esm" => run.arg("--module"),
            _ => run,
        })
    }
}

/// The module, for those who import it.
pub fn module() -> PathBuf {
    path("pkg/dist/redress.wasm")
}

/// Which source weighs what in the JavaScript.
pub fn metafile() -> PathBuf {
    target("stage/metafile.json")
}

/// Whether all of them are there.
pub fn complete() -> bool {
    let scripts = BUNDLES.iter().map(Bundle::path);
    scripts
        .chain([module(), metafile()])
        .all(|file| file.is_file())
}

/// Writes `pkg/dist` anew.
pub fn bundle(compiled: &Path) -> Outcome {
    let dist = path("pkg/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::create_dir_all(&dist)?;
    fs::copy(compiled, module())?;
    let private = private()?;
    BUNDLES.iter().try_for_each(|bundle| {
        bundle.build(&private).run()?;
        bundle.shrink().map_or(Ok(()), |run| run.run())
    })
}
