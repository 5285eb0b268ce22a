//! Records by themselves, outside a store: what they refer to, and what is left when something is missing.

use postil_core::{DocId, Kind, NodeId, Record, RecordKey, SetId, Slug};
use std::collections::BTreeMap;

/// Where records stand, or which were met: the one map by key of this crate, since each further type of map costs the page
/// some kilobytes of code.
pub(crate) type Places = BTreeMap<RecordKey, usize>;

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

/// The node whose record lives under this key.
pub(crate) fn node_of(key: &RecordKey) -> Option<NodeId> {
    match key {
        RecordKey::Node(id) => Some(*id),
        _ => None,
    }
}

/// Whether the one can hang on the other: members on clusters, arguments on events, the rest on all.
fn bears(owner: &Record, part: &Record) -> bool {
    match part {
        Record::Member(_) => matches!(owner, Record::Cluster(_)),
        Record::Argument(_) => matches!(owner, Record::Event(_)),
        _ => true,
    }
}

/// How some records hang together.
pub(crate) struct Graph {
    nodes: BTreeMap<NodeId, Node>,
}

/// A node that is there, or that something refers to.
#[derive(Default)]
struct Node {
    /// Index of its record.
    place: Option<usize>,
    doc: Option<DocId>,
    /// Indices of the records that mean nothing without it, in order.
    needed_by: Vec<usize>,
    /// What it is to be called.
    name: Option<NodeId>,
}

impl Graph {
    /// O(n log n).
    pub(crate) fn of(records: &[(RecordKey, Record)]) -> Self {
        let mut graph = Self { nodes: BTreeMap::new() };
        for (i, (key, record)) in records.iter().enumerate() {
            if let Some(id) = node_of(key) {
                let node = graph.node(id);
                if node.place.is_none() {
                    (node.place, node.doc) = (Some(i), document_of(key, record));
                }
            }
            for id in needs(key, record) {
                graph.node(id).needed_by.push(i);
            }
        }
        graph
    }

    fn node(&mut self, id: NodeId) -> &mut Node {
        self.nodes.entry(id).or_default()
    }

    /// Index of a node's record.
    pub(crate) fn place(&self, id: NodeId) -> Option<usize> {
        self.nodes.get(&id)?.place
    }

    /// The document that a record is about, or what it hangs on.
    pub(crate) fn document_of(&self, (key, record): &(RecordKey, Record)) -> Option<DocId> {
        match owner_of(key) {
            Some(owner) => self.nodes.get(&owner)?.doc,
            None => document_of(key, record),
        }
    }

    /// Indices of the records that mean nothing without a node, in order.
    pub(crate) fn needing(&self, id: NodeId) -> &[usize] {
        self.nodes.get(&id).map_or(&[], |node| &node.needed_by)
    }

    /// For each record the node that it misses, if it does: one that is not there or is gone, is in another document, is of a
    /// kind that cannot bear it, or whose own record misses one, and so on; O(n log n).
    pub(crate) fn dangling(
        &self, records: &[(RecordKey, Record)], is_gone: &dyn Fn(NodeId) -> bool,
    ) -> Vec<Option<NodeId>> {
        let mut missing: Vec<NodeId> = Vec::new();
        for (id, node) in &self.nodes {
            if node.place.is_none() || is_gone(*id) {
                missing.push(*id);
            }
        }
        let mut found = vec![None; records.len()];
        for (i, item) in records.iter().enumerate() {
            let doc = self.document_of(item);
            let is_unfit = |id: &NodeId| {
                let Some(Node { place: Some(place), doc: other, .. }) = self.nodes.get(id) else { return false };
                let is_owner = owner_of(&item.0) == Some(*id);
                *other != doc || is_owner && !bears(&records[*place].1, &item.1)
            };
            if let Some(id) = needs(&item.0, &item.1).find(is_unfit) {
                found[i] = Some(id);
                missing.extend(node_of(&item.0));
            }
        }
        while let Some(id) = missing.pop() {
            for i in self.needing(id) {
                if found[*i].is_none() {
                    found[*i] = Some(id);
                    missing.extend(node_of(&records[*i].0));
                }
            }
        }
        found
    }

    /// Gives a node, or an argument, another name.
    pub(crate) fn rename(&mut self, id: NodeId, name: NodeId) {
        self.node(id).name = Some(name);
    }

    /// The other name of a node.
    pub(crate) fn new_name(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.get(&id)?.name
    }

    /// The same record with the new names of nodes.
    pub(crate) fn renamed(&self, (key, record): &(RecordKey, Record)) -> (RecordKey, Record) {
        let name = |id: &mut NodeId| *id = self.new_name(*id).unwrap_or(*id);
        let (mut key, mut record) = (key.clone(), record.clone());
        match &mut key {
            RecordKey::Node(id) | RecordKey::Attribute(id, _) | RecordKey::Note(id, _) => name(id),
            RecordKey::Member(owner, id) | RecordKey::Argument(owner, id) => {
                name(owner);
                name(id);
            }
            _ => {}
        }
        match &mut record {
            Record::Relation(it) => {
                name(&mut it.head);
                name(&mut it.tail);
            }
            Record::Event(it) => name(&mut it.trigger),
            Record::Argument(it) => name(&mut it.node),
            _ => {}
        }
        (key, record)
    }
}
