//! Steps, their times, and the one count that ends `test` and `ci`.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Error, Result};

use crate::run;

/// How many tests passed and failed. A step that breaks without a failing test counts as one failure.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Adds the result lines in the output of `cargo test`.
    pub fn add_output(&mut self, output: &str) {
        for line in output.lines() {
            if let Some((passed, failed)) = parse_result(line) {
                self.passed += passed;
                self.failed += failed;
            }
        }
    }
}

/// What is done step by step, going on after a failure: one run shows everything that is wrong.
#[derive(Debug, Default)]
pub struct Report {
    tally: Tally,
    steps: Vec<(&'static str, Duration, bool)>,
    /// What was left out, and why.
    skips: Vec<(&'static str, String)>,
}

impl Report {
    /// Does one step under a heading. True when nothing in it failed.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce(&mut Tally) -> Result<()>) -> bool {
        println!("\n==== {name}");
        let before = self.tally.failed;
        let start = Instant::now();
        let outcome = work(&mut self.tally);
        if let Err(error) = &outcome {
            std::io::stdout().flush().ok();
            eprintln!("error: {error:#}");
            if self.tally.failed == before {
                self.tally.failed += 1;
            }
        }
        let well = self.tally.failed == before;
        let time = start.elapsed();
        let word = if well { "done" } else { "FAILED" };
        println!("==== {name}: {word} in {}", run::minutes(time));
        self.steps.push((name, time, well));
        well
    }

    /// Says that a step is left out, here and at the end.
    pub fn skip(&mut self, name: &'static str, why: &Error) {
        let why = format!("{why:#}");
        println!("\n==== {name}: SKIPPED\n{why}");
        self.skips.push((name, why));
    }

    /// Prints the time of each step and what was left out, then the count alone on the last line.
    pub fn finish(self) -> ExitCode {
        println!();
        for (name, time, well) in &self.steps {
            let mark = if *well { "" } else { "  FAILED" };
            println!("{:>9}  {name}{mark}", run::minutes(*time));
        }
        for (name, why) in &self.skips {
            println!("  SKIPPED  {name}: {}", why.lines().next().unwrap_or_default());
        }
        let Tally { passed, failed } = self.tally;
        println!("\n{passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Reads `test result: ok. 3 passed; 1 failed; …`, the line that ends each test program.
fn parse_result(line: &str) -> Option<(u64, u64)> {
    let rest = line.trim_start().strip_prefix("test result: ")?;
    let (_, rest) = rest.split_once(". ")?;
    let mut passed = None;
    let mut failed = None;
    for part in rest.split(';') {
        match part.trim().split_once(' ') {
            Some((count, "passed")) => passed = count.parse().ok(),
            Some((count, "failed")) => failed = count.parse().ok(),
            _ => {}
        }
    }
    Some((passed?, failed?))
}

#[cfg(test)]
mod tests {
    use anyhow::{anyhow, bail};

    use super::*;

    #[test]
    fn result_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.add_output(
            "running 2 tests\ntest a ... ok\n\
             test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; \
             finished in 0.00s\n\ntest result: FAILED. 3 passed; 4 failed; 0 ignored\n\
             the words test result: ok. 9 passed; 9 failed\n",
        );
        assert_eq!((tally.passed, tally.failed), (5, 4));
    }

    #[test]
    fn a_broken_step_counts_once() {
        let mut report = Report::default();
        assert!(report.step("fine", |_| Ok(())));
        assert!(!report.step("does not build", |_| bail!("no")));
        assert!(!report.step("two tests fail", |tally| {
            tally.failed += 2;
            bail!("exit status 101")
        }));
        assert_eq!(report.tally.failed, 3);
    }

    #[test]
    fn what_is_left_out_is_no_failure() {
        let mut report = Report::default();
        report.skip("tests in a browser that is not there", &anyhow!("no such browser"));
        assert_eq!(report.finish(), ExitCode::SUCCESS);
    }
}
