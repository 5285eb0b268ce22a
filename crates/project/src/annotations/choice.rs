//! What goes into a file of annotations, and what cannot.

use super::Options;
use crate::Problem;
use crate::project::present;
use crate::records::{dangling, document_of, node_of, owner_of, set_of};
use crate::verify::verify_offsets;
use postil_core::{DocId, Document, NodeId, Record, RecordKey, SetId, Store};
use std::collections::{BTreeMap, BTreeSet};

/// The records that go into the file, by key, and what had to stay out.
pub(super) fn chosen(
    store: &Store, documents: &BTreeMap<DocId, &Document>, options: &Options,
) -> (Vec<(RecordKey, Record)>, Vec<Problem>) {
    let mut left_out = Vec::new();
    let is_wanted = |set: &SetId| options.sets.as_ref().is_none_or(|sets| sets.contains(set));
    let mut records = present(store);
    records.retain(|(key, record)| {
        let Some(doc) = document_of(key, record) else { return owner_of(key).is_some() };
        let (Some(document), Some(set)) = (documents.get(&doc), set_of(key, record)) else { return false };
        let fragments = match (key, record) {
            (RecordKey::Rejection(.., fragments), _) => Some(fragments),
            (_, Record::Span(span)) => Some(&span.fragments),
            _ => None,
        };
        match fragments.map_or(Ok(()), |fragments| verify_offsets(document, fragments)) {
            _ if !is_wanted(set) => false,
            Ok(()) => true,
            Err(reason) => {
                left_out.push(Problem::new(place(key), reason));
                false
            }
        }
    });
    let nodes: BTreeSet<NodeId> = records.iter().filter_map(|(key, _)| node_of(key)).collect();
    records.retain(|(key, _)| owner_of(key).is_none_or(|owner| nodes.contains(&owner)));
    let dangling = dangling(&records, &BTreeSet::new());
    let mut index = 0;
    records.retain(|(key, _)| {
        let missing = dangling.get(&index);
        index += 1;
        if let Some(node) = missing {
            left_out.push(Problem::new(place(key), format!("{node}, which it refers to, is not in this file")));
        }
        missing.is_none()
    });
    (records, left_out)
}

fn place(key: &RecordKey) -> String {
    match (key, owner_of(key)) {
        (RecordKey::Node(id), _) => format!("annotation {id}"),
        (_, Some(owner)) => format!("annotation {owner}"),
        (RecordKey::Rejection(doc, ..), _) => format!("document {doc}, a rejection"),
        _ => "the project".into(),
    }
}
