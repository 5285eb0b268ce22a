//! `postil carry`, as it is called.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, postil, told};
use std::fs;

const OLD: &str = r#"{"text": "Ana Petrovic met Tom Berg in Split. It rained there on Monday.", "label": [[0, 12, "PER"], [17, 25, "PER"], [29, 34, "LOC"], [55, 61, "DATE"]]}"#;
const NEW: &str = "Ana Petrović met Tom Berg\nin Split.\n\nIt did not rain there on Monday.\n";

#[test]
fn annotations_come_over_and_the_rest_is_told_with_its_place() {
    let folder = folder("carry");
    fs::write(folder.join("old.jsonl"), OLD).unwrap();
    fs::write(folder.join("new.txt"), NEW).unwrap();
    let (code, out, said) = told(&postil(&folder, &["carry", "--to", "brat", "old.jsonl", "new.txt", "out"]));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    let ann = fs::read_to_string(folder.join("out/new.ann")).unwrap();
    assert_eq!(ann, "T1\tPER 17 25\tTom Berg\nT2\tLOC 29 34\tSplit\nT3\tDATE 62 68\tMonday\n");
    assert!(said.contains("3 of 4 spans of `old-1` carried over"), "{said}");
    assert!(said.contains("new.txt:1:1: PER “Ana Petrovic”: not carried, now “Ana Petrović”"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn a_project_keeps_both_versions_and_says_which_corrects_which() {
    let folder = folder("carry-project");
    fs::write(folder.join("old.jsonl"), OLD).unwrap();
    fs::write(folder.join("new.txt"), NEW).unwrap();
    let made = told(&postil(&folder, &["convert", "-q", "--to", "postil-project", "old.jsonl", "old.postil.json"]));
    assert_eq!(made.0, 0, "{}", made.2);
    let (code, _, said) = told(&postil(&folder, &["carry", "-q", "old.postil.json", "new.txt", "both.postil.json"]));
    assert_eq!((code, said.as_str()), (0, ""));
    let both = fs::read_to_string(folder.join("both.postil.json")).unwrap();
    assert!(both.contains("\"supersedes\""));
    let (code, out, said) = told(&postil(&folder, &["check", "both.postil.json"]));
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(out.contains("2 documents") && out.contains("7 spans"), "{out}");
    // Once is enough.
    let (code, _, said) = told(&postil(&folder, &["carry", "both.postil.json", "new.txt", "again.postil.json"]));
    assert_eq!(code, 1);
    assert!(said.contains("this text is the same"), "{said}");
    assert!(!folder.join("again.postil.json").exists());
}

#[test]
fn what_cannot_be_carried_is_refused() {
    let folder = folder("carry-refused");
    let other = r#"{"text": "Nobody was there.", "label": [[0, 6, "PER"]]}"#;
    fs::write(folder.join("old.jsonl"), format!("{OLD}\n{other}\n")).unwrap();
    fs::write(folder.join("new.txt"), "Something else altogether, of which nobody spoke.").unwrap();
    let (code, _, said) = told(&postil(&folder, &["carry", "--to", "brat", "old.jsonl", "new.txt", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("new.txt: this text is a version of none that is annotated"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["carry", "old.jsonl", "new.txt", "out.json"]));
    assert_eq!(code, 1);
    assert!(said.contains("say with --to"), "{said}");
}

#[test]
fn a_project_that_was_read_in_part_is_not_written_over() {
    let folder = folder("carry-damaged");
    fs::write(folder.join("old.jsonl"), OLD).unwrap();
    fs::write(folder.join("new.txt"), NEW).unwrap();
    assert_eq!(told(&postil(&folder, &["convert", "-q", "--to", "postil-project", "old.jsonl", "p.postil.json"])).0, 0);
    let damaged = fs::read_to_string(folder.join("p.postil.json")).unwrap().replace("\"label\":\"LOC\"", "\"label\":7");
    fs::write(folder.join("p.postil.json"), &damaged).unwrap();
    let (code, _, said) = told(&postil(&folder, &["carry", "p.postil.json", "new.txt", "p.postil.json"]));
    assert_eq!(code, 1);
    assert!(said.contains("is not written over"), "{said}");
    assert_eq!(fs::read_to_string(folder.join("p.postil.json")).unwrap(), damaged);
}
