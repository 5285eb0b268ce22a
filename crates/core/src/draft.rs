//! Writing a transaction against a state.

use crate::trie::Trie;
use crate::{ActorId, AnnotatorId, Dot, Intent, NodeId, Op, Record, RecordKey, Store, Timestamp, Transaction};
use std::sync::Arc;

/// Who writes: a person, in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub actor: ActorId,
    pub annotator: AnnotatorId,
    /// The number of the session's next transaction.
    pub next_seq: u32,
}

impl Author {
    /// The name of the next transaction.
    pub fn next_dot(&self) -> Dot {
        Dot { actor: self.actor, seq: self.next_seq }
    }
}

/// Operations that will be one transaction. Each is based on the state that the draft was begun on.
#[derive(Debug)]
pub struct Draft<'a> {
    store: &'a Store,
    author: &'a Author,
    nodes: u32,
    ops: Vec<Op>,
    /// Where the operation on a record stands in `ops`.
    places: Trie<RecordKey, usize>,
    /// Records whose dispute is settled, whatever becomes of them.
    settled: Trie<RecordKey, ()>,
}

impl<'a> Draft<'a> {
    pub fn new(store: &'a Store, author: &'a Author) -> Self {
        Self { store, author, nodes: 0, ops: Vec::new(), places: Trie::default(), settled: Trie::default() }
    }

    /// The state that the draft changes.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// Who writes.
    pub fn author(&self) -> &'a Author {
        self.author
    }

    /// A name for a new node.
    pub fn mint(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId { dot: self.author.next_dot(), n: self.nodes - 1 }
    }

    /// Adds a span, relation, cluster or event, and gives its name.
    pub fn add(&mut self, record: Record) -> NodeId {
        let id = self.mint();
        self.put(RecordKey::Node(id), record);
        id
    }

    /// Inserts or replaces a record.
    pub fn put(&mut self, key: RecordKey, record: Record) {
        self.set(key, Some(record));
    }

    /// Deletes a record, if it is there.
    pub fn delete(&mut self, key: RecordKey) {
        self.set(key, None);
    }

    /// Makes one thing hold of a record that is disputed; also what holds already.
    pub fn settle(&mut self, key: RecordKey, after: Option<Record>) {
        self.settled.insert(key.clone(), ());
        self.set(key, after);
    }

    /// Deletes a node with all that hangs on it: attributes, notes, memberships, relations, events it triggers.
    pub fn delete_node(&mut self, id: NodeId) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            for key in self.store.references(id) {
                match key {
                    RecordKey::Node(dependent) => waiting.push(*dependent),
                    key => self.delete(key.clone()),
                }
            }
            self.delete(RecordKey::Node(id));
        }
    }

    fn set(&mut self, key: RecordKey, after: Option<Record>) {
        let after = after.map(Arc::new);
        if let Some(place) = self.places.get(&key) {
            self.ops[*place].after = after;
            return;
        }
        let before = self.store.get(&key).cloned();
        if before != after || self.settled.get(&key).is_some() {
            self.places.insert(key.clone(), self.ops.len());
            self.ops.push(Op { bases: self.store.heads(&key).to_vec(), key, before, after });
        }
    }

    /// The transaction, if anything would change. `now` is the reader's clock.
    pub fn finish(self, now: Timestamp, intent: Intent) -> Option<Transaction> {
        let is_kept = |op: &Op| op.before != op.after || self.settled.get(&op.key).is_some();
        let ops: Vec<Op> = self.ops.into_iter().filter(is_kept).collect();
        let at = self.store.stamp(now, ops.iter().map(|op| &op.key));
        let (dot, annotator) = (self.author.next_dot(), self.author.annotator.clone());
        (!ops.is_empty()).then_some(Transaction { dot, at, annotator, intent, ops })
    }
}
