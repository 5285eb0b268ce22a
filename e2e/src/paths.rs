//! Where things are.

use anyhow::{Context as _, Result, ensure};
use std::path::{Path, PathBuf};

/// The repository's folder.
pub fn root() -> PathBuf {
    // Cargo sets it at run time; the one of compile time goes stale when a build folder is shared.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let here = Path::new(&here);
    here.parent().unwrap_or(here).to_owned()
}

/// The release.
pub fn dist() -> Result<PathBuf> {
    let dist = std::env::var_os("POSTIL_DIST").map_or_else(|| root().join("dist"), PathBuf::from);
    ensure!(dist.join("index.html").is_file(), "no release in {}: cargo xtask dist", dist.display());
    Ok(dist)
}

/// A program: what the variable names, or the first of these that is on `PATH`.
pub(crate) fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(chosen) = std::env::var_os(variable) {
        return chosen.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates =
        names.iter().flat_map(|name| std::env::split_paths(&path).map(|folder| folder.join(name)).collect::<Vec<_>>());
    candidates.into_iter().find(|program| program.is_file()).unwrap_or_else(|| names[0].into())
}

/// The accessibility rules.
pub(crate) fn axe() -> Result<String> {
    let path = std::env::var_os("POSTIL_AXE")
        .map_or_else(|| root().join(".tools/npm/node_modules/axe-core/axe.min.js"), PathBuf::from);
    std::fs::read_to_string(&path).with_context(|| format!("{}: cargo xtask setup", path.display()))
}

/// The bytes of an article that the app ships with.
pub fn sample(file: &str) -> Result<Vec<u8>> {
    let path = root().join("seeds").join(file);
    std::fs::read(&path).with_context(|| path.display().to_string())
}
