//! Records by themselves, outside a store: what they refer to, and what is left when something is missing.

use postil_core::{DocId, Kind, NodeId, Record, RecordKey, SetId, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// The document that a record is about, where it says so itself.
pub(crate) fn document_of(key: &RecordKey, record: &Record) -> Option<DocId> {
    match (key, record) {
        (RecordKey::Document(doc) | RecordKey::DocumentLabel(doc, ..) | RecordKey::Rejection(doc, ..), _) => Some(*doc),
        (_, Record::Span(it)) => Some(it.doc),
        (_, Record::Relation(it)) => Some(it.doc),
        (_, Record::Cluster(it)) => Some(it.doc),
        (_, Record::Event(it)) => Some(it.doc),
        _ => None,
    }
}

/// The set that a record belongs to, where it says so itself.
pub(crate) fn set_of<'a>(key: &'a RecordKey, record: &'a Record) -> Option<&'a SetId> {
    match (key, record) {
        (RecordKey::DocumentLabel(_, set, _) | RecordKey::Rejection(_, set, ..), _) => Some(set),
        (_, Record::Span(it)) => Some(&it.set),
        (_, Record::Relation(it)) => Some(&it.set),
        (_, Record::Cluster(it)) => Some(&it.set),
        (_, Record::Event(it)) => Some(&it.set),
        _ => None,
    }
}

/// The entry of the schema that a record uses.
pub(crate) fn label_of<'a>(key: &'a RecordKey, record: &'a Record) -> Option<(Kind, &'a Slug)> {
    match (key, record) {
        (_, Record::Span(it)) => Some((Kind::Label, &it.label)),
        (_, Record::Relation(it)) => Some((Kind::Relation, &it.label)),
        (_, Record::Cluster(it)) => Some((Kind::Cluster, &it.label)),
        (_, Record::Event(it)) => Some((Kind::Event, &it.label)),
        (_, Record::Argument(it)) => Some((Kind::Role, &it.role)),
        (RecordKey::Attribute(_, slug), _) => Some((Kind::Attribute, slug)),
        (RecordKey::DocumentLabel(.., slug), _) => Some((Kind::DocumentLabel, slug)),
        (RecordKey::Rejection(_, _, slug, _), _) => Some((Kind::Label, slug)),
        _ => None,
    }
}

/// The node that a member, argument, attribute or note hangs on.
pub(crate) fn owner_of(key: &RecordKey) -> Option<NodeId> {
    match key {
        RecordKey::Member(id, _)
        | RecordKey::Argument(id, _)
        | RecordKey::Attribute(id, _)
        | RecordKey::Note(id, _) => Some(*id),
        _ => None,
    }
}

/// The nodes without which a record means nothing.
pub(crate) fn needs(key: &RecordKey, record: &Record) -> impl Iterator<Item = NodeId> + use<> {
    let more = match (key, record) {
        (_, Record::Relation(it)) => [Some(it.head), Some(it.tail)],
        (_, Record::Event(it)) => [Some(it.trigger), None],
        (RecordKey::Member(_, node), _) => [Some(*node), None],
        (_, Record::Argument(it)) => [Some(it.node), None],
        _ => [None, None],
    };
    owner_of(key).into_iter().chain(more.into_iter().flatten())
}

/// The records that mean nothing because a node is not there, by index, each with the node that it misses: what needs
/// one of `gone`, or a node that is not among the records, and so on; O(n log n).
pub(crate) fn dangling(records: &[(RecordKey, Record)], gone: &BTreeSet<NodeId>) -> BTreeMap<usize, NodeId> {
    let present: BTreeSet<NodeId> = records.iter().filter_map(|(key, _)| node_of(key)).collect();
    let mut needed_by: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
    for (i, (key, record)) in records.iter().enumerate() {
        for node in needs(key, record) {
            needed_by.entry(node).or_default().push(i);
        }
    }
    let is_missing = |node: &&NodeId| gone.contains(node) || !present.contains(node);
    let mut missing: Vec<NodeId> = needed_by.keys().filter(is_missing).copied().collect();
    let mut found = BTreeMap::new();
    while let Some(node) = missing.pop() {
        for i in needed_by.get(&node).into_iter().flatten() {
            if !found.contains_key(i) {
                found.insert(*i, node);
                missing.extend(node_of(&records[*i].0));
            }
        }
    }
    found
}

/// The node whose record lives under this key.
pub(crate) fn node_of(key: &RecordKey) -> Option<NodeId> {
    match key {
        RecordKey::Node(id) => Some(*id),
        _ => None,
    }
}

/// The same record about other nodes: those in `names` go by their new names.
pub(crate) fn renamed((key, record): (RecordKey, Record), names: &BTreeMap<NodeId, NodeId>) -> (RecordKey, Record) {
    let name = |id: NodeId| names.get(&id).copied().unwrap_or(id);
    let key = match key {
        RecordKey::Node(id) => RecordKey::Node(name(id)),
        RecordKey::Member(cluster, node) => RecordKey::Member(name(cluster), name(node)),
        RecordKey::Argument(event, id) => RecordKey::Argument(name(event), name(id)),
        RecordKey::Attribute(id, slug) => RecordKey::Attribute(name(id), slug),
        RecordKey::Note(id, annotator) => RecordKey::Note(name(id), annotator),
        other => other,
    };
    let mut record = record;
    match &mut record {
        Record::Relation(it) => (it.head, it.tail) = (name(it.head), name(it.tail)),
        Record::Event(it) => it.trigger = name(it.trigger),
        Record::Argument(it) => it.node = name(it.node),
        _ => {}
    }
    (key, record)
}
