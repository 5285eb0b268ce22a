//! `cargo xtask tidy`: the house rules that the compiler and clippy do not hold.
//!
//! The rules over single lines stand in [`tidy_rules`](crate::tidy_rules), the directions between
//! packages in [`deps`](crate::deps), circles of files in [`circles`](crate::circles); here they are
//! applied, and each finding is printed with its place.

use std::fmt;
use std::fs;

use anyhow::{Result, bail};

use crate::tidy_rules::{MAX_LINES, RULES, Rule, Scope};
use crate::workspace::Graph;
use crate::{circles, deps, sources, workspace};

/// Prints every finding and fails if there is one.
pub fn run() -> Result<()> {
    let mut files: Vec<(String, String)> = Vec::new();
    for name in sources::names()? {
        // What is not text is not ours to read.
        files.extend(fs::read_to_string(workspace::root().join(&name)).ok().map(|text| (name, text)));
    }
    let findings: Vec<Finding> = files.iter().flat_map(|(name, text)| check(name, text)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    let circles: Vec<String> = circles::CRATES.iter().flat_map(|folder| check_circles(folder, &files)).collect();
    for circle in &circles {
        println!("{circle}");
    }
    let directions = deps::check(&Graph::load(None)?);
    for direction in &directions {
        println!("Cargo.toml: {direction}");
    }
    match findings.len() + circles.len() + directions.len() {
        0 => {
            println!("tidy: nothing to say");
            Ok(())
        }
        count => bail!("{count} to put right, listed above"),
    }
}

/// One breach of a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    /// Counted from 1.
    line: usize,
    message: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Applies every rule to one file. `name` is relative to the repository's folder.
fn check(name: &str, text: &str) -> Vec<Finding> {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| (rule.files)(name)).collect();
    let mut findings = Vec::new();
    let mut report = |line: usize, message| {
        findings.push(Finding { file: name.to_owned(), line, message });
    };
    let mut in_tests = is_test_file(name);
    for (index, raw) in text.lines().enumerate() {
        // Tests stand at the foot of a file, or are all of it.
        let is_mark = |mark| raw.trim_start().starts_with(mark);
        in_tests |= name.ends_with(".rs") && (is_mark("#[cfg(test)]") || is_mark("#![cfg(test)]"));
        let code = without_comment(name, raw);
        for rule in &rules {
            let line = match rule.scope {
                Scope::Everything => raw,
                Scope::Code => code,
                Scope::CodeOutsideTests if in_tests => continue,
                Scope::CodeOutsideTests => code,
            };
            if (rule.breach)(line) {
                report(index + 1, rule.message);
            }
        }
    }
    let counted = [".rs", ".css", ".js", ".mjs"];
    if counted.iter().any(|end| name.ends_with(end)) && text.lines().count() > MAX_LINES {
        report(MAX_LINES + 1, "over 700 lines: a second concept wants to move out");
    }
    findings
}

/// The circles of files in a crate that are too large. `folder` is that of the crate's root.
fn check_circles(folder: &str, files: &[(String, String)]) -> Vec<String> {
    let inside = files.iter().filter_map(|(name, text)| {
        let name = name.strip_prefix(folder)?.strip_prefix('/')?;
        name.ends_with(".rs").then_some((name, text.as_str()))
    });
    let files: Vec<(&str, &str)> = inside.collect();
    if !files.iter().any(|(name, _)| *name == "lib.rs") {
        return vec![format!("{folder} is no crate: say in xtask/src/circles.rs which are held")];
    }
    let mut circles = circles::of(&files);
    circles.retain(|circle| circle.len() > circles::MAX_FILES);
    let told = |circle: Vec<String>| {
        let (count, most) = (circle.len(), circles::MAX_FILES);
        format!("{folder}: {count} files use each other in a circle, at most {most} may: {}", circle.join(", "))
    };
    circles.into_iter().map(told).collect()
}

fn is_test_file(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("e2e/")
        || name.contains("/tests/")
        || name.contains("/benches/")
        || file == "tests.rs"
        || file.ends_with("_tests.rs")
}

/// The line up to where a comment begins. A reader of lines, not of the language: a `//` after a colon
/// is taken for an address, any other for a comment.
fn without_comment<'l>(name: &str, line: &'l str) -> &'l str {
    let ends = |end: &str| name.ends_with(end);
    let slashes = ends(".rs") || ends(".js") || ends(".mjs");
    let stars = ends(".css") || ends(".js") || ends(".mjs");
    let mut end = line.len();
    if slashes {
        let places = line.match_indices("//").map(|(place, _)| place);
        end = places.filter(|&place| !line[..place].ends_with(':')).fold(end, usize::min);
    }
    if stars && let Some(place) = line.find("/*") {
        end = end.min(place);
    }
    &line[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn breaches(name: &str, text: &str, lines: &[usize]) {
        let found: Vec<usize> = check(name, text).iter().map(|f| f.line).collect();
        assert_eq!(found, lines, "{name}:\n{text}");
    }

    #[test]
    fn comments_are_cut_and_addresses_kept() {
        for (name, line, code) in [
            ("a.rs", "let a = 1; // why", "let a = 1; "),
            ("a.rs", "/// doc", ""),
            ("a.rs", "\"http://x\" // y", "\"http://x\" "),
            ("a.css", "a { b: c } /* why */", "a { b: c } "),
            ("a.rs", "\"crates/*\"", "\"crates/*\""),
            ("a.md", "a // b", "a // b"),
        ] {
            assert_eq!(without_comment(name, line), code);
        }
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "fn f() { a.unwrap(); }\n#[cfg(test)]\nmod tests { fn g() { a.unwrap(); } }\n";
        breaches("crates/core/src/lib.rs", text, &[1]);
        breaches("xtask/src/main.rs", "// a.unwrap()", &[]);
        breaches("crates/core/tests/all.rs", text, &[]);
        breaches("xtask/src/fakes.rs", &format!("//! Fakes.\n\n#![cfg(test)]\n{text}"), &[]);
        breaches("crates/core/src/store/tests.rs", text, &[]);
    }

    #[test]
    fn the_engine_reads_no_clock() {
        let text = "use std::time::SystemTime;\nlet d = std::time::Duration::ZERO;\n";
        breaches("crates/core/src/lib.rs", text, &[1]);
        breaches("crates/cli/src/main.rs", text, &[]);
        breaches("crates/extract/src/lib.rs", "std::fs::read(p)", &[1]);
        breaches("src/lib.rs", "Instant::now()", &[1]);
    }

    #[test]
    fn web_sys_stays_in_its_folders() {
        let text = "use web_sys::Element;\n";
        breaches("src/view/page.rs", text, &[1]);
        breaches("src/dom/selection.rs", text, &[]);
        breaches("src/dom.rs", text, &[]);
        breaches("src/domain.rs", text, &[1]);
        breaches("crates/worker/src/main.rs", text, &[]);
        breaches("crates/core/src/lib.rs", text, &[1]);
    }

    #[test]
    fn large_circles_are_named() {
        let ring = |count: usize| {
            let file = |n: usize| {
                let text = format!("pub struct S; fn f() {{ crate::f{}::S }}", (n + 1) % count);
                (format!("crates/a/src/f{n}.rs"), text)
            };
            let root = ("crates/a/src/lib.rs".to_owned(), String::new());
            (0..count).map(file).chain([root]).collect::<Vec<_>>()
        };
        assert_eq!(check_circles("crates/a/src", &ring(circles::MAX_FILES)), [""; 0]);
        let told = check_circles("crates/a/src", &ring(circles::MAX_FILES + 1));
        assert!(told.len() == 1 && told[0].contains("6 files") && told[0].contains("f0.rs, f1.rs"), "{told:?}");
        assert!(check_circles("crates/b/src", &ring(1))[0].contains("no crate"));
    }

    #[test]
    fn long_files_are_named() {
        breaches("src/a.rs", &"\n".repeat(MAX_LINES), &[]);
        breaches("static/css/a.css", &"\n".repeat(MAX_LINES + 1), &[MAX_LINES + 1]);
        breaches("seeds/a.txt", &"\n".repeat(MAX_LINES + 1), &[]);
    }
}
