//! What a person is told, and where.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod told;

use postil_core::*;
use postil_project::{check, codec, load, project};
use told::{TEXT, author, check_spans, read};

#[test]
fn what_refers_to_nothing_is_left_out() {
    let spans = r#""spans":[{"id":"s1","label":"PERSON","char":[0,7],"utf16":[0,7],"byte":[0,8],"quote":"Erdoğan"},
{"id":"s1","label":"ORG","char":[0,7],"utf16":[0,7],"byte":[0,8],"quote":"Erdoğan"},
{"id":7,"label":"GPE","char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi"}]"#;
    check_spans(
        &format!(
            r#"{spans},"relations":[{{"id":"r1","type":"in","head":"s1","tail":7}},{{"id":"r2","type":"in","head":"s1","tail":"s9"}},
{{"id":"r3","type":"in","head":"r2","tail":"s1"}},{{"type":"in","head":"s1"}}],
"clusters":[{{"id":"c1","type":"coreference","members":["s1","s3",{{"node":7}}]}}],
"events":[{{"id":"e1","type":"meet","trigger":"s1","arguments":[{{"role":"place","node":7}},{{"node":7}}]}}]"#
        ),
        &["PERSON 0:Erdoğan", "GPE 35:Sochi"],
        &[
            "line 2: documents[0].spans[1] (s1): its `id` is used twice in this document; left out",
            "line 2: documents[0].relations[1] (r2): `tail`: there is no “s9” in this document, or it was left out; left \
             out",
            "line 2: documents[0].relations[3]: there is no `tail`; left out",
            "line 2: documents[0].clusters[0] (c1).members[1]: `node`: there is no “s3” in this document, or it was left \
             out; left out",
            "line 2: documents[0].events[0] (e1).arguments[1]: there is no `role`; left out",
            "line 2: documents[0].relations[2] (r3): what it refers to was left out; left out too",
        ],
    );
}

#[test]
fn fields_that_are_not_known_are_told_once() {
    check_spans(
        r#""spans":[{"id":"00000000000000aa-0-0","label":"GPE","char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi","sure":1},
{"id":"00000000000000aa-0-1","label":"GPE","char":[0,7],"utf16":[0,7],"byte":[0,8],"quote":"Erdoğan","sure":1}],"mood":"good""#,
        &["GPE 0:Erdoğan", "GPE 35:Sochi"],
        &[
            "line 2: documents[0]: the field `mood` is not known here, and is not kept",
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): the field `sure` is not known here, and is not kept \
             (and in 1 more place)",
        ],
    );
}

#[test]
fn texts_are_verified_by_their_hash() {
    let (id, other) = (DocId::of(TEXT), DocId::of("another text"));
    let document = |fields: &str| format!("{{\"format\":\"postil-annotations\",\"version\":1,{fields}}}\n");
    let span = r#""spans":[{"label":"GPE","char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi"}]"#;
    for (fields, spans, problem) in [
        (
            format!(r#""sha256":"{other}","text":"{TEXT}",{span}"#),
            1,
            format!("line 1: the SHA-256 of the text is {id}, not {other}; the text is taken as it stands"),
        ),
        (
            format!(r#""id":"article 5","text":"{TEXT}",{span}"#),
            1,
            // Another program names documents as it likes.
            String::new(),
        ),
        (
            format!(r#""id":"{id}",{span}"#),
            0,
            format!("line 1: there is no text, and document {id} is not known here; the document is left out"),
        ),
        (
            span.to_owned(),
            0,
            "line 1: there is neither a text nor a SHA-256 to find it by; the document is left out".to_owned(),
        ),
        (
            format!(r#""sha256":"E3B0","text":"{TEXT}",{span}"#),
            1,
            "line 1: `sha256`: a SHA-256 is written as 64 lower-case hexadecimal digits".to_owned(),
        ),
    ] {
        let (found, told) = read(&document(&fields));
        assert_eq!(found.len(), spans, "{fields}");
        assert_eq!(told.first().cloned().unwrap_or_default(), problem);
    }
    let known = load(&document(&format!(r#""sha256":"{id}",{span}"#)), "a.jsonl", &|asked| {
        (asked == id).then(|| Document::new(TEXT))
    });
    let known = known.unwrap();
    assert_eq!((known.problems.len(), known.documents.len(), known.summary(&Store::new()).spans), (0, 0, 1));
}

#[test]
fn a_file_that_is_not_ours_or_too_new_is_refused() {
    for (text, message) in [
        ("", "the file is empty"),
        (
            "hello",
            "this is no Postil file: neither a project, nor annotations, nor a log (line 1, column 1: expected value)",
        ),
        ("{}", "this is no Postil file: neither a project, nor annotations, nor a log"),
        (
            "{\n \"format\": \"postil-project\", \"version\": 1,\n \"documents\": [}",
            "this is no Postil file: neither a project, nor annotations, nor a log (line 3, column 16: expected value)",
        ),
        (
            r#"{"format":"postil-project","version":4,"documents":[],"log":[],"more":1}"#,
            "it was written by a newer Postil (version 4; this one reads up to 3)",
        ),
        (
            r#"{"format":"postil-annotations","version":7,"documents":[]}"#,
            "it was written by a newer Postil (version 7; this one reads up to 3)",
        ),
        (r#"{"format":"postil-annotations","documents":[]}"#, "it does not say its version, such as \"version\":3"),
        (
            concat!(
                r#"{"format":"postil-annotations","version":3,"text":"One."}"#,
                "\n",
                r#"{"format":"postil-annotations","version":4,"text":"Two.","more":1}"#
            ),
            "it was written by a newer Postil (version 4; this one reads up to 3)",
        ),
        (
            "{\"v\":3,\"sum\":\"\",\"tx\":{}}\n{\"v\":4,\"sum\":\"\",\"tx\":{},\"more\":1}",
            "it was written by a newer Postil (version 4; this one reads up to 3)",
        ),
    ] {
        let error = load(text, "a.json", &|_| None).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
    let report = check(b"{\n\xff}", "a.json");
    assert_eq!(report.problems[0].to_string(), "line 2, byte 2 of the file: not UTF-8");
    assert!(
        check("\u{feff}{\"format\":\"postil-project\",\"version\":1,\"documents\":[],\"log\":[]}".as_bytes(), "a")
            .problems
            .is_empty()
    );
}

#[test]
fn log_lines_say_what_is_wrong() {
    let line = codec::encode(&genesis());
    for (line, message) in [
        (line.replace("\"v\":3", "\"v\":4"), "it was written by a newer Postil (version 4; this one reads up to 3)"),
        (line.replace("Person", "Persan"), "damaged: the checksum does not match"),
        (
            line.replace("\"v\":3", "\"v\":3,\"w\":1"),
            "damaged: unknown field `w`, expected one of `v`, `sum`, `tx` at column 10",
        ),
        (line[..40].to_owned(), "damaged: EOF while parsing a string at column 40"),
    ] {
        assert_eq!(codec::decode(&line).unwrap_err().to_string(), message);
    }
}

/// A project with one transaction after the first schema.
fn project_with(ops: &str, document: &str) -> String {
    let genesis = serde_json::to_string(&genesis()).unwrap();
    format!(
        "{{\"format\":\"postil-project\",\"version\":1,\"documents\":[\n{document}\n],\"log\":[\n{genesis},\n\
         {{\"dot\":\"0000000000000001-0\",\"at\":5,\"annotator\":\"me\",\"intent\":\"tag\",\"ops\":[{ops}]}}\n]}}\n"
    )
}

#[test]
fn a_project_keeps_what_is_right() {
    let id = DocId::of(TEXT);
    let text = format!(r#"{{"id":"{id}","text":"{TEXT}"}}"#);
    let span = |n: u32, start: u32, end: u32| {
        format!(
            r#"{{"key":{{"node":"0000000000000001-0-{n}"}},"after":{{"span":{{"doc":"{id}","set":"s","label":"GPE","fragments":[[{start},{end}]],"origin":"person"}}}}}}"#
        )
    };
    let info = |bytes: u32| {
        format!(
            r#"{{"key":{{"document":"{id}"}},"after":{{"document_info":{{"title":"T","bytes":{bytes},"words":7,"status":"new"}}}}}}"#
        )
    };
    let good = span(0, 35, 40);
    let cases = [
        (format!("{good},{}", info(51)), 1, vec![]),
        (
            format!("{good},{}", span(1, 35, 52)),
            1,
            vec![
                "line 5: log[1].ops[1] (0000000000000001-0-1): byte offset 52 lies beyond the end of the text (51); left out",
            ],
        ),
        (
            format!("{},{good}", span(1, 13, 15)),
            1,
            vec!["line 5: log[1].ops[0] (0000000000000001-0-1): byte offset 15 falls inside a character; left out"],
        ),
        (
            format!("{good},{good}"),
            1,
            vec![
                "line 5: log[1].ops[1] (0000000000000001-0-0): the record is changed twice in one transaction; the first \
                  change is kept",
            ],
        ),
        (format!("{good},{}", info(50)), 1, vec!["line 5: log[1].ops[1]: the text has 51 bytes, not 50; corrected"]),
        (
            format!("{good},{}", good.replace("0-0\"", "0-3\"").replace("person", "robot")),
            1,
            vec![
                "line 5, column 461: log[1].ops[1]: unknown variant `robot`, expected one of `person`, `suggestion`, \
                  `import`; left out",
            ],
        ),
        (
            format!("{good},{}", good.replace("{\"node\":\"0000000000000001-0-0\"}", "{\"set\":\"s\"}")),
            1,
            vec!["line 5: log[1].ops[1]: the record is of another kind than its key; left out"],
        ),
    ];
    for (ops, spans, problems) in cases {
        let (found, told) = read(&project_with(&ops, &text));
        assert_eq!((found.len(), told), (spans, problems.into_iter().map(str::to_owned).collect()), "{ops}");
    }
    // A newer field inside a record is not lost in silence.
    let newer = good.replace("0-0\"", "0-3\"").replace("\"person\"", r#"{"import":{"source":"x","sure":1}}"#);
    let (found, told) = read(&project_with(&format!("{good},{newer}"), &text));
    assert_eq!((found.len(), told.len()), (1, 1));
    assert!(told[0].ends_with("unknown field `sure`, expected `source` or `score`; left out"), "{}", told[0]);
    let wrong = text.replace("Monday", "Sunday");
    let (found, told) = read(&project_with(&good, &wrong));
    assert_eq!(found.len(), 0);
    assert_eq!(
        told,
        [
            format!(
                "line 2: documents[0]: the text is not that of document {id}: its SHA-256 is {}; left out",
                DocId::of(&TEXT.replace("Monday", "Sunday"))
            ),
            format!("document {id}: its text is missing or damaged; 1 change to it and its annotations is left out"),
        ]
    );
}

#[test]
fn what_a_damaged_file_lost_an_intact_one_brings_later() {
    let document = Document::new(TEXT);
    let mut store = Store::new();
    let author = author();
    let mut draft = Draft::new(&store, &author);
    draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "T").into());
    let transaction = draft.finish(Timestamp(1), Intent::AddDocument).unwrap();
    store.commit(transaction.into()).unwrap();
    let intact = project::write(&store, std::slice::from_ref(&document));
    let mut other = Store::new();
    for file in [intact.replace("Monday", "Sunday"), intact] {
        let loaded = load(&file, "a.json", &|_| None).unwrap();
        other.merge(loaded.merge(&other, &author, Timestamp(2)));
    }
    assert_eq!(other.snapshot(), store.snapshot());
}

#[test]
fn names_and_dates_are_verified() {
    let id = DocId::of(TEXT);
    let text = format!(r#"{{"id":"{id}","text":"{TEXT}"}}"#);
    let info = |fields: &str| {
        format!(
            r#"{{"key":{{"document":"{id}"}},"after":{{"document_info":{{{fields},"bytes":51,"words":999,"status":"new"}}}}}}"#
        )
    };
    let label = |name: &str, chip: &str| {
        let rest = r#""hue":"sky","order":30,"layer":"entities""#;
        format!(
            r#"{{"key":{{"definition":["label","SHIP"]}},"after":{{"definition":{{"name":"{name}","chip":"{chip}",{rest}}}}}}}"#
        )
    };
    let long = "a".repeat(5_000);
    let cut = "a".repeat(40);
    for (op, problems) in [
        (info(r#""title":"T","dct":"2018-09-17","language":"tr""#), vec![]),
        (
            info(r#""title":"T","dct":"not a date","language":"<b>""#),
            vec![
                "line 5: log[1].ops[0]: `dct` is not a date such as 2018-09-17; left out; `language` is not a BCP 47 tag \
                 such as en or pt-BR; left out"
                    .to_owned(),
            ],
        ),
        (
            info(r#""title":" ""#),
            vec![format!("line 5: log[1].ops[0]: `title` is empty; it is called “{}”", TEXT.chars().take(40).collect::<String>())],
        ),
        (label("Ship", "SHIP"), vec![]),
        (
            label("", "  "),
            vec![
                "line 5: log[1].ops[0]: `name` is empty; it is called “SHIP”; `chip` is empty; it is called “SHIP”"
                    .to_owned(),
            ],
        ),
        (
            label(&long, r"A\u0000B"),
            vec![format!(
                "line 5: log[1].ops[0]: `name` has control characters or is too long; it is called “{cut}”; `chip` has \
                 control characters or is too long; it is called “A B”"
            )],
        ),
    ] {
        let project = project_with(&op, &text);
        let loaded = load(&project, "a.json", &|_| None).unwrap();
        let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert_eq!(told, problems, "{op}");
        let mut store = Store::new();
        store.merge(loaded.merge(&Store::new(), &author(), Timestamp(9)));
        if let Some(info) = store.documents().get(&id) {
            assert_eq!(info.words, 8, "words are counted here");
            assert!(!info.title.trim().is_empty());
        }
    }
    let annotations = format!(
        r#"{{"format":"postil-annotations","version":1,"sha256":"{id}","title":"","dct":"soon","language":"<b>","text":"{TEXT}","labels":[{{"id":"SHIP","name":""}}]}}"#
    );
    let (_, told) = read(&format!("{annotations}\n"));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_document_without_a_title_is_called_by_its_first_words() {
    let titles = |title: &str| {
        let file = told::file(r#""spans":[]"#).replace(r#""title":"A meeting","#, title);
        let loaded = load(&file, "all-of-them.json", &|_| None).unwrap();
        let mut store = Store::new();
        store.merge(loaded.merge(&store, &author(), Timestamp(1)));
        store.documents().values().map(|info| info.title.to_string()).collect::<Vec<_>>()
    };
    for (given, expected) in
        [("", TEXT), (r#""title":null,"#, TEXT), (r#""title":" ","#, TEXT), (r#""title":"Sochi","#, "Sochi")]
    {
        assert_eq!(titles(given), [expected], "{given}");
    }
}
