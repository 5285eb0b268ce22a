//! What is said of a document, and what of it could be said of another one.

use crate::{Alignment, Fate};
use postil_core::{DocId, NodeId, Record, RecordKey, Store};
use postil_edits::{arguments, members};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The annotations of a document over all sets, and which of them have all that they need in its new version.
pub(crate) struct Graph<'a> {
    store: &'a Store,
    pub(crate) nodes: BTreeMap<NodeId, &'a Arc<Record>>,
    /// Of each span.
    pub(crate) fates: BTreeMap<NodeId, Fate>,
    /// Those that can be carried.
    pub(crate) standing: BTreeSet<NodeId>,
}

impl<'a> Graph<'a> {
    /// Costs as much as there are annotations of the old version.
    pub(crate) fn of(store: &'a Store, alignment: &Alignment) -> Self {
        let doc = alignment.old();
        let mut graph = Self { store, nodes: BTreeMap::new(), fates: BTreeMap::new(), standing: BTreeSet::new() };
        for id in store.spans(doc) {
            if let Some(span) = store.span(id) {
                graph.fates.insert(id, alignment.fate(&span.fragments));
            }
        }
        let mut waiting: Vec<NodeId> = graph.fates.keys().copied().collect();
        while let Some(id) = waiting.pop() {
            if graph.nodes.contains_key(&id) {
                continue;
            }
            let Some(record) = node(store, id).filter(|record| is_of(record, id, doc)) else { continue };
            graph.nodes.insert(id, record);
            waiting.extend(store.references(id).iter().filter_map(|key| key.owner().or(key.node())));
        }
        graph.settle();
        graph
    }

    /// What needs nothing but what stands, stands: until nothing is added.
    fn settle(&mut self) {
        loop {
            let more: Vec<NodeId> =
                self.nodes.iter().filter(|(id, it)| self.has_all(**id, it)).map(|(id, _)| *id).collect();
            let count = self.standing.len();
            self.standing.extend(more);
            if self.standing.len() == count {
                return;
            }
        }
    }

    fn has_all(&self, id: NodeId, record: &Record) -> bool {
        let stands = |id: NodeId| self.standing.contains(&id);
        match record {
            Record::Span(_) => self.fates.get(&id).is_some_and(|fate| fate.same().is_some()),
            Record::Relation(it) => stands(it.head) && stands(it.tail),
            Record::Event(it) => stands(it.trigger) && arguments(self.store, id).all(|(.., it)| stands(it.node)),
            // One mention alone is the same as nothing, but where it is all that there was.
            Record::Cluster(_) => {
                let all = members(self.store, id);
                all.iter().filter(|it| stands(**it)).count() >= 2.min(all.len())
            }
            _ => false,
        }
    }

    /// The span that a node is about first: itself, the head of a relation, an event's trigger, the first member of a cluster.
    pub(crate) fn first_span(&self, mut id: NodeId) -> Option<NodeId> {
        // Links of links end.
        for _ in 0..8 {
            id = match &***self.nodes.get(&id)? {
                Record::Span(_) => return Some(id),
                Record::Relation(it) => it.head,
                Record::Event(it) => it.trigger,
                Record::Cluster(_) => *members(self.store, id).first()?,
                _ => return None,
            };
        }
        None
    }

    /// What became of the span that a node is about first.
    pub(crate) fn fate_of(&self, id: NodeId) -> Option<&Fate> {
        self.fates.get(&self.first_span(id)?)
    }
}

fn node(store: &Store, id: NodeId) -> Option<&Arc<Record>> {
    store.get(&RecordKey::Node(id))
}

fn is_of(record: &Record, id: NodeId, doc: DocId) -> bool {
    RecordKey::Node(id).document(record) == Some(doc)
}
