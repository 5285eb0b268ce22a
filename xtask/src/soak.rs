//! `cargo xtask soak`: the browser is killed again and again while somebody works, by `e2e/src/bin/soak.rs`.

use std::ffi::OsString;

use anyhow::Result;

use crate::browser::Kind;
use crate::e2e;

/// Passes `arguments` on.
pub fn run(kind: Kind, arguments: &[OsString]) -> Result<()> {
    e2e::run_program("soak", kind, arguments, &[])
}
