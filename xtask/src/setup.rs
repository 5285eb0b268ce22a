//! `cargo xtask setup`: what building the page needs, installed where missing.
//!
//! Nothing that the user has is touched: a tool on `PATH` at the right version is used as it is, any
//! other is installed under `.tools/`. Run a second time it finds everything and takes a second.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo_tool::{CargoTool, Installer};
use crate::tools::{self, Tools};
use crate::{run, versions, workspace};

/// Installs what is missing and says where the tools are.
pub fn tools() -> Result<Tools> {
    wasm_target()?;
    check_node()?;
    let mut first = Vec::new();
    let installer = Installer::here();
    let trunk = installer.provide(&CargoTool {
        name: "trunk",
        package: "trunk",
        version: versions::TRUNK,
        options: &["--locked", "--no-default-features"],
        takes: "4 minutes on two cores",
    })?;
    let bindgen = installer.provide(&CargoTool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: versions::WASM_BINDGEN,
        options: &[], // not `--locked`: see versions.rs
        takes: "3 minutes on two cores",
    })?;
    if bindgen.starts_with(tools::folder()) {
        first.push(tools::folder().join("bin"));
    }
    installer.clean();
    if npm_packages()? {
        first.push(tools::npm_programs());
    }
    sources()?;
    Ok(Tools { trunk, first })
}

/// The program that holds dependencies to `deny.toml`, for `cargo xtask deny` and `ci` alone.
pub fn cargo_deny() -> Result<PathBuf> {
    let installer = Installer::here();
    let deny = installer.provide(&CargoTool {
        name: "cargo-deny",
        package: "cargo-deny",
        version: versions::CARGO_DENY,
        options: &["--locked"],
        takes: "2 minutes on two cores",
    })?;
    installer.clean();
    Ok(deny)
}

const GECKODRIVER: CargoTool<'_> = CargoTool {
    name: "geckodriver",
    package: "geckodriver",
    version: versions::GECKODRIVER,
    options: &["--locked"],
    takes: "3 minutes on two cores",
};

/// The program that the tests drive Firefox through.
pub fn geckodriver() -> Result<PathBuf> {
    let installer = Installer::here();
    let driver = installer.provide(&GECKODRIVER)?;
    installer.clean();
    Ok(driver)
}

/// The same where it is installed already.
pub fn installed_geckodriver() -> Result<PathBuf> {
    Installer::here().find(&GECKODRIVER).context("geckodriver is not installed: cargo xtask browser setup")
}

/// The file of axe-core that tests inject into the page.
pub fn axe_core() -> PathBuf {
    tools::folder().join("npm/node_modules/axe-core/axe.min.js")
}

/// What the page is compiled to.
pub const TARGET: &str = "wasm32-unknown-unknown";

fn wasm_target() -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace::root()).args(["--print", "sysroot"]);
    let sysroot = run::capture(&mut rustc)?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET);
    if library.is_dir() {
        return Ok(());
    }
    if tools::on_path("rustup").is_none() {
        bail!(
            "the Rust target {TARGET} is missing and there is no rustup to add it: \
             install rustup, or your distribution's package of that target"
        );
    }
    run::timed("Rust target for Wasm (seconds)", || {
        run::run(Command::new("rustup").current_dir(workspace::root()).args(["target", "add", TARGET]))
    })
}

fn check_node() -> Result<()> {
    let wanted = versions::NODE_MAJOR;
    let found = tools::version_of(Path::new("node"));
    match found.as_deref().map(|version| (version, tools::major(version))) {
        Some((_, Some(major))) if major >= wanted => {}
        Some((version, _)) => bail!(
            "Node.js {version} is on PATH, {wanted} or later is needed (it runs wasm-opt): \
             install a later one from your distribution or from nodejs.org"
        ),
        None => bail!(
            "Node.js {wanted} or later is needed (it runs wasm-opt): \
             install `nodejs` and `npm` from your distribution or from nodejs.org"
        ),
    }
    Ok(())
}

/// Installs the npm packages that are missing. True when `wasm-opt` is ours, false when the one on
/// `PATH` will do.
fn npm_packages() -> Result<bool> {
    let theirs = tools::on_path("wasm-opt").and_then(|program| tools::version_of(&program));
    let ours = theirs.as_deref().and_then(tools::major) != tools::major(versions::BINARYEN);
    let mut wanted = vec![("axe-core", versions::AXE_CORE), ("esbuild", versions::ESBUILD)];
    if ours {
        wanted.push(("binaryen", versions::BINARYEN));
    }
    install_from_npm(wanted)?;
    Ok(ours)
}

/// The engines that ours is measured beside, for `cargo xtask bench` alone.
pub fn rivals() -> Result<()> {
    install_from_npm(versions::RIVALS.to_vec())
}

/// Installs those that are not there at their version.
fn install_from_npm(mut wanted: Vec<(&str, &str)>) -> Result<()> {
    wanted.retain(|(name, version)| npm_version(name).as_deref() != Some(version));
    if !wanted.is_empty() {
        if tools::on_path("npm").is_none() {
            bail!("npm is needed beside Node.js: install your distribution's `npm` package");
        }
        let names: Vec<String> = wanted.iter().map(|(n, v)| format!("{n}@{v}")).collect();
        let what = format!("{} from npm into .tools/ (half a minute)", names.join(", "));
        let folder = tools::folder().join("npm");
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        run::timed(&what, || {
            run::run(
                Command::new("npm")
                    .args(["install", "--no-audit", "--no-fund", "--save-exact", "--prefix"])
                    .arg(&folder)
                    .args(&names),
            )
        })?;
    }
    Ok(())
}

/// The installed version of an npm package of ours.
fn npm_version(name: &str) -> Option<String> {
    let folder = tools::folder().join("npm/node_modules").join(name);
    let json = fs::read_to_string(folder.join("package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&json).ok()?;
    package["version"].as_str().map(str::to_owned)
}

/// Fetches the crates, since Trunk then builds without the network.
fn sources() -> Result<()> {
    let mut fetch = workspace::cargo();
    fetch.args(["fetch", "--quiet"]);
    // Where the tree is checked, a lock file that lags behind is a mistake; at a desk it is work.
    if std::env::var_os("CI").is_some() {
        fetch.arg("--locked");
    }
    run::run(&mut fetch)
}
