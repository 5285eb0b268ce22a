//! Programs that stand for others in tests, and write down how they were called.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with fake programs, gone when the test is done.
pub struct FakePrograms {
    pub folder: PathBuf,
}

impl FakePrograms {
    /// `name` keeps tests apart that run at the same time.
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("postil-{name}-{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(folder.join("path")).unwrap();
        Self { folder }
    }

    /// Adds a program that writes down its arguments and then does this, in the language of `sh`.
    pub fn with(self, program: &str, does: &str) -> Self {
        let calls = self.folder.join("calls");
        let script = format!("#!/bin/sh\necho \"{program} $*\" >> '{}'\n{does}\n", calls.display());
        write(&self.path().join(program), &script);
        self
    }

    /// The folder that the programs are in.
    pub fn path(&self) -> PathBuf {
        self.folder.join("path")
    }

    /// The calls so far, one a line as a shell would take it, with `.` for the folder.
    pub fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.join("calls")).unwrap_or_default();
        let folder = self.folder.display().to_string();
        calls.lines().map(|line| line.replace(&folder, ".")).collect()
    }
}

impl Drop for FakePrograms {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// Writes a program that can be started at once. A shell does it: what this process has open for writing, children that
/// other tests start hold for a moment, and what anyone holds so cannot be started.
fn write(path: &Path, script: &str) {
    let mut write = Command::new("sh");
    write.args(["-c", r#"printf %s "$1" > "$0" && chmod +x "$0""#]).arg(path).arg(script);
    assert!(write.status().unwrap().success());
}
