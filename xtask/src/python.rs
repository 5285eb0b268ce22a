//! Python environments, for the libraries of other tools: one a purpose, made when its requirements are new.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{run, workspace};

/// The Python of the environment `name`, in which the packages of a requirements file are installed.
pub fn environment(name: &str, requirements: &Path) -> Result<PathBuf> {
    let folder = workspace::root().join("target").join(name);
    let python = folder.join("bin/python");
    let installed = folder.join("requirements.txt");
    let required = fs::read_to_string(requirements).with_context(|| requirements.display().to_string())?;
    if fs::read_to_string(&installed).is_ok_and(|it| it == required) {
        return Ok(python);
    }
    // Two of them ask for versions of others that do not go together, and one for what is large and not called here; they work
    // all the same.
    const ALONE: [&str; 3] = ["argilla", "bconv", "doccano"];
    let (alone, together): (Vec<&str>, Vec<&str>) = required
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .partition(|line| ALONE.iter().any(|name| line.starts_with(name)));
    run::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = |packages: &[&str], options: &[&str]| match packages {
        [] => Ok(()),
        _ => run::run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(options).args(packages)),
    };
    pip(&together, &[])?;
    pip(&alone, &["--no-deps"])?;
    fs::write(&installed, required)?;
    Ok(python)
}
