//! `cargo xtask memory`: that the memory of a conversion line by line does not grow with the number of lines.
//!
//! Files of ten thousand and of a million lines are made and converted, and the highest memory of each run is compared. The
//! kernel says what it is, in `/proc`: on Linux alone.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{run, workspace};

const LINES: [u32; 2] = [10_000, 1_000_000];
/// The larger file may take so many times the memory of the smaller.
const MAX_RATIO: f64 = 1.1;

/// Formats and ends of names: what is read, and what is written of it.
const CONVERSIONS: [(&str, &str); 3] =
    [("doccano", "prodigy"), ("doccano", "postil-jsonl"), ("postil-jsonl", "doccano")];

/// Makes, converts, prints a table; fails where memory grows.
pub fn run() -> Result<()> {
    run::run(workspace::cargo().args(["build", "--release", "--package", "postil-cli"]))?;
    let postil = workspace::target()?.join("release/postil");
    let folder = workspace::root().join("target/memory");
    fs::create_dir_all(&folder)?;
    println!("\n| from | to | lines | seconds | most memory, MiB | ratio |\n|---|---|--:|--:|--:|--:|");
    let mut grows = Vec::new();
    let file = |format: &str, lines: u32| folder.join(format!("{format}-{lines}.jsonl"));
    for lines in LINES {
        write_lines(&file("doccano", lines), lines)?;
    }
    for (from, to) in CONVERSIONS {
        let mut least = None;
        for lines in LINES {
            let start = Instant::now();
            let out = file(to, lines);
            let mut command = Command::new(&postil);
            command.args(["convert", "--quiet", "--from", from, "--to", to]).arg(file(from, lines)).arg(&out);
            let memory = highest(&mut command)?;
            let written = count_lines(&out)?;
            ensure!(written == lines as usize, "{}: {written} lines", out.display());
            let ratio = memory / *least.get_or_insert(memory);
            println!("| {from} | {to} | {lines} | {:.1} | {memory:.1} | {ratio:.2} |", start.elapsed().as_secs_f64());
            if ratio > MAX_RATIO {
                grows.push(format!("{from} to {to}"));
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    ensure!(grows.is_empty(), "memory grows with the number of lines: {}", grows.join(", "));
    Ok(())
}

/// Lines as doccano has them, no two alike.
fn write_lines(path: &Path, lines: u32) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for n in 0..lines {
        let words = "very ".repeat(n as usize % 7);
        writeln!(
            out,
            r#"{{"text":"Erdoğan met 🇹🇷 officials in Sochi on day {n}, a {words}long one.","label":[[0,7,"PERSON"],[12,16,"NORP"],[30,35,"GPE"]]}}"#
        )?;
    }
    out.flush()?;
    Ok(())
}

fn count_lines(path: &Path) -> Result<usize> {
    use std::io::{BufRead as _, BufReader};
    let mut reader = BufReader::new(File::open(path)?);
    let mut lines = 0;
    while reader.skip_until(b'\n')? > 0 {
        lines += 1;
    }
    Ok(lines)
}

/// Runs a command to its end. The most memory that it had, in mebibytes.
fn highest(command: &mut Command) -> Result<f64> {
    const PAUSE: Duration = Duration::from_millis(2);
    let mut child = command.stdin(Stdio::null()).spawn().context("the command that was just built")?;
    let mut highest = 0.0;
    loop {
        // It is gone from there as soon as the process ends, and only grows until then.
        highest = now(&child).unwrap_or(highest);
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "failed ({status})");
            break;
        }
        std::thread::sleep(PAUSE);
    }
    if highest == 0.0 {
        bail!("there is no /proc/PID/status with VmHWM: memory is measured on Linux alone");
    }
    Ok(highest)
}

fn now(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024.0)
}
