//! Releases that are like the built one but for what a test puts into their files.

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};
use std::fs;
use std::path::Path;

/// What a page says of the releases that its parts are of, if these were [`marked`].
pub const PARTS: &str = "
    const page = document.querySelector('meta[name=release]')?.content ?? 'none';
    return [...new Set([page, ...(globalThis.postilParts ?? [])])].sort().join(' ');";

/// Writes a release into an empty folder, each file of which is `dist`'s as `change` leaves it. Its seals are right.
pub fn changed(dist: &Path, folder: &Path, change: impl Fn(&str, &mut Vec<u8>)) -> Result<()> {
    let mut seals = Vec::new();
    for entry in fs::read_dir(dist).with_context(|| dist.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).context("names are UTF-8")?.to_owned();
        let old = fs::read(&path)?;
        let mut new = old.clone();
        change(&name, &mut new);
        if new != old && name != "index.html" {
            seals.push((seal(&old), seal(&new)));
        }
        fs::write(folder.join(&name), new)?;
    }
    let page = resealed(&fs::read_to_string(folder.join("index.html"))?, &seals);
    seals.push((seal(&fs::read(dist.join("index.html"))?), seal(page.as_bytes())));
    fs::write(folder.join("index.html"), page)?;
    let worker = resealed(&fs::read_to_string(folder.join("sw.js"))?, &seals);
    ensure!(seals.iter().all(|(old, new)| old == new || !worker.contains(old)), "sw.js names a file that is no more");
    fs::write(folder.join("sw.js"), worker)?;
    Ok(())
}

/// Writes a release in which each file that is code is another one than in `dist`, as in a later one. Its parts tell `mark`.
pub fn marked(dist: &Path, mark: char, folder: &Path) -> Result<()> {
    changed(dist, folder, |name, bytes| match name {
        "sw.js" => {
            let text = String::from_utf8_lossy(bytes).replacen("version:\"", &format!("version:\"{mark}"), 1);
            *bytes = text.into_bytes();
        }
        "index.html" => {
            let mark = format!("<meta name=\"release\" content=\"{mark}\"></head>");
            *bytes = String::from_utf8_lossy(bytes).replacen("</head>", &mark, 1).into_bytes();
        }
        name if name.ends_with(".js") => {
            bytes.extend_from_slice(format!("\n;(globalThis.postilParts??=[]).push(\"{mark}\");\n").as_bytes());
        }
        name if name.ends_with(".css") => bytes.extend_from_slice(format!("\n/* {mark} */\n").as_bytes()),
        // A section that nobody reads: its length, that of its name, its name.
        name if name.ends_with(".wasm") => bytes.extend_from_slice(&[0, 2, 1, mark as u8]),
        _ => {}
    })
}

fn resealed(text: &str, seals: &[(String, String)]) -> String {
    seals.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
}

fn seal(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
