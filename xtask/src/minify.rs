//! Scripts and style sheets of the release without blanks and comments, by esbuild.
//!
//! Trunk's own minifier rewrites the page as well, in ways that `page` cannot follow.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{offline, page, run, tools};

/// Minifies every script and style sheet of the folder in place, each under its name.
pub fn all(dist: &Path) -> Result<()> {
    files(dist, &offline::names(dist)?.into_iter().filter(|name| is_text(name)).collect::<Vec<_>>())
}

/// The same for some files.
pub fn files(dist: &Path, names: &[String]) -> Result<()> {
    run::run(
        Command::new(tools::npm_programs().join("esbuild"))
            .current_dir(dist)
            .args(["--minify", "--charset=utf8", "--target=es2022", "--legal-comments=none", "--log-level=warning"])
            .args(["--allow-overwrite", "--outdir=."])
            .args(names),
    )
}

fn is_text(name: &str) -> bool {
    name.ends_with(".js") || name.ends_with(".css")
}

/// Brings the page's `integrity` attributes up to date with the files that it names.
pub fn reseal(html: &str, dist: &Path) -> Result<String> {
    const MARK: &str = "integrity=\"";
    let mut sealed = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(MARK) {
        let (before, after) = rest.split_at(at + MARK.len());
        let tag = &before[before.rfind('<').unwrap_or(0)..];
        let name = file_of(tag).with_context(|| format!("an integrity attribute without a file: {tag}"))?;
        let bytes = fs::read(dist.join(name)).with_context(|| name.to_owned())?;
        let Some(end) = after.find('"') else { bail!("an integrity attribute without an end: {tag}") };
        sealed.push_str(before);
        sealed.push_str(&page::integrity(&bytes));
        rest = &after[end..];
    }
    sealed.push_str(rest);
    Ok(sealed)
}

/// The file that a tag loads, relative to the page.
fn file_of(tag: &str) -> Option<&str> {
    ["src=\"./", "href=\"./"].iter().find_map(|mark| {
        let (_, rest) = tag.split_once(mark)?;
        rest.split('"').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_follows_the_file() {
        let folder = std::env::temp_dir().join(format!("postil-minify-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.css"), "a{}").unwrap();
        let html = r#"<p><link rel="stylesheet" href="./a.css" integrity="sha384-old"/><b>"#;
        let sealed = reseal(html, &folder).unwrap();
        assert_eq!(
            sealed,
            format!(r#"<p><link rel="stylesheet" href="./a.css" integrity="{}"/><b>"#, page::integrity(b"a{}"))
        );
        assert!(reseal(r#"<link href="./gone.css" integrity="x">"#, &folder).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
