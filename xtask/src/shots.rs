//! `cargo xtask shots`: the named screenshots, taken by `e2e/src/bin/shots.rs` from the release.

use std::ffi::OsString;

use anyhow::Result;

use crate::browser::Kind;
use crate::e2e;

/// Passes `arguments` on.
pub fn run(arguments: &[OsString]) -> Result<()> {
    e2e::run_program("shots", Kind::Chromium, arguments, &[])
}
