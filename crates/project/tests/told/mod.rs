//! Files of annotations made by hand, and what a person is told of them.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may panic")]

use postil_core::*;
use postil_project::load;

/// 44 code points, 46 UTF-16 units, 51 bytes.
pub const TEXT: &str = "Erdoğan met 🇹🇷 officials in Sochi on Monday.";

pub fn author() -> Author {
    Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 }
}

/// A file with one document, whose other fields are given.
pub fn file(fields: &str) -> String {
    let id = DocId::of(TEXT);
    format!(
        r#"{{"format":"postil-annotations","version":1,"documents":[
{{"id":"{id}","sha256":"{id}","title":"A meeting","text":"{TEXT}",{fields}}}
]}}"#
    )
}

/// Where the spans stand, with their labels, and the problems as they are shown.
pub fn read(file: &str) -> (Vec<String>, Vec<String>) {
    let loaded = load(file, "a.json", &|_| None).unwrap();
    let mut store = Store::new();
    store.merge(loaded.merge(&store, &author(), Timestamp(1)));
    let mut spans = Vec::new();
    for document in &loaded.documents {
        for id in store.spans(document.id()) {
            let span = store.span(id).unwrap();
            let quotes =
                span.fragments.as_slice().iter().map(|range| format!("{}:{}", range.start(), document.slice(*range)));
            spans.push(format!("{} {}", span.label, quotes.collect::<Vec<_>>().join("+")));
        }
    }
    (spans, loaded.problems.iter().map(ToString::to_string).collect())
}

pub fn check_spans(fields: &str, spans: &[&str], problems: &[&str]) {
    let (found, told) = read(&file(fields));
    assert_eq!(found, spans, "{fields}\n{told:#?}");
    assert_eq!(told, problems, "{fields}");
}
