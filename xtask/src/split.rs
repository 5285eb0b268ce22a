//! The page's Wasm in two: what draws an article, and what is fetched while the article is already there
//! (`src/view/panels.rs`). Trunk knows no such step, so a program of ours ([`PROGRAM`]) stands before `wasm-bindgen`
//! while it builds, and what is split off is put into the release here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::tools::{self, Tools};
use crate::{offline, page, run, workspace};

/// What stands before wasm-bindgen: a binary of this package. A crate that were called `wasm-bindgen` itself would be
/// taken for an old version of the library by the compiler.
const PROGRAM: &str = "split-bindgen";

/// What Trunk starts.
const BINDGEN: &str = "wasm-bindgen";

/// The module that is split off, as `wasm_split_cli_support` names it.
const MODULE: &str = "split_panels.wasm";

/// The script that fetches it.
const SCRIPT: &str = "split.js";

/// What it says on the console where the module does not come.
const COMPLAINT: &str = "console.error(e);";

/// How the page's script is called before it has a hash.
const APP: &str = "app.js";

/// What Rust's Wasm makes use of; a module that was split off says nothing of it.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Whether a file of the release is the part that an article is read without.
pub fn is_panels(name: &str) -> bool {
    name.starts_with("panels-") && name.ends_with(".wasm")
}

/// Where the parts wait for the release to be built.
fn folder() -> PathBuf {
    workspace::root().join("target/split")
}

/// Puts our program before `wasm-bindgen` for what `command` runs.
pub fn prepare(command: &mut Command, tools: &Tools) -> Result<()> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    let programs = folder.join("bin");
    fs::create_dir_all(&programs).with_context(|| programs.display().to_string())?;
    run::run(workspace::cargo().args(["build", "--quiet", "--package", "xtask", "--bin", PROGRAM]))?;
    let file = |name: &str| format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let (built, name) = (workspace::target()?.join("debug").join(file(PROGRAM)), file(BINDGEN));
    fs::copy(&built, programs.join(&name)).with_context(|| built.display().to_string())?;
    let path = tools::path_with(&tools.first)?;
    let real = tools::find(&name, &path).context("wasm-bindgen was installed")?;
    let mut first = vec![programs];
    first.extend(tools.first.iter().cloned());
    command.env("PATH", tools::path_with(&first)?).env("POSTIL_WASM_BINDGEN", real).env("POSTIL_SPLIT", folder);
    Ok(())
}

/// Puts the second module and its script into the release, each under a name with its hash: a page that is older than
/// its server must find no other than its own.
pub fn finish(dist: &Path, tools: &Tools) -> Result<()> {
    let names = offline::names(dist)?;
    let app = names.iter().find(|name| name.starts_with("app-") && name.ends_with(".js"));
    let app = app.context("Trunk wrote no app-<hash>.js")?;
    let wasm = folder().join(MODULE);
    let optimized = folder().join("panels.wasm");
    let mut optimize = Command::new("wasm-opt");
    optimize.env("PATH", tools::path_with(&tools.first)?);
    optimize.args(["-Oz", "-Oz", "--low-memory-unused"]).args(FEATURES).arg(&wasm).arg("-o").arg(&optimized);
    run::run(&mut optimize)?;
    let bytes = fs::read(&optimized).with_context(|| optimized.display().to_string())?;
    let panels = format!("panels-{}.wasm", hash(&bytes));
    fs::write(dist.join(&panels), bytes)?;

    let script = fs::read_to_string(folder().join(SCRIPT)).context(SCRIPT)?;
    let script = replaced(&replaced(&script, APP, app)?, MODULE, &panels)?;
    // The page tells it where people look.
    ensure!(script.contains(COMPLAINT), "{SCRIPT} does not say {COMPLAINT}");
    let script = script.replace(COMPLAINT, "");
    let name = format!("split-{}.js", hash(script.as_bytes()));
    fs::write(dist.join(&name), script)?;
    // The module's own name for its neighbour stays: it is one end of a link whose other end is in the Wasm.
    let glue = fs::read_to_string(dist.join(app)).with_context(|| app.clone())?;
    let import = format!("from \"./{SCRIPT}\"");
    ensure!(glue.contains(&import), "{app} does not import ./{SCRIPT}");
    fs::write(dist.join(app), glue.replace(&import, &format!("from \"./{name}\"")))?;
    Ok(())
}

/// The script with another name for a neighbour.
fn replaced(script: &str, old: &str, new: &str) -> Result<String> {
    let old = format!("\"./{old}\"");
    ensure!(script.contains(&old), "{SCRIPT} does not name {old}");
    Ok(script.replace(&old, &format!("\"./{new}\"")))
}

fn hash(bytes: &[u8]) -> String {
    page::hex(&Sha256::digest(bytes))[..16].to_owned()
}
