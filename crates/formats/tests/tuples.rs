//! Training tuples as people have them: in JSON, pasted from a program, and around them the file of NER Annotator.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::Kind;
use postil_formats::{Annotated, Outcome, Reading, Source, format, parse, sniff};

/// Labels with the text that they stand on, of each document; what was repaired or left out.
fn read(name: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let found = sniff(name, text.as_bytes()).map(|format| format.id);
    assert_eq!(found, Some("spacy-tuples"), "{text}");
    let read = parse(format("spacy-tuples").unwrap(), &[Source::new(name, text)], &Reading::default()).unwrap();
    let spans = |it: &Annotated| {
        let spans = it.spans.iter().map(|span| format!("{} {}", span.label, it.quote(span, " ")));
        spans.chain(it.labels.iter().map(|label| label.label.clone())).collect::<Vec<_>>().join(", ")
    };
    let remarks = read.report.entries.iter().filter(|entry| entry.outcome != Outcome::Decided);
    (read.documents.iter().map(spans).collect(), remarks.map(ToString::to_string).collect())
}

#[test]
fn tuples_are_read_as_python_has_them() {
    let whole = (vec!["PER Ayşe, LOC Graz".to_owned(), "PER Jo".to_owned()], Vec::new());
    for text in [
        "[('Ayşe saw Graz.', {'entities': [(0, 4, 'PER'), (9, 13, 'LOC')]}), ('Jo sat.', {'entities': [(0, 2, 'PER')]})]",
        "TRAIN_DATA = [\n    # The first.\n    (\"Ayşe saw Graz.\", {\"entities\": [(0, 4, \"PER\"), (9, 13, \"LOC\")]}),\n    (\"Jo sat.\", {\"entities\": [(0, 2, \"PER\")]}),\n]\n",
        "('Ayşe saw Graz.', {'entities': [(0, 4, 'PER'), (9, 13, 'LOC')]}),\n('Jo sat.', {'entities': [(0, 2, 'PER')]}),\n",
    ] {
        for name in ["a.py", "a.txt", "a.json"] {
            assert_eq!(read(name, text), whole, "{name} {text}");
        }
    }
    let both = "[(\"It's Graz\", {'entities': [(5, 9, 'LOC')], 'cats': {'TRIP': True, 'WORK': False}})]";
    assert_eq!(read("a.py", both), (vec!["LOC Graz, TRIP".to_owned()], Vec::new()));
}

#[test]
fn what_is_no_tuple_in_a_program_has_its_place() {
    let error = |text: &str| {
        parse(format("spacy-tuples").unwrap(), &[Source::new("a.py", text)], &Reading::default())
            .unwrap_err()
            .to_string()
    };
    let broken = "DATA = [\n ('Jo sat.', {'entities': [(0, 2, 'PER')]}),\n ('Jo', make())]";
    assert!(error(broken).starts_with("a.py: line 3, column 9: not a literal of Python: `make`"), "{}", error(broken));
    assert!(error("[[\"Jo\", {\"entities\": [[0, 2, \"PER\"]]}],,]").starts_with("a.py: line 1, column 4"));
    let (_, remarks) = read("a.py", "[('Jo', {'entities': [(0, 9, 'PER')]}),\n None]");
    assert_eq!(
        remarks,
        [
            "a.py: line 2: left out: it is not of the form [text, {…}]",
            "a.py: line 1: entities[0]: left out: offset 9 lies beyond the end of the text (2) (in code points)"
        ]
    );
}

#[test]
fn the_file_of_ner_annotator_is_read() {
    let text = r#"{"classes": ["PER", "LOC", "ORG"], "annotations": [
        ["Ayşe saw Graz.\r", {"entities": [[0, 4, "PER"], [9, 13, "LOC"]]}], null, ["Jo sat.", {"entities": []}]]}"#;
    for text in [text.to_owned(), text.replace('\n', "").replace("  ", "")] {
        assert_eq!(read("a.json", &text), (vec!["PER Ayşe, LOC Graz".to_owned(), String::new()], Vec::new()));
        let read = parse(format("spacy-tuples").unwrap(), &[Source::new("a.json", text)], &Reading::default()).unwrap();
        let labels: Vec<&str> = read.documents[1].schema.of(Kind::Label).map(|it| it.id.as_str()).collect();
        assert_eq!(labels, ["PER", "LOC", "ORG"]);
        assert!(read.report.entries[0].message.starts_with("1 of 3 are null"), "{:?}", read.report.entries);
    }
}

#[test]
fn texts_that_look_like_python_stay_what_they_are() {
    let id = |name: &str, text: &str| sniff(name, text.as_bytes()).map(|format| format.id);
    assert_eq!(id("a.txt", "(Reuters) - Two entities merged."), Some("text"));
    assert_eq!(id("a.txt", "'Entities' are spans. X = [1]"), Some("text"));
    assert_eq!(id("a.md", "# spans\n\n('a', 'b')"), Some("markdown"));
    assert_eq!(id("a.jsonl", r#"{"text": "Jo", "label": [[0, 2, "PER"]]}"#), Some("doccano"));
    assert_eq!(id("a.json", r#"{"text": "Jo", "annotations": [{"entities": []}], "classes": []}"#), None);
}
