//! How the programs of `e2e/` are started: a workspace of its own, driven through its manifest.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::browser::{self, Browser, Kind};
use crate::{dist, run, setup, workspace};

/// Relative to the repository's folder.
pub const MANIFEST: &str = "e2e/Cargo.toml";

/// Is there an `e2e` workspace?
pub fn exists() -> bool {
    workspace::root().join(MANIFEST).is_file()
}

/// `cargo <subcommand>` for `e2e/`, told where release, browser and driver are: `POSTIL_DIST`, `POSTIL_BROWSER`, the
/// variables of the browser, and `POSTIL_AXE` for the accessibility rules.
pub fn command(subcommand: &str, kind: Kind) -> Result<Command> {
    ensure!(exists(), "{MANIFEST} is missing: the browser tests live there");
    let Browser { program, driver } = browser::find(kind)?;
    let mut command = workspace::cargo();
    command
        .args([subcommand, "--manifest-path", MANIFEST])
        .env("POSTIL_DIST", dist::folder())
        .env("POSTIL_AXE", setup::axe_core())
        .env("POSTIL_BROWSER", kind.name())
        .envs(kind.variables().into_iter().zip([program, driver]));
    Ok(command)
}

/// Builds what is missing, then runs one program of `e2e/` over the release, with some variables more.
pub fn run_program(
    name: &str, kind: Kind, arguments: &[std::ffi::OsString], environment: &[(&str, std::ffi::OsString)],
) -> Result<()> {
    setup::tools()?;
    browser::setup(kind)?;
    dist::run_if_stale()?;
    let mut program = command("run", kind)?;
    program.args(["--release", "--bin", name, "--"]);
    program.envs(environment.iter().map(|(name, value)| (name, value)));
    run::run(program.args(arguments))
}
