//! What extraction costs natively: an example of `postil-extract`, built and run as a program of its own.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Passes over the text in one run, and first batches.
const PASSES: usize = 10;
const BATCHES: usize = 300;

/// What the program says: medians are for others to take.
pub struct Native {
    pub tokens: f64,
    /// Memory that the model takes.
    pub model_bytes: f64,
    /// CPU of one pass, in seconds, and what it found: entities, or everything.
    pub entities_seconds: f64,
    pub entities: f64,
    pub all_seconds: f64,
    pub all: f64,
    /// CPU of the first batch of the text, and of a text that is no longer than that, in seconds.
    pub first: [f64; 2],
}

/// The program, and the text that it reads.
pub struct Program {
    path: PathBuf,
    text: PathBuf,
}

impl Program {
    /// Builds it.
    pub fn build(text: &str, folder: &Path) -> Result<Self> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(postil_e2e::root());
        cargo.args(["build", "--release", "-p", "postil-extract", "--example", "cost", "--message-format=json"]);
        let output = cargo.stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "the native program cannot be built");
        let lines = String::from_utf8(output.stdout)?;
        let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let path = messages.filter_map(|it| it["executable"].as_str().map(PathBuf::from)).next_back();
        let file = folder.join("text.txt");
        fs::write(&file, text)?;
        Ok(Self { path: path.context("cargo names no program")?, text: file })
    }

    /// Runs it once.
    pub fn run(&self) -> Result<Native> {
        let (said, _) = self.ask(Command::new(&self.path), PASSES, BATCHES)?;
        let value = |name: &str| said.get(name).copied().with_context(|| format!("the native program tells no {name}"));
        Ok(Native {
            tokens: value("tokens")?,
            model_bytes: value("model-bytes")?,
            entities_seconds: value("entities-seconds")?,
            entities: value("entities")?,
            all_seconds: value("all-seconds")?,
            all: value("all")?,
            first: [value("first-of-large")?, value("first-of-small")?],
        })
    }

    /// Instructions of one pass for entities: those of a run with it, less those of a run without. None without
    /// valgrind.
    pub fn instructions(&self) -> Result<Option<f64>> {
        if Command::new("valgrind").arg("--version").output().is_err() {
            eprintln!("no valgrind: instructions are not counted");
            return Ok(None);
        }
        eprintln!("counting instructions");
        let count = |passes: usize| -> Result<f64> {
            let mut valgrind = Command::new("valgrind");
            valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(&self.path);
            let (_, told) = self.ask(valgrind, passes, 0)?;
            let all = told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
            all.context("callgrind tells no number")
        };
        Ok(Some(count(1)? - count(0)?))
    }

    /// What it prints, a name and a number a line, and what is written beside.
    fn ask(&self, mut command: Command, passes: usize, batches: usize) -> Result<(BTreeMap<String, f64>, String)> {
        let model = postil_e2e::root().join("crates/extract/models/en.postil-model");
        command.arg(model).arg(&self.text).args([passes.to_string(), batches.to_string()]);
        let output = command.output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "{}: {told}", self.path.display());
        let rows = String::from_utf8(output.stdout)?;
        let row = |line: &str| {
            let (name, value) = line.split_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        };
        Ok((rows.lines().filter_map(row).collect(), told))
    }
}
