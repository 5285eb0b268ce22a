//! `cargo xtask findings`: runs what `findings/` says of libraries and tools of others, each script by itself.
//!
//! A script installs what it speaks of into a folder of its own and fails where that does something else now. This needs the
//! network and minutes, so nothing else calls it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};

use crate::{run, workspace};

/// What `timeout` ends with when it has ended a script.
const TIMED_OUT: i32 = 124;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// With the status that it ended with, if it ended by itself.
    Failed(Option<i32>),
    TooLong,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Failed(Some(status)) => write!(f, "FAILED with {status}"),
            Self::Failed(None) => f.write_str("FAILED by a signal"),
            Self::TooLong => f.write_str("FAILED: it took too long"),
        }
    }
}

/// Runs the scripts whose name contains `filter`, one after the other, each for so many minutes at most.
pub fn run(filter: Option<&str>, minutes: u64) -> Result<()> {
    let scripts = scripts(&workspace::root().join("findings"), filter)?;
    ensure!(!scripts.is_empty(), "there is no findings/*.sh whose name contains `{}`", filter.unwrap_or_default());
    let mut told = Vec::new();
    for script in &scripts {
        let name = script.file_stem().unwrap_or_default().display().to_string();
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = one(script, minutes * 60)?;
        println!("{outcome}");
        told.push((name, outcome, run::minutes(start.elapsed())));
    }
    let width = told.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
    println!();
    for (name, outcome, time) in &told {
        println!("{name:<width$}  {outcome} ({time})");
    }
    let failed = told.iter().filter(|(_, outcome, _)| *outcome != Outcome::Passed).count();
    println!("{} passed, {failed} failed", told.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} findings do not hold any more, or could not be looked at", told.len());
    }
    Ok(())
}

/// The scripts of a folder in the order of their names.
fn scripts(folder: &Path, filter: Option<&str>) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let is_wanted = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        path.extension().is_some_and(|end| end == "sh") && name.contains(filter.unwrap_or_default())
    };
    paths.retain(is_wanted);
    paths.sort();
    Ok(paths)
}

/// Runs one; `timeout` ends it with all that it started.
fn one(script: &Path, seconds: u64) -> Result<Outcome> {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=10", &seconds.to_string(), "bash"]).arg(script).stdin(std::process::Stdio::null());
    let status = command.status().context("`timeout`, of coreutils, cannot be started")?;
    Ok(match status.code() {
        Some(0) => Outcome::Passed,
        Some(TIMED_OUT) => Outcome::TooLong,
        status => Outcome::Failed(status),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_pass_fail_or_take_too_long() {
        let folder = std::env::temp_dir().join(format!("postil-findings-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("b-bad.sh", "exit 3"), ("a-good.sh", "true"), ("c-slow.sh", "sleep 60"), ("d.txt", "")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let all = scripts(&folder, None).unwrap();
        let found: Vec<Outcome> = all.iter().map(|script| one(script, 1).unwrap()).collect();
        assert_eq!(found, [Outcome::Passed, Outcome::Failed(Some(3)), Outcome::TooLong]);
        assert_eq!(scripts(&folder, Some("goo")).unwrap().len(), 1);
        assert_eq!(Outcome::Failed(Some(3)).to_string(), "FAILED with 3");
        fs::remove_dir_all(&folder).unwrap();
    }
}
