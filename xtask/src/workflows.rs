//! What the workflows of `.github/workflows` are held to: they run commands of `cargo xtask` and nothing else, so that
//! each of their steps can be run and tested on any machine.

#![cfg(test)]

use std::ffi::OsString;
use std::fs;

use crate::{flags, sources, workspace};

/// The actions that they use, at the versions that they use.
const ACTIONS: [&str; 6] = [
    "actions/cache@v4",
    "actions/checkout@v4",
    "actions/deploy-pages@v4",
    "actions/download-artifact@v4",
    "actions/upload-artifact@v4",
    "actions/upload-pages-artifact@v3",
];

/// Everything that is wrong with a workflow, in words. A reader of lines, not of YAML: what it cannot read is wrong too.
fn check(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = || text.lines().filter(|line| !line.trim_start().starts_with('#'));
    for line in lines() {
        let line = line.trim_start().trim_start_matches("- ");
        if let Some(command) = line.strip_prefix("run:") {
            wrong.extend(check_command(command.trim()).err());
        }
        if let Some(action) = line.strip_prefix("uses:")
            && !ACTIONS.contains(&action.trim())
        {
            wrong.push(format!("`{}` is not known", action.trim()));
        }
    }
    let permissions: Vec<&str> = lines().skip_while(|line| *line != "permissions:").skip(1).take(2).collect();
    if permissions != ["  contents: read", ""] {
        wrong.push("a workflow may read the sources and no more; a job may be given what it needs".to_owned());
    }
    let count = |key: &str| lines().filter(|line| line.trim_start().starts_with(key)).count();
    if count("runs-on:") == 0 || count("runs-on:") != count("timeout-minutes:") {
        wrong.push("each job ends after some time: `timeout-minutes`".to_owned());
    }
    wrong
}

fn check_command(command: &str) -> Result<(), String> {
    let words = command.strip_prefix("cargo xtask ").ok_or(format!("`{command}` is not `cargo xtask …`"))?;
    let words: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
    flags::Xtask::from_vec(words).map(|_| ()).map_err(|error| format!("`{command}`: {error}"))
}

#[test]
fn workflows_run_commands_that_exist() {
    let names = sources::names().unwrap();
    let workflows: Vec<&String> = names.iter().filter(|name| name.starts_with(".github/workflows/")).collect();
    for kind in ["advisories", "ci", "pages", "release"] {
        assert!(workflows.iter().any(|name| name.ends_with(&format!("/{kind}.yml"))), "{kind}.yml is missing");
    }
    for name in workflows {
        let text = fs::read_to_string(workspace::root().join(name)).unwrap();
        assert!(text.contains("run: cargo xtask"), "{name} runs nothing");
        assert_eq!(check(&text), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn updates_are_offered_for_every_workspace() {
    let text = fs::read_to_string(workspace::root().join(".github/dependabot.yml")).unwrap();
    let folders: Vec<String> = workspace::MANIFESTS
        .iter()
        .map(|manifest| format!("\"/{}\"", manifest.trim_end_matches("Cargo.toml").trim_end_matches('/')))
        .collect();
    assert!(text.contains(&format!("directories: [{}]", folders.join(", "))), "{folders:?}");
    // What must move by hand is locked at the version of the tool: see versions.rs.
    assert!(text.contains("dependency-name: wasm-bindgen\n"));
}

#[test]
fn other_steps_are_found() {
    let good = "permissions:\n  contents: read\n\njobs:\n  a:\n    runs-on: x\n    timeout-minutes: 1\n    steps:\n";
    for (step, expected) in [
        ("      - run: cargo xtask ci\n", None),
        ("      - run: cargo xtask test --no-browser parity\n", None),
        ("      - uses: actions/checkout@v4\n        # run: rm\n", None),
        ("      - run: cargo xtask publish\n", Some("`cargo xtask publish`")),
        ("      - run: cargo xtask release --tag\n", Some("`cargo xtask release --tag`")),
        ("      - run: cargo test\n", Some("is not `cargo xtask …`")),
        ("      - name: a\n        run: |\n          rm -r a\n", Some("is not `cargo xtask …`")),
        ("      - run: cargo xtask test ${{ x }} && y\n", Some("`cargo xtask test")),
        ("      - uses: actions/checkout@main\n", Some("is not known")),
        ("  b:\n    runs-on: x\n", Some("timeout-minutes")),
    ] {
        let found = check(&format!("{good}{step}"));
        assert_eq!(found.len(), usize::from(expected.is_some()), "{step}: {found:?}");
        assert!(found.iter().all(|found| found.contains(expected.unwrap())), "{step}: {found:?}");
    }
    assert!(check(&good.replace("read", "write"))[0].contains("may read the sources"));
}
