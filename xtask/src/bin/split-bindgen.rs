//! Stands before wasm-bindgen while Trunk builds a release: what is marked in the code as a part of its own is split off
//! first, since wasm-bindgen drops what tells one function from another. Trunk knows no such step.
//!
//! `POSTIL_WASM_BINDGEN` is the true program, `POSTIL_SPLIT` the folder for what is split off. Everything without split
//! points passes as it is.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The binary that is split.
const APP: &str = "app";

fn main() -> Result<ExitCode> {
    let program = env::var_os("POSTIL_WASM_BINDGEN").context("POSTIL_WASM_BINDGEN: the program to pass on to")?;
    let folder = env::var_os("POSTIL_SPLIT").map(PathBuf::from);
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let is_app =
        |path: &Path| path.extension().is_some_and(|it| it == "wasm") && path.file_stem().is_some_and(|it| it == APP);
    let app = arguments.iter_mut().find(|argument| is_app(Path::new(argument)));
    if let (Some(folder), Some(app)) = (folder, app) {
        *app = split(Path::new(app), &folder)?.into_os_string();
        // Among them is the table of functions, through which the modules call each other.
        arguments.push("--keep-lld-exports".into());
    }
    let status = Command::new(&program).args(arguments).status().with_context(|| program.display().to_string())?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Splits `wasm` and returns where the main module lies, which keeps its file's name. What is split off, and the script
/// that fetches it, lie in `folder`.
fn split(wasm: &Path, folder: &Path) -> Result<PathBuf> {
    let bytes = std::fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let main = folder.join("main").join(wasm.file_name().context("a file")?);
    std::fs::create_dir_all(main.parent().context("a folder")?)?;
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "./split.js";
    options.main_module = "./app.js";
    transform(options).map_err(|error| anyhow!("{}: {error:#}", wasm.display()))?;
    Ok(main)
}
