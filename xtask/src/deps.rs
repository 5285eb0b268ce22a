//! Who may know whom: the directions between the packages of this workspace.
//!
//! `core` and `decode` know nobody. The page knows neither `align`, `decode`, `extract`, `formats`, `learn`, `score` nor `search`, so that
//! parsers, dictionaries and models never weigh on the first paint; nobody but the page knows `editor`. What computes knows no
//! browser, no network, no clock and no chance, so that it gives the same bytes everywhere.

use crate::workspace::Graph;

/// A package, and the packages of this workspace that it may link.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("postil-core", &[]),
    ("postil-decode", &[]),
    ("postil-edits", &["postil-core"]),
    ("postil-align", &["postil-core", "postil-edits"]),
    ("postil-messages", &["postil-core"]),
    ("postil-project", &["postil-core"]),
    ("postil-extract", &["postil-core"]),
    ("postil-learn", &["postil-core", "postil-extract"]),
    ("postil-score", &["postil-core"]),
    ("postil-search", &["postil-core"]),
    ("postil-formats", &["postil-core", "postil-decode", "postil-project"]),
    ("postil-editor", &["postil-core", "postil-edits", "postil-messages", "postil-project"]),
    ("postil-storage", &["postil-core", "postil-project"]),
    ("postil", &["postil-core", "postil-editor", "postil-messages", "postil-project", "postil-storage"]),
    ("postil-worker", &WORKER),
    ("postil-cli", EVERY_LIBRARY),
    ("postil-train", &["postil-core", "postil-extract", "postil-learn", "postil-score"]),
    ("xtask", &[]),
];

/// The libraries that worker and command share.
const EVERY_LIBRARY: &[&str] = &[
    "postil-align",
    "postil-core",
    "postil-decode",
    "postil-edits",
    "postil-messages",
    "postil-project",
    "postil-extract",
    "postil-formats",
    "postil-learn",
    "postil-score",
    "postil-search",
];

/// Those and storage, which page and worker share.
const WORKER: [&str; 12] = {
    let [align, core, decode, edits, messages, project, extract, formats, learn, score, search] = EVERY_LIBRARY else {
        panic!("eleven libraries")
    };
    [align, core, decode, edits, messages, project, extract, formats, learn, score, search, "postil-storage"]
};

/// The state of the page is data too, but for the page alone.
const EDITOR: &str = "postil-editor";

/// What the page does not link: parsers, dictionaries, models.
const HEAVY: [&str; 7] = [
    "postil-align",
    "postil-decode",
    "postil-extract",
    "postil-formats",
    "postil-learn",
    "postil-score",
    "postil-search",
];

/// What no package of [`EVERY_LIBRARY`], nor [`EDITOR`], may link, however far down.
const IMPURE: &[&str] = &[
    "web-sys",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "serde-wasm-bindgen",
    "gloo",
    "yew",
    "getrandom",
    "rand",
    "fastrand",
    "tokio",
    "reqwest",
    "ureq",
    "hyper",
    "chrono",
    "time",
    "web-time",
    "instant",
];

/// Every breach, in words.
pub fn check(graph: &Graph) -> Vec<String> {
    let mut breaches = Vec::new();
    for package in graph.members() {
        let name = package.name.as_str();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
            breaches.push(format!("`{name}` is new: say in xtask/src/deps.rs whom it may know"));
            continue;
        };
        for link in graph.links(package).filter(|link| link.member) {
            if !allowed.contains(&link.name.as_str()) {
                breaches.push(format!("`{name}` must not know `{}`", link.name));
            }
        }
        let closure = graph.closure(package);
        let has = |wanted: &str| closure.iter().any(|package| package.name == wanted);
        if EVERY_LIBRARY.contains(&name) || name == EDITOR {
            for impure in IMPURE.iter().filter(|impure| has(impure)) {
                breaches.push(format!(
                    "`{name}` links `{impure}` (`cargo tree --package {name} --invert {impure}` says \
                     how): what computes knows no browser, network, clock or chance"
                ));
            }
        }
        if name == "postil" {
            for heavy in HEAVY {
                if has(heavy) {
                    breaches.push(format!("the page links `{heavy}`, which belongs in the worker"));
                }
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A graph from lines like `postil > postil-core serde`; names with `postil` are members.
    fn graph(lines: &[&str]) -> Graph {
        let package = |name: &str| {
            format!(
                r#"{{"id": "{name}", "name": "{name}", "version": "1.0.0", "license": null,
                "manifest_path": "/r/{name}/Cargo.toml", "targets": []}}"#
            )
        };
        let (mut packages, mut members, mut nodes) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines {
            let (name, links) = line.split_once(" >").unwrap_or((line, ""));
            packages.push(package(name));
            if name.starts_with("postil") {
                members.push(format!("\"{name}\""));
            }
            let deps: Vec<_> = links
                .split_whitespace()
                .map(|to| format!(r#"{{"pkg": "{to}", "dep_kinds": [{{"kind": null}}]}}"#))
                .collect();
            nodes.push(format!(r#"{{"id": "{name}", "deps": [{}]}}"#, deps.join(",")));
        }
        let json = format!(
            r#"{{"packages": [{}], "workspace_members": [{}], "resolve": {{"nodes": [{}]}}}}"#,
            packages.join(","),
            members.join(","),
            nodes.join(",")
        );
        Graph::parse(&json).unwrap()
    }

    #[test]
    fn allowed_directions_pass() {
        let graph = graph(&[
            "postil-core > serde",
            "postil-project > postil-core",
            "postil-extract > postil-core",
            "postil-edits > postil-core",
            "postil-messages > postil-core serde",
            "postil-editor > postil-core postil-edits postil-messages postil-project",
            "postil > postil-core postil-editor postil-messages postil-project yew",
            "postil-worker > postil-extract postil-project",
            "serde",
            "yew > web-sys",
            "web-sys",
        ]);
        assert_eq!(check(&graph), Vec::<String>::new());
    }

    #[test]
    fn breaches_are_named() {
        for (lines, expected) in [
            (
                vec!["postil-editor > postil-core yew", "postil-core", "yew > web-sys", "web-sys"],
                "`postil-editor` links `web-sys`",
            ),
            (vec!["postil-worker > postil-editor", "postil-editor"], "`postil-worker` must not know `postil-editor`"),
            (vec!["postil-core > postil-project", "postil-project"], "`postil-core` must not know `postil-project`"),
            (vec!["postil-extract > ahash", "ahash > getrandom", "getrandom"], "`postil-extract` links `getrandom`"),
            (vec!["postil > postil-extract", "postil-extract"], "the page links `postil-extract`"),
            (vec!["postil-new"], "`postil-new` is new"),
        ] {
            let breaches = check(&graph(&lines));
            assert!(breaches.iter().any(|breach| breach.contains(expected)), "{expected}: {breaches:?}");
        }
    }

    /// The workspace as it stands.
    #[test]
    fn the_workspace_keeps_its_directions() {
        let graph = Graph::load(None).unwrap();
        assert_eq!(check(&graph), Vec::<String>::new());
    }
}
