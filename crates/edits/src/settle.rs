//! What people changed at the same time in different ways, and how one of it is made to hold.

use postil_core::{AnnotatorId, Author, Draft, Intent, NodeId, Note, Record, RecordKey, Store, Timestamp, Transaction};
use std::sync::Arc;

/// A record that people changed at the same time in different ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub key: RecordKey,
    /// What each side says, the earliest first; what several say stands here once.
    pub sides: Vec<Side>,
    /// What holds until it is settled: of each field the last change. None where it is deleted.
    pub standing: Option<Arc<Record>>,
}

/// What somebody made of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub by: AnnotatorId,
    pub at: Timestamp,
    /// None where it was deleted.
    pub record: Option<Arc<Record>>,
}

/// What is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What one of the sides says, by its place.
    Side(usize),
    /// What all sides say that did not delete it; see [`Dispute::may_keep_all`].
    All,
    /// What stands.
    Standing,
}

/// Everything that waits to be settled, sorted by key.
pub fn disputes(store: &Store) -> Vec<Dispute> {
    store.disputed().into_iter().map(|key| dispute(store, key)).collect()
}

fn dispute(store: &Store, key: &RecordKey) -> Dispute {
    let mut sides: Vec<Side> = Vec::new();
    for (transaction, record) in store.sides(key) {
        if sides.iter().all(|side| side.record.as_ref() != record) {
            sides.push(Side { by: transaction.annotator.clone(), at: transaction.at, record: record.cloned() });
        }
    }
    Dispute { key: key.clone(), sides, standing: store.get(key).cloned() }
}

impl Dispute {
    /// Whether more than one of the sides can hold: several spans can stand beside each other, and notes one after the other.
    pub fn may_keep_all(&self) -> bool {
        let is_kept = |side: &&Side| matches!(side.record.as_deref(), Some(Record::Span(_) | Record::Note(_)));
        self.sides.iter().filter(is_kept).count() > 1
    }

    /// Whether what stands is made of several sides, and so what none of them says.
    pub fn is_mixed(&self) -> bool {
        self.sides.iter().all(|side| side.record != self.standing)
    }
}

/// Settles a dispute. Where one side deleted an annotation and another is to hold, what was deleted along with it comes back.
/// None where there is no such dispute, or no such side.
pub fn settle(
    store: &Store, author: &Author, now: Timestamp, key: &RecordKey, settlement: Settlement,
) -> Option<Transaction> {
    if !store.disputed().contains(&key) {
        return None;
    }
    let dispute = dispute(store, key);
    let mut draft = Draft::new(store, author);
    match settlement {
        Settlement::Standing => draft.settle(key.clone(), dispute.standing.as_deref().cloned()),
        Settlement::Side(at) => match dispute.sides.get(at)?.record.as_deref() {
            Some(record) => {
                bring_back(&mut draft, key);
                draft.settle(key.clone(), Some(record.clone()));
            }
            None => {
                if let RecordKey::Node(node) = key {
                    draft.delete_node(*node);
                }
                draft.settle(key.clone(), None);
            }
        },
        Settlement::All if dispute.may_keep_all() => {
            bring_back(&mut draft, key);
            let records = dispute.sides.iter().filter_map(|side| side.record.as_deref());
            let notes: Vec<&str> = records.clone().filter_map(text).collect();
            if notes.is_empty() {
                let mut spans = records.cloned();
                draft.settle(key.clone(), spans.next());
                spans.for_each(|span| _ = draft.add(span));
            } else {
                draft.settle(key.clone(), Some(Note { text: notes.join("\n").into() }.into()));
            }
        }
        Settlement::All => return None,
    }
    draft.finish(now, intent(key, dispute.standing.as_deref()))
}

fn text(record: &Record) -> Option<&str> {
    match record {
        Record::Note(note) => Some(&note.text),
        _ => None,
    }
}

/// Puts back what hangs on a node and was deleted with it by a side that is not to hold.
fn bring_back(draft: &mut Draft, key: &RecordKey) {
    let (store, RecordKey::Node(node)) = (draft.store(), key) else { return };
    let mut nodes = vec![*node];
    let deleting = store.sides(key).filter(|(_, record)| record.is_none());
    let steps: Vec<_> = deleting.map(|(transaction, _)| transaction.clone()).collect();
    while let Some(node) = nodes.pop() {
        for step in &steps {
            for op in &step.ops {
                let Some(before) = op.before.as_ref().filter(|_| op.after.is_none() && op.key != *key) else {
                    continue;
                };
                let is_since = store.heads(&op.key) != [step.dot] || store.get(&op.key).is_some();
                if is_since || !hangs_on(&op.key, before, node) {
                    continue;
                }
                draft.put(op.key.clone(), (**before).clone());
                if let RecordKey::Node(dependent) = op.key {
                    nodes.push(dependent);
                }
            }
        }
    }
}

fn hangs_on(key: &RecordKey, record: &Record, node: NodeId) -> bool {
    key.refers_to(record).contains(&node)
}

/// As what kind of step it is told.
fn intent(key: &RecordKey, record: Option<&Record>) -> Intent {
    match (key, record) {
        (RecordKey::Node(_), Some(Record::Relation(_))) => Intent::Relate,
        (RecordKey::Node(_), Some(Record::Cluster(_))) | (RecordKey::Member(..), _) => Intent::Cluster,
        (RecordKey::Node(_), Some(Record::Event(_))) | (RecordKey::Argument(..), _) => Intent::Event,
        (RecordKey::Node(_), _) => Intent::Relabel,
        (RecordKey::Attribute(..), _) => Intent::Attribute,
        (RecordKey::Note(..), _) => Intent::Note,
        (RecordKey::Rejection(..), _) => Intent::Reject,
        (RecordKey::Document(_) | RecordKey::DocumentLabel(..), _) => Intent::EditDocument,
        (RecordKey::Definition(..), _) => Intent::Schema,
        (RecordKey::Set(_) | RecordKey::Annotator(_), _) => Intent::Team,
    }
}
