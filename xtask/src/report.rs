//! What the suites counted, and the closing line.

use crate::steps::Failure;
use std::time::{Duration, Instant};

/// What one suite counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
}

/// One line of the table.
struct Suite {
    name: String,
    count: Count,
    time: Duration,
}

/// All suites so far. A suite that does not run is a failure.
#[derive(Default)]
pub struct Report {
    suites: Vec<Suite>,
    absent: Vec<String>,
}

impl Report {
    /// Runs a suite; an error counts as one failure, and so does a suite without a test.
    pub fn suite(&mut self, name: &str, work: impl FnOnce() -> Result<Count, Failure>) {
        println!("\n» {name}");
        let start = Instant::now();
        let count = match work() {
            Ok(Count {
                passed: 0,
                failed: 0,
            }) => {
                eprintln!("  FAILED: {name}: no test ran");
                Count {
                    passed: 0,
                    failed: 1,
                }
            }
            Ok(count) => count,
            Err(failure) => {
                eprintln!("{}", failure.in_step(name));
                Count {
                    passed: 0,
                    failed: 1,
                }
            }
        };
        println!(
            "  {} passed, {} failed in {:.1} s",
            count.passed,
            count.failed,
            start.elapsed().as_secs_f64()
        );
        self.suites.push(Suite {
            name: name.to_owned(),
            count,
            time: start.elapsed(),
        });
    }

    /// A check passes or fails as a whole, and counts as one.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<(), Failure>) {
        self.suite(name, || {
            work().map(|()| Count {
                passed: 1,
                failed: 0,
            })
        });
    }

    /// Says that this machine cannot run a suite that others run.
    pub fn absent(&mut self, name: &str, why: &str) {
        println!("\n» {name}\n  not available: {why}");
        self.absent.push(format!("{name}: {why}"));
    }

    /// Prints the table and, as the very last line, the sum. True when nothing failed.
    pub fn close(self) -> bool {
        let mut sum = Count::default();
        println!(
            "\n{:<34}{:>8}{:>8}{:>9}",
            "suite", "passed", "failed", "seconds"
        );
        for Suite { name, count, time } in &self.suites {
            println!(
                "{name:<34}{:>8}{:>8}{:>9.1}",
                count.passed,
                count.failed,
                time.as_secs_f64()
            );
            sum.passed += count.passed;
            sum.failed += count.failed;
        }
        for absent in &self.absent {
            println!("not available: {absent}");
        }
        println!("\n{} passed, {} failed", sum.passed, sum.failed);
        sum.failed == 0
    }
}

impl Count {
    /// Adds what one line of `cargo test` or `wasm-bindgen-test` says:
    /// `test result: ok. 3 passed; 0 failed; …`.
    pub fn add_cargo(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<u32>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<u32>().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Adds what one line of node's test reporter says: `# pass 3`, `# fail 1`, `# cancelled 0`.
    pub fn add_node(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (Some("#" | "ℹ"), Some(what), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return;
        };
        match (what, number.parse::<u32>()) {
            ("pass", Ok(number)) => self.passed += number,
            ("fail" | "cancelled", Ok(number)) => self.failed += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn reads_what_cargo_says() {
        let mut count = Count::default();
        count.add_cargo("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s");
        count.add_cargo(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.20s",
        );
        count.add_cargo("test reads_what_cargo_says ... ok");
        assert_eq!(
            count,
            Count {
                passed: 15,
                failed: 2
            }
        );
    }

    #[test]
    fn reads_what_node_says() {
        let mut count = Count::default();
        for line in [
            "ℹ tests 9",
            "ℹ pass 7",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 0",
            "# pass the salt please",
        ] {
            count.add_node(line);
        }
        assert_eq!(
            count,
            Count {
                passed: 7,
                failed: 2
            }
        );
    }
}
