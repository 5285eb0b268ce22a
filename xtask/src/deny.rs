//! `cargo xtask deny`: holds what the workspaces link to `deny.toml`, with cargo-deny.
//!
//! Licences, names and origins are judged by what Cargo says, and are a part of `cargo xtask ci`. Known vulnerabilities
//! are in a database that is fetched and that changes without us, so that they are looked up by themselves.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{run, setup, workspace};

/// What a commit can be held to.
pub const OFFLINE: [&str; 3] = ["licenses", "bans", "sources"];

/// What becomes known in the course of time.
pub const ADVISORIES: [&str; 1] = ["advisories"];

/// Does these checks of every workspace, and names those workspaces that fail.
pub fn run(checks: &[&str]) -> Result<()> {
    let program = setup::cargo_deny()?;
    let mut failed = Vec::new();
    for manifest in workspace::MANIFESTS {
        let mut deny = Command::new(&program);
        deny.current_dir(workspace::root()).args(arguments(manifest, checks));
        if let Err(error) = run::run(&mut deny) {
            println!("{error:#}");
            failed.push(manifest);
        }
    }
    if !failed.is_empty() {
        bail!("{} failed, as is said above", failed.join(", "));
    }
    Ok(())
}

fn arguments<'a>(manifest: &'a str, checks: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["--config", "deny.toml", "--manifest-path", manifest, "--workspace", "check"];
    // An exception that nobody needs any more goes. The smaller workspaces do not meet all of them.
    arguments.extend([if manifest == workspace::MANIFESTS[0] { "--deny" } else { "--allow" }, "unmatched-skip"]);
    arguments.extend(checks);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_that_ships_needs_every_exception() {
        let said = arguments("Cargo.toml", &OFFLINE).join(" ");
        assert!(said.ends_with("--workspace check --deny unmatched-skip licenses bans sources"), "{said}");
        let said = arguments("e2e/Cargo.toml", &ADVISORIES).join(" ");
        assert!(
            said.ends_with("--manifest-path e2e/Cargo.toml --workspace check --allow unmatched-skip advisories"),
            "{said}"
        );
    }
}
