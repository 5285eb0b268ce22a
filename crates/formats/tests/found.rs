//! What `cargo xtask fuzz` found, made small: each input is held to what every input is held to there.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../fuzz/src/holds.rs"]
mod holds;

use postil_core::{AttributeValue, Document};
use postil_formats::{Annotated, DocumentLabel, Reading, Source, Span, format, parse, serialise};

/// Reads files of a format; what was read must be whole, and the same when it is written and read again.
#[track_caller]
fn check(id: &str, files: &[(&str, &[u8])]) {
    let sources: Vec<Source> = files.iter().map(|(name, bytes)| Source::new(*name, *bytes)).collect();
    let format = format(id).unwrap();
    if let Ok(read) = parse(format, &sources, &Reading::default()) {
        holds::documents(format, &read.documents);
    }
}

#[test]
fn names_and_values_are_mended_once() {
    let line = format!("{{\"text\": \"a\", \"label\": [\"{}\"]}}", "x".repeat(250));
    check("doccano-classes", &[("a.jsonl", line.as_bytes())]);
    check("csv", &[("a.csv", b"text,label\na,\x1a\n")]);
    check("conllu", &[("a\tb \t.conllu", b"1\ta\ta\t_\t_\t_\t_\t_\t_\t_\n")]);
    check("conllu", &[(" .conllu", b"1\ta\ta\t_\t_\t_\t_\t_\t_\t_\n")]);
    let link = "T1\tX 0 1\ta\nN1\tReference T1 KB:Q\x1c1\thttp://a/\x1db\n";
    check("brat", &[("a.ann", link.as_bytes()), ("a.txt", b"a")]);
    for name in ["value".to_owned() + &"_".repeat(251), "9".repeat(256), "é".repeat(128)] {
        for id in ["cas-json", "webanno", "bioc-json", "brat", "conllu"] {
            let mut it = Annotated::new("a", Document::new("a"));
            let mut span = Span::new(it.document.range(), name.clone());
            span.facts.attribute(&name, AttributeValue::Text("x".into()));
            span.facts.attribute(&name.replace(['_', '9'], "-"), AttributeValue::Text("y".into()));
            it.spans.push(span);
            holds::documents(format(id).unwrap(), &[it]);
        }
    }
    check("brat", &[("a.ann", b"T1\tX 0 1\ta\nA1\tC T1 Sp\0\0\x03D\n"), ("a.txt", b"a")]);
}

/// Two documents of one text, which our own files have once.
#[test]
fn labels_of_one_text_have_one_score() {
    let documents = [0.5, 0.25].map(|score| {
        let mut it = Annotated::new("a", Document::new("a"));
        it.labels.push(DocumentLabel { label: "x".to_owned(), set: "".into(), score: Some(score.into()) });
        it
    });
    let ours = format("postil").unwrap();
    holds::documents(format("docbin").unwrap(), &documents);
    let losses = serialise(ours, &documents, &Default::default()).unwrap().losses;
    let told: Vec<String> = losses.0.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "documents: 1 made one with another of the same text (as “a”)",
            "labels of documents with the same text: 1 written once, with the first score",
        ]
    );
}

#[test]
fn words_that_a_file_does_not_count_are_written() {
    check("webanno", &[("a.tsv", b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=This is\n1-1\t0-28\tThis\n1-2\t5-7\tis\n")]);
}

#[test]
fn words_that_are_not_in_the_text_are_none() {
    check("webanno", &[("a.tsv", b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\\tb c\n1-1\t0-3\ta\t\n1-2\t4-5\tc\n")]);
    let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n\n#Text=ab\n";
    let file = Source::new("a.tsv", format!("{head}1-1\t0-2\tab\tX\n1-2\t5-9\tcd\tY\n"));
    let read = parse(format("webanno").unwrap(), &[file], &Reading::default()).unwrap();
    assert_eq!(read.documents[0].spans.len(), 1, "no place is made up for what is beyond the end");
}

#[test]
fn names_of_our_own_files_are_as_long_as_their_ids() {
    let label = "x".repeat(250);
    let file = format!(
        r#"{{"format":"postil-annotations","version":1,"documents":[{{"text":"a","spans":[{{"label":"{label}","byte":[0,1]}}]}}]}}"#
    );
    holds::project(file.as_bytes(), &[]);
}

#[test]
fn a_mark_that_a_text_begins_with_is_its_own() {
    let marked = "\u{feff}\u{feff}a";
    for id in ["conll2002", "bioes", "conll2003"] {
        check(id, &[("a.conll", marked.as_bytes())]);
    }
    for id in ["brat", "w3c", "webanno", "csv", "conllu", "tei", "spacy"] {
        holds::documents(format(id).unwrap(), &[Annotated::new("a", Document::new("\u{feff}a b"))]);
    }
}

#[test]
fn signs_that_mean_something_elsewhere_are_kept() {
    check("conll2002", &[("a.conll", b"a\n#b\t\tO\nc\rd\n")]);
    check("bioes", &[("a.bioes", b"#;\x0b\n")]);
    check("conll2002", &[("a.conll", b"#a\tO\n#b\tB-X\n")]);
    check("conll2003", &[("a.conll", b"5 B-X\n7 O\n")]);
    check("conll2002", &[("a.conll", b"I-PERIN|O self|NN|O an\t")]);
    check("bioes", &[("a.bioes", b"a\tO\n\n\x0c-DOCSTART-\x0c-1\x0c\tO\n")]);
    // Words that look like markup and tags.
    check("bioes", &[("a.bioes", b"Nobody\tO\nin<orgName>it\tO\n")]);
    check("conll2002", &[("a.conll", b"I-LOC\0\0\0;\0\0\0\0QUOTE\0\0O\np<persName>\n")]);
    check("conll2003", &[("a.conll", b"tI-~NORP\x8c%\0\0\0\0\0DObody -X- -X- \0\0\0\0MAR______________\0\x01\0\0\0\0\0\0 \0\0r-X- -X- I-ORG\nI-MONEYUnited -X- O\n\n")]);
    let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.SimpleSpan|ROLE#_x|BT#y\n\n\n#Text=ab\n";
    check("webanno", &[("a.tsv", format!("{head}1-1\t0-2\tab\tv\tw\t\n").as_bytes())]);
}

/// A word of several that is cut off by the next document has no place in that.
#[test]
fn places_are_those_of_the_own_text() {
    let word = |id: &str, form: &str, misc: &str| format!("{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let head = "# global.Entity = eid-etype\n";
    let first = format!("{}{}", word("1", "long words here", "_"), word("2-4", "abc", "_"));
    let second = format!("# newdoc id = b\n{}{}", word("3", "é", "Entity=(1-X)"), word("5", "x", "_"));
    check("conllu", &[("a.conllu", format!("{head}{first}{second}").as_bytes())]);
    let second = format!("# newdoc id = b\n{}", word("0", "é", "Entity=(1-X)"));
    check("conllu", &[("a.conllu", format!("{head}{first}{second}").as_bytes())]);
}

#[test]
fn names_that_are_numbered_are_not_too_long_for_that() {
    for (id, len) in [("brat", 80), ("webanno", 80), ("bioc-json", 1000), ("w3c", 80)] {
        let documents = ["a b", "c d"].map(|text| Annotated::new("x".repeat(len), Document::new(text)));
        holds::documents(format(id).unwrap(), &documents);
    }
}
