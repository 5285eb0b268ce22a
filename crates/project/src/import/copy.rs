//! Adding a file's annotations under new names.

use super::schema::Schema;
use crate::records::{dangling, node_of, renamed, set_of};
use postil_core::{Author, Draft, Intent, Record, RecordKey, SetId, SetInfo, SetKind, Store, Timestamp, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// See [`Loaded::copy`](super::Loaded::copy).
pub(super) fn copy(
    records: &[(RecordKey, Record)], source: &str, store: &Store, author: &Author, now: Timestamp, name: &str,
) -> Option<Transaction> {
    let dangling = dangling(records, &BTreeSet::new());
    let mut draft = Draft::new(store, author);
    let mut names = BTreeMap::new();
    for (key, _) in records {
        let id = match key {
            RecordKey::Argument(_, id) => Some(*id),
            _ => node_of(key),
        };
        if let Some(id) = id {
            names.insert(id, draft.mint());
        }
    }
    let sets = put_sets(records, &mut draft, author, name);
    let mut schema = Schema::of(store);
    for (i, (key, record)) in records.iter().enumerate() {
        if dangling.contains_key(&i) || matches!(key, RecordKey::Set(_)) || schema.put(&mut draft, key, record) {
            continue;
        }
        let (key, record) = moved(renamed((key.clone(), record.clone()), &names), &sets);
        draft.put(key, record);
    }
    draft.finish(now, Intent::Import { source: source.into() })
}

/// A new set for each one in use.
fn put_sets(records: &[(RecordKey, Record)], draft: &mut Draft, author: &Author, name: &str) -> BTreeMap<SetId, SetId> {
    let used: BTreeSet<&SetId> = records.iter().filter_map(|(key, record)| set_of(key, record)).collect();
    let infos: BTreeMap<&SetId, &SetInfo> = records
        .iter()
        .filter_map(|item| match item {
            (RecordKey::Set(set), Record::SetInfo(info)) => Some((set, info)),
            _ => None,
        })
        .collect();
    let is_single = used.len() == 1;
    let mut sets = BTreeMap::new();
    for (n, set) in used.into_iter().enumerate() {
        let id = format!("copy-{}-{n}", author.next_dot());
        let id: SetId = id.parse().expect("letters, hyphens and digits");
        let info = infos.get(set);
        let own_name = info.map_or(set.as_str(), |info| &info.name);
        let name = if is_single { name.into() } else { format!("{name}: {own_name}").into() };
        let annotator = info.and_then(|info| info.annotator.clone());
        draft.put(RecordKey::Set(id.clone()), SetInfo { name, kind: SetKind::Imported, annotator }.into());
        sets.insert(set.clone(), id);
    }
    sets
}

/// The same record in another set.
fn moved((mut key, mut record): (RecordKey, Record), sets: &BTreeMap<SetId, SetId>) -> (RecordKey, Record) {
    let of_record = match &mut record {
        Record::Span(it) => Some(&mut it.set),
        Record::Relation(it) => Some(&mut it.set),
        Record::Cluster(it) => Some(&mut it.set),
        Record::Event(it) => Some(&mut it.set),
        _ => None,
    };
    let of_key = match &mut key {
        RecordKey::DocumentLabel(_, set, _) | RecordKey::Rejection(_, set, ..) => Some(set),
        _ => None,
    };
    for set in of_record.into_iter().chain(of_key) {
        if let Some(new) = sets.get(set) {
            *set = new.clone();
        }
    }
    (key, record)
}
