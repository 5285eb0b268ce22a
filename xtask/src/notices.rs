//! `THIRD-PARTY-NOTICES.txt` of the release: whose work is in the page and in the command, and under which licences.
//!
//! Listed is what is linked into a program on its platform. Build scripts, procedural macros and tests are not part of
//! what is handed on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::setup;
use crate::workspace::{self, Graph, Package};

/// What follows the copyright line of the MIT licence.
const MIT: &str = "\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the \"Software\"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO
EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

/// The text for the page with its workers.
pub fn of_the_page() -> Result<String> {
    text(&["postil", "postil-worker"], setup::TARGET)
}

/// The text for the command, built for `platform`, such as `x86_64-unknown-linux-gnu`.
pub fn of_the_command(platform: &str) -> Result<String> {
    text(&["postil-cli"], platform)
}

/// The text for the programs of these packages.
fn text(programs: &[&str], platform: &str) -> Result<String> {
    let graph = Graph::load(Some(platform))?;
    let mut packages = BTreeMap::new();
    for name in programs {
        let program = graph.members().find(|package| package.name == *name);
        let program = program.with_context(|| format!("no package `{name}` in this workspace"))?;
        for package in graph.closure(program) {
            if !package.member {
                packages.insert((&package.name, &package.version), package);
            }
        }
    }
    let mut entries = Vec::new();
    for package in packages.into_values() {
        let Some(license) = package.license.as_deref() else {
            bail!("{} {} states no licence, so it cannot be handed on: replace it", package.name, package.version);
        };
        entries.push(Entry {
            title: format!("{} {} ({license})", package.name, package.version),
            texts: license_texts(package, license)?,
        });
    }
    entries.push(rust_itself());
    entries.push(attribution("Dictionaries of the extractor", "crates/extract/data/README.md")?);
    entries.push(attribution("Model of the extractor", "crates/extract/models/README.md")?);
    Ok(compose(&entries))
}

/// What a folder is made from, as the block quote of its page says that it wants to be named.
fn attribution(title: &str, page: &str) -> Result<Entry> {
    let path = workspace::root().join(page);
    let readme = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let notice: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    if notice.is_empty() {
        bail!("{} has no attribution in a block quote", path.display());
    }
    Ok(Entry { title: title.to_owned(), texts: vec![notice.join("\n")] })
}

struct Entry {
    title: String,
    texts: Vec<String>,
}

/// The licence files in the package's source folder. Where the licence is a choice and one choice is
/// MIT, that one is taken (it is short), together with any notice.
fn license_texts(package: &Package, license: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(&package.folder).with_context(|| format!("the sources of {}", package.folder.display()))? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if is_license_file(&name) && file.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        return stated_text(package, license).map(|text| vec![text]);
    }
    let mut texts = Vec::new();
    for name in chosen(&names, license) {
        let bytes = fs::read(package.folder.join(name))?;
        texts.push(tidied(&String::from_utf8_lossy(&bytes)));
    }
    Ok(texts)
}

/// Some packages are published without a text. MIT is short enough to state it for them.
fn stated_text(package: &Package, license: &str) -> Result<String> {
    if !license.split([' ', '/', '(', ')']).any(|word| word == "MIT") {
        bail!(
            "{} {} ({license}) comes without the text of its licence, so it cannot be handed on: replace it, \
             or add the text to xtask/src/notices.rs",
            package.name,
            package.version
        );
    }
    let holders = match &package.authors[..] {
        [] => format!("the authors of {}", package.name),
        authors => authors.join(", "),
    };
    Ok(format!("MIT License\n\nCopyright (c) {holders}\n\n{MIT}"))
}

fn is_license_file(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let starts = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
    starts.iter().any(|start| upper.starts_with(start)) && !upper.ends_with(".RS")
}

fn chosen<'n>(names: &'n [String], license: &str) -> Vec<&'n str> {
    let has = |name: &str, word: &str| name.to_ascii_uppercase().contains(word);
    let a_choice = license.contains(" OR ") || license.contains('/');
    let conjunction = license.contains(" AND ");
    let mit = names.iter().any(|name| has(name, "MIT"));
    names
        .iter()
        .filter(|name| !(a_choice && !conjunction && mit) || has(name, "MIT") || has(name, "NOTICE"))
        .map(String::as_str)
        .collect()
}

/// The standard library is linked too, and Cargo does not list it.
fn rust_itself() -> Entry {
    Entry {
        title: "The Rust standard library (MIT OR Apache-2.0)".to_owned(),
        texts: vec![format!("MIT License\n\nCopyright (c) The Rust Project Contributors\n\n{MIT}")],
    }
}

/// The same text often comes with other line ends and margins: alike texts are printed once.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn compose(entries: &[Entry]) -> String {
    let mut out = String::from(
        "Postil contains the work of others. Each is listed with its licence;\n\
         the texts follow, each with the names of those that it covers.\n\n",
    );
    let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in entries {
        writeln!(out, "  {}", entry.title).ok();
        for text in &entry.texts {
            texts.entry(text).or_default().insert(&entry.title);
        }
    }
    let mut groups: Vec<_> = texts.into_iter().collect();
    groups.sort_by(|a, b| a.1.cmp(&b.1));
    for (text, titles) in groups {
        writeln!(out, "\n{}\n", "-".repeat(78)).ok();
        for title in titles {
            writeln!(out, "{title}").ok();
        }
        writeln!(out, "\n{text}").ok();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_takes_the_short_text_and_a_conjunction_takes_all() {
        let names = ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"].map(str::to_owned);
        assert_eq!(chosen(&names, "MIT OR Apache-2.0"), ["LICENSE-MIT", "NOTICE"]);
        assert_eq!(chosen(&names, "(MIT OR Apache-2.0) AND Unicode-3.0"), ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"]);
        assert_eq!(chosen(&["LICENSE".to_owned()], "MIT OR Apache-2.0"), ["LICENSE"]);
    }

    #[test]
    fn licence_files_are_recognised() {
        for name in ["LICENSE", "license-mit", "COPYING", "UNLICENSE", "LICENCE.md"] {
            assert!(is_license_file(name), "{name}");
        }
        for name in ["README.md", "license.rs", "src"] {
            assert!(!is_license_file(name), "{name}");
        }
    }

    #[test]
    fn only_mit_is_stated_for_others() {
        let package = Package {
            name: "plain".to_owned(),
            version: "1.0.0".to_owned(),
            license: None,
            authors: Vec::new(),
            folder: "plain".into(),
            member: false,
            proc_macro: false,
            links: Vec::new(),
        };
        let text = stated_text(&package, "Apache-2.0/MIT").unwrap();
        assert!(text.contains("Copyright (c) the authors of plain\n"), "{text}");
        assert!(stated_text(&package, "MPL-2.0").is_err());
        assert!(stated_text(&package, "MIT-0").is_err());
    }

    #[test]
    fn alike_texts_are_printed_once() {
        let entry = |title: &str, text: &str| Entry { title: title.to_owned(), texts: vec![tidied(text)] };
        let text = compose(&[
            entry("one 1.0.0 (MIT)", "Permission is granted \r\nto all\n"),
            entry("two 2.0.0 (MIT)", "\nPermission is granted\nto all"),
        ]);
        assert_eq!(text.matches("Permission is granted").count(), 1, "{text}");
        assert_eq!(text.matches("two 2.0.0 (MIT)").count(), 2, "{text}");
    }
}
