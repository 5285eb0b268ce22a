//! Lines that become lines: converted one by one, with the result that they would have together.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{command, folder, names, piped, postil, told};
use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Lines whose offsets are code points, which the first two leave open.
const LINES: &str = r#"{"text": "met 🇹🇷 x", "label": [[0, 3, "EVENT"]]}
{"text": "nothing", "label": []}
{"text": "🇹🇷 Sochi, Erdoğan", "label": [[3, 8, "GPE"], [10, 17, "PERSON"]]}
"#;

#[test]
fn the_unit_is_decided_from_all_lines() {
    let folder = folder("stream-unit");
    fs::write(folder.join("a.jsonl"), LINES).unwrap();
    for arguments in [["a.jsonl", "b.jsonl"], ["a.jsonl", "-"]] {
        let all = [&["convert", "--to", "doccano", "--to-unit", "char"][..], &arguments].concat();
        let (code, out, said) = told(&postil(&folder, &all));
        assert_eq!(code, 0, "{said}");
        assert_eq!(said.matches("decided: offsets count code points").count(), 1, "{said}");
        let written = if out.is_empty() { fs::read_to_string(folder.join("b.jsonl")).unwrap() } else { out };
        assert!(written.contains(r#"[[3,8,"GPE"],[10,17,"PERSON"]]"#), "{written}");
    }
    // Said, it is not decided, and holds for each line.
    let (code, out, said) = told(&postil(&folder, &["convert", "--unit", "utf16", "--to", "jsonl", "a.jsonl", "-"]));
    assert_eq!((code, out.lines().count()), (1, 3));
    assert!(said.contains("line 3: label[0]: left out: offset 3 falls inside a surrogate pair"), "{said}");
    assert!(!said.contains("decided"), "{said}");
}

/// Whether there are relations shapes each line of doccano's, and labels each line of others.
#[test]
fn lines_are_shaped_by_all_of_them() {
    let folder = folder("stream-shape");
    let linked = r#"{"text": "a b", "entities": [{"id": 7, "start_offset": 0, "end_offset": 1, "label": "X"}, {"id": 8, "start_offset": 2, "end_offset": 3, "label": "Y"}], "relations": [{"id": 1, "from_id": 7, "to_id": 8, "type": "r"}]}"#;
    fs::write(folder.join("a.jsonl"), format!("{{\"text\": \"a\", \"label\": [[0, 1, \"Z\"]]}}\n\n{linked}\n"))
        .unwrap();
    let convert = |to: &str| told(&postil(&folder, &["convert", "-q", "--to", to, "a.jsonl", "-"])).1;
    assert!(convert("doccano").lines().all(|line| line.contains("\"relations\":[")));
    assert!(convert("chat").lines().all(|line| line.contains("Find every X, Y, Z in the text")));
    // As they would be together: an archive is read as a whole.
    fs::write(
        folder.join("b.jsonl"),
        "{\"text\": \"b\", \"label\": [\"q\", \"p\"]}\n{\"text\": \"c\", \"label\": [\"r\"]}\n",
    )
    .unwrap();
    for to in ["doccano", "doccano-classes", "prodigy", "chat", "jsonl", "postil-jsonl"] {
        assert_eq!(told(&postil(&folder, &["convert", "-q", "--to", to, "b.jsonl", "all.zip"])).0, 0);
        let (_, whole, _) = told(&postil(&folder, &["convert", "-q", "--from", to, "--to", to, "all.zip", "-"]));
        let (_, lines, _) = told(&postil(&folder, &["convert", "-q", "--to", to, "b.jsonl", "-"]));
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&lines), sorted(&whole), "{to}");
    }
}

/// What a line says of labels holds for all of them, as it would together.
#[test]
fn lines_share_what_labels_are_called() {
    let folder = folder("stream-schema");
    let line = |text: &str, labels: &str, spans: &str| {
        format!(
            r#"{{"format":"postil-annotations","version":1,"text":"{text}","labels":[{labels}],"spans":[{spans}]}}"#
        )
    };
    let span = r#"{"label":"PER","byte":[0,3]}"#;
    let named = r#"{"kind":"label","id":"PER","name":"Person"},{"kind":"label","id":"LOC","name":"Place"},{"kind":"cluster","id":"same","name":"Same"}"#;
    let lines = [line("Bob", named, ""), line("Ada", "", span), line("Eve", "", span)].join("\n");
    fs::write(folder.join("a.jsonl"), lines).unwrap();
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for (to, unused) in [("postil-jsonl", 2), ("doccano", 2), ("doccano-classes", 3)] {
        let convert = |out: &str| told(&postil(&folder, &["convert", "--to", to, "a.jsonl", out]));
        let (_, lines, said) = convert("-");
        let unused = format!("labels and types that are not used: {unused} left out");
        assert_eq!(said.matches(&unused).count(), 1, "{to}: {said}");
        // An archive is written as a whole.
        let (_, _, said) = convert("all.zip");
        assert_eq!(said.matches(&unused).count(), 1, "{to}: {said}");
        let (_, whole, _) = told(&postil(&folder, &["convert", "-q", "--from", to, "--to", to, "all.zip", "-"]));
        assert_eq!(sorted(&lines), sorted(&whole), "{to}");
        let names = lines.matches(r#""labels":[{"kind":"label","id":"PER","name":"Person"}]"#).count();
        assert_eq!(names, if to == "postil-jsonl" { 2 } else { 0 }, "{lines}");
    }
    let other = line("Zoe", r#"{"kind":"label","id":"PER","name":"Somebody"}"#, span);
    fs::write(folder.join("b.jsonl"), other).unwrap();
    let (_, lines, said) = told(&postil(&folder, &["convert", "--to", "postil-jsonl", "a.jsonl", "b.jsonl", "-"]));
    assert_eq!(lines.matches("\"Person\"").count(), 3, "{lines}");
    assert!(said.contains("labels and types with several names: 1 written with the first"), "{said}");
}

#[test]
fn several_files_and_standard_input_become_one() {
    let folder = folder("stream-several");
    fs::write(folder.join("a.jsonl"), LINES).unwrap();
    let prodigy = r#"{"text": "Bob left.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "answer": "accept"}"#;
    let (code, out, said) =
        told(&piped(&folder, &["convert", "--to", "jsonl", "a.jsonl", "-", "a.jsonl", "out.jsonl"], prodigy));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert!(said.contains("1 file of Prodigy JSON Lines"), "{said}");
    let written = fs::read_to_string(folder.join("out.jsonl")).unwrap();
    let ids: Vec<&str> =
        written.lines().filter_map(|line| line.strip_prefix("{\"id\":\"")?.split('"').next()).collect();
    assert_eq!(ids, ["a-1", "a-2", "a-3", "standard input-1", "a-1", "a-2", "a-3"]);
}

#[test]
fn what_is_missing_leaves_the_rest() {
    let folder = folder("stream-missing");
    fs::write(folder.join("a.jsonl"), LINES).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "-q", "--to", "jsonl", "b.jsonl", "a.jsonl", "-"]));
    assert_eq!((code, out.lines().count()), (1, 3));
    assert!(said.starts_with("postil: b.jsonl: "), "{said}");
    let strict = ["convert", "-q", "--strict", "--to", "jsonl", "b.jsonl", "a.jsonl", "-"];
    let (code, out, _) = told(&postil(&folder, &strict));
    assert_eq!((code, out.as_str()), (1, ""));
}

#[test]
fn what_is_wrong_with_a_line_has_its_place() {
    let folder = folder("stream-errors");
    let lines = format!("{LINES}{{\"text\": \"x\", }}\n{{\"text\": \"x\", \"label\": [[0, 9, \"X\"]]}}\n{LINES}");
    fs::write(folder.join("a.jsonl"), lines).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "jsonl", "a.jsonl", "-"]));
    assert_eq!(code, 1);
    assert!(said.contains("postil: a.jsonl: line 4, column 15: not JSON"), "{said}");
    assert!(said.contains("a.jsonl: line 5: label[0]: left out: offset 9 lies beyond the end"), "{said}");
    assert_eq!(out.lines().count(), 7, "the other lines are there");
    // Our own too.
    let (_, ours, _) = told(&postil(&folder, &["convert", "-q", "--to", "postil-jsonl", "a.jsonl", "-"]));
    let mut ours: Vec<String> = ours.lines().map(str::to_owned).collect();
    ours[1] = ours[1].replace("\"byte\"", "\"bite\"").replace("\"text\":", "\"text\"");
    ours[2] = ours[2].replace("\"label\":\"GPE\",\"set\"", "\"set\"");
    fs::write(folder.join("ours.jsonl"), ours.join("\n")).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "doccano", "ours.jsonl", "-"]));
    assert_eq!(code, 1);
    assert!(said.contains("1 file of Postil annotations, JSON Lines"), "{said}");
    assert!(said.contains("ours.jsonl: line 2, column "), "{said}");
    assert!(said.contains("ours.jsonl: line 3: "), "{said}");
    assert_eq!(out.lines().count(), 6);
}

#[test]
fn losses_of_all_lines_are_counted_and_refused() {
    let folder = folder("stream-losses");
    let scored =
        r#"{"text": "a b", "spans": [{"start": 0, "end": 1, "label": "X", "score": 0.5}], "answer": "accept"}"#;
    fs::write(folder.join("a.jsonl"), format!("{scored}\n").repeat(5)).unwrap();
    fs::write(folder.join("out.jsonl"), "old").unwrap();
    let (code, _, said) = told(&postil(&folder, &["convert", "--strict", "--to", "doccano", "a.jsonl", "out.jsonl"]));
    assert_eq!(code, 1);
    assert!(said.contains("in doccano JSON Lines: scores: 5 left out"), "{said}");
    assert!(said.contains("not written, since something would be lost"), "{said}");
    assert_eq!(fs::read_to_string(folder.join("out.jsonl")).unwrap(), "old");
    assert_eq!(names(&folder), ["a.jsonl", "out.jsonl"]);
    let (code, out, _) = told(&postil(&folder, &["convert", "--strict", "--to", "doccano", "a.jsonl", "-"]));
    assert_eq!((code, out.as_str()), (1, ""));
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "doccano", "a.jsonl", "-"]));
    assert_eq!((code, out.lines().count()), (0, 5));
    assert_eq!(said.matches("left out").count(), 1, "told once: {said}");
    let (code, out, _) = told(&postil(&folder, &["convert", "--strict", "-q", "--to", "jsonl", "a.jsonl", "-"]));
    assert_eq!((code, out.lines().count()), (0, 5), "nothing is lost");
}

/// What is called lines, but is one value over several lines or in one list, is read as a whole.
#[test]
fn what_is_no_lines_is_read_all_the_same() {
    let folder = folder("stream-whole");
    for text in [
        "[{\"text\": \"ab\", \"label\": [[0, 1, \"X\"]]}]\n",
        "{\"text\": \"ab\",\n \"label\": [[0, 1, \"X\"]]}\n",
        "[\n{\"text\": \"ab\", \"label\": [[0, 1, \"X\"]]}\n]\n",
    ] {
        fs::write(folder.join("a.jsonl"), text).unwrap();
        let (code, out, said) = told(&postil(&folder, &["convert", "-q", "--to", "doccano", "a.jsonl", "-"]));
        assert_eq!((code, out.as_str()), (0, "{\"text\":\"ab\",\"label\":[[0,1,\"X\"]]}\n"), "{said}");
    }
    let wide: Vec<u8> =
        "\u{feff}{\"text\": \"ab\", \"label\": [[0, 1, \"X\"]]}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("a.jsonl"), wide).unwrap();
    assert!(
        told(&postil(&folder, &["convert", "-q", "--to", "doccano", "a.jsonl", "-"])).1.starts_with("{\"text\":\"ab\"")
    );
}

/// Ctrl+C leaves neither half a file under the name nor one beside it, and what was there stays.
#[cfg(unix)]
#[test]
fn an_interrupted_conversion_leaves_nothing() {
    let folder = folder("stream-interrupted");
    let line = format!("{{\"text\": \"{}\", \"label\": [[0, 3, \"X\"]]}}\n", "met officials ".repeat(40));
    fs::write(folder.join("a.jsonl"), line.repeat(60_000)).unwrap();
    fs::write(folder.join("out.jsonl"), "old").unwrap();
    let mut child = command(&folder, &["convert", "-q", "--to", "prodigy", "a.jsonl", "out.jsonl"])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while names(&folder).len() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "it was done before it was interrupted");
        assert!(start.elapsed() < Duration::from_secs(300));
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(&folder), ["a.jsonl", "out.jsonl"]);
    assert_eq!(fs::read_to_string(folder.join("out.jsonl")).unwrap(), "old");
    fs::remove_dir_all(folder).ok();
}

/// Whoever reads may have had enough.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder("stream-pipe");
    fs::write(folder.join("a.jsonl"), LINES.repeat(3000)).unwrap();
    let mut child = command(&folder, &["convert", "-q", "--to", "prodigy", "a.jsonl", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    std::io::stdout().flush().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(told(&output), (0, String::new(), String::new()));
}
