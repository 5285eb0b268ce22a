//! The project as it was, and what is otherwise since.

use postil_core::{Author, Draft, Intent, Record, RecordKey, Store, Timestamp, Transaction};
use std::sync::Arc;

/// A record that is otherwise than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub key: RecordKey,
    pub before: Option<Arc<Record>>,
    pub after: Option<Arc<Record>>,
}

/// What is otherwise now than it was in `past`, which is made of the same log, sorted by key; O(n log n) in the steps since.
pub fn changes(past: &Store, now: &Store) -> Vec<Change> {
    let since = now.log().filter(|step| past.transaction(step.dot).is_none());
    let mut keys: Vec<&RecordKey> = since.flat_map(|step| &step.ops).map(|op| &op.key).collect();
    postil_core::sort_by(&mut keys, &|a, b| a.cmp(b));
    keys.dedup();
    let mut changes = Vec::new();
    for key in keys {
        let (before, after) = (past.get(key), now.get(key));
        if before != after {
            changes.push(Change { key: key.clone(), before: before.cloned(), after: after.cloned() });
        }
    }
    changes
}

/// Makes the project what it was in `past`, in one step to undo; `name` is what people call that state. None where it is so.
pub fn return_to(store: &Store, past: &Store, author: &Author, now: Timestamp, name: &str) -> Option<Transaction> {
    let mut draft = Draft::new(store, author);
    for Change { key, before, .. } in changes(past, store) {
        match before {
            Some(record) => draft.put(key, (*record).clone()),
            None => draft.delete(key),
        }
    }
    draft.finish(now, Intent::Import { source: name.into() })
}
