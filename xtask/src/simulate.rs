//! `cargo xtask simulate`: what learning on the device is worth to simulated readers, as `docs/learning.md` says.

use std::path::PathBuf;

use anyhow::Result;

use crate::{run, workspace};

/// Corpora that are read, each by a model that was trained without it.
const CORPORA: [&str; 5] = ["gmb", "uner_ewt", "crossner", "gum", "re3d"];

/// Trains what is missing, then simulates; without corpora it says so and does nothing.
pub fn run(tuning: bool, at_once: bool, orders: u64) -> Result<()> {
    let beside = || workspace::root().join("../shared");
    let corpora = std::env::var_os("POSTIL_CORPORA").map_or_else(beside, PathBuf::from).join("data");
    if !corpora.is_dir() {
        println!(
            "skipped: there are no corpora in {}; POSTIL_CORPORA names the folder whose folder `data` holds them",
            corpora.display()
        );
        return Ok(());
    }
    let train = || {
        let mut command = workspace::cargo();
        command.args(["run", "--release", "--package", "postil-train", "--"]);
        command
    };
    let models = workspace::target()?.join("left-out");
    for corpus in CORPORA {
        if !models.join(format!("without-{corpus}.postil-model")).is_file() {
            println!("a model without {corpus} is trained: some three minutes");
            run::run(train().args(["--leave-out", "--only", corpus, "--keep"]).arg(&models))?;
        }
    }
    let mut simulate = train();
    simulate.arg("--simulate").arg(&models).arg("--orders").arg(orders.to_string());
    for (is_on, flag) in [(tuning, "--tuning"), (at_once, "--at-once")] {
        if is_on {
            simulate.arg(flag);
        }
    }
    run::run(&mut simulate)
}
