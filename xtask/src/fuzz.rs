//! `cargo xtask fuzz`: feeds what reads files with inputs that libFuzzer makes, guided by what they reach.
//!
//! The workspace `fuzz/` is built with counters in every crate, as its compiler flags say here and nowhere else. A target
//! has a folder of its own under `target/fuzz`: the inputs to begin with, those that reached something new, the log, and
//! what was found. `docs/fuzzing.md` has the last figures.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail, ensure};

use crate::{flags, run, workspace};

/// Relative to the repository's folder.
pub const MANIFEST: &str = "fuzz/Cargo.toml";

/// Counters on every edge and of every comparison, in the form that libFuzzer reads.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// What an input may take: seconds, mebibytes of memory for the whole process, bytes of the input itself.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536"];

/// How long, how many at once, and which.
pub struct Options {
    /// Minutes for each target.
    pub minutes: u64,
    pub jobs: usize,
    /// All of them where it is empty.
    pub targets: Vec<String>,
}

impl From<flags::Fuzz> for Options {
    fn from(fuzz: flags::Fuzz) -> Self {
        Self { minutes: fuzz.minutes.unwrap_or(10), jobs: fuzz.jobs.unwrap_or(2), targets: fuzz.target }
    }
}

/// Builds, runs, prints a table; fails where something was found.
pub fn run(options: &Options) -> Result<()> {
    let folder = workspace::root().join("target/fuzz");
    let seeds = build("seeds", &folder, &[])?;
    // With the platform named, build scripts get no counters.
    let host = workspace::host()?;
    let fuzz = build("fuzz", &folder, &["--release", "--target", &host])?;
    let all = run::capture(&mut Command::new(&seeds))?;
    let unknown = options.targets.iter().find(|name| all.lines().all(|it| it != *name));
    if let Some(name) = unknown {
        bail!("`{name}` is no target; these are: {}", all.lines().collect::<Vec<_>>().join(" "));
    }
    let wanted = |name: &&str| options.targets.is_empty() || options.targets.iter().any(|it| it == name);
    let targets: Vec<&str> = all.lines().filter(wanted).collect();
    println!(
        "{} targets, {} at once, {} minutes each, limits {}",
        targets.len(),
        options.jobs,
        options.minutes,
        LIMITS.join(" ")
    );
    let left = Mutex::new(targets.iter().copied().rev().collect::<Vec<_>>());
    let outcomes = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let Some(name) = left.lock().expect("no thread panics with it").pop() else { break };
                    let outcome = target(name, &folder.join(name), &seeds, &fuzz, options.minutes);
                    if let Ok(outcome) = &outcome {
                        println!("{}", outcome.row());
                    }
                    outcomes.lock().expect("no thread panics with it").push(outcome);
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().context("a thread panicked")?.into_iter().collect::<Result<Vec<_>>>()?;
    println!("\n{HEAD}");
    for name in &targets {
        outcomes.iter().filter(|it| it.name == *name).for_each(|it| println!("{}", it.row()));
    }
    let inputs: u64 = outcomes.iter().map(|it| it.inputs).sum();
    let found: Vec<&str> = outcomes.iter().filter(|it| it.found.is_some()).map(|it| it.name.as_str()).collect();
    println!("\n{inputs} inputs");
    ensure!(found.is_empty(), "something was found in {}: the logs are in {}", found.join(", "), folder.display());
    Ok(())
}

/// Builds one of the two programs and says where it is.
fn build(name: &str, folder: &Path, options: &[&str]) -> Result<PathBuf> {
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--quiet", "--manifest-path", MANIFEST, "--bin", name, "--target-dir"]);
    cargo.arg(folder.join("build")).args(options);
    if let [.., host] = options {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f"));
        run::run(&mut cargo)?;
        return Ok(folder.join("build").join(host).join("release").join(name));
    }
    run::run(&mut cargo)?;
    Ok(folder.join("build/debug").join(name))
}

const HEAD: &str =
    "| target | inputs | edges | new inputs kept | most memory, MiB | found |\n|---|--:|--:|--:|--:|---|";

/// What became of a target.
struct Outcome {
    name: String,
    /// How many inputs were run.
    inputs: u64,
    /// How many edges of the program all of them reached.
    edges: u64,
    /// How many reached something new, and are kept.
    kept: u64,
    memory: u64,
    /// In a few words.
    found: Option<String>,
}

impl Outcome {
    /// Reads what libFuzzer wrote; `is_well` says that it ended by itself.
    fn of(name: &str, log: &str, is_well: bool) -> Self {
        let count = |what: &str| {
            let number = log.rsplit(what).next().filter(|rest| rest.len() < log.len());
            number.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        let mut lines = log.lines();
        let panic = lines.find(|line| line.contains("panicked at")).and_then(|_| lines.next());
        let summary = || log.lines().find_map(|line| line.strip_prefix("SUMMARY: libFuzzer: "));
        let found = panic.or_else(summary).unwrap_or("it ended before its time");
        const MAX_CHARS: usize = 120;
        Self {
            name: name.to_owned(),
            inputs: count("stat::number_of_executed_units:"),
            edges: count(" cov: "),
            kept: count("stat::new_units_added:"),
            memory: count("stat::peak_rss_mb:"),
            found: (!is_well).then(|| found.chars().take(MAX_CHARS).collect()),
        }
    }

    fn row(&self) -> String {
        let Self { name, inputs, edges, kept, memory, found } = self;
        let found = found.as_deref().unwrap_or("nothing");
        format!("| {name} | {inputs} | {edges} | {kept} | {memory} | {found} |")
    }
}

/// Runs one target.
fn target(name: &str, folder: &Path, seeds: &Path, fuzz: &Path, minutes: u64) -> Result<Outcome> {
    run::capture(Command::new(seeds).arg(name).arg(folder))?;
    let [corpus, found] = ["corpus", "found"].map(|part| folder.join(part));
    fs::remove_dir_all(&found).ok();
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let path = folder.join("log");
    let log = File::create(&path)?;
    let status = Command::new(fuzz)
        .env("POSTIL_TARGET", name)
        .args(LIMITS)
        .args([format!("-max_total_time={}", minutes * 60), "-print_final_stats=1".to_owned()])
        .arg(format!("-dict={}", folder.join("words.dict").display()))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args([corpus, folder.join("seeds")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .status()
        .with_context(|| fuzz.display().to_string())?;
    // What inputs make a program say need not be UTF-8.
    Ok(Outcome::of(name, &String::from_utf8_lossy(&fs::read(path)?), status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fuzzer_says_is_read() {
        let log = "#1\tINITED cov: 12 ft: 13\n#9\tDONE   cov: 1234 ft: 9\nstat::number_of_executed_units: 73989\n\
            stat::new_units_added:          1697\nstat::peak_rss_mb:              51\n";
        let row = Outcome::of("bdoc", log, true).row();
        assert_eq!(row, "| bdoc | 73989 | 1234 | 1697 | 51 | nothing |");
        let log = "thread '<unnamed>' (1) panicked at src/a.rs:1:2:\nit is broken\nnote: x\n";
        let row = Outcome::of("bdoc", log, false).row();
        assert_eq!(row, "| bdoc | 0 | 0 | 0 | 0 | it is broken |");
        let log = "SUMMARY: libFuzzer: timeout\n";
        assert!(Outcome::of("bdoc", log, false).row().ends_with("| timeout |"));
    }
}
