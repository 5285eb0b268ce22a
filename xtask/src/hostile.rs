//! `cargo xtask hostile`: what texts that are meant to make extraction slow cost beside ordinary prose, and a search for worse
//! ones. The program is an example of `postil-extract`; `docs/reliability.md` has the last figures.

use anyhow::Result;

use crate::{run, workspace};

/// A text as people write it, with names, dates and quotations.
const PROSE: &str = "seeds/idlib-talks.txt";
const MODEL: &str = "crates/extract/models/en.postil-model";

/// Measures the list, then makes so many tries by a seed. Fails where a text costs more than twenty times what prose does.
pub fn run(kilobytes: u64, tries: u64, seed: u64) -> Result<()> {
    let mut program = workspace::cargo();
    program.args(["run", "--release", "--package", "postil-extract", "--example", "hostile", "--", MODEL, PROSE]);
    run::run(program.args([kilobytes, tries, seed].map(|number| number.to_string())))
}
