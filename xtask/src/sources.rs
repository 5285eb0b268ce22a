//! The files of the repository: what git knows or would take, without what it ignores.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::{page, run, workspace};

/// Names of all files, tracked or new, relative to the repository's folder, sorted.
pub fn names() -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(workspace::root());
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let list = run::capture(&mut git)?;
    let root = workspace::root();
    let mut names: Vec<String> = list
        .split_terminator('\0')
        // A file that was deleted and not yet committed is still listed.
        .filter(|name| root.join(name).is_file())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// A hash over everything that the release is built from, names and contents.
pub fn fingerprint() -> Result<String> {
    let mut hasher = Sha256::new();
    for name in names()? {
        if shapes_the_release(&name) {
            let bytes = fs::read(workspace::root().join(&name)).with_context(|| name.clone())?;
            hasher.update(&name);
            hasher.update([0]);
            hasher.update(Sha256::digest(&bytes));
        }
    }
    Ok(page::hex(&hasher.finalize()))
}

fn shapes_the_release(name: &str) -> bool {
    const FOLDERS: [&str; 6] = ["src", "crates", "static", "seeds", "xtask", ".cargo"];
    const OTHER_PROGRAMS: [&str; 2] = ["crates/cli/", "crates/train/"];
    match name.split_once('/') {
        Some((folder, _)) => FOLDERS.contains(&folder) && !OTHER_PROGRAMS.iter().any(|it| name.starts_with(it)),
        None => ["index.html", "Cargo.toml", "Cargo.lock", "Trunk.toml"].contains(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_file_is_among_the_sources() {
        let names = names().unwrap();
        assert!(names.iter().any(|name| name == "xtask/src/sources.rs"));
    }

    #[test]
    fn the_release_depends_on_the_page_and_not_on_the_command() {
        assert!(shapes_the_release("src/lib.rs"));
        assert!(shapes_the_release("crates/core/src/lib.rs"));
        assert!(shapes_the_release("Cargo.lock"));
        assert!(!shapes_the_release("crates/cli/src/main.rs"));
        assert!(!shapes_the_release("README.md"));
        assert!(!shapes_the_release("docs/formats.md"));
    }
}
