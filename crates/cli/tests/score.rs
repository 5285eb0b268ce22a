//! `postil score`: figures that were computed by hand.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, postil, told};
use std::fs;

/// The figures of a label: how many there are, how many were found, then precision, recall and F1, strict and overlapping.
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
    assert!(said.contains("unpaired: 1 of the gold standard (missed), 1 of what is judged (not counted)"), "{said}");
    // Strict: 2 of 5 found, 2 of 3 there. Overlapping: 3 of the 5, since Bob counts once, all 3 of the 3.
    assert_eq!(row(&out, "PER"), "3 5 0.400 0.667 0.500 0.600 1.000 0.750");
    // Nothing was called so: Paris in the text that both have, Rome in the one that is gold's alone.
    assert_eq!(row(&out, "LOC"), "2 0 0.000 0.000 0.000 0.000 0.000 0.000");
    assert_eq!(row(&out, "DATE"), "1 1 0.000 0.000 0.000 1.000 1.000 1.000");
    // Strict 2 of 6 and 2 of 6; overlapping 4 of 6 and 4 of 6.
    assert_eq!(row(&out, "micro average"), "6 6 0.333 0.333 0.333 0.667 0.667 0.667");
    // The means of 0.4, 0, 0; 2/3, 0, 0; 0.5, 0, 0; and of 0.6, 0, 1; 1, 0, 1; 0.75, 0, 1.
    assert_eq!(row(&out, "macro average"), "6 6 0.133 0.222 0.167 0.533 0.667 0.583");
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
    assert_eq!((code, said.as_str()), (0, "postil: 1 document is paired: 1 by its text\n"));
    assert_eq!(row(&out, "X"), "2 2 0.500 0.500 0.500 1.000 1.000 1.000");
    let (_, out, _) = told(&postil(&folder, &["score", "--by", "fragments", "gold", "found"]));
    assert_eq!(row(&out, "X"), "3 2 1.000 0.667 0.800 1.000 0.667 0.800");
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
    assert_eq!(code, 0, "{said}");
    assert_eq!(row(&out, "PERSON"), "1 1 1.000 1.000 1.000 1.000 1.000 1.000");
}

fn files(folder: &std::path::Path, gold: &[&str], found: &[&str]) {
    fs::write(folder.join("gold.jsonl"), gold.join("\n")).unwrap();
    fs::write(folder.join("found.jsonl"), found.join("\n")).unwrap();
}

/// The same text twice is two documents, each of which is judged.
#[test]
fn documents_of_the_same_text_are_paired_one_to_one() {
    let folder = folder("score-twice");
    let (one, none) = (r#"{"text": "Eva ate.", "label": [[0, 3, "P"]]}"#, r#"{"text": "Eva ate.", "label": []}"#);
    files(&folder, &[one, one], &[none, one]);
    let (code, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert!(code == 0 && said.contains("2 documents are paired: "), "{said}");
    assert_eq!(row(&out, "P "), "2 1 1.000 0.500 0.667 1.000 0.500 0.667");
    // Three of which two are judged: the third is missed.
    files(&folder, &[one, one, one], &[one, one]);
    let (_, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert!(said.contains("unpaired: 1 of the gold standard (missed), 0 of"), "{said}");
    assert_eq!(row(&out, "P "), "3 2 1.000 0.667 0.800 1.000 0.667 0.800");
}

/// White space is no difference; other texts are, and then there is nothing to score.
#[test]
fn texts_are_paired_by_their_words_or_refused() {
    let folder = folder("score-words");
    files(
        &folder,
        &[r#"{"text": "Eva,  née Ito,\nate.", "label": [[10, 13, "P"], [15, 18, "V"]]}"#],
        &[r#"{"text": "Eva , née Ito , ate .", "label": [[10, 13, "P"], [16, 19, "V"]]}"#],
    );
    let (code, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert!(code == 0 && said.contains("1 by its words, without white space"), "{said}");
    assert_eq!(row(&out, "micro average"), "2 2 1.000 1.000 1.000 1.000 1.000 1.000");
    files(&folder, &[r#"{"text": "Eva ate.", "label": []}"#], &[r#"{"text": "Eva  sat.", "label": [[0, 3, "P"]]}"#]);
    let (code, out, said) = told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        said.contains("nothing is scored")
            && said.contains("“ate.”, character 4")
            && said.contains("“sat.”, character 5"),
        "{said}"
    );
    files(&folder, &[], &[r#"{"text": "Eva.", "label": []}"#]);
    assert_eq!(told(&postil(&folder, &["score", "gold.jsonl", "found.jsonl"])).0, 1);
}

#[test]
fn schemes_intervals_and_clusters_are_shown() {
    let folder = folder("score-schemes");
    let gold = r#"{"id": "a", "text": "Eva ate. She sat.", "spans": [{"id": "s0", "start": 0, "end": 3, "label": "P"}, {"id": "s1", "start": 9, "end": 12, "label": "P"}], "relations": [], "clusters": [{"id": "c0", "type": "", "members": ["s0", "s1"]}], "events": []}"#;
    let found = gold.replace("\"end\": 3", "\"end\": 2");
    files(&folder, &[gold, gold], &[gold, &found]);
    let score = |more: &[&str]| told(&postil(&folder, &[&["score", "gold.jsonl", "found.jsonl"], more].concat())).1;
    assert_eq!(
        row(&score(&["--scheme", "strict,exact,partial,type"]), "P "),
        "4 4 0.750 0.750 0.750 0.750 0.750 0.750 0.875 0.875 0.875 1.000 1.000 1.000"
    );
    let out = score(&[]);
    assert!(out.contains("intervals of 95 %, by 1000 draws of 2 documents") && out.contains("0.500-1.000"), "{out}");
    assert_eq!(out, score(&["--seed", "1"]));
    assert!(!score(&["--samples", "0"]).contains("intervals"));
    // A mention in part is none: of two links one.
    assert!(row(&out, "MUC").starts_with("0.500 0.500 0.500"), "{out}");
    assert!(row(&out, "CoNLL-2012").starts_with("0.625"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&score(&["--json"])).unwrap();
    assert_eq!(json["micro"]["schemes"]["strict"]["f1"], 0.75);
    assert_eq!(json["paired"]["by_text_and_name"], 2);
}
