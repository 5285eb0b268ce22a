//! `cargo xtask test`: every test there is, and one line at the end that counts them.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::browser::{self, Kind};
use crate::report::{Report, Tally};
use crate::{dist, e2e, flags, parity, run, setup, size, tools, workspace};

/// The files of browser tests that run in Firefox where nobody names a browser or a test; `--browser firefox` runs all.
const IN_FIREFOX: &[&str] = &[
    "accessibility::",
    "deletion::",
    "find::",
    "flow::",
    "harness::",
    "keys::",
    "linking::",
    "long::",
    "meaning::",
    "offline::",
    "pointing::",
    "policy::",
    "review::",
    "saving::",
    "storage::",
    "tabs::",
];

/// What to run.
#[derive(Debug, Default)]
pub struct Options {
    /// Only tests whose name contains this.
    pub filter: Option<String>,
    pub no_browser: bool,
    /// The one browser to run in. Without it all runs in Chromium, and [`IN_FIREFOX`] in Firefox.
    pub browser: Option<Kind>,
}

impl From<flags::Test> for Options {
    fn from(test: flags::Test) -> Self {
        Self { filter: test.filter, no_browser: test.no_browser, browser: test.browser }
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
    for kind in [Kind::Chromium, Kind::Firefox] {
        if options.browser.is_none_or(|chosen| chosen == kind) {
            in_browsers(report, kind, options, built);
        }
    }
}

/// The steps in one browser. Firefox is left out with a word where it cannot be had and nobody asked for it by name.
fn in_browsers(report: &mut Report, kind: Kind, options: &Options, built: bool) {
    let (browser, inside, whole) = match kind {
        Kind::Chromium => ("Chromium", "tests inside Chromium", "tests in Chromium"),
        Kind::Firefox => ("Firefox", "tests inside Firefox", "tests in Firefox"),
    };
    let mut missing = None;
    let is_there = report.step(browser, |_| match browser::setup(kind) {
        Err(error) if kind == Kind::Firefox && options.browser.is_none() => {
            missing = Some(error);
            Ok(())
        }
        outcome => outcome.map(|_| ()),
    });
    if let Some(error) = missing {
        report.skip(whole, &error);
    } else if is_there {
        let filter = options.filter.as_deref();
        if kind == Kind::Chromium || options.browser.is_some() {
            report.step(inside, |tally| inside_browser(kind, filter, tally));
        }
        let filters = match (filter, kind, options.browser) {
            (None, Kind::Firefox, None) => IN_FIREFOX,
            _ => filter.as_slice(),
        };
        if built {
            report.step(whole, |tally| in_browser(kind, filters, tally));
        }
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
fn inside_browser(kind: Kind, filter: Option<&str>, tally: &mut Tally) -> Result<()> {
    let mut tests = workspace::cargo();
    tests.arg("test").args(["postil", "postil-storage", "postil-worker"].map(|package| format!("--package={package}")));
    tests.args(["--target", setup::TARGET, "--test", "*", "--no-fail-fast"]);
    if let Some(filter) = filter {
        tests.args(["--", filter]);
    }
    tests.env("PATH", tools::path_with(&setup::tools()?.first)?);
    // The runner takes the first driver that a variable names.
    for other in [Kind::Chromium, Kind::Firefox] {
        tests.env_remove(other.variables()[1]);
    }
    tests.env(kind.variables()[1], browser::find(kind)?.driver);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    counted(&mut tests, tally)
}

/// The page as a whole, by the release.
fn in_browser(kind: Kind, filters: &[&str], tally: &mut Tally) -> Result<()> {
    let mut tests = e2e::command("test", kind)?;
    tests.args(["--no-fail-fast", "--"]).args(filters);
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
