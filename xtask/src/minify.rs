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

/// Joins the page's style sheets into one: together they compress better, and each was a request of its own.
pub fn one_sheet(html: &str, dist: &Path) -> Result<String> {
    const LINK: &str = "<link rel=\"stylesheet\"";
    let mut sheet = String::new();
    let mut parts = html.split(LINK);
    let mut head = parts.next().unwrap_or_default().to_owned();
    let mut rest = String::new();
    for part in parts {
        let (tag, after) = part.split_once('>').context("a link without an end")?;
        let path = dist.join(file_of(tag).with_context(|| format!("a style sheet without a file: {tag}"))?);
        sheet.push_str(&fs::read_to_string(&path).with_context(|| path.display().to_string())?);
        fs::remove_file(path)?;
        rest.push_str(after.trim_start());
    }
    let seal = page::integrity(sheet.as_bytes());
    let hash: String = seal.chars().skip("sha384-".len()).filter(char::is_ascii_alphanumeric).take(16).collect();
    let name = format!("style-{}.css", hash.to_lowercase());
    fs::write(dist.join(&name), sheet)?;
    head.push_str(&format!("{LINK} href=\"./{name}\" integrity=\"{seal}\">\n  {rest}"));
    Ok(head)
}

/// Takes the seals off what is only fetched ahead: browsers do not look at them there, and say so in the console. Who
/// uses the file checks it.
pub fn without_idle_seals(html: &str) -> String {
    let bare = |tag: &str| match (tag.starts_with("link rel=\"preload\""), tag.split_once(" integrity=\"")) {
        (true, Some((before, after))) => before.to_owned() + after.split_once('"').map_or("", |(_, rest)| rest),
        _ => tag.to_owned(),
    };
    html.split('<').map(bare).collect::<Vec<_>>().join("<")
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

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let folder = std::env::temp_dir().join(format!("postil-sheets-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.css"), "a{}").unwrap();
        fs::write(folder.join("b.css"), "b{}").unwrap();
        let html = "<p>\n  <link rel=\"stylesheet\" href=\"./a.css\" integrity=\"x\"/>\n  \
            <link rel=\"stylesheet\" href=\"./b.css\"/>\n  <b>";
        let joined = one_sheet(html, &folder).unwrap();
        assert_eq!(joined.matches("<link").count(), 1, "{joined}");
        let name = file_of(&joined).unwrap();
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), "a{}b{}");
        assert!(joined.starts_with("<p>") && joined.ends_with("<b>"), "{joined}");
        assert!(!folder.join("a.css").exists());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn seals_stay_where_browsers_look_at_them() {
        let html = "<link rel=\"preload\" href=\"./a\" integrity=\"x\" as=\"fetch\"><script integrity=\"y\">";
        assert_eq!(
            without_idle_seals(html),
            "<link rel=\"preload\" href=\"./a\" as=\"fetch\"><script integrity=\"y\">"
        );
    }
}
