//! `cargo xtask serve`: the page for working on it, rebuilt as files change.

use anyhow::Result;

use crate::{run, setup};

/// Trunk's own default, stated here because the address is printed before Trunk starts.
const PORT: u16 = 8080;

/// Serves the page until interrupted.
pub fn run(port: Option<u16>, open: bool) -> Result<()> {
    let tools = setup::tools()?;
    let port = port.unwrap_or(PORT);
    println!("The first build takes about two minutes, later ones seconds. Then open:");
    println!("\n    http://127.0.0.1:{port}/\n");
    let mut trunk = tools.trunk("serve")?;
    trunk.args(["--address", "127.0.0.1", "--port", &port.to_string()]);
    if open {
        trunk.arg("--open");
    }
    run::run(&mut trunk)
}
