//! Child processes: shown as one would type them, and named when they fail.

use crate::project;
use crate::steps::{Failure, Outcome};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// A command to run in the repository's root.
pub struct Run {
    command: Command,
    advice: Option<String>,
    limit: Option<Duration>,
}

impl Run {
    /// A command without arguments yet.
    pub fn new(program: impl AsRef<OsStr>) -> Run {
        let mut command = Command::new(program);
        command.current_dir(project::root()).stdin(Stdio::null());
        Run {
            command,
            advice: None,
            limit: None,
        }
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.command.args(arguments);
        self
    }

    /// Adds one argument.
    pub fn arg(self, argument: impl AsRef<OsStr>) -> Run {
        self.args([argument])
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.command.env(name, value);
        self
    }

    /// Removes an environment variable.
    pub fn without_env(mut self, name: &str) -> Run {
        self.command.env_remove(name);
        self
    }

    /// Runs in another folder.
    pub fn dir(mut self, dir: &Path) -> Run {
        self.command.current_dir(dir);
        self
    }

    /// What to do when the command fails.
    pub fn advice(mut self, advice: impl Into<String>) -> Run {
        self.advice = Some(advice.into());
        self
    }

    /// Shows nothing of what the command writes.
    pub fn silent(mut self) -> Run {
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        self
    }

    /// Ends the command when it takes longer.
    pub fn within(mut self, limit: Duration) -> Run {
        self.limit = Some(limit);
        self
    }

    /// Shows the command, runs it and shows its output.
    pub fn run(mut self) -> Outcome {
        println!("  $ {}", self.shown());
        let mut child = self.command.spawn().map_err(|error| self.failure(error))?;
        let status = match self.limit {
            None => child.wait()?,
            Some(limit) => {
                let start = Instant::now();
                loop {
                    if let Some(status) = child.try_wait()? {
                        break status;
                    }
                    if start.elapsed() > limit {
                        child.kill()?;
                        child.wait()?;
                        return Err(
                            self.failure(format!("not finished after {} s", limit.as_secs()))
                        );
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
            }
        };
        if status.success() {
            Ok(())
        } else {
            Err(self.failure(status))
        }
    }

    /// Like `run`, and hands every line of the standard output over as it comes.
    pub fn lines(mut self, mut each: impl FnMut(&str)) -> Outcome {
        println!("  $ {}", self.shown());
        #[cfg(unix)]
        if self.limit.is_some() {
            // A group of its own can be ended as a whole.
            std::os::unix::process::CommandExt::process_group(&mut self.command, 0);
        }
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| self.failure(error))?;
        let output = child.stdout.take().expect("the standard output is piped");
        // Dropped when the command has ended, which ends the watch.
        let _ended = self.limit.map(|limit| kill_after(limit, child.id()));
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            each(&line);
        }
        let status = child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failure(status))
        }
    }

    /// Shows the command and runs it; shows its output only when it fails.
    pub fn quietly(self) -> Outcome {
        println!("  $ {}", self.shown());
        self.output().map(drop)
    }

    /// Runs the command and returns what it wrote to its standard output.
    pub fn output(mut self) -> Outcome<String> {
        let output = self.command.output().map_err(|error| self.failure(error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Err(self.failure(format!("{}\n{}", output.status, text.trim_end())))
    }

    /// The command as one would type it in a shell.
    pub fn shown(&self) -> String {
        let mut words = Vec::new();
        for (name, value) in self.command.get_envs() {
            if let Some(value) = value {
                words.push(format!("{}={}", name.to_string_lossy(), quoted(value)));
            }
        }
        words.push(quoted(self.command.get_program()));
        words.extend(self.command.get_args().map(quoted));
        words.join(" ")
    }

    fn failure(&self, what: impl std::fmt::Display) -> Failure {
        let failure = Failure::new(what).command(self.shown());
        match &self.advice {
            Some(advice) => failure.advice(advice),
            None => failure,
        }
    }
}

fn quoted(word: &OsStr) -> String {
    // Cargo separates encoded flags by U+001F, which a terminal does not show.
    let word = word.to_string_lossy().replace('\u{1f}', " ");
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Whether a program of that name is on the search path, and where.
pub fn which(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

/// Ends a command and all that it started when it takes too long, unless what this returns is
/// dropped before.
fn kill_after(limit: Duration, group: u32) -> Sender<()> {
    let (ended, watch) = channel();
    std::thread::spawn(move || {
        if watch.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            println!("  took longer than {} s and is ended", limit.as_secs());
            let _ = Command::new("kill")
                .args(["-s", "KILL", "--", &format!("-{group}")])
                .status();
        }
    });
    ended
}
