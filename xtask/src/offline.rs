//! Gives `static/sw.js` the list of files that make up the release, each with the hash of its content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{page, sbom, single, workspace};

/// The line of `static/sw.js` that is replaced.
const MARK: &str = "const RELEASE = ";

/// Files of the release that the page asks for when somebody wants them, or never.
const LEFT_OUT: [&str; 4] = ["sw.js", "_headers", single::FILE, sbom::FILE];

/// Writes `sw.js` into `dist`. Everything else must lie there already.
pub fn write_service_worker(dist: &Path) -> Result<()> {
    let source = workspace::root().join("static/sw.js");
    let script = fs::read_to_string(&source).with_context(|| source.display().to_string())?;
    let mut files = BTreeMap::new();
    for name in names(dist)? {
        if !LEFT_OUT.contains(&name.as_str()) {
            let bytes = fs::read(dist.join(&name)).with_context(|| name.clone())?;
            files.insert(name, page::integrity(&bytes));
        }
    }
    fs::write(dist.join("sw.js"), with_release(&script, &files)?)?;
    Ok(())
}

/// The service worker for these files (name → integrity). Its version is a hash over the list, the
/// policy and the script itself, so that two different releases never share a cache.
fn with_release(script: &str, files: &BTreeMap<String, String>) -> Result<String> {
    for name in files.keys() {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        ensure!(
            name.chars().all(plain),
            "dist/{name}: use letters, digits, `.`, `_` and `-` in file names, \
             so that a name and its address are the same"
        );
    }
    ensure!(files.contains_key("index.html"), "dist/ holds no index.html");
    let mut lines = script.lines().filter(|line| line.starts_with(MARK));
    let (Some(mark), None) = (lines.next(), lines.next()) else {
        bail!("static/sw.js: exactly one line must begin with `{MARK}`");
    };
    let list = serde_json::to_string(files)?;
    let mut hasher = Sha256::new();
    for part in [script, page::POLICY, &list] {
        hasher.update(part);
        hasher.update([0]);
    }
    let release = json!({
        "version": &page::hex(&hasher.finalize())[..16],
        "policy": page::POLICY,
        "files": files,
    });
    Ok(script.replacen(mark, &format!("{MARK}{release:#};"), 1))
}

/// The names of all files below `folder`, relative to it, `/` between folders, sorted.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                let name = name.to_str();
                let name = name.with_context(|| format!("{}: not UTF-8", path.display()))?;
                found.push(name.replace(std::path::MAIN_SEPARATOR, "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, hash): &(&str, &str)| ((*name).to_owned(), (*hash).to_owned());
        list.iter().map(owned).collect()
    }

    fn version(script: &str) -> &str {
        let (_, rest) = script.split_once("\"version\": \"").unwrap();
        rest.split('"').next().unwrap()
    }

    const SCRIPT: &str = "// why\nconst RELEASE = { files: {} };\nrest();\n";

    #[test]
    fn the_list_goes_in() {
        let list = files(&[("index.html", "sha384-a"), ("img/logo.svg", "sha384-b")]);
        let script = with_release(SCRIPT, &list).unwrap();
        assert!(script.starts_with("// why\nconst RELEASE = {\n"), "{script}");
        assert!(script.contains("\"img/logo.svg\": \"sha384-b\""));
        assert!(script.contains("default-src 'none'"));
        assert!(script.ends_with("};\nrest();\n"));
    }

    #[test]
    fn any_change_makes_another_version() {
        let list = files(&[("index.html", "sha384-a")]);
        let script = with_release(SCRIPT, &list).unwrap();
        assert_eq!(version(&script), version(&with_release(SCRIPT, &list).unwrap()));
        let changed = files(&[("index.html", "sha384-c")]);
        assert_ne!(version(&script), version(&with_release(SCRIPT, &changed).unwrap()));
        let other = SCRIPT.replace("rest", "more");
        assert_ne!(version(&script), version(&with_release(&other, &list).unwrap()));
    }

    #[test]
    fn what_cannot_work_is_refused() {
        let page = files(&[("index.html", "x")]);
        assert!(with_release("nothing here", &page).is_err());
        assert!(with_release(&SCRIPT.repeat(2), &page).is_err());
        assert!(with_release(SCRIPT, &files(&[("app.js", "x")])).is_err());
        let odd = files(&[("index.html", "x"), ("a b.txt", "x")]);
        assert!(with_release(SCRIPT, &odd).is_err());
    }

    #[test]
    fn the_service_worker_in_the_tree_takes_the_list() {
        let script = include_str!("../../static/sw.js");
        with_release(script, &files(&[("index.html", "x")])).unwrap();
    }
}
