//! `cargo xtask single`: the release as one file, `dist/postil.html`, which opens from a disk with no server.
//!
//! Wasm and model stand in it packed (deflate, then base64), scripts and styles as they are. The policy allows exactly these
//! scripts, and no connection at all. `static/single` gives the parts to whoever asks for them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::{dist, offline, run, split, tools, workspace};

/// The file, in the release's folder.
pub const FILE: &str = "postil.html";

/// It must not be larger, in bytes.
const BUDGET: usize = 8 << 20;

/// Node packs: a Rust encoder in our unoptimised builds takes minutes at this level.
const PACK: &str = "
const packed = require('zlib').deflateRawSync(require('fs').readFileSync(process.argv[1]), { level: 9 });
process.stdout.write(packed.toString('base64'));";

/// Builds the release, which the file is part of, and says how large it is.
pub fn run() -> Result<()> {
    dist::run_if_stale()?;
    let path = dist::folder().join(FILE);
    let bytes = fs::metadata(&path).with_context(|| path.display().to_string())?.len();
    println!("dist/{FILE}: {:.2} MB of {} MB", bytes as f64 / f64::from(1 << 20), BUDGET >> 20);
    Ok(())
}

/// Writes the file of a release whose other files are there.
pub fn write(dist: &Path) -> Result<()> {
    let html = page(dist)?;
    ensure!(html.len() <= BUDGET, "{FILE} has {} bytes, over {BUDGET}", html.len());
    fs::write(dist.join(FILE), &html).context(FILE)
}

/// What the file is made of.
#[derive(Debug, Default)]
struct Pieces {
    /// Everything in the page's body, as the release has it.
    body: String,
    /// The lines of its head that name no file.
    head: String,
    start: String,
    styles: String,
    icon: String,
    module: String,
    /// Scripts of workers by the name that they are started by.
    workers: Vec<(String, String)>,
    /// Everything else by its name, packed.
    parts: Vec<(String, String)>,
}

fn page(dist: &Path) -> Result<String> {
    let names = offline::names(dist)?;
    let find = |start: &str, end: &str| -> Result<String> {
        let mut found = names.iter().filter(|name| name.starts_with(start) && name.ends_with(end));
        let name = found.next().with_context(|| format!("the release has no {start}…{end}"))?;
        ensure!(found.next().is_none(), "the release has several {start}…{end}");
        Ok(name.clone())
    };
    let read = |name: &str| fs::read_to_string(dist.join(name)).with_context(|| name.to_owned());
    let html = read("index.html")?;
    let (head, body) = html.split_once("</head>").context("index.html: no </head>")?;
    let app = find("app-", ".js")?;
    let app = app.trim_end_matches(".js");
    let mut pieces = Pieces {
        head: bare(head),
        body: body.trim_end().trim_end_matches("</html>").trim_end().trim_end_matches("</body>").trim_end().to_owned(),
        start: read(&find("start-", ".js")?)?,
        styles: read(&find("style-", ".css")?)?,
        icon: STANDARD.encode(read(&find("icon-", ".svg")?)?),
        module: module(dist, app)?,
        ..Pieces::default()
    };
    let shared = source("parts.js")?;
    for worker in dist::WORKERS {
        let end = source("worker.js")?.replace("WORKER", worker);
        let script = minified(&format!("{shared}\n{}\n{end}", read(&format!("{worker}.js"))?))?;
        pieces.workers.push((format!("{worker}_loader.js"), script));
    }
    let is_part =
        |name: &&String| name.ends_with("_bg.wasm") || split::is_panels(name) || name.ends_with(".postil-model");
    for name in names.iter().filter(is_part) {
        let packed = run::capture(Command::new("node").current_dir(dist).args(["--eval", PACK, "--", name]))?;
        pieces.parts.push((name.clone(), packed));
    }
    assemble(&pieces)
}

/// Our own scripts of this build.
fn source(name: &str) -> Result<String> {
    let path = workspace::root().join("static/single").join(name);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The page's scripts as one module.
fn module(dist: &Path, app: &str) -> Result<String> {
    let start = source("page.js")?.replace("APP", app);
    let (imports, rest) = start.split_once(";\n").context("page.js begins with its import")?;
    let entry = dist.join("single-entry.js");
    fs::write(&entry, format!("{imports};\n{}\n{rest}", source("parts.js")?))?;
    let bundle = run::capture(
        Command::new(tools::npm_programs().join("esbuild"))
            .current_dir(dist)
            .args(["single-entry.js", "--bundle", "--format=esm", "--minify", "--charset=utf8", "--target=es2022"])
            .args(["--legal-comments=none", "--log-level=warning"]),
    );
    fs::remove_file(&entry)?;
    bundle
}

fn minified(script: &str) -> Result<String> {
    let folder = workspace::root().join("target/single");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("script.js"), script)?;
    run::capture(Command::new(tools::npm_programs().join("esbuild")).current_dir(&folder).args([
        "script.js",
        "--minify",
        "--charset=utf8",
        "--target=es2022",
        "--legal-comments=none",
    ]))
}

/// The lines of a head without those that name files, and without the policy.
fn bare(head: &str) -> String {
    let mut kept = String::new();
    for line in head.lines() {
        let line = line.trim();
        if line.contains("<meta charset") {
            kept.push_str("<meta charset=\"utf-8\">\n");
        } else if (line.starts_with("<meta") || line.starts_with("<title")) && !line.contains("http-equiv") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn assemble(pieces: &Pieces) -> Result<String> {
    let Pieces { body, head, start, styles, icon, module, workers, parts } = pieces;
    let (charset, metas) = head.split_once('\n').context("the charset comes first")?;
    let sources = [module, start].map(|it| source_hash(it)).join(" ");
    let policy = format!(
        "default-src 'none'; script-src {sources} 'wasm-unsafe-eval'; style-src {}; worker-src blob:; connect-src 'none'; img-src data:; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types default",
        source_hash(styles)
    );
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\"><head>\n{charset}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         {metas}<meta name=\"generator\" content=\"Postil page\">\n<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">\n\
         <script>{start}</script>\n<style>{styles}</style>\n<script type=\"module\">{module}</script>\n</head>{body}\n"
    );
    for (name, script) in workers {
        html.push_str(&format!("<script type=\"text/plain\" data-worker=\"{name}\">{script}</script>\n"));
    }
    for (name, packed) in parts {
        html.push_str(&format!("<script type=\"text/plain\" data-part=\"{name}\">{packed}</script>\n"));
    }
    html.push_str("<script type=\"application/json\" id=\"postil-project\"></script>\n</body></html>\n");
    for script in workers.iter().map(|(_, script)| script).chain([module, start]) {
        if script.contains("</script") || script.contains("<!--") {
            bail!("a script holds the end of a script, which ends it in the page");
        }
    }
    Ok(html)
}

/// How a policy names a script or a sheet that stands in the page itself.
fn source_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        Pieces {
            head: bare(
                "<!doctype html>\n<head>\n  <meta charset=\"utf-8\"><meta http-equiv=\"x\">\n  <title>T</title>\n  <link rel=\"icon\">",
            ),
            body: "\n<body><p>B</p>".to_owned(),
            start: "a()".to_owned(),
            styles: "p{}".to_owned(),
            module: "b()".to_owned(),
            workers: vec![("w_loader.js".to_owned(), "c()".to_owned())],
            parts: vec![("w_bg.wasm".to_owned(), "AAAA".to_owned())],
            ..Pieces::default()
        }
    }

    #[test]
    fn the_policy_allows_what_is_in_the_file_and_no_connection() {
        let html = assemble(&pieces()).unwrap();
        for text in ["a()", "b()", "p{}"] {
            assert!(html.contains(&source_hash(text)), "{html}");
        }
        assert!(html.contains("default-src 'none'") && html.contains("connect-src 'none'"), "{html}");
        assert!(html.contains("<title>T</title>") && !html.contains("rel=\"icon\">\n<link"), "{html}");
        assert!(html.find("http-equiv").unwrap() < html.find("<script").unwrap());
        assert_eq!(html.matches("</script>").count(), 5);
    }

    #[test]
    fn a_script_that_ends_itself_is_refused() {
        let mut pieces = pieces();
        pieces.workers[0].1 = "\"</script>\"".to_owned();
        assert!(assemble(&pieces).is_err());
    }
}
