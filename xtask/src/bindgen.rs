//! From the compiled module to a module with JavaScript glue, by wasm-bindgen as a library.

use crate::project::{files, path, read, write};
use crate::steps::{Failure, Outcome};
use std::collections::BTreeMap;
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
const GLUE_MODULE: &str = "./redress_bg.js";

/// Writes glue, module and the crate's own JavaScript (`snippets/redress/…`) into an empty folder.
pub fn generate(wasm: &Path, folder: &Path) -> Outcome<Glue> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let failed = |error| {
        Failure::new(format!("wasm-bindgen: {error:#}"))
            .advice("`wasm-bindgen` in Cargo.toml and `wasm-bindgen-cli-support` in xtask/Cargo.toml must name one version")
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

    // Names of imports and closures carry hashes, which compress badly: about 1 kB of brotli for nothing.
    let mut renamed = BTreeMap::new();
    let module = output.wasm_mut();
    for (number, import) in module
        .imports
        .iter_mut()
        .filter(|import| import.module == GLUE_MODULE)
        .enumerate()
    {
        let short = format!("i{number}");
        renamed.insert(std::mem::replace(&mut import.name, short.clone()), short);
        import.module = "r".to_owned();
    }
    let mangled = |name: &str| name.starts_with("_R") || name.starts_with("_ZN");
    let closures = module
        .exports
        .iter_mut()
        .filter(|export| mangled(&export.name));
    for (number, export) in closures.enumerate() {
        let short = format!("c{number}");
        renamed.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    output.emit(folder).map_err(failed)?;

    let glue = Glue {
        script: folder.join("redress.js"),
        wasm: folder.join("redress_bg.wasm"),
    };
    let script = read(&glue.script)?;
    let script = rename(&script, &renamed)?.replace(&format!("\"{GLUE_MODULE}\": "), "r: ");
    write(&glue.script, settle_snippets(folder, script)?)?;
    Ok(glue)
}

/// Replaces whole identifiers; every one has to occur.
fn rename(script: &str, renamed: &BTreeMap<String, String>) -> Outcome<String> {
    let identifier = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut missing: Vec<&String> = renamed.keys().collect();
    let mut result = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let word = rest.find(|c| !identifier(c)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(word);
        match renamed.get(name) {
            Some(short) => {
                result.push_str(short);
                missing.retain(|long| long.as_str() != name);
            }
            None => result.push_str(name),
        }
        let other = behind.find(identifier).unwrap_or(behind.len());
        result.push_str(&behind[..other]);
        rest = &behind[other..];
    }
    match missing.first() {
        None => Ok(result),
        Some(name) => Err(Failure::new(format!(
            "the glue does not mention {name}, which the module imports or exports"
        ))
        .advice("wasm-bindgen's output has changed: adapt xtask/src/bindgen.rs")),
    }
}

/// The folder of the crate's own JavaScript carries a hash; entries import from it and need a name that stays.
/// wasm-bindgen copies what Rust imports; here stands also what those files import from each other.
fn settle_snippets(folder: &Path, script: String) -> Outcome<String> {
    let snippets = folder.join("snippets");
    let mut script = script;
    if snippets.is_dir() {
        for entry in fs::read_dir(&snippets)? {
            let hashed = entry?.file_name().to_string_lossy().into_owned();
            if hashed.starts_with("redress-") {
                script = script.replace(&format!("./snippets/{hashed}/"), "./snippets/redress/");
                fs::remove_dir_all(snippets.join(hashed))?;
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
