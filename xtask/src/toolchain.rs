//! Compilers for WebAssembly. One rule: a rustc that has the source of its standard library beside it gives the
//! release toolchain, because the library can then be built without panic messages. It may be rustup's (component
//! `rust-src`) or Debian's (package `rust-web-src`).

use crate::process::{Run, which};
use crate::project::target;
use crate::steps::{Failure, Outcome, step};
use crate::{apt, browser, sysroot};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The one compile target besides the host.
pub const WASM: &str = "wasm32-unknown-unknown";

const DEBIAN: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const RUSTUP_ADVICE: &str = "install Rust with rustup (https://rustup.rs), then run:\n\
    rustup target add wasm32-unknown-unknown && rustup component add rust-src";
/// A server that cannot be reached should not keep anybody waiting. The source is 3 MB, the target 20 MB.
const SOURCE_LIMIT: Duration = Duration::from_secs(90);
const TARGET_LIMIT: Duration = Duration::from_secs(300);

/// A rustc and the cargo of the same release.
#[derive(Clone, Debug)]
pub struct Compiler {
    /// Path or name of rustc.
    pub rustc: PathBuf,
    /// Path or name of cargo.
    pub cargo: PathBuf,
    /// The output of `rustc -vV`.
    pub version: String,
    /// `rustc --print sysroot`.
    pub home: PathBuf,
    /// The linker for WebAssembly, where the compiler does not bring one.
    pub linker: Option<PathBuf>,
}

/// What builds the package (`release`) and the tests (`plain`).
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// Compiler of both.
    pub compiler: Compiler,
    /// Standard library with panic messages and the test harness; `None`: the compiler's own.
    plain: Option<PathBuf>,
    /// Standard library without panic messages; `None` without its source.
    release: Option<PathBuf>,
}

/// Which of the two standard libraries to build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Std {
    /// With panic messages and the test harness.
    Plain,
    /// Small: no panic messages, no `Debug` texts.
    Release,
}

impl Compiler {
    fn new(rustc: PathBuf, cargo: PathBuf) -> Option<Compiler> {
        let version = base(&rustc).arg("-vV").output().ok()?;
        let home = base(&rustc).args(["--print", "sysroot"]).output().ok()?;
        base(&cargo).arg("-V").output().ok()?;
        let home = PathBuf::from(home.trim());
        let own = home
            .join("lib/rustlib")
            .join(host(&version))
            .join("bin/rust-lld");
        let linker = if own.is_file() {
            None
        } else {
            Some(debian_linker()?)
        };
        Some(Compiler {
            rustc,
            cargo,
            version,
            home,
            linker,
        })
    }

    /// The compiler that runs this tool: rustup's, or whatever comes first on the search path.
    fn active() -> Option<Compiler> {
        Compiler::new("rustc".into(), "cargo".into())
    }

    fn debian() -> Option<Compiler> {
        let (rustc, cargo) = (
            PathBuf::from("/usr/bin/rustc"),
            PathBuf::from("/usr/bin/cargo"),
        );
        if rustc.is_file() && cargo.is_file() {
            Compiler::new(rustc, cargo)
        } else {
            None
        }
    }

    fn has_source(&self) -> bool {
        self.home
            .join("lib/rustlib/src/rust/library/std/Cargo.toml")
            .is_file()
    }

    fn has_wasm(&self) -> bool {
        self.home
            .join("lib/rustlib")
            .join(WASM)
            .join("lib")
            .is_dir()
    }

    /// The triple of this machine.
    pub fn host(&self) -> &str {
        host(&self.version)
    }

    /// First line of the version, for people.
    pub fn title(&self) -> &str {
        self.version.lines().next().unwrap_or_default()
    }

    /// Whether it has a clippy of its own. Where several compilers are installed, cargo may find another one's, which
    /// cannot read this one's libraries. Clippy 0.1.96 is that of Rust 1.96.
    pub fn has_clippy(&self) -> bool {
        let release = self
            .version
            .lines()
            .find_map(|line| line.strip_prefix("release: 1."));
        let minor = release.and_then(|release| release.split('.').next());
        let clippy = self.cargo().args(["clippy", "-V"]).output();
        minor.is_some_and(|minor| {
            clippy.is_ok_and(|clippy| clippy.starts_with(&format!("clippy 0.1.{minor} ")))
        })
    }

    /// A run of this compiler's cargo.
    pub fn cargo(&self) -> Run {
        base(&self.cargo).env("RUSTC", &self.rustc)
    }
}

/// `cargo run` exports the running compiler's libraries and name; another compiler must not see them.
fn base(program: &Path) -> Run {
    let run = Run::new(program);
    if program.is_absolute() {
        run.without_env("LD_LIBRARY_PATH")
            .without_env("RUSTUP_TOOLCHAIN")
    } else {
        run
    }
}

/// Beside an `opt-level` for speed: no loop is unrolled, and only what is marked, or gets smaller, is inlined. Nearly
/// all of the speed, in fewer bytes than the levels for size give (docs/decisions.md).
const LEAN: &[&str] = &[
    "-Cllvm-args=-unroll-threshold=0",
    "-Cllvm-args=-inline-threshold=0",
];

/// The stack is the lowest part of memory, so that it ends in a trap, and where it is small the addresses behind it are
/// short. The deepest call of the corpus and of deeply nested bodies takes one kilobyte.
const STACK: &str = "-Clink-arg=-zstack-size=32768";

fn host(version: &str) -> &str {
    version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or_default()
}

fn debian_linker() -> Option<PathBuf> {
    let versions = (19..40).rev().map(|version| format!("wasm-ld-{version}"));
    versions
        .chain(["wasm-ld".to_owned()])
        .find_map(|name| which(&name))
}

impl Toolchain {
    /// Whether it can build a package as small as the one that is published.
    pub fn is_release(&self) -> bool {
        self.release.is_some()
    }

    /// A run of cargo for WebAssembly on the given standard library.
    pub fn cargo(&self, std: Std) -> Run {
        let mut flags = Vec::new();
        let sysroot = match std {
            Std::Plain => &self.plain,
            Std::Release => &self.release,
        };
        if let Some(sysroot) = sysroot {
            flags.push(format!("--sysroot={}", sysroot.display()));
        }
        if let Some(linker) = &self.compiler.linker {
            flags.push(format!("-Clinker={}", linker.display()));
        }
        let mut run = self.compiler.cargo();
        if std == Std::Release && self.release.is_some() {
            let small = sysroot::SMALL.iter().chain(LEAN);
            flags.extend(small.map(|&flag| flag.to_owned()));
            flags.push(STACK.to_owned());
            run = run.env("RUSTC_BOOTSTRAP", "1");
        }
        // The encoded form wins over RUSTFLAGS and over every configuration file.
        run.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
    }
}

/// Finds a compiler for WebAssembly, installs one where there is none, and builds the standard libraries.
pub fn install() -> Outcome<Toolchain> {
    let compiler = step("find a Rust compiler for WebAssembly", find)?;
    let mut toolchain = Toolchain {
        plain: None,
        release: None,
        compiler,
    };
    let compiler = &toolchain.compiler;
    if !compiler.has_wasm() {
        toolchain.plain = Some(sysroot::provide(compiler, Std::Plain)?);
    }
    if compiler.has_source() {
        toolchain.release = Some(sysroot::provide(compiler, Std::Release)?);
    } else {
        println!(
            "  this compiler lacks the source of its standard library: the package will be larger than the published one"
        );
    }
    Ok(toolchain)
}

fn find() -> Outcome<Compiler> {
    let found = |compiler: Compiler| {
        println!("  {} ({})", compiler.title(), compiler.home.display());
        Ok(compiler)
    };
    let with_source = || {
        [Compiler::active(), Compiler::debian()]
            .into_iter()
            .flatten()
            .find(Compiler::has_source)
    };
    if let Some(compiler) = with_source() {
        return found(compiler);
    }
    if which("rustup").is_some() {
        let add = |arguments: &[&str], limit| {
            Run::new("rustup")
                .args(arguments)
                .silent()
                .within(limit)
                .run()
        };
        let source = add(&["component", "add", "rust-src"], SOURCE_LIMIT);
        if source.is_ok() && add(&["target", "add", WASM], TARGET_LIMIT).is_err() {
            println!(
                "  rustup cannot install the target; its library can be built from the source"
            );
        }
        match (source, with_source()) {
            (Ok(()), Some(compiler)) => return found(compiler),
            (Ok(()), None) => {
                println!("  rustup installed the source of another compiler than the one in use")
            }
            (Err(_), _) => println!("  rustup cannot install it; trying Debian's packages"),
        }
    }
    let installed = apt::install(DEBIAN, browser::missing(), RUSTUP_ADVICE);
    if let Some(compiler) = with_source() {
        return found(compiler);
    }
    // Without the source a plain package can still be built and tested.
    match Compiler::active().filter(Compiler::has_wasm) {
        Some(compiler) => found(compiler),
        None => Err(installed.err().unwrap_or_else(|| {
            Failure::new("the packages are installed, but /usr/bin/rustc has no source beside it")
                .advice(RUSTUP_ADVICE)
        })),
    }
}

/// Where the standard libraries are built.
pub fn folder() -> PathBuf {
    target("toolchain")
}
