//! From the compiled module to a module with JavaScript glue, by wasm-bindgen as a library.

use crate::names::Names;
use crate::project::{files, path, read, write};
use crate::steps::{Failure, Outcome};
use crate::uncalled;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The glue before it is bundled.
pub struct Glue {
    /// JavaScript that instantiates the module and speaks with it.
    pub script: PathBuf,
    /// The module, with its imports settled.
    pub wasm: PathBuf,
}

/// The crate's own JavaScript.
const SOURCES: &str = "src/binding/js";

/// Where the crate's own JavaScript lies, for all glue alike: entries import it from there too.
const SNIPPETS: &str = "../stage/snippets/redress/";

/// What the glue, once patched, does not mention.
const UNUSED: &[&str] = &[
    "__abort_handler",
    "__instance_terminated",
    "__wbindgen_realloc",
    "start",
];

/// Writes glue, module and, beside the first of them, the crate's own JavaScript into an empty folder.
pub fn generate(wasm: &Path, folder: &Path) -> Outcome<Glue> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let failed = |error| {
        Failure::new(format!("wasm-bindgen: {error:#}")).advice(
            "`wasm-bindgen` in Cargo.toml and `wasm-bindgen-cli-support` in xtask/Cargo.toml must name one version",
        )
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("redress")
        .typescript(false)
        .omit_default_module_path(true)
        .demangle(false);
    let mut output = bindgen
        .web(true)
        .and_then(Bindgen::generate_output)
        .map_err(failed)?;

    let mut names = Names::default();
    let module = output.wasm_mut();
    for import in module.imports.iter_mut() {
        names.import(&mut import.module, &mut import.name);
    }
    for unused in UNUSED {
        module.exports.remove(unused).map_err(failed)?;
    }
    for export in module.exports.iter_mut() {
        names.export(&mut export.name);
    }
    uncalled::forget(module);
    output.emit(folder).map_err(failed)?;

    let glue = Glue {
        script: folder.join("redress.js"),
        wasm: folder.join("redress_bg.wasm"),
    };
    let script = settle_snippets(folder, names.apply(&read(&glue.script)?)?)?;
    write(&glue.script, script)?;
    Ok(glue)
}

/// The folder of the crate's own JavaScript carries a hash; entries import from it and need a name that stays.
/// wasm-bindgen copies what Rust imports; here stands also what those files import from each other.
fn settle_snippets(folder: &Path, script: String) -> Outcome<String> {
    let snippets = folder.join("snippets");
    let mut script = script;
    if snippets.is_dir() {
        for hashed in files(&snippets)? {
            let name = hashed
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with("redress-") {
                script = script.replace(&format!("./snippets/{name}/"), SNIPPETS);
                fs::remove_dir_all(hashed)?;
            }
        }
    }
    for source in files(&path(SOURCES))? {
        let name = source.file_name().unwrap_or_default();
        write(
            &snippets.join("redress").join(SOURCES).join(name),
            fs::read(&source)?,
        )?;
    }
    Ok(script)
}
