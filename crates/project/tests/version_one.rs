//! What version 1 wrote is read: see `fixtures/v1/README.md`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_core::*;
use postil_project::annotations::{self, Options};
use postil_project::{Loaded, codec, load, project};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

const PROJECT: &str = include_str!("fixtures/v1/project.postil.json");
const ANNOTATIONS: &str = include_str!("fixtures/v1/annotations.postil.json");
const LINES: &str = include_str!("fixtures/v1/annotations.postil.jsonl");
const STORAGE: &str = include_str!("fixtures/v1/storage.json");

fn opened(file: &str) -> (Store, Loaded) {
    let loaded = load(file, "file", &|_| None).unwrap();
    assert_eq!(loaded.problems, []);
    let mut store = Store::new();
    let author = Author { actor: ActorId::new(2), annotator: "you".parse().unwrap(), next_seq: 0 };
    store.merge(loaded.merge(&store, &author, Timestamp(9)));
    (store, loaded)
}

fn kinds(store: &Store) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for record in store.snapshot().into_values() {
        *kinds.entry(record.kind()).or_default() += 1;
    }
    kinds
}

/// What was turned down, as label and quotes.
fn rejected(store: &Store, documents: &[Document]) -> Vec<String> {
    let quote = |doc: &DocId, fragments: &Fragments| {
        let document = documents.iter().find(|document| document.id() == *doc).unwrap();
        fragments.as_slice().iter().map(|range| document.slice(*range)).collect::<Vec<_>>().join(" … ")
    };
    let mut found: Vec<String> = store
        .snapshot()
        .into_keys()
        .filter_map(|key| match key {
            RecordKey::Rejection(doc, _, Target::Span { label, fragments }) => {
                Some(format!("{label} {}", quote(doc, fragments)))
            }
            _ => None,
        })
        .collect();
    found.sort();
    found
}

const REJECTED: [&str; 4] = ["DATE 3 March 2019", "NORP Dutch", "ORG met … envoys", "PERSON Sochi"];

#[test]
fn a_project_with_its_history() {
    let (store, loaded) = opened(PROJECT);
    assert_eq!(store.log_len(), PROJECT.lines().filter(|line| line.starts_with("{\"dot\"")).count());
    let found = kinds(&store);
    for (kind, count) in [
        ("DocumentInfo", 2),
        ("Span", 13),
        ("Relation", 3),
        ("Cluster", 1),
        ("Member", 2),
        ("Event", 1),
        ("Argument", 1),
        ("Attribute", 5),
        ("Note", 2),
        ("DocumentLabel", 1),
        ("Rejection", 4),
    ] {
        assert_eq!(found[kind], count, "{kind} in {found:?}");
    }
    assert_eq!(rejected(&store, &loaded.documents), REJECTED);
    // Written anew it is of this version, and nothing else changes.
    let file = project::write(&store, &loaded.documents);
    assert!(file.starts_with("{\"format\":\"postil-project\",\"version\":3,"));
    let (again, _) = opened(&file);
    assert_eq!(again.snapshot(), store.snapshot());
    // Both are one history: who merges the old file and the new one has each step once.
    let mut merged = store.clone();
    merged.merge(again.log().cloned());
    assert_eq!(merged.log_len(), store.log_len());
}

#[test]
fn annotations_in_both_forms() {
    for (file, write) in
        [(ANNOTATIONS, annotations::json as fn(&Store, &[Document], &Options) -> _), (LINES, annotations::json_lines)]
    {
        let (store, loaded) = opened(file);
        assert_eq!(rejected(&store, &loaded.documents), REJECTED);
        let again: annotations::Export = write(&store, &loaded.documents, &Options::default());
        assert_eq!(again.left_out, []);
        // But for the version and what a rejection is of, it is the same to the byte.
        let expected = file.replace("\"version\":1", "\"version\":3");
        let (old, rest) = expected.split_once("\"rejections\":[{").unwrap();
        assert!(again.text.starts_with(&format!("{old}\"rejections\":[{{\"kind\":\"span\",")), "{}", again.text);
        assert_eq!(again.text.len(), expected.len() + 4 * "\"kind\":\"span\",".len(), "{rest}");
    }
}

#[test]
fn a_stored_log() {
    let stored: Value = serde_json::from_str(STORAGE).unwrap();
    let rows: Vec<&str> = stored["log"].as_array().unwrap().iter().map(|row| row["rows"].as_str().unwrap()).collect();
    let (log, problems) = codec::decode_log(rows.iter().copied());
    assert_eq!(problems, []);
    assert!(rows.iter().all(|row| codec::newer_version(row).is_none()));
    let mut store = Store::new();
    store.merge(log.iter().cloned().map(Arc::new));
    assert_eq!(store.snapshot(), opened(PROJECT).0.snapshot());
    // The texts are those that the log speaks of.
    let texts = stored["texts"].as_object().unwrap();
    for (id, text) in texts {
        assert_eq!(DocId::of(text.as_str().unwrap()).to_string(), *id);
    }
    let undone = log.iter().filter(|it| matches!(it.intent, Intent::Revert { .. })).count();
    assert_eq!(undone, 2);
}

#[test]
fn a_rejection_of_this_version_is_no_part_of_version_1() {
    let row = STORAGE.lines().find(|line| line.contains("rejection")).unwrap();
    let row: String = serde_json::from_str(row.trim().trim_start_matches("\"rows\": ").trim_end_matches(',')).unwrap();
    let new = codec::encode(&codec::decode(&row).unwrap());
    assert!(new.starts_with("{\"v\":3,") && new.contains("{\"span\":{\"label\":"), "{new}");
    for wrong in [new.replace("{\"v\":3,", "{\"v\":1,"), row.replace("{\"v\":1,", "{\"v\":3,")] {
        let error = codec::decode(&wrong).unwrap_err().to_string();
        assert!(error.starts_with("damaged: "), "{error}");
    }
}

/// Version 2 had all but fields that may be missing.
#[test]
fn what_version_2_wrote_is_read_as_well() {
    let (store, loaded) = opened(PROJECT);
    let now = project::write(&store, &loaded.documents);
    let before = now.replacen("\"version\":3", "\"version\":2", 1);
    assert_ne!(before, now);
    let (same, _) = opened(&before);
    assert_eq!(same.snapshot(), store.snapshot());
    for step in store.log() {
        let line = codec::encode(step).replacen("{\"v\":3,", "{\"v\":2,", 1);
        assert_eq!(codec::decode(&line).unwrap(), **step);
    }
}
