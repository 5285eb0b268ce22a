//! Records by themselves, outside a store: how they hang together, and what is left when something is missing.

use postil_core::{DocId, NodeId, PartMut, Record, RecordKey};
use std::collections::BTreeMap;

/// Where records stand, or which were met: the one map by key of this crate, since each further type of map costs the page
/// some kilobytes of code.
pub(crate) type Places = BTreeMap<RecordKey, usize>;

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
            if let Some(id) = key.node() {
                let node = graph.node(id);
                if node.place.is_none() {
                    (node.place, node.doc) = (Some(i), key.document(record));
                }
            }
            for id in key.refers_to(record) {
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
        match key.owner() {
            Some(owner) => self.nodes.get(&owner)?.doc,
            None => key.document(record),
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
        for (i, item @ (key, record)) in records.iter().enumerate() {
            let doc = self.document_of(item);
            let is_unfit = |id: &NodeId| {
                let Some(Node { place: Some(place), doc: other, .. }) = self.nodes.get(id) else { return false };
                let is_owner = key.owner() == Some(*id);
                *other != doc || is_owner && !records[*place].1.bears(key)
            };
            if let Some(id) = key.refers_to(record).into_iter().find(is_unfit) {
                found[i] = Some(id);
                missing.extend(key.node());
            }
        }
        while let Some(id) = missing.pop() {
            for i in self.needing(id) {
                if found[*i].is_none() {
                    found[*i] = Some(id);
                    missing.extend(records[*i].0.node());
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
        let (mut key, mut record) = (key.clone(), record.clone());
        let mut rename = |part: PartMut| {
            if let PartMut::Node(id) = part {
                *id = self.new_name(*id).unwrap_or(*id);
            }
        };
        key.each_name(&mut rename);
        record.each_name(&mut rename);
        (key, record)
    }
}
