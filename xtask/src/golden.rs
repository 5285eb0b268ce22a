//! `cargo xtask golden`: makes the golden files of formats again, with the libraries of the tools that the formats belong
//! to, and says which of them changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{python, run, workspace};

const FOLDER: &str = "crates/formats/tests/golden";

pub fn run() -> Result<()> {
    let folder = workspace::root().join(FOLDER);
    let python = python::environment("golden", &folder.join("requirements.txt"))?;
    let files = folder.join("files");
    let before = contents(&files)?;
    if files.is_dir() {
        fs::remove_dir_all(&files)?;
    }
    run::run(Command::new(python).arg(folder.join("make.py")).env("PYTHONDONTWRITEBYTECODE", "1"))?;
    let after = contents(&files)?;
    let mut changed = 0;
    for file in before.keys().chain(after.keys().filter(|file| !before.contains_key(*file))) {
        let what = match (before.get(file), after.get(file)) {
            (old, new) if old == new => continue,
            (None, _) => "new",
            (_, None) => "gone",
            _ => "changed",
        };
        changed += 1;
        println!("{what:8} {}", file.strip_prefix(&folder).unwrap_or(file).display());
    }
    println!("{} golden files, {changed} of them other than before", after.len());
    Ok(())
}

/// Every file in a folder and those in it.
fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.is_dir() {
                true => found.extend(contents(&path)?),
                false => drop(found.insert(path.clone(), fs::read(&path)?)),
            }
        }
    }
    Ok(found)
}
