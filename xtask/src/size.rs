//! What a page has to download, against the budget.

use crate::bundle::{self, BUNDLES, Bundle};
use crate::npm::node;
use crate::steps::{Failure, Outcome};
use std::path::{Path, PathBuf};

/// The whole default entry, compressed with brotli at its highest quality.
const BUDGET: u64 = 21_000;

/// One file, three ways.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Bytes of the file.
    pub raw: u64,
    /// Bytes after `gzip -9`.
    pub gzip: u64,
    /// Bytes after `brotli -q 11`.
    pub brotli: u64,
}

impl Size {
    /// Of two files that a page downloads.
    fn and(self, other: Size) -> Size {
        Size {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

/// Sizes of the files, in their order.
pub fn measure<'a>(files: impl Iterator<Item = &'a Path>) -> Outcome<Vec<Size>> {
    let output = node().arg("xtask/node/measure.mjs").args(files).output()?;
    let size = |line: &str| {
        let mut numbers = line.split(' ').map_while(|word| word.parse().ok());
        Some(Size {
            raw: numbers.next()?,
            gzip: numbers.next()?,
            brotli: numbers.next()?,
        })
    };
    output
        .lines()
        .map(|line| {
            size(line).ok_or_else(|| {
                Failure::new(format!("measure.mjs printed an unexpected line: {line}"))
            })
        })
        .collect()
}

/// Prints the tables; fails when the package is over budget and nothing but the code can be to blame.
pub fn report(named: &Path, release: bool) -> Outcome {
    let mut files = vec![bundle::module()];
    files.extend(BUNDLES.iter().map(Bundle::path));
    let sizes = measure(files.iter().map(PathBuf::as_path))?;
    let (Some((&module, scripts)), true) = (sizes.split_first(), sizes.len() == files.len()) else {
        return Err(Failure::new("measure.mjs left a file out"));
    };
    println!("  {:<34}{:>9}{:>9}{:>9}", "", "raw", "gzip", "brotli");
    let row = |name: &str, size: Size| {
        println!(
            "  {name:<34}{:>9}{:>9}{:>9}",
            size.raw, size.gzip, size.brotli
        )
    };
    row("redress.wasm", module);
    for (bundle, &script) in BUNDLES.iter().zip(scripts) {
        if bundle.needs_module() {
            row(bundle.name, script);
            row(
                &format!("{} + redress.wasm", bundle.name),
                script.and(module),
            );
        } else {
            row(&format!("{}, everything", bundle.name), script);
        }
    }
    let default = scripts[0];

    crate::weigh::print(named)?;
    println!(
        "\n  {:<50}{:>9}   in the JavaScript, by file",
        "", "minified"
    );
    for line in node()
        .arg("xtask/node/parts.mjs")
        .arg(bundle::metafile())
        .output()?
        .lines()
    {
        if let Some((bytes, path)) = line.split_once(' ') {
            println!("  {path:<50}{bytes:>9}");
        }
    }

    let verdict = format!(
        "the default entry is {} bytes of brotli; the budget is {BUDGET}",
        default.brotli
    );
    println!("\n  {verdict}");
    if default.brotli <= BUDGET {
        return Ok(());
    }
    if release {
        return Err(Failure::new(verdict).advice(
            "see the tables above for what grew; a dependency has to be worth its bytes (docs/decisions.md)",
        ));
    }
    println!(
        "  WARNING: over budget, as is to be expected without the release toolchain (`cargo xtask setup` says why)"
    );
    Ok(())
}
