//! Finds programs, reads their versions, and lets them see each other.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{run, workspace};

/// The tools that build the page, each at its version.
pub struct Tools {
    pub trunk: PathBuf,
    /// Folders that go before `PATH`: those of our own installs that are in use. Trunk looks for
    /// `wasm-bindgen` and `wasm-opt` there.
    pub first: Vec<PathBuf>,
}

impl Tools {
    /// A Trunk command that runs in the repository's folder and fetches nothing from the network.
    pub fn trunk(&self, subcommand: &str) -> Result<Command> {
        let mut command = Command::new(&self.trunk);
        command.current_dir(workspace::root());
        command.env("PATH", path_with(&self.first)?);
        command.args([subcommand, "--offline", "--skip-version-check"]);
        // Trunk reads this variable as `true` or `false` and refuses the customary `1`.
        if std::env::var_os("NO_COLOR").is_some() {
            command.env("NO_COLOR", "true");
        }
        Ok(command)
    }
}

/// Where our own installs lie; git ignores it.
pub fn folder() -> PathBuf {
    workspace::root().join(".tools")
}

/// Where npm puts the programs of our own install.
pub fn npm_programs() -> PathBuf {
    folder().join("npm/node_modules/.bin")
}

/// The version that `program --version` prints, or nothing where it cannot be run.
pub fn version_of(program: &Path) -> Option<String> {
    let output = run::capture(Command::new(program).arg("--version")).ok()?;
    parse_version(&output).map(str::to_owned)
}

/// The first word of `text` that is a version: `wasm-opt version 132 (version_132)` gives `132`.
pub fn parse_version(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.strip_prefix('v').unwrap_or(word))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The number before the first dot: `20.20.2` gives 20.
pub fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// The first `name` on `PATH`, as a shell would find it.
pub fn on_path(name: &str) -> Option<PathBuf> {
    find(name, &std::env::var_os("PATH")?)
}

/// The first `name` in the folders of `path`, which is written as `PATH` is.
pub fn find(name: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// The value for a command's `PATH` with these folders before ours.
pub fn path_with(first: &[PathBuf]) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.iter().cloned().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("a folder with a colon in its name cannot be on PATH")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (text, version) in [
            ("trunk 0.21.14\n", Some("0.21.14")),
            ("wasm-bindgen 0.2.130", Some("0.2.130")),
            ("wasm-opt version 132 (version_132)", Some("132")),
            ("v20.20.2\n", Some("20.20.2")),
            ("Chromium 156.0.8078.79 built on Debian", Some("156.0.8078.79")),
            ("ChromeDriver 156.0.8078.79 (a21ce95)", Some("156.0.8078.79")),
            ("not found", None),
        ] {
            assert_eq!(parse_version(text), version, "{text}");
        }
        assert_eq!(major("20.20.2"), Some(20));
        assert_eq!(major("132"), Some(132));
        assert_eq!(major(""), None);
    }

    #[test]
    fn programs_are_found_on_path() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-anywhere").is_none());
    }
}
