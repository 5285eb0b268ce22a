//! `postil score`: figures that were computed by hand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, postil, told};
use std::fs;

/// The figures of a label: how many there are, how many were found, then precision, recall and F1, exact and overlapping.
fn row(out: &str, label: &str) -> String {
    let line = out.lines().find_map(|line| line.strip_prefix(label)).unwrap();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_label_and_both_averages_are_scored() {
    let folder = folder("score");
    let gold = [
        r#"{"text": "Anna met Bob in Paris on Monday.", "label": [[0, 4, "PER"], [9, 12, "PER"], [16, 21, "LOC"], [25, 31, "DATE"]]}"#,
        r#"{"text": "Carl left.", "label": [[0, 4, "PER"]]}"#,
        r#"{"text": "Only in gold: Rome.", "label": [[14, 18, "LOC"]]}"#,
    ];
    // Anna and Carl as they are; Bob with one word too many, twice; Paris as a person; Monday in part.
    let found = [
        r#"{"text": "Carl left.", "label": [[0, 4, "PER"]]}"#,
        r#"{"text": "Anna met Bob in Paris on Monday.", "label": [[0, 4, "PER"], [5, 12, "PER"], [9, 15, "PER"], [16, 21, "PER"], [22, 31, "DATE"]]}"#,
        r#"{"text": "Nobody asked.", "label": [[0, 6, "PER"]]}"#,
    ];
    fs::write(folder.join("gold.jsonl"), gold.join("\n")).unwrap();
    fs::write(folder.join("found.jsonl"), found.join("\n")).unwrap();
    let (code, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert_eq!(code, 0);
    assert!(said.contains("1 texts are in the gold standard alone, 1 in what is judged alone"), "{said}");
    // Exact: 2 of 5 found, 2 of 3 there. Overlapping: 4 of the 5, all 3 of the 3.
    assert_eq!(row(&out, "PER"), "3 5 0.400 0.667 0.500 0.800 1.000 0.889");
    // Nothing was called so: Paris in the text that both have, Rome in the one that is gold's alone.
    assert_eq!(row(&out, "LOC"), "2 0 0.000 0.000 0.000 0.000 0.000 0.000");
    assert_eq!(row(&out, "DATE"), "1 1 0.000 0.000 0.000 1.000 1.000 1.000");
    // Exact 2 of 6 and 2 of 6; overlapping 5 of 6 found, 4 of 6 there: 2 * (5/6) * (4/6) / (9/6) = 0.741.
    assert_eq!(row(&out, "micro average"), "6 6 0.333 0.333 0.333 0.833 0.667 0.741");
    // The means of 0.4, 0, 0; 2/3, 0, 0; 0.5, 0, 0; and of 0.8, 0, 1; 1, 0, 1; 8/9, 0, 1.
    assert_eq!(row(&out, "macro average"), "6 6 0.133 0.222 0.167 0.600 0.667 0.630");
}

/// Spans with gaps are the same when all their parts are, and touch where a part does.
#[test]
fn spans_with_gaps_are_scored_by_their_parts() {
    let folder = folder("score-gaps");
    for (name, ann) in [("gold", "T1\tX 0 1;4 5\ta c\nT2\tX 2 3\tb\n"), ("found", "T1\tX 2 3\tb\nT2\tX 0 1\ta\n")] {
        fs::create_dir(folder.join(name)).unwrap();
        fs::write(folder.join(name).join("a.txt"), "a b c").unwrap();
        fs::write(folder.join(name).join("a.ann"), ann).unwrap();
    }
    let (code, out, said) = told(&postil(&folder, &["score", "gold", "found"]));
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(row(&out, "X"), "2 2 0.500 0.500 0.500 1.000 1.000 1.000");
}

/// What `postil extract` finds is scored as it comes.
#[test]
fn rows_of_extraction_are_scored() {
    let folder = folder("score-rows");
    fs::write(folder.join("a.txt"), "Vladimir Putin flew to Sochi on Monday.").unwrap();
    let rows = postil(&folder, &["extract", "a.txt"]);
    fs::write(folder.join("rows.jsonl"), &rows.stdout).unwrap();
    let gold = r#"{"text": "Vladimir Putin flew to Sochi on Monday.", "label": [[0, 14, "PERSON"], [23, 28, "GPE"]]}"#;
    fs::write(folder.join("gold.jsonl"), gold).unwrap();
    let (code, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "rows.jsonl"]));
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(row(&out, "PERSON"), "1 1 1.000 1.000 1.000 1.000 1.000 1.000");
}
