//! Nothing is silent: what holds labels, tags or offsets is never read as texts of which nothing is said.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{config, document, sources};
use postil_formats::{Annotated, FORMATS, Format, Purpose, Reading, Source, format, gather, parse, serialise};
use proptest::prelude::*;

/// Whether files come out as texts without annotations, and nothing is said about it.
fn is_silent(format: &Format, sources: &[Source]) -> bool {
    let Ok(read) = parse(format, sources, &Reading::default()) else { return false };
    !read.documents.is_empty() && read.documents.iter().all(Annotated::is_bare) && read.report.entries.is_empty()
}

/// What of a format holds annotations, and not their text alone.
fn main_files(sources: Vec<Source>) -> Vec<Source> {
    sources.into_iter().filter(|it| !matches!(it.extension().as_str(), "txt" | "conf" | "names" | "xml")).collect()
}

/// How often each format is tried.
const TIMES: u32 = 4;

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * TIMES, ..config() })]

    /// Files of a format under other names, and as if they were of each other format.
    #[test]
    fn no_reader_passes_over_what_another_has_written(document in document(), which in any::<prop::sample::Index>()) {
        let formats: Vec<&Format> = FORMATS.iter().filter(|it| it.reads() && it.writes()).collect();
        let written = *which.get(&formats);
        let all = sources(&serialise(written, std::slice::from_ref(&document), &Default::default()).unwrap().files);
        let (groups, _) = gather(all.clone(), Some(written));
        let read = groups.first().and_then(|group| parse(written, &group.sources, &Reading::default()).ok());
        // What nothing is said of is rightly silent.
        prop_assume!(read.is_some_and(|read| !read.documents.iter().all(Annotated::is_bare)));
        for main in main_files(all) {
            let shown = String::from_utf8_lossy(&main.bytes);
            for extension in ["txt", "json", "jsonl", "csv", "tsv", "xml", "html", "md"] {
                let named = Source::new(format!("{}.{extension}", main.stem()), main.bytes.clone());
                for group in gather(vec![named], None).0 {
                    let is_silent = is_silent(group.format, &group.sources);
                    prop_assert!(!is_silent, "{} as .{extension} is read as {}:\n{shown}", written.id, group.format.id);
                }
            }
            for other in FORMATS.iter().filter(|it| it.reads()) {
                let is_silent = is_silent(other, std::slice::from_ref(&main));
                prop_assert!(!is_silent, "{} is read as {}:\n{shown}", written.id, other.id);
            }
        }
    }
}

/// What other programs call the same.
const RENAMED: [(&str, &str); 14] = [
    ("label", "tag"),
    ("label", "entity_type"),
    ("label", "category"),
    ("labels", "tags"),
    ("label", "labels"),
    ("spans", "entities"),
    ("entities", "annotations"),
    ("annotations", "mentions"),
    ("denotations", "spans"),
    ("ner_tags", "tags"),
    ("ents", "spans"),
    ("start", "begin"),
    ("start_offset", "start"),
    ("end_offset", "end"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases * TIMES, ..config() })]

    /// Files in which fields and columns are called otherwise, or columns are parted by another sign.
    #[test]
    fn what_is_called_otherwise_is_read_or_told(document in document(), which in any::<prop::sample::Index>()) {
        let formats: Vec<&Format> = FORMATS.iter().filter(|it| it.reads() && it.writes()).collect();
        let written = *which.get(&formats);
        // Our own files name what they do not know.
        prop_assume!(written.purpose != Purpose::Own);
        let all = sources(&serialise(written, std::slice::from_ref(&document), &Default::default()).unwrap().files);
        let (groups, _) = gather(all.clone(), Some(written));
        let read = groups.first().and_then(|group| parse(written, &group.sources, &Reading::default()).ok());
        prop_assume!(read.is_some_and(|read| !read.documents.iter().all(Annotated::is_bare)));
        for main in main_files(all).into_iter().filter(|main| main.text().is_ok()) {
            let text = main.text().unwrap();
            let is_table = ["csv", "tsv"].contains(&written.id);
            let renamed = RENAMED.iter().map(|(old, new)| match is_table {
                true => {
                    let (head, rest) = text.split_once('\n').unwrap();
                    format!("{}\n{rest}", head.replace(old, new))
                }
                false => text.replace(&format!("\"{old}\""), &format!("\"{new}\"")),
            });
            let parted = is_table.then(|| text.replace([',', '\t'], ";"));
            for text in renamed.chain(parted) {
                let other = Source::new(&*main.name, text.clone());
                for group in gather(vec![other.clone()], None).0 {
                    prop_assert!(!is_silent(group.format, &group.sources), "read as {}:\n{text}", group.format.id);
                }
                prop_assert!(!is_silent(written, &[other]), "read as {}:\n{text}", written.id);
            }
        }
    }
}

/// What is only read, and not written by us: formats, and ways of others to write those that are.
const READ_ALONE: [(&str, &str); 14] = [
    ("argilla1", r#"{"text": "Mia left Rome.", "prediction": [["PER", 0, 3, 0.9]], "annotation": null}"#),
    ("argilla1", r#"{"text": "Mia left.", "annotation": ["calm"], "annotation_agent": "u1"}"#),
    (
        "argilla",
        r#"[{"id": "r", "status": "completed", "text": "Mia left.", "spans.responses": [[{"start": 0, "end": 3, "label": "PER"}]], "spans.responses.users": ["u1"]}]"#,
    ),
    (
        "hypothesis",
        r#"{"total": 1, "rows": [{"id": "x", "uri": "https://a.example/", "tags": ["PER"], "text": "", "target": [{"source": "https://a.example/", "selector": [{"type": "TextPositionSelector", "start": 0, "end": 3}, {"type": "TextQuoteSelector", "exact": "Mia"}]}]}]}"#,
    ),
    (
        "labelstudio",
        r#"[{"id": 7, "text": "Mia left.", "label": [{"start": 0, "end": 3, "text": "Mia", "labels": ["PER"]}], "annotator": 1, "annotation_id": 3}]"#,
    ),
    (
        "labelstudio",
        "annotator,id,label,text\n1,7,\"[{\"\"start\"\": 0, \"\"end\"\": 3, \"\"labels\"\": [\"\"PER\"\"]}]\",Mia left.\n",
    ),
    ("spacy-tuples", "TRAIN = [('Mia left.', {'entities': [(0, 3, 'PER')]})]\n"),
    ("spacy-tuples", r#"{"classes": ["PER"], "annotations": [["Mia left.\r", {"entities": [[0, 3, "PER"]]}]]}"#),
    ("brat", "T1\tProtein 0 3\tMia\nE1\tLeave:T1\n"),
    ("conllu", "# global.columns = ID FORM LEMMA X:NER\n1\tMia\tMia\tB-PER\n2\tleft\tleave\tO\n"),
    ("conll2002", "#\thttp://a.example [2014]\n1\tMia\tO\tB-PER\n2\tleft\tO\tO\n"),
    ("conll2002", "Mia|NNP|B-PER left|VBD|O\n"),
    ("gliner2", r#"{"input": "Mia left.", "output": {"entities": {"PER": ["Mia"]}}}"#),
    (
        "pubannotation",
        r#"{"text": "Mia left.", "denotations": [{"id": "T1", "span": {"begin": 0, "end": 3}, "obj": "PER"}]}"#,
    ),
];

#[test]
fn no_reader_passes_over_what_others_alone_write() {
    let mut readers: Vec<&str> = FORMATS.iter().filter(|it| it.reads() && !it.writes()).map(|it| it.id).collect();
    readers.retain(|id| format(id).unwrap().purpose != Purpose::Articles);
    for (id, text) in READ_ALONE {
        readers.retain(|reader| *reader != id);
        let named = |extension: &str| Source::new(format!("a.{extension}"), text);
        let own = format(id).unwrap();
        assert!(!is_silent(own, &[named("data")]), "{id} is silent of its own:\n{text}");
        for extension in ["txt", "json", "jsonl", "csv", "tsv", "xml", "html", "md", "py", "conll", "a1"] {
            for group in gather(vec![named(extension)], None).0 {
                let is_silent = is_silent(group.format, &group.sources);
                assert!(!is_silent, "{id} as .{extension} is read as {}:\n{text}", group.format.id);
            }
        }
        for other in FORMATS.iter().filter(|it| it.reads()) {
            assert!(!is_silent(other, &[named("data")]), "{id} is read as {}:\n{text}", other.id);
        }
        for (old, new) in RENAMED {
            let renamed = Source::new("a.json", text.replace(&format!("\"{old}\""), &format!("\"{new}\"")));
            for group in gather(vec![renamed.clone()], None).0 {
                assert!(!is_silent(group.format, &group.sources), "read as {}:\n{renamed:?}", group.format.id);
            }
            assert!(!is_silent(own, std::slice::from_ref(&renamed)), "read as {id}:\n{renamed:?}");
        }
    }
    assert!(readers.is_empty(), "these are only read, and were not tried: {readers:?}");
}

/// Rows in which something is called otherwise, among others that are read.
#[test]
fn a_row_is_not_passed_over_because_others_were_read() {
    let good = r#"{"text": "Leo left.", "label": [[0, 3, "PER"]]}"#;
    let bad = r#"{"text": "Mia left.", "label": [], "ner": [[0, 3, "PER"]]}"#;
    let rows = Source::new("a.jsonl", format!("{good}\n{bad}\n"));
    let read = parse(format("doccano").unwrap(), &[rows], &Reading::default()).unwrap();
    let told: Vec<String> = read.report.entries.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.contains("line 2") && it.contains("`ner`")), "{told:?}");
}

#[test]
fn what_looks_like_annotations_is_told_where_it_is_not_read() {
    let told = |id: &str, files: &[(&str, &str)]| {
        let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        let read = parse(format(id).unwrap(), &sources, &Reading::default()).unwrap();
        read.report.entries.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let as_text = "left out: as plain text it has no annotations, but there is";
    let numbered = "0 Mia B-PER 9\n1 left O 9\n";
    assert_eq!(told("text", &[("a.txt", numbered)]), format!("a.txt: {as_text} `B-PER` in it"));
    assert_eq!(
        told("text", &[("a.txt", "Mia B-PER\nleft O\n")]),
        "a.txt: left out: as plain text it has no annotations, but as CoNLL-2002, IOB2 it has"
    );
    assert_eq!(
        told("text", &[("a.txt", "<ENAMEX TYPE=\"P\">Mia</ENAMEX> left.")]),
        format!("a.txt: {as_text} `<ENAMEX>` in it")
    );
    let row = r#"{"text": "Mia left.", "label": [], "ner": [[0, 3, "PER"]]}"#;
    let as_rows = "left out: as doccano JSON Lines it has no annotations, but there is `ner` in it";
    assert_eq!(told("doccano", &[("a.jsonl", row)]), format!("a.jsonl: {as_rows}"));
    // Of several files the one that is meant.
    let good = r#"{"text": "Leo left.", "label": [[0, 3, "PER"]]}"#;
    assert_eq!(told("doccano", &[("good.jsonl", good), ("bad.jsonl", row)]), format!("bad.jsonl: {as_rows}"));
    // Nothing to tell.
    for (id, name, text) in [
        ("doccano", "a.jsonl", r#"{"text": "Mia left.", "label": []}"#),
        ("conll2003", "a.conll", "Mia O\nleft O\n"),
        ("text", "a.txt", "B-52 bombers left.\nE-mail came.\n"),
        ("csv", "a.csv", "text,start,end,label\nMia left.,,,\n"),
        (
            "labelstudio",
            "a.json",
            r#"[{"data": {"text": "Mia left."}, "annotations": [{"completed_by": {"email": "a@b"}, "result": []}]}]"#,
        ),
    ] {
        assert_eq!(told(id, &[(name, text)]), "", "{id}");
    }
}
