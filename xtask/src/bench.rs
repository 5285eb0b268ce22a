//! `cargo xtask bench`: speed in the browser, measured by `e2e/src/bin/bench` on the release.

use std::ffi::OsString;

use anyhow::Result;

use crate::{e2e, setup};

/// Passes `arguments` on.
pub fn run(arguments: &[OsString]) -> Result<()> {
    setup::rivals()?;
    e2e::run_program("bench", arguments)
}
