//! `cargo xtask test`: every test there is, and one line at the end that counts them.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::report::{Report, Tally};
use crate::{browser, dist, e2e, flags, parity, run, setup, size, tools, workspace};

/// What to run.
#[derive(Debug, Default)]
pub struct Options {
    /// Only tests whose name contains this.
    pub filter: Option<String>,
    pub no_browser: bool,
}

impl From<flags::Test> for Options {
    fn from(test: flags::Test) -> Self {
        Self { filter: test.filter, no_browser: test.no_browser }
    }
}

/// Runs everything and prints the count.
pub fn run(options: &Options) -> ExitCode {
    let mut report = Report::default();
    steps(&mut report, options);
    report.finish()
}

/// The steps, for `ci` to put its own before them.
pub fn steps(report: &mut Report, options: &Options) {
    let filter = options.filter.as_deref();
    let tools = report.step("tools", |_| setup::tools().map(|_| ()));
    report.step("tests", |tally| native(filter, tally));
    if !tools {
        return; // no release without tools, and nothing to open in a browser
    }
    let built = report.step("release", |_| dist::run_if_stale());
    if built && filter.is_none() {
        report.step("size", |_| size::run());
        report.step("same engine natively and in Wasm", parity::engine_parity);
    }
    if options.no_browser {
        return;
    }
    let browser = report.step("browser", |_| browser::setup().map(|_| ()));
    if browser {
        report.step("tests inside a browser", |tally| inside_browser(filter, tally));
    }
    if built && browser {
        report.step("browser tests", |tally| in_browser(filter, tally));
    }
}

/// Unit, property, golden and documentation tests of all packages, built for this machine. The page's
/// and the worker's crates build here too: their browser calls link, and tests do not make them.
fn native(filter: Option<&str>, tally: &mut Tally) -> Result<()> {
    let mut tests = workspace::cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    tests.args(filter);
    counted(&mut tests, tally)
}

/// Tests of single modules of the page that need a browser's own IndexedDB, locks or elements.
fn inside_browser(filter: Option<&str>, tally: &mut Tally) -> Result<()> {
    let mut tests = workspace::cargo();
    tests.arg("test").args(["postil", "postil-storage", "postil-worker"].map(|package| format!("--package={package}")));
    tests.args(["--target", setup::TARGET, "--test", "*", "--no-fail-fast"]);
    if let Some(filter) = filter {
        tests.args(["--", filter]);
    }
    tests.env("PATH", tools::path_with(&setup::tools()?.first)?);
    tests.env("CHROMEDRIVER", browser::find()?.driver);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    counted(&mut tests, tally)
}

/// The page as a whole, by the release.
fn in_browser(filter: Option<&str>, tally: &mut Tally) -> Result<()> {
    let mut tests = e2e::command("test")?;
    tests.arg("--no-fail-fast").args(filter);
    counted(&mut tests, tally)
}

fn counted(tests: &mut std::process::Command, tally: &mut Tally) -> Result<()> {
    let (status, output) = run::stream(tests)?;
    tally.add_output(&output);
    if !status.success() {
        bail!("{status}");
    }
    Ok(())
}
