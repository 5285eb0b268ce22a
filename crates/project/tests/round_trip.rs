//! What is written is read back to the same bytes, and every offset in it is right.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Project, author, nodes, steps};
use postil_core::*;
use postil_project::annotations::{self, Options, Pending};
use postil_project::{Loaded, check, codec, load, project};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const NOW: Timestamp = Timestamp(2_000_000_000_000);

fn open(file: &str, documents: &[Document]) -> Loaded {
    let known = |id| documents.iter().find(|document| document.id() == id).cloned();
    let loaded = load(file, "before.json", &known).unwrap();
    assert_eq!(loaded.problems, []);
    loaded
}

/// An empty profile that took in the file.
fn taken_in(loaded: &Loaded) -> Store {
    let mut store = Store::new();
    let transactions = loaded.merge(&store, &author(7), NOW);
    store.merge(transactions);
    assert_eq!(loaded.merge(&store, &Author { next_seq: 1, ..author(7) }, NOW), [], "merging twice is merging once");
    store
}

fn values(file: &str, is_lines: bool) -> Vec<Value> {
    if is_lines {
        return file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    }
    let value: Value = serde_json::from_str(file).unwrap();
    value["documents"].as_array().unwrap().clone()
}

/// Counts by hand, without any of our types.
fn verify_by_hand(text: &str, place: &Value) {
    if place.get("quote").is_none() {
        // A rejection of what links others: it holds what each of them says.
        for part in ["head", "tail", "trigger", "node"].into_iter().filter_map(|field| place.get(field)) {
            verify_by_hand(text, part);
        }
        for part in ["members", "arguments"].into_iter().filter_map(|field| place.get(field)?.as_array()).flatten() {
            verify_by_hand(text, part);
        }
        return;
    }
    let pair = |unit: &str| {
        let at = |i: usize| place[unit][i].as_u64().unwrap() as usize;
        (at(0), at(1))
    };
    let (start, end) = pair("byte");
    assert_eq!(place["quote"], text[start..end]);
    assert_eq!(pair("char"), (text[..start].chars().count(), text[..end].chars().count()));
    assert_eq!(pair("utf16"), (text[..start].encode_utf16().count(), text[..end].encode_utf16().count()));
    if let Some(prefix) = place.get("prefix") {
        let before: Vec<char> = text[..start].chars().collect();
        let after: String = text[end..].chars().take(32).collect();
        assert_eq!(*prefix, before[before.len().saturating_sub(32)..].iter().collect::<String>());
        assert_eq!(place["suffix"], after);
    }
    for fragment in place.get("fragments").and_then(Value::as_array).into_iter().flatten() {
        verify_by_hand(text, fragment);
    }
}

proptest! {
    #![proptest_config(common::config())]

    #[test]
    fn a_project_is_read_as_it_was_written((texts, steps) in steps()) {
        let project = Project::of(&texts, &steps);
        let file = project::write(&project.store, &project.documents);
        let loaded = open(&file, &[]);
        let store = taken_in(&loaded);
        prop_assert_eq!(store.snapshot(), project.store.snapshot());
        prop_assert_eq!(project::write(&store, &loaded.documents), file);
    }

    #[test]
    fn a_project_without_history_is_the_same_state((texts, steps) in steps()) {
        let project = Project::of(&texts, &steps);
        let file = project::write_without_history(&project.store, &project.documents, &author(5), NOW);
        let loaded = open(&file, &[]);
        let store = taken_in(&loaded);
        prop_assert_eq!(store.snapshot(), project.store.snapshot());
        prop_assert!(store.log_len() <= 2);
        prop_assert_eq!(project::write_without_history(&store, &loaded.documents, &author(5), NOW), file);
    }

    #[test]
    fn annotations_are_read_as_they_were_written((texts, steps) in steps(), is_lines: bool, with_text: bool) {
        let project = Project::of(&texts, &steps);
        let options = Options { text: with_text, ..Options::default() };
        let write = if is_lines { annotations::json_lines } else { annotations::json };
        let export = write(&project.store, &project.documents, &options);
        prop_assert_eq!(&export.left_out, &[]);
        prop_assume!(!export.text.is_empty());
        let loaded = open(&export.text, &project.documents);
        let store = taken_in(&loaded);
        prop_assert_eq!(write(&store, &project.documents, &options).text, export.text);
    }

    #[test]
    fn offsets_are_right_in_all_units((texts, steps) in steps(), is_lines: bool) {
        let project = Project::of(&texts, &steps);
        let mut options = Options::default();
        let provenance = Arc::new(Provenance {
            extractor: "rules".into(),
            version: "1".into(),
            score: Score::from_parts(8_300),
            reasons: vec!["a name".into()],
        });
        for document in &project.documents {
            let suggested = project.store.spans(document.id()).into_iter().map(|id| SuggestedSpan {
                range: project.store.span(id).unwrap().fragments.cover(),
                label: "ORG".parse().unwrap(),
                value: Some("P1D".into()),
                provenance: provenance.clone(),
            });
            let spans: Vec<SuggestedSpan> = suggested.collect();
            let target = |it: &SuggestedSpan| Target::Span { label: it.label.clone(), fragments: it.fragments() };
            let members: Vec<Target> = spans.iter().map(target).collect();
            let cluster = Target::Cluster { label: "chain".parse().unwrap(), members: members.into() };
            let joints = vec![(cluster, Origin::Suggestion(provenance.clone()))];
            options.suggestions.insert(document.id(), Pending { spans, joints });
        }
        let write = if is_lines { annotations::json_lines } else { annotations::json };
        let file = write(&project.store, &project.documents, &options).text;
        let (mut spans, mut clusters) = (0, 0);
        for document in values(&file, is_lines) {
            clusters += 1;
            let text = document["text"].as_str().unwrap();
            for field in ["spans", "rejections", "suggestions"] {
                let places = document[field].as_array().unwrap();
                let members = places.iter().filter_map(|it| it["members"].as_array()).flatten();
                let covering = places.iter().filter(|it| it["members"].is_null());
                covering.chain(members).for_each(|place| verify_by_hand(text, place));
                spans += if field == "spans" { places.len() } else { 0 };
            }
        }
        let ids: BTreeSet<DocId> = project.documents.iter().map(Document::id).collect();
        let suggestions = spans + clusters;
        prop_assert_eq!(spans, ids.into_iter().map(|id| project.store.spans(id).len()).sum::<usize>());
        prop_assume!(!file.is_empty());
        let report = check(file.as_bytes(), "file");
        prop_assert_eq!(&report.problems, &[]);
        prop_assert_eq!((report.summary.spans, report.summary.suggestions), (spans, suggestions));
    }

    #[test]
    fn a_copy_and_its_original_do_not_touch((texts, steps) in steps(), is_project: bool, deletes_copy: bool) {
        let project = Project::of(&texts, &steps);
        let file = match is_project {
            true => project::write(&project.store, &project.documents),
            false => annotations::json(&project.store, &project.documents, &Options::default()).text,
        };
        let loaded = open(&file, &[]);
        let before = nodes(&project.store);
        let mut store = project.store.clone();
        let Some(copy) = loaded.copy(&store, &author(9), NOW, "Copy") else {
            prop_assert!(before.is_empty());
            return Ok(());
        };
        store.commit(copy.into()).unwrap();
        let copies: Vec<NodeId> = nodes(&store).into_iter().filter(|id| !before.contains(id)).collect();
        prop_assert_eq!(copies.len(), before.len());
        let state = |store: &Store, ids: &[NodeId]| -> Vec<(RecordKey, Arc<Record>)> {
            let keys = ids.iter().flat_map(|id| [RecordKey::Node(*id)].into_iter().chain(store.references(*id).to_vec()));
            keys.filter_map(|key| Some((key.clone(), store.get(&key)?.clone()))).collect()
        };
        prop_assert_eq!(state(&store, &before), state(&project.store, &before));
        let (gone, kept) = if deletes_copy { (&copies, &before) } else { (&before, &copies) };
        let kept_state = state(&store, kept);
        let author = Author { next_seq: 1, ..author(9) };
        let mut draft = Draft::new(&store, &author);
        gone.iter().for_each(|id| draft.delete_node(*id));
        if let Some(transaction) = draft.finish(NOW, Intent::Delete) {
            let mut after = store.clone();
            after.commit(transaction.into()).unwrap();
            prop_assert_eq!(state(&after, kept), kept_state);
            prop_assert_eq!(nodes(&after), kept.clone());
        }
    }

    #[test]
    fn a_log_is_read_as_it_was_written((texts, steps) in steps()) {
        let project = Project::of(&texts, &steps);
        let lines: Vec<String> = project.store.log().map(|transaction| codec::encode(transaction)).collect();
        let (log, problems) = codec::decode_log(lines.iter().map(String::as_str));
        prop_assert_eq!(problems, []);
        prop_assert!(log.iter().zip(project.store.log()).all(|(read, written)| *read == **written));
        prop_assert_eq!(log.iter().map(codec::encode).collect::<Vec<_>>(), lines.clone());
        // The page offers the bare log when all else fails: with the texts at hand it is as good as a project.
        let store = taken_in(&open(&lines.join("\n"), &project.documents));
        prop_assert_eq!(store.snapshot(), project.store.snapshot());
    }
}
