//! `cargo xtask dist`: the release in `dist/`, a folder that any static server can serve under any path.
//!
//! Trunk builds into a folder of its own; what it leaves undone is done there (start-up script and
//! policy: [`page`]; service worker: [`offline`]; licences: [`notices`]), and only a finished release
//! takes the place of `dist/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::tools::Tools;
use crate::{
    minify, notices, offline, page, remap, run, sbom, setup, short_names, single, size, sources, split, workspace,
};

/// The binaries of `crates/worker`: what reads texts, and what knows the formats of other programs.
pub const WORKERS: [&str; 2] = ["worker", "formats"];

/// What a worker's link in `index.html` makes Trunk write: the name of the binary, without a hash, since those who
/// start it must know it. They start the last one.
pub const WORKER_FILES: [&str; 3] = [".js", WASM, "_loader.js"];

/// How wasm-bindgen ends the name of a module whose glue script is called the same before it.
const WASM: &str = "_bg.wasm";

/// What a worker fetches, as it says it: nothing else passes, whatever the code in it comes to do. The policy alone would
/// let it ask its server for any file.
fn fetched_by(worker: &str) -> Vec<String> {
    let own = format!("./{worker}{WASM}");
    match WORKERS.iter().position(|it| *it == worker) {
        Some(0) => vec![own, MODEL.to_owned(), single::FILE.to_owned()],
        _ => vec![own],
    }
}

/// The trained model, beside the worker that fetches it.
const MODEL: &str = "en.postil-model";

/// Starts a worker. Trunk's own does too, but with a warning on the console, and in it a Wasm that does not load is a
/// rejected promise that nobody ever hears of.
fn loader(worker: &str) -> String {
    let own = format!("./{worker}.js");
    // The first one starts the other.
    let guard = match WORKERS.iter().position(|it| *it == worker) {
        Some(0) => page::guard(&[&own, &format!("./{}_loader.js", WORKERS[1])]),
        _ => page::guard(&[&own]),
    };
    let files = fetched_by(worker).iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let last = if worker == WORKERS[0] { "" } else { ", \"Worker\"" };
    format!(
        r#"{guard}importScripts("./{worker}.js");
{{
  const plain = self.fetch.bind(self);
  const take = (name, value) => Object.defineProperty(self, name, {{ value }});
  take("fetch", (address) => [{files}].includes(address) ? plain(address)
    : Promise.reject(new TypeError(`this worker does not fetch ${{address}}`)));
  ["XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "caches", "importScripts"{last}]
    .forEach((name) => take(name, undefined));
}}
wasm_bindgen({{ module_or_path: "./{worker}_bg.wasm" }}).catch((error) => {{
  setTimeout(() => {{ throw error; }}); // uncaught: this is what reaches `onerror`
}});
"#
    )
}

/// Where the release lies.
pub fn folder() -> PathBuf {
    workspace::root().join("dist")
}

/// Builds the release and reports its size.
pub fn run() -> Result<()> {
    let root = workspace::root();
    if !root.join("index.html").is_file() {
        bail!("index.html is missing: it is the page that Trunk builds");
    }
    let tools = setup::tools()?;
    let print = sources::fingerprint()?;
    let next = root.join("target/dist-next");
    if next.exists() {
        fs::remove_dir_all(&next).with_context(|| next.display().to_string())?;
    }
    fs::create_dir_all(&next).with_context(|| next.display().to_string())?;
    run::timed("the release (about 3 minutes from nothing)", || {
        let mut trunk = tools.trunk("build")?;
        split::prepare(&mut trunk, &tools)?;
        remap::prepare(&mut trunk)?;
        // Relative addresses work under any path.
        run::run(trunk.args(["--release", "--public-url", "./", "--dist"]).arg(&next))
    })?;
    finish(&next, &tools)?;
    let dist = folder();
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| dist.display().to_string())?;
    }
    fs::rename(&next, &dist).with_context(|| format!("moving {} to dist", next.display()))?;
    fs::write(stamp(), print)?;
    size::report(&dist)?;
    println!("dist/ is ready");
    Ok(())
}

/// Builds the release unless `dist/` was built from exactly these sources.
pub fn run_if_stale() -> Result<()> {
    let print = sources::fingerprint()?;
    let built = fs::read_to_string(stamp()).unwrap_or_default();
    if folder().join("index.html").is_file() && built == print {
        println!("dist/ is up to date");
        return Ok(());
    }
    run()
}

/// Remembers what `dist/` was built from; beside it, not in it, since `dist/` is published whole.
fn stamp() -> PathBuf {
    workspace::root().join("target/dist-built-from")
}

/// Makes what Trunk wrote into a release.
fn finish(dist: &Path, tools: &Tools) -> Result<()> {
    split::finish(dist, tools)?;
    for worker in WORKERS {
        for end in WORKER_FILES {
            if !dist.join(format!("{worker}{end}")).is_file() {
                bail!(
                    "Trunk wrote no {worker}{end}: index.html needs the worker's link, with \
                     data-type=\"worker\" data-bin=\"{worker}\" data-bindgen-target=\"no-modules\" \
                     data-loader-shim, and crates/worker a binary `{worker}`"
                );
            }
        }
        fs::write(dist.join(format!("{worker}_loader.js")), loader(worker))?;
    }
    remap::check(dist)?;
    let path = dist.join("index.html");
    let html = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let page = page::finish(&html)?;
    fs::write(dist.join(&page.script_name), &page.script)?;
    minify::all(dist)?;
    for wasm in offline::names(dist)?.iter().filter(|name| name.ends_with(WASM)) {
        short_names::apply(dist, wasm, &format!("{}.js", wasm.trim_end_matches(WASM)))?;
    }
    let html = minify::without_idle_seals(&minify::one_sheet(&page.html, dist)?);
    fs::write(&path, minify::reseal(&html, dist)?)?;
    fs::write(dist.join("_headers"), page::headers_file())?;
    fs::write(dist.join("THIRD-PARTY-NOTICES.txt"), notices::of_the_page()?)?;
    sbom::write(dist)?;
    single::write(dist)?;
    // Last, since it lists all the others.
    offline::write_service_worker(dist)?;
    minify::files(dist, &["sw.js".to_owned()])
}
