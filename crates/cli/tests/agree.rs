//! `postil agree`: figures that were computed by hand, in each form that is written.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, postil, told};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Three people over three texts; Carol did not see the third.
fn three(name: &str) -> PathBuf {
    let folder = folder(name);
    let texts = ["Anna met Bob in Paris.", "Carl left Rome.", "Nobody asked."];
    let said: [(&str, &[&str]); 3] = [
        ("anna", &[r#"[0, 4, "PER"], [9, 12, "PER"], [16, 21, "LOC"]"#, r#"[0, 4, "PER"], [10, 14, "LOC"]"#, ""]),
        ("bob", &[r#"[0, 4, "PER"], [9, 12, "PER"], [16, 21, "ORG"]"#, r#"[0, 4, "PER"]"#, r#"[0, 6, "PER"]"#]),
        ("carol", &[r#"[0, 12, "PER"], [16, 21, "LOC"]"#, r#"[0, 4, "PER"], [10, 14, "LOC"]"#]),
    ];
    for (rater, spans) in said {
        let rows =
            texts.iter().zip(spans).map(|(text, spans)| format!("{{\"text\": {text:?}, \"label\": [{spans}]}}\n"));
        fs::write(folder.join(format!("{rater}.jsonl")), rows.collect::<String>()).unwrap();
    }
    folder
}

fn json(folder: &std::path::Path, arguments: &[&str]) -> Value {
    let (code, out, said) = told(&postil(folder, arguments));
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn three_people_are_compared() {
    let folder = three("agree");
    let made = json(&folder, &["agree", "--to", "json", "--samples", "0", "anna.jsonl", "bob.jsonl", "carol.jsonl"]);
    assert_eq!(made["raters"], serde_json::json!(["anna", "bob", "carol"]));
    assert_eq!(made["documents"], 3);
    let pair = &made["pairs"][0];
    assert_eq!((&pair["one"], &pair["other"], &pair["documents"]), (&"anna".into(), &"bob".into(), &3.into()));
    // Three of Anna's five and Bob's five.
    assert_eq!(pair["spans"]["f1_strict"]["value"], 0.6);
    assert_eq!(pair["differences"]["label"], 1);
    assert_eq!(pair["differences"]["missing"], 1);
    assert_eq!(pair["differences"]["extra"], 1);
    // What Carol did not see is of no pair with her.
    assert_eq!(made["pairs"][1]["documents"], 2);
    assert_eq!(made["by_document"][2]["raters"], 2);
    let overlap = made["pairs"][1]["spans"]["f1_overlap"]["value"].as_f64().unwrap();
    // Of Anna's five and Carol's four: Anna and Bob are one span of Carol's.
    assert!((overlap - 8.0 / 9.0).abs() < 1e-12);
    for name in ["alpha", "fleiss"] {
        let value = made["tokens"][name]["value"].as_f64().unwrap();
        assert!(value > 0.0 && value < 1.0, "{name} {value}");
    }
}

#[test]
fn tables_csv_and_a_page_say_the_same() {
    let folder = three("agree-forms");
    let files = ["anna.jsonl", "bob.jsonl", "carol.jsonl"];
    let shown = |to: &str| {
        let arguments = ["agree", "--to", to, "--seed", "7"];
        told(&postil(&folder, &[&arguments[..], &files[..]].concat())).1
    };
    let (text, csv, html) = (shown("text"), shown("csv"), shown("html"));
    assert!(text.contains("3 raters over 3 documents."), "{text}");
    assert!(text.contains("Labels of anna beside those of bob"), "{text}");
    assert!(csv.starts_with("table,of,figure,value,low,high\r\n"), "{csv}");
    let row = csv.lines().find(|row| row.starts_with("By pair,anna | bob,F1 strict,")).unwrap();
    assert!(row.starts_with("By pair,anna | bob,F1 strict,0.6,"), "{row}");
    assert!(html.contains("<h2 dir=\"auto\">By label</h2>") && !html.contains("<script"), "{html}");
    assert_eq!(text, shown("text"));
}

#[test]
fn the_sets_of_one_file_are_raters() {
    let folder = folder("agree-sets");
    // Two people annotated one task of Label Studio.
    let region = |id: &str, start: u32, end: u32, label: &str| {
        serde_json::json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": &"Anna left."[start as usize..end as usize], "labels": [label]}})
    };
    let one = serde_json::json!({"id": 1, "completed_by": 1, "result": [region("a", 0, 4, "PER")]});
    let two =
        serde_json::json!({"id": 2, "completed_by": 2, "result": [region("b", 0, 4, "PER"), region("c", 5, 9, "DO")]});
    let tasks = serde_json::json!([{"id": 7, "data": {"text": "Anna left."}, "annotations": [one, two]}]);
    fs::write(folder.join("tasks.json"), tasks.to_string()).unwrap();
    let made = json(&folder, &["agree", "--to", "json", "tasks.json"]);
    assert_eq!(made["raters"].as_array().unwrap().len(), 2, "{made}");
    assert_eq!(made["pairs"][0]["spans"]["f1_strict"]["value"], 2.0 / 3.0);
}

#[test]
fn nothing_is_compared_that_only_one_saw() {
    let folder = folder("agree-alone");
    for (name, text) in [("a", "Anna left."), ("b", "Bob left.")] {
        fs::write(
            folder.join(format!("{name}.jsonl")),
            format!("{{\"text\": {text:?}, \"label\": [[0, 3, \"PER\"]]}}\n"),
        )
        .unwrap();
    }
    let (code, out, said) = told(&postil(&folder, &["agree", "a.jsonl", "b.jsonl"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(said.contains("nothing is compared: no text was seen by two of a, b"), "{said}");
    let (code, _, said) = told(&postil(&folder, &["agree", "a.jsonl"]));
    assert_eq!(code, 1);
    assert!(said.contains("only `a` says something: there must be at least two to agree"), "{said}");
}
