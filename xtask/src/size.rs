//! `cargo xtask size`: what a reader downloads, as it travels (brotli), against the budget.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::{dist, offline, run, split};

/// The page: everything that must arrive before an article can be read. Which keys do what is part of it: they may be pressed at once.
const PAGE_BUDGET: u64 = 408 * 1024;

/// Its panels and dialogs, which arrive while the article is already there: also what settles conflicts and shows the past, the palette of
/// commands, the table of keys, filters and menus, the docks, and what lays out and draws pictures.
const PANELS_BUDGET: u64 = 195 * 1024;

/// The worker, without models: parsers, the dictionaries that rules need, changes of the schema, what happens in a text.
const WORKER_BUDGET: u64 = 900 * 1024;

/// The formats of other programs, which are fetched when a file or an export calls for them.
const FORMATS_BUDGET: u64 = 700 * 1024;

/// Trained models with their lists of names and words, which the worker fetches.
const MODEL_BUDGET: u64 = 4 * 1024 * 1024;

/// Part of none of them.
const SERVICE_WORKER: &str = "sw.js";

/// Node compresses: a Rust encoder in our unoptimised builds takes minutes at this quality.
const COMPRESS: &str = "
const { brotliCompressSync, constants } = require('zlib');
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
for (const file of process.argv.slice(1)) {
  const bytes = require('fs').readFileSync(file);
  const size = bytes.length ? brotliCompressSync(bytes, { params }).length : 0;
  process.stdout.write(`${bytes.length} ${size}\\n`);
}";

/// Fails where the release is over its budget.
pub fn run() -> Result<()> {
    let folder = dist::folder();
    ensure!(folder.is_dir(), "no dist/ yet: run `cargo xtask dist`");
    let totals = report(&folder)?;
    let mut over = Vec::new();
    for (what, size, budget) in [
        ("the page", totals.page, PAGE_BUDGET),
        ("its panels", totals.panels, PANELS_BUDGET),
        ("the worker", totals.worker, WORKER_BUDGET),
        ("the formats", totals.formats, FORMATS_BUDGET),
        ("the model", totals.model, MODEL_BUDGET),
    ] {
        println!("{what}: {} of {} KB", kib(size), kib(budget));
        if size > budget {
            over.push(format!("{what} is {} KB over its budget", kib(size - budget)));
        }
    }
    if !over.is_empty() {
        bail!("{}", over.join(", "));
    }
    Ok(())
}

/// Compressed sizes in bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub page: u64,
    pub panels: u64,
    pub worker: u64,
    pub formats: u64,
    pub model: u64,
}

/// Prints the size of every script, style sheet, Wasm and model of the release, and sums them up.
pub fn report(folder: &Path) -> Result<Totals> {
    let names: Vec<String> =
        offline::names(folder)?.into_iter().filter(|name| is_code(name) || is_model(name)).collect();
    let mut node = Command::new("node");
    node.current_dir(folder).args(["--eval", COMPRESS, "--"]).args(&names);
    let output = run::capture(&mut node)?;
    let mut totals = Totals::default();
    println!("{:>10} {:>10}  brotli sizes in bytes", "raw", "brotli");
    for (name, line) in names.iter().zip(output.lines()) {
        let (raw, size) = line.split_once(' ').context("two sizes a line")?;
        println!("{raw:>10} {size:>10}  {name}");
        let size = size.parse::<u64>()?;
        match name.as_str() {
            name if is_of(dist::WORKERS[0], name) => totals.worker += size,
            name if is_of(dist::WORKERS[1], name) => totals.formats += size,
            name if split::is_panels(name) => totals.panels += size,
            name if is_model(name) => totals.model += size,
            // Fetched by the browser when the page is up, and only to keep it.
            SERVICE_WORKER => {}
            _ => totals.page += size,
        }
    }
    Ok(totals)
}

fn is_code(name: &str) -> bool {
    [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end))
}

fn is_model(name: &str) -> bool {
    name.ends_with(".postil-model")
}

/// Whether a file belongs to a worker.
fn is_of(worker: &str, name: &str) -> bool {
    name.strip_prefix(worker).is_some_and(|end| dist::WORKER_FILES.contains(&end))
}

/// Bytes as KB of 1024 bytes, rounded up.
fn kib(bytes: u64) -> u64 {
    bytes.div_ceil(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_the_rest() {
        for (name, code, worker) in [
            ("app-1a.js", true, false),
            ("app-1a_bg.wasm", true, false),
            ("sw.js", true, false),
            ("worker_bg.wasm", true, true),
            ("worker_loader.js", true, true),
            ("index.html", false, false),
            ("en.postil-model", false, false),
        ] {
            assert_eq!((is_code(name), is_of("worker", name)), (code, worker), "{name}");
        }
        assert!(is_of("formats", "formats_bg.wasm") && !is_of("formats", "worker.js"));
    }

    #[test]
    fn sizes_round_up() {
        assert_eq!(kib(330 * 1024), 330);
        assert_eq!(kib(330 * 1024 + 1), 331);
    }
}
