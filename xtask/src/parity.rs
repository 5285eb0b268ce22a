//! The engine gives the same bytes natively and in Wasm: one SHA-256 over a fixed text, computed twice.
//!
//! Natively `postil extract --digest` prints it; in Wasm the worker exports `engine_digest()`, called by
//! `xtask/parity.mjs` in Node on the very files of the release, so that what wasm-opt did is covered.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::report::Tally;
use crate::{dist, run, workspace};

/// Counts as one test. While the worker exports no digest there is nothing to compare.
pub fn engine_parity(tally: &mut Tally) -> Result<()> {
    let mut node = Command::new("node");
    node.current_dir(workspace::root()).arg("xtask/parity.mjs").arg(dist::folder());
    let wasm = run::capture(&mut node)?;
    if wasm.trim().is_empty() {
        println!("skipped: the worker exports no `engine_digest`");
        return Ok(());
    }
    let mut native = workspace::cargo();
    native.args(["run", "--quiet", "--package", "postil-cli", "--bin", "postil"]);
    native.args(["--", "extract", "--digest"]);
    let native = run::capture(&mut native)?;
    let (native, wasm) = (native.trim(), wasm.trim());
    println!("natively {native}\nin Wasm  {wasm}");
    ensure!(
        native == wasm,
        "the engine gives other output in Wasm: look for std's exp, ln, powf and their kin (use libm), \
         for usize in hashes, for the order of hash maps"
    );
    tally.passed += 1;
    Ok(())
}
