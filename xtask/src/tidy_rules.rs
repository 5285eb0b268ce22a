//! The rules that [`tidy`](crate::tidy) applies line by line. To add one, add it to [`RULES`] and a line
//! to the tests.
//!
//! Forbidden words are put together with `concat!`, so that this file does not break its own rules.

/// The longest file, in lines.
pub const MAX_LINES: usize = 700;

/// What a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Whole lines, comments and tests included.
    Everything,
    /// Lines without their comments.
    Code,
    /// Lines without their comments, up to the tests at the foot of a file.
    CodeOutsideTests,
}

/// One rule.
pub struct Rule {
    /// What is wrong and what to do instead.
    pub message: &'static str,
    /// Is the file of this name, relative to the repository's folder, under the rule?
    pub files: fn(&str) -> bool,
    pub scope: Scope,
    /// Does this line break it?
    pub breach: fn(&str) -> bool,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        message: "a style attribute: the policy refuses it; use a class, `~style` or `style().set_property`",
        files: |name| (is_rust(name) && in_folder(name, "src")) || name == "index.html",
        scope: Scope::Code,
        breach: sets_style,
    },
    Rule {
        message: "network: the page and its worker send nothing; the worker asks for the model, and for the page as one file",
        files: |name| {
            is_rust(name)
                && (in_folder(name, "src") || in_folder(name, "crates/worker"))
                && name != "crates/worker/src/model.rs"
                && name != "crates/worker/src/page.rs"
        },
        scope: Scope::Code,
        breach: uses_network,
    },
    Rule {
        message: "web_sys outside src/dom, src/worker, crates/storage, crates/worker: \
            let src/dom offer what you need",
        files: |name| is_rust(name) && in_page_or_crates(name) && !may_use_web_sys(name),
        scope: Scope::Code,
        breach: |line| has_word(line, "web_sys"),
    },
    Rule {
        message: "postil_project beyond its codec: the worker reads and writes files, so that the page \
            stays small",
        files: |name| is_rust(name) && in_folder(name, "src"),
        scope: Scope::Code,
        breach: knows_files,
    },
    Rule {
        message: "bytes, JSON and XML know nothing of annotations: what does belongs in document",
        files: |name| is_rust(name) && in_folder(name, "crates/formats/src/syntax"),
        scope: Scope::Code,
        breach: |line| leaves(line, &["syntax"]),
    },
    Rule {
        message: "the intermediate document knows nothing of formats: what does belongs in loss, or in a format",
        files: |name| is_rust(name) && in_folder(name, "crates/formats/src/document"),
        scope: Scope::Code,
        breach: |line| leaves(line, &["syntax", "document"]),
    },
    Rule {
        message: "what a format holds is said for all formats alike: what knows one belongs in it",
        files: |name| is_rust(name) && in_folder(name, "crates/formats/src/loss"),
        scope: Scope::Code,
        breach: |line| leaves(line, &["syntax", "document", "loss"]),
    },
    Rule {
        message: "a format knows neither the table of formats nor what goes through it",
        files: |name| {
            const FOLDERS: [&str; 4] = ["standoff", "columns", "text", "records"];
            is_rust(name) && FOLDERS.iter().any(|it| in_folder(name, &format!("crates/formats/src/{it}")))
        },
        scope: Scope::Code,
        breach: |line| {
            const CALLS: [&str; 5] = ["table", "parse", "salvage", "serialise", "gather"];
            CALLS.iter().any(|call| has_word(line, &format!("crate::{call}")))
        },
    },
    Rule {
        message: "file, process, thread or environment in a crate that must stay pure: take it as an argument",
        files: is_pure,
        scope: Scope::CodeOutsideTests,
        breach: |line| {
            const AREAS: [&str; 5] = ["fs", "net", "env", "process", "thread"];
            AREAS.iter().any(|area| has_word(line, &format!("std::{area}")))
        },
    },
    Rule {
        message: "the clock: in Wasm it panics, and results must not depend on it; take the time as an argument",
        files: |name| is_pure(name) || (is_rust(name) && (in_folder(name, "src") || in_folder(name, "crates/worker"))),
        scope: Scope::CodeOutsideTests,
        breach: |line| has_word(line, "SystemTime") || has_word(line, "Instant"),
    },
    Rule {
        message: "unwrap outside tests: return the error, or `expect` the invariant that holds",
        files: |name| is_rust(name) && (name.starts_with("src/") || name.contains("/src/")),
        scope: Scope::CodeOutsideTests,
        breach: |line| line.contains(concat!(".unw", "rap()")),
    },
    Rule {
        message: "unfinished: finish it or take it out",
        files: |_| true,
        scope: Scope::Everything,
        breach: |line| {
            const WORDS: [&str; 4] =
                [concat!("to", "do!("), concat!("unimpl", "emented!("), concat!("db", "g!("), concat!("FIX", "ME")];
            WORDS.iter().any(|word| line.contains(word))
        },
    },
    Rule {
        message: "printing to the console is for finding a fault: take it out",
        files: |name| is_rust(name) || name.ends_with(".js") || name.ends_with(".mjs"),
        scope: Scope::Code,
        breach: |line| line.contains(concat!("console", ".log(")),
    },
    Rule {
        message: "an address: the page loads nothing from elsewhere and links nowhere",
        files: |name| in_folder(name, "src") || in_folder(name, "static") || name == "index.html",
        scope: Scope::CodeOutsideTests,
        breach: has_address,
    },
    Rule {
        message: "the name of a package registry: where packages come from is the reader's setting",
        files: |name| !name.ends_with(".lock") && !name.ends_with("package-lock.json"),
        scope: Scope::Everything,
        breach: |line| {
            const HOSTS: [&str; 7] = [
                concat!("crates", ".io"),
                concat!("npm", "js."),
                concat!("yarn", "pkg."),
                concat!("pypi", ".org"),
                concat!("python", "hosted."),
                concat!("deb.", "debian.org"),
                concat!("proxy.", "golang.org"),
            ];
            HOSTS.iter().any(|host| line.contains(host))
        },
    },
    Rule {
        message: "an absolute path of one machine",
        files: |_| true,
        scope: Scope::Everything,
        breach: |line| {
            const FOLDERS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
            FOLDERS.iter().any(|folder| has_absolute(line, folder))
        },
    },
];

fn is_rust(name: &str) -> bool {
    name.ends_with(".rs")
}

fn in_folder(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn in_page_or_crates(name: &str) -> bool {
    in_folder(name, "src") || in_folder(name, "crates")
}

/// A module is a folder, a file beside it, or both.
fn may_use_web_sys(name: &str) -> bool {
    ["src/dom", "src/worker", "crates/storage", "crates/worker"]
        .iter()
        .any(|module| in_folder(name, module) || name.strip_suffix(".rs") == Some(module))
}

/// The crates that compute the same natively and in Wasm.
fn is_pure(name: &str) -> bool {
    is_rust(name)
        && ["core", "decode", "edits", "editor", "messages", "project", "extract", "formats", "score"]
            .iter()
            .any(|it| in_folder(name, &format!("crates/{it}/src")))
}

fn sets_style(line: &str) -> bool {
    // Yew sets what begins with `~` as a property, which the policy allows.
    let is_attribute = |place: usize| !follows_word(line, place) && !line[..place].ends_with('~');
    let attribute = ["style=\"", "style='", "style={"]
        .iter()
        .any(|pattern| line.match_indices(pattern).any(|(place, _)| is_attribute(place)));
    attribute || line.contains("<style") || line.contains("set_attribute(\"style\"")
}

fn uses_network(line: &str) -> bool {
    const WORDS: [&str; 7] =
        ["XmlHttpRequest", "WebSocket", "EventSource", "WebTransport", "send_beacon", "gloo_net", "reqwest"];
    WORDS.iter().any(|word| has_word(line, word))
        || ["fetch(", "fetch_with_"]
            .iter()
            .any(|call| line.match_indices(call).any(|(place, _)| !follows_word(line, place)))
}

/// Whether a line names a module of its crate that is none of these.
fn leaves(line: &str, modules: &[&str]) -> bool {
    line.match_indices("crate::").any(|(place, name)| {
        let rest = &line[place + name.len()..];
        let module = rest.split(|c| !is_word(c)).next().unwrap_or_default();
        !follows_word(line, place) && !modules.contains(&module)
    })
}

/// What the page may know of our files: the lines of the log, what is stored, and whether a text is one of them.
fn knows_files(line: &str) -> bool {
    let allowed = ["::codec", "::is_native", "::stored"];
    line.match_indices("postil_project").any(|(place, name)| {
        let rest = &line[place + name.len()..];
        !allowed.iter().any(|module| rest.starts_with(module))
    })
}

/// Any address but those that only name a namespace (of SVG, say).
fn has_address(line: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| line.match_indices(scheme).any(|(place, _)| !line[place..].starts_with("http://www.w3.org/")))
}

/// `folder` at the beginning of a path: in quotes, after a blank, at the start, but not inside another.
fn has_absolute(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || "_-.~*/)}>]".contains(c)))
    })
}

/// `word` with no letter, digit or underscore on either side.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(place, _)| {
        let after = line[place + word.len()..].chars().next();
        !follows_word(line, place) && !after.is_some_and(is_word)
    })
}

fn follows_word(line: &str, place: usize) -> bool {
    line[..place].chars().next_back().is_some_and(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(breach: fn(&str) -> bool, table: &[(&str, bool)]) {
        for (line, expected) in table {
            assert_eq!(breach(line), *expected, "{line}");
        }
    }

    #[test]
    fn style_attributes() {
        check(
            sets_style,
            &[
                ("<div style=\"color: red\">", true),
                ("<div style={color}>", true),
                ("<div ~style={color}>", false),
                ("<style>", true),
                ("let style = element.style();", false),
                ("<div data-style=\"x\" class=\"style\">", true),
                ("style().set_property(\"left\", x)", false),
                ("restyle={again}", false),
            ],
        );
    }

    #[test]
    fn network() {
        check(
            uses_network,
            &[
                ("window.fetch_with_str(url)", true),
                ("fetch(url).await", true),
                ("prefetch(url)", false),
                ("// we never fetch", false),
                ("WebSocket::new(url)", true),
                ("MyWebSockets", false),
            ],
        );
    }

    #[test]
    fn what_the_page_knows_of_files() {
        check(
            knows_files,
            &[
                ("use postil_project::codec;", false),
                ("use postil_project::is_native;", false),
                ("use postil_project::{codec, project};", true),
                ("let file = postil_project::project::write(store, &documents);", true),
            ],
        );
    }

    #[test]
    fn layers_of_formats() {
        check(
            |line| leaves(line, &["syntax", "document"]),
            &[
                ("use crate::document::{Annotated, Unit};", false),
                ("use crate::syntax::Error;", false),
                ("use crate::loss::Holds;", true),
                ("use crate::{Annotated, Error};", true),
                ("$crate::syntax::json::Value::Null", false),
                ("let it = crate::documents::all();", true),
                ("use postil_core::Document;", false),
            ],
        );
    }

    #[test]
    fn addresses() {
        check(
            has_address,
            &[
                ("xmlns=\"http://www.w3.org/2000/svg\"", false),
                ("href=\"https://example.org\"", true),
                ("http://www.w3.org/ and http://other", true),
            ],
        );
    }

    #[test]
    fn absolute_paths() {
        let home = concat!("/ho", "me/");
        for (line, expected) in [
            (format!("\"{home}me\""), true),
            (format!("in {home}me"), true),
            (format!("{home}me"), true),
            (format!("seeds{home}me"), false),
            (format!("../..{home}me"), false),
        ] {
            assert_eq!(has_absolute(&line, home), expected, "{line}");
        }
    }

    #[test]
    fn modules_that_may_use_web_sys() {
        assert!(may_use_web_sys("crates/storage/src/lock.rs"));
        assert!(may_use_web_sys("src/worker.rs"));
        assert!(!may_use_web_sys("src/workers.rs"));
    }
}
