//! No bytes make the reader panic, and damage is told, or does no harm.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Project, author};
use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{check, codec, load, project};
use proptest::prelude::*;
use proptest::sample::Index;
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

/// Every file that is one byte shorter, and some in which a byte is another, or after which nothing comes. The line
/// of the first schema is left alone: it is long, and the same everywhere.
fn damaged(file: &str) -> impl Iterator<Item = Vec<u8>> {
    let genesis = file.find("{\"dot\":\"0000000000000000-0\"").unwrap_or(file.len());
    let end = file[genesis..].find('\n').map_or(file.len(), |at| genesis + at);
    (0..file.len()).filter(move |at| !(genesis..end).contains(at)).flat_map(move |at| {
        let bytes = file.as_bytes();
        let shorter = [&bytes[..at], &bytes[at + 1..]].concat();
        let others = [bytes[at] ^ 1, bytes[at] ^ 0x80, b'"', b'}', b'9', b',', b'\n', b'\\'];
        let other = (at % 3 == 0).then(|| {
            let mut other = bytes.to_vec();
            match at / 3 % 9 {
                8 => other.truncate(at),
                n => other[at] = others[n],
            }
            other
        });
        [Some(shorter), other].into_iter().flatten()
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
    for (i, bytes) in damaged(file).enumerate() {
        let Ok(loaded) =
            std::str::from_utf8(&bytes).map_err(drop).and_then(|text| load(text, "file", &known).map_err(drop))
        else {
            continue;
        };
        let store = state(&loaded);
        if i % 8 == 0 {
            if let Some(copy) = loaded.copy(&store, &author(8), Timestamp(10), "copy") {
                store.clone().commit(copy.into()).unwrap();
            }
            // Whatever got in can be written: offsets are on characters, references lead somewhere.
            annotations::json(&store, &loaded.documents, &Options::default());
            let again = load(&project::write(&store, &loaded.documents), "file", &known).unwrap();
            assert_eq!(again.problems, [], "{}", String::from_utf8_lossy(&bytes));
        }
        let now = spans(&store);
        if loaded.problems.is_empty() {
            silent += 1;
            assert!(may_move || now == whole, "{}", String::from_utf8_lossy(&bytes));
        }
    }
    silent
}

// Names, titles and scores can be damaged so that nobody can tell; places and texts cannot.

#[test]
fn damaged_annotations_never_move_a_span_in_silence() {
    let project = small();
    let file = annotations::json(&project.store, &project.documents, &Options::default()).text;
    assert!(try_all(&file, &[], false) < file.len());
}

#[test]
fn damaged_lines_never_move_a_span_in_silence() {
    let project = small();
    let file = annotations::json_lines(&project.store, &project.documents, &Options::default()).text;
    assert!(try_all(&file, &[], false) < file.len());
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

proptest! {
    #![proptest_config(common::config())]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", head in 0usize..5) {
        let heads = ["", "{\"format\":\"postil-project\",\"version\":1,", "{\"format\":\"postil-annotations\",\"version\":1,\"documents\":[",
            "{\"format\":\"postil-annotations\",\"version\":1,", "{\"v\":1,\"sum\":\"\",\"tx\":"];
        let report = check(format!("{}{text}", heads[head]).as_bytes(), "file");
        prop_assert!(!report.problems.is_empty() || report.shape.is_some());
    }

    #[test]
    fn whatever_was_read_can_be_written_and_read_again(
        (texts, steps) in common::steps(), shape in 0..4, edits in prop::collection::vec(edit(), 1..6)
    ) {
        let project = Project::of(&texts, &steps);
        let file = match shape {
            0 => project::write_without_history(&project.store, &project.documents, &author(5), Timestamp(1)),
            1 => annotations::json(&project.store, &project.documents, &Options::default()).text,
            2 => annotations::json_lines(&project.store, &project.documents, &Options::default()).text,
            _ => project.store.log().map(|transaction| codec::encode(transaction) + "\n").collect(),
        };
        let mut text: Vec<char> = file.chars().collect();
        edits.iter().for_each(|edit| edit.apply(&mut text));
        let known = |id| project.documents.iter().find(|document| document.id() == id).cloned();
        let Ok(loaded) = load(&text.iter().collect::<String>(), "file", &known) else { return Ok(()) };
        let mut store = Store::new();
        store.merge(loaded.merge(&store, &author(0xabcd_ef01), Timestamp(3)));
        prop_assert!(loaded.merge(&store, &author(0xabcd_ef02), Timestamp(4)).is_empty());
        if let Some(copy) = loaded.copy(&store, &author(0xabcd_ef03), Timestamp(5), "copy") {
            store.commit(copy.into()).unwrap();
        }
        let documents = [&project.documents[..], &loaded.documents].concat();
        let known = |id| documents.iter().find(|document| document.id() == id).cloned();
        let export = annotations::json(&store, &documents, &Options::default());
        for file in [export.text, project::write(&store, &documents)] {
            prop_assert_eq!(load(&file, "file", &known).unwrap().problems, []);
        }
    }
}

/// Damage that leaves much of a file in order.
#[derive(Clone, Debug)]
struct Edit {
    kind: u8,
    at: Index,
    other: Index,
    digit: u32,
}

fn edit() -> impl Strategy<Value = Edit> {
    (0u8..5, any::<Index>(), any::<Index>(), 0u32..10).prop_map(|(kind, at, other, digit)| Edit {
        kind,
        at,
        other,
        digit,
    })
}

impl Edit {
    fn apply(&self, text: &mut Vec<char>) {
        let digits: Vec<usize> = (0..text.len()).filter(|i| text[*i].is_ascii_digit()).collect();
        match self.kind {
            _ if text.is_empty() => {}
            0..3 if !digits.is_empty() => {
                text[digits[self.at.index(digits.len())]] = char::from_digit(self.digit, 10).unwrap();
            }
            3 => {
                let from = self.at.index(text.len());
                let part = text[from..text.len().min(from + 30 * self.digit as usize)].to_vec();
                let to = self.other.index(text.len());
                text.splice(to..to, part);
            }
            _ => {
                let from = self.at.index(text.len());
                text.drain(from..text.len().min(from + self.other.index(60)));
            }
        }
    }
}
