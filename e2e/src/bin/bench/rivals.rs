//! Other engines, from npm, each made one script for a worker.

use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One of the pages' scripts with all that it imports.
pub fn bundle(name: &str, folder: &Path) -> Result<String> {
    let root = postil_e2e::root();
    let npm = std::env::var_os("POSTIL_NPM").map_or_else(|| root.join(".tools/npm/node_modules"), PathBuf::from);
    let out = folder.join(name);
    let mut esbuild = Command::new(npm.join(".bin/esbuild"));
    esbuild.arg(root.join("e2e/pages").join(name));
    esbuild.args(["--bundle", "--format=iife", "--minify", "--log-level=error"]);
    esbuild.arg(format!("--outfile={}", out.display())).env("NODE_PATH", &npm);
    let output = esbuild.output();
    let output = output.map_err(|error| anyhow::anyhow!("{}: {error}: cargo xtask setup", npm.display()))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(fs::read_to_string(out)?)
}
