//! A step says what it does and how long it took; a failure says which step, which command, and the way out.

use std::fmt;
use std::time::Instant;

/// What a step returns.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Why a step failed, for a person who has never seen this repository.
#[derive(Debug)]
pub struct Failure {
    step: Option<String>,
    what: String,
    command: Option<String>,
    advice: Option<String>,
}

impl Failure {
    /// A failure described by `what` happened.
    pub fn new(what: impl fmt::Display) -> Failure {
        Failure {
            step: None,
            what: what.to_string(),
            command: None,
            advice: None,
        }
    }

    /// The command that failed, as one would type it.
    pub fn command(mut self, command: impl Into<String>) -> Failure {
        self.command = Some(command.into());
        self
    }

    /// The step it happened in, unless an inner one is known.
    pub fn in_step(mut self, step: &str) -> Failure {
        self.step.get_or_insert_with(|| step.to_owned());
        self
    }

    /// What to do about it.
    pub fn advice(mut self, advice: impl Into<String>) -> Failure {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Some(step) => writeln!(f, "FAILED: {step}")?,
            None => writeln!(f, "FAILED")?,
        }
        writeln!(f, "  what happened: {}", self.what.replace('\n', "\n    "))?;
        if let Some(command) = &self.command {
            writeln!(f, "  the command:   {command}")?;
        }
        if let Some(advice) = &self.advice {
            writeln!(f, "  the way out:   {}", advice.replace('\n', "\n    "))?;
        }
        Ok(())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::new(error)
    }
}

/// Runs one step under its name and prints the time it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("» {name}");
    let start = Instant::now();
    match work() {
        Ok(value) => {
            println!("  done in {:.1} s", start.elapsed().as_secs_f64());
            Ok(value)
        }
        Err(failure) => Err(failure.in_step(name)),
    }
}
