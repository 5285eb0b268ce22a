//! No bytes make the reader panic, and damage is told, or does no harm.

mod common;

use common::{Project, author, step};
use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{check, codec, load, project};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One annotation of each kind.
fn small() -> Project {
    let mut project = Project::new(&["Erdoğan met 🇹🇷 officials.\r\n".to_owned()]);
    for (what, a, b, c) in [(0, 0, 7, 1), (0, 12, 14, 2), (6, 0, 3, 12), (5, 4, 0, 0), (8, 0, 0, 1), (9, 1, 0, 3)] {
        project.act(&common::Step { what, doc: 0, a, b, c });
    }
    for what in [10, 11, 12, 13, 14, 16] {
        project.act(&common::Step { what, doc: 0, a: 0, b: 1, c: 2 });
    }
    project
}

/// Every file that is one byte shorter, and some in which a byte is another.
fn damaged(file: &str) -> impl Iterator<Item = Vec<u8>> {
    (0..file.len()).flat_map(move |at| {
        let bytes = file.as_bytes();
        let shorter = [&bytes[..at], &bytes[at + 1..]].concat();
        let others =
            [bytes[at] ^ 1, bytes[at] ^ 0x80, b'"', b'}', b'9', b',', b'\n', b'\\'].into_iter().map(move |byte| {
                let mut other = bytes.to_vec();
                other[at] = byte;
                other
            });
        [shorter, bytes[..at].to_vec()].into_iter().chain(others)
    })
}

/// Where every span stands, and in which text.
fn spans(store: &Store) -> BTreeSet<(DocId, Fragments)> {
    let span =
        |(_, record): (&RecordKey, &Arc<Record>)| Some((record.as_span()?.doc, record.as_span()?.fragments.clone()));
    store.snapshot().into_iter().filter_map(span).collect()
}

/// Reads each damaged file. Gives how many of them were read without a word.
fn try_all(file: &str, known: &[Document], may_move: bool) -> usize {
    let known = |id| known.iter().find(|document| document.id() == id).cloned();
    let original = load(file, "file", &known).unwrap();
    assert_eq!(original.problems, []);
    let state = |loaded: &postil_project::Loaded| {
        let mut store = Store::new();
        store.merge(loaded.merge(&store, &author(7), Timestamp(9)));
        store
    };
    let whole = spans(&state(&original));
    let mut silent = 0;
    for bytes in damaged(file) {
        assert!(check(&bytes, "file").shape.is_some() || !check(&bytes, "file").problems.is_empty());
        let Ok(loaded) =
            std::str::from_utf8(&bytes).map_err(drop).and_then(|text| load(text, "file", &known).map_err(drop))
        else {
            continue;
        };
        let store = state(&loaded);
        if let Some(copy) = loaded.copy(&store, &author(8), Timestamp(10), "copy") {
            store.clone().commit(copy.into()).unwrap();
        }
        // Whatever got in can be written: offsets are on characters, references lead somewhere.
        annotations::json(&store, &loaded.documents, &Options::default());
        let again = load(&project::write(&store, &loaded.documents), "file", &known).unwrap();
        assert_eq!(again.problems, [], "{}", String::from_utf8_lossy(&bytes));
        let now = spans(&store);
        if loaded.problems.is_empty() {
            silent += 1;
            assert!(may_move || now == whole, "{}", String::from_utf8_lossy(&bytes));
        }
    }
    silent
}

#[test]
fn damaged_annotations_never_move_a_span_in_silence() {
    let project = small();
    let options = Options::default();
    for file in [
        annotations::json(&project.store, &project.documents, &options).text,
        annotations::json_lines(&project.store, &project.documents, &options).text,
    ] {
        // Names, titles and scores can be damaged so that nobody can tell.
        assert!(try_all(&file, &[], false) < file.len() * 6);
    }
}

#[test]
fn damaged_projects_do_no_harm() {
    let project = small();
    try_all(&project::write_without_history(&project.store, &project.documents, &author(5), Timestamp(1)), &[], true);
}

#[test]
fn damaged_log_lines_are_always_told_and_the_others_are_kept() {
    let project = small();
    let lines: Vec<String> = project.store.log().skip(1).map(|transaction| codec::encode(transaction)).collect();
    let intact = &lines[0];
    for line in &lines[1..4] {
        for bytes in damaged(line) {
            let Ok(text) = std::str::from_utf8(&bytes) else { continue };
            if text == line || text.contains('\n') || text.is_empty() {
                continue;
            }
            codec::decode(text).unwrap_err();
            let (log, problems) = codec::decode_log([intact.as_str(), text, intact]);
            assert_eq!((log.len(), problems.len()), (2, 1), "{text}");
        }
    }
}

#[test]
fn a_broken_line_of_a_project_costs_only_that_line() {
    let project = small();
    let file = project::write(&project.store, &project.documents);
    let lines: Vec<&str> = file.lines().collect();
    let last = lines.len() - 2;
    let cut: String = lines[..last].iter().map(|line| format!("{line}\n")).collect::<String>() + &lines[last][..9];
    let loaded = load(&cut, "cut.json", &|_| None).unwrap();
    assert_eq!(loaded.documents.len(), 1);
    assert_eq!(loaded.summary(&Store::new()).transactions, project.store.log_len() - 1);
    assert_eq!(loaded.problems.len(), 2, "{:?}", loaded.problems);
    assert!(loaded.problems[0].message.starts_with("the file is damaged"), "{}", loaded.problems[0]);
    assert!(loaded.problems[1].place.starts_with(&format!("line {}", last + 1)), "{}", loaded.problems[1]);
}

proptest::proptest! {
    #![proptest_config(common::config())]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", head in 0usize..5, steps in proptest::collection::vec(step(), 0..3)) {
        let heads = ["", "{\"format\":\"postil-project\",\"version\":1,", "{\"format\":\"postil-annotations\",\"version\":1,\"documents\":[",
            "{\"format\":\"postil-annotations\",\"version\":1,", "{\"v\":1,\"sum\":\"\",\"tx\":"];
        let report = check(format!("{}{text}", heads[head]).as_bytes(), "file");
        proptest::prop_assert!(!report.problems.is_empty() || report.shape.is_some());
        drop(steps);
    }
}
