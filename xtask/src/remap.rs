//! Paths of the machine that builds are no part of a release: messages of panics name the file of a library, and with it the
//! folder of whoever built. Without them the same sources give the same bytes wherever they are built.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::offline;

/// Cargo adds what stands there to the flags of `.cargo/config.toml`. Blanks part the flags.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// What the folders of libraries are called instead.
const NAME: &str = "crates";

/// Has what `command` compiles for the page call the folders of libraries [`NAME`].
pub fn prepare(command: &mut Command) -> Result<()> {
    let mut flags = env::var_os(FLAGS).unwrap_or_default();
    for folder in folders(&home()?)? {
        let folder = folder.into_os_string();
        if folder.to_string_lossy().contains(char::is_whitespace) {
            // The check says so where a path is in a release.
            continue;
        }
        flags.push(" --remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(NAME);
    }
    command.env(FLAGS, flags);
    Ok(())
}

/// Refuses a release that names a folder of libraries as it is called here.
pub fn check(dist: &Path) -> Result<()> {
    let home = home()?.into_os_string().into_encoded_bytes();
    for name in offline::names(dist)?.iter().filter(|name| name.ends_with(".wasm")) {
        let bytes = fs::read(dist.join(name)).with_context(|| name.clone())?;
        if let Some(at) = bytes.windows(home.len()).position(|window| window == home) {
            let end = bytes.len().min(at + 160);
            bail!(
                "{name} names a folder of this machine, so that it would be another one elsewhere: {:?}. Is there a blank in the \
                 path of Cargo's home? Set CARGO_HOME to a folder without one.",
                String::from_utf8_lossy(&bytes[at..end])
            );
        }
    }
    Ok(())
}

/// Cargo's home.
fn home() -> Result<PathBuf> {
    let chosen = env::var_os("CARGO_HOME").filter(|it: &OsString| !it.is_empty()).map(PathBuf::from);
    chosen.or_else(|| Some(env::home_dir()?.join(".cargo"))).context("neither CARGO_HOME nor a home folder is set")
}

/// Folders in which Cargo unpacks libraries, one for each registry, in the order of their names.
fn folders(home: &Path) -> Result<Vec<PathBuf>> {
    let sources = home.join("registry/src");
    if !sources.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&sources).with_context(|| sources.display().to_string())?;
    let mut folders = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    folders.retain(|it| it.is_dir());
    folders.sort();
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("postil-remap-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn each_registry_has_a_folder() {
        let home = scratch("home");
        assert!(folders(&home).unwrap().is_empty());
        for name in ["two-02", "one-01"] {
            fs::create_dir_all(home.join("registry/src").join(name)).unwrap();
        }
        fs::write(home.join("registry/src/file"), "").unwrap();
        let found = folders(&home).unwrap();
        assert!(found.iter().map(|it| it.file_name().unwrap()).eq(["one-01", "two-02"]), "{found:?}");
        fs::remove_dir_all(home).unwrap();
    }

    #[test]
    fn a_release_that_names_a_folder_of_this_machine_is_refused() {
        let dist = scratch("dist");
        fs::write(dist.join("app_bg.wasm"), "\0asm crates/one-1.0/src/lib.rs").unwrap();
        check(&dist).unwrap();
        let own = home().unwrap().join("registry/src/one-01/one-1.0/src/lib.rs");
        fs::write(dist.join("app_bg.wasm"), format!("\0asm {}", own.display())).unwrap();
        assert!(check(&dist).unwrap_err().to_string().starts_with("app_bg.wasm names a folder"));
        fs::remove_dir_all(dist).unwrap();
    }
}
