//! Bringing a file's annotations into a store without changing what is there.

use super::schema::Schema;
use crate::annotations::node_from_hash;
use crate::records::{dangling, document_of, needs, node_of, owner_of, renamed};
use postil_core::{Author, DocId, Draft, Intent, NodeId, Record, RecordKey, Store, Timestamp, Transaction};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// See [`Loaded::merge`](super::Loaded::merge).
pub(super) fn merge(
    records: &[(RecordKey, Record)], source: &str, store: &Store, author: &Author, now: Timestamp,
) -> Option<Transaction> {
    let is_here = |doc: &DocId| store.documents().contains_key(doc);
    let was_here = |key: &RecordKey| !store.heads(key).is_empty();
    let documents: BTreeMap<NodeId, DocId> =
        records.iter().filter_map(|(key, record)| Some((node_of(key)?, document_of(key, record)?))).collect();
    let deleted: BTreeSet<NodeId> = documents
        .iter()
        .filter(|(id, doc)| {
            let key = RecordKey::Node(**id);
            is_here(doc) && was_here(&key) && store.get(&key).is_none()
        })
        .map(|(id, _)| *id)
        .collect();
    let dangling = dangling(records, &deleted);
    let names = names_beside(records, store);

    let mut draft = Draft::new(store, author);
    let mut schema = Schema::of(store);
    for (i, (key, record)) in records.iter().enumerate() {
        if schema.put(&mut draft, key, record) || dangling.contains_key(&i) {
            continue;
        }
        let doc = document_of(key, record).or_else(|| documents.get(&owner_of(key)?).copied());
        let is_beside = node_of(key).is_some_and(|id| names.contains_key(&id));
        let (key, record) = renamed((key.clone(), record.clone()), &names);
        // What was here before and is not now was deleted; what was brought beside before is not brought again.
        let is_settled =
            store.get(&key).is_some() || was_here(&key) && (is_beside || doc.is_some_and(|doc| is_here(&doc)));
        if !is_settled {
            draft.put(key, record);
        }
    }
    draft.finish(now, Intent::Import { source: source.into() })
}

/// New names for the nodes that stand here otherwise than in the file, and for those here that refer to one. They are
/// made of what the file says, so that it gives the same names each time.
fn names_beside(records: &[(RecordKey, Record)], store: &Store) -> BTreeMap<NodeId, NodeId> {
    let mut needed_by: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    let mut nodes: BTreeMap<NodeId, &Record> = BTreeMap::new();
    for (key, record) in records {
        let Some(id) = node_of(key) else { continue };
        nodes.insert(id, record);
        for node in needs(key, record) {
            needed_by.entry(node).or_default().push(id);
        }
    }
    let here = |id: &NodeId| store.get(&RecordKey::Node(*id));
    let is_other = |(id, record): &(&NodeId, &&Record)| here(id).is_some_and(|here| **here != ***record);
    let mut waiting: Vec<NodeId> = nodes.iter().filter(is_other).map(|(id, _)| *id).collect();
    let mut names = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        let Some(record) = nodes.get(&id) else { continue };
        if here(&id).is_some() && !names.contains_key(&id) {
            names.insert(id, name_beside(id, record));
            waiting.extend(needed_by.get(&id).into_iter().flatten());
        }
    }
    names
}

fn name_beside(id: NodeId, record: &Record) -> NodeId {
    let said = serde_json::to_string(record).expect("records have string keys");
    node_from_hash(&Sha256::digest(format!("{id} {said}").as_bytes()), 0)
}
