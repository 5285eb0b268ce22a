//! What goes into a file of annotations, and what cannot.

use super::Options;
use crate::Problem;
use crate::project::present;
use crate::records::Graph;
use crate::verify::verify_offsets;
use postil_core::{DocId, Document, Record, RecordKey, SetId, Store};
use std::collections::BTreeMap;

/// A document that is written.
pub(super) struct Subject<'a> {
    pub(super) document: &'a Document,
    /// Indices of the records about it, but for spans.
    pub(super) items: Vec<usize>,
}

/// The records that go into the file, by key, and what had to stay out.
pub(super) fn chosen(
    store: &Store, documents: &BTreeMap<DocId, Subject>, options: &Options,
) -> (Vec<(RecordKey, Record)>, Vec<Problem>) {
    let mut left_out = Vec::new();
    let is_wanted = |set: &SetId| options.sets.as_ref().is_none_or(|sets| sets.contains(set));
    let mut records = present(store);
    records.retain(|(key, record)| {
        let Some(doc) = key.document(record) else { return key.owner().is_some() };
        let (Some(Subject { document, .. }), Some(set)) = (documents.get(&doc), key.set(record)) else {
            return false;
        };
        let mut places = key.places(record).into_iter();
        match places.try_for_each(|fragments| verify_offsets(document, fragments)) {
            _ if !is_wanted(set) => false,
            Ok(()) => true,
            Err(reason) => {
                left_out.push(Problem::new(place(key), reason));
                false
            }
        }
    });
    let dangling = Graph::of(&records).dangling(&records, &|_| false);
    let mut index = 0;
    records.retain(|(key, _)| {
        let missing = dangling[index];
        index += 1;
        // What hangs on something that is not written is not missed.
        if let Some(node) = missing.filter(|node| key.owner() != Some(*node)) {
            left_out.push(Problem::new(place(key), format!("{node}, which it refers to, is not in this file")));
        }
        missing.is_none()
    });
    (records, left_out)
}

fn place(key: &RecordKey) -> String {
    match (key, key.owner()) {
        (RecordKey::Node(id), _) => format!("annotation {id}"),
        (_, Some(owner)) => format!("annotation {owner}"),
        (RecordKey::Rejection(doc, ..), _) => format!("document {doc}, a rejection"),
        _ => "the project".into(),
    }
}
