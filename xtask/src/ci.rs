//! `cargo xtask ci`: what must hold for every commit.

use std::process::ExitCode;

use anyhow::Result;

use crate::report::Report;
use crate::{deny, run, setup, test, tidy, workspace};

/// Runs every check, then every test; ends in the one count.
pub fn run() -> ExitCode {
    let mut report = Report::default();
    report.step("tidy", |_| tidy::run());
    report.step("format", |_| format());
    report.step("clippy", |_| clippy());
    report.step("licences, bans and sources", |_| deny::run(&deny::OFFLINE));
    // The Wasm target must be there before code can be checked for it.
    if report.step("tools", |_| setup::tools().map(|_| ())) {
        report.step("clippy for Wasm", |_| clippy_for_wasm());
    }
    test::steps(&mut report, &test::Options::default());
    report.finish()
}

fn format() -> Result<()> {
    run::run(workspace::cargo().args(["fmt", "--all", "--", "--check"]))?;
    for manifest in &workspace::MANIFESTS[1..] {
        run::run(workspace::cargo().args(["fmt", "--manifest-path", manifest, "--", "--check"]))?;
    }
    Ok(())
}

fn clippy() -> Result<()> {
    let mut clippy = workspace::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"]);
    run::run(&mut clippy)?;
    for manifest in &workspace::MANIFESTS[1..] {
        let mut clippy = workspace::cargo();
        clippy.args(["clippy", "--manifest-path", manifest, "--all-targets"]);
        run::run(clippy.args(["--", "-Dwarnings"]))?;
    }
    Ok(())
}

fn clippy_for_wasm() -> Result<()> {
    // With the tests that run in a browser, which are empty elsewhere.
    let mut clippy = workspace::cargo();
    clippy
        .arg("clippy")
        .args(["postil", "postil-storage", "postil-worker"].map(|package| format!("--package={package}")));
    run::run(clippy.args(["--all-targets", "--target", setup::TARGET, "--", "-Dwarnings"]))
}
