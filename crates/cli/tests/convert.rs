//! `postil convert`, `postil formats` and `postil score`, as they are called.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LINE: &str =
    r#"{"text": "Erdoğan met 🇹🇷 officials in Sochi.", "label": [[0, 7, "PER"], [30, 35, "LOC"], [0, 11, "X"]]}"#;

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn postil(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postil")).current_dir(folder).args(arguments).output().unwrap()
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_becomes_several_and_comes_back() {
    let folder = folder("several");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "brat", "a.jsonl", "brat"]));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert!(said.contains("1 file of doccano"), "{said}");
    let ann = fs::read_to_string(folder.join("brat/a-1.ann")).unwrap();
    assert_eq!(ann, "T1\tX 0 11\tErdoğan met\nT2\tPER 0 7\tErdoğan\nT3\tLOC 28 33\tSochi\n");
    // Into an archive, and from it to standard output.
    assert_eq!(told(&postil(&folder, &["convert", "-q", "--to", "w3c", "brat", "all.zip"])).0, 0);
    let (code, out, said) = told(&postil(&folder, &["convert", "--quiet", "--to", "doccano", "all.zip", "-"]));
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(
        out,
        "{\"text\":\"Erdoğan met 🇹🇷 officials in Sochi.\",\"label\":[[0,11,\"X\"],[0,7,\"PER\"],[30,35,\"LOC\"]]}\n"
    );
    let (_, out, _) =
        told(&postil(&folder, &["convert", "-q", "--to", "doccano", "--to-unit", "char", "all.zip", "-"]));
    assert!(out.contains("[28,33,\"LOC\"]"), "{out}");
}

#[test]
fn losses_are_told_and_strict_refuses() {
    let folder = folder("strict");
    fs::write(folder.join("a.jsonl"), LINE).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "conll2002", "a.jsonl", "a.conll"]));
    assert_eq!(code, 0);
    assert!(said.contains("spans that overlap a longer one: 1 left out (as PER “Erdoğan”)"), "{said}");
    assert!(folder.join("a.conll").is_file());
    let (code, _, said) = told(&postil(&folder, &["convert", "--strict", "--to", "conll2002", "a.jsonl", "b.conll"]));
    assert_eq!(code, 1);
    assert!(said.contains("not written, since something would be lost"), "{said}");
    assert!(!folder.join("b.conll").exists());
}

#[test]
fn errors_have_file_line_and_column() {
    let folder = folder("errors");
    fs::write(folder.join("a.jsonl"), format!("{LINE}\n{{\"text\": \"x\", }}\n")).unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--from", "doccano", "--to", "brat", "a.jsonl", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("postil: a.jsonl: line 2, column 15: not JSON"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "nonsense", "a.jsonl", "out"]));
    assert_eq!(code, 2);
    assert!(said.contains("`nonsense` is no format"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["convert", "--to", "brat", "missing.json", "out"]));
    assert_eq!(code, 1);
    assert!(said.contains("missing.json"), "{said}");
}

#[test]
fn units_can_be_said() {
    let folder = folder("units");
    // Neither unit is clearly the right one: the format's own is taken.
    fs::write(folder.join("a.jsonl"), r#"{"text": "🇹🇷🇹🇷", "label": [[2, 4, "X"]]}"#).unwrap();
    let ann = |unit: &[&str]| {
        let arguments = [&["convert", "-q", "--from", "doccano", "--to", "csv"], unit, &["a.jsonl", "-"]].concat();
        told(&postil(&folder, &arguments)).1.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert!(ann(&[]).contains(",1,2,"), "{}", ann(&[]));
    assert!(ann(&["--unit", "char"]).contains(",2,4,"));
}

#[test]
fn annotations_are_scored() {
    let folder = folder("score");
    fs::write(folder.join("gold.jsonl"), LINE).unwrap();
    let line =
        r#"{"text": "Erdoğan met 🇹🇷 officials in Sochi.", "label": [[0, 7, "PER"], [27, 35, "LOC"], [8, 11, "PER"]]}"#;
    fs::write(folder.join("found.jsonl"), line).unwrap();
    let (code, out, _) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert_eq!(code, 0);
    let row = |label: &str| {
        out.lines()
            .find(|line| line.starts_with(label))
            .unwrap()
            .split_whitespace()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(row("PER"), "1 2 0.500 1.000 0.667 0.500 1.000 0.667");
    assert_eq!(row("LOC"), "1 1 0.000 0.000 0.000 1.000 1.000 1.000");
    assert_eq!(row("X"), "1 0 0.000 0.000 0.000 0.000 0.000 0.000");
}

#[test]
fn formats_completions_and_the_manual_are_printed() {
    let folder = folder("printed");
    let (code, out, _) = told(&postil(&folder, &["formats"]));
    assert_eq!(code, 0);
    for name in ["brat", "labelstudio", "docbin", "conllu", "webanno", "xmi", "w3c", "html"] {
        assert!(out.lines().any(|line| line.starts_with(name)), "{name}");
    }
    assert!(told(&postil(&folder, &["completions", "zsh"])).1.contains("convert"));
    assert!(told(&postil(&folder, &["man"])).1.contains(".TH postil"));
    assert!(told(&postil(&folder, &["man", "convert"])).1.contains("strict"));
}

/// Large files of lines are converted piece by piece, with the same result.
#[test]
fn large_files_of_lines_are_streamed() {
    let folder = folder("large");
    let filler = "met officials in Sochi. ".repeat(400);
    let line = format!("{{\"text\": \"Erdoğan {filler}\", \"label\": [[0, 7, \"PER\"]]}}\n");
    let times = (34 << 20) / line.len();
    fs::write(folder.join("a.jsonl"), line.repeat(times)).unwrap();
    let (code, _, said) =
        told(&postil(&folder, &["convert", "-q", "--from", "doccano", "--to", "doccano", "a.jsonl", "b.jsonl"]));
    assert_eq!(code, 0, "{said}");
    let written = fs::read_to_string(folder.join("b.jsonl")).unwrap();
    assert_eq!(written.lines().count(), times);
    assert!(written.lines().all(|line| line.ends_with(",\"label\":[[0,7,\"PER\"]]}")));
    fs::remove_dir_all(folder).ok();
}
