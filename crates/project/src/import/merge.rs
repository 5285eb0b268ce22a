//! Bringing a file's annotations into a store without changing what is there.

use super::schema::SchemaMerge;
use crate::annotations::node_from_hash;
use crate::records::Graph;
use postil_core::{Author, DocId, Draft, Intent, NodeId, Record, RecordKey, Store, Timestamp, Transaction};
use sha2::{Digest, Sha256};

/// See [`Loaded::merge`](super::Loaded::merge).
pub(super) fn merge(
    records: &[(RecordKey, Record)], source: &str, store: &Store, author: &Author, now: Timestamp,
) -> Option<Transaction> {
    let is_here = |doc: DocId| store.documents().contains_key(&doc);
    let was_here = |key: &RecordKey| !store.heads(key).is_empty();
    let mut graph = Graph::of(records);
    let dangling = graph.dangling(records, &|id| {
        let key = RecordKey::Node(id);
        let doc = graph.place(id).and_then(|place| graph.document_of(&records[place]));
        doc.is_some_and(is_here) && was_here(&key) && store.get(&key).is_none()
    });
    name_beside(records, store, &mut graph);

    let mut draft = Draft::new(store, author);
    let mut schema = SchemaMerge::of(store);
    for (item, missing) in records.iter().zip(dangling) {
        if schema.put(&mut draft, &item.0, &item.1) || missing.is_some() {
            continue;
        }
        let is_beside = item.0.node().is_some_and(|id| graph.new_name(id).is_some());
        let (key, record) = graph.renamed(item);
        // What was here before and is not now was deleted; what was brought beside before is not brought again.
        let is_settled =
            store.get(&key).is_some() || was_here(&key) && (is_beside || graph.document_of(item).is_some_and(is_here));
        if !is_settled {
            draft.put(key, record);
        }
    }
    draft.finish(now, Intent::Import { source: source.into() })
}

/// Renames the nodes that stand here otherwise than in the file, and those here that refer to one. Names are made of what
/// the file says, so that it gives the same ones each time.
fn name_beside(records: &[(RecordKey, Record)], store: &Store, graph: &mut Graph) {
    let here = |id: NodeId| store.get(&RecordKey::Node(id));
    let mut waiting: Vec<NodeId> = Vec::new();
    for (key, record) in records {
        if let Some(id) = key.node()
            && here(id).is_some_and(|here| **here != *record)
        {
            waiting.push(id);
        }
    }
    while let Some(id) = waiting.pop() {
        if let (Some(place), Some(_), None) = (graph.place(id), here(id), graph.new_name(id)) {
            let said = serde_json::to_string(&records[place].1).expect("records have string keys");
            graph.rename(id, node_from_hash(&Sha256::digest(format!("{id} {said}").as_bytes()), 0));
            waiting.extend(graph.needing(id).iter().filter_map(|i| records[*i].0.node()));
        }
    }
}
