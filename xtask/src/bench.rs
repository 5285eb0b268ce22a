//! `cargo xtask bench`: speed in the browser, measured by `e2e/src/bin/bench` on the release, on request beside the build of
//! another commit.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::browser::Kind;
use crate::{e2e, run, setup, workspace};

/// Passes `arguments` on, with the build of another commit where one is named.
pub fn run(against: Option<&str>, arguments: &[OsString]) -> Result<()> {
    setup::rivals()?;
    let Some(commit) = against else { return e2e::run_program("bench", Kind::Chromium, arguments, &[]) };
    let dist = build(commit)?;
    let other = [("POSTIL_AGAINST", OsString::from(commit)), ("POSTIL_AGAINST_DIST", dist.into())];
    e2e::run_program("bench", Kind::Chromium, arguments, &other)
}

/// The release of another commit, which is built once, in a checkout of its own below `target/`.
fn build(commit: &str) -> Result<PathBuf> {
    let is_name =
        !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    ensure!(is_name, "“{commit}” names no commit: write it as `git log --oneline` does");
    let checkout = workspace::root().join("target/against").join(commit);
    let dist = checkout.join("dist");
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    if !checkout.join("Cargo.toml").is_file() {
        let mut add = Command::new("git");
        add.args(["worktree", "add", "--force", "--detach"]).arg(&checkout).arg(commit);
        run::run(add.current_dir(workspace::root())).with_context(|| format!("a checkout of {commit}"))?;
    }
    share_tools(&checkout)?;
    run::timed(&format!("the release of {commit} (about 5 minutes)"), || {
        run::run(Command::new("cargo").args(["xtask", "dist"]).current_dir(&checkout))
    })?;
    Ok(dist)
}

/// Lets the checkout use the tools that are installed here, if it wants the same versions; else it installs its own.
fn share_tools(checkout: &Path) -> Result<()> {
    let versions = |root: &Path| fs::read(root.join("xtask/src/versions.rs")).ok();
    let (ours, theirs) = (workspace::root().join(".tools"), checkout.join(".tools"));
    if versions(&workspace::root()) == versions(checkout) && ours.is_dir() && !theirs.exists() {
        #[cfg(unix)]
        std::os::unix::fs::symlink(&ours, &theirs).with_context(|| theirs.display().to_string())?;
    }
    Ok(())
}
