//! Undo and redo: appended inverses, never a rewritten past.

use crate::trie::{List, Trie};
use crate::{Author, Dot, Intent, Op, RecordKey, Store, Timestamp, Transaction};

/// What one person did here and may take back. Local: it is not part of the project, but follows from the log.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: List<Dot>,
    undone: List<Dot>,
    /// Every transaction that was noted, undone for good or not.
    own: Trie<Dot, ()>,
}

/// An undo or redo that is ready to commit.
#[derive(Clone, Debug)]
pub struct Reversal {
    pub transaction: Transaction,
    /// Records that someone else has changed since: they stay as they are.
    pub kept: Vec<RecordKey>,
}

impl History {
    /// Notes a transaction that this person made. The log is replayed through this after a reload.
    pub fn note(&mut self, transaction: &Transaction) {
        self.own.insert(transaction.dot, ());
        match transaction.intent {
            Intent::Revert { redo: false, .. } => {
                self.done.pop();
                self.undone.push(transaction.dot);
            }
            Intent::Revert { redo: true, .. } => {
                self.undone.pop();
                self.done.push(transaction.dot);
            }
            // Opening a document is no edit: deleting it is asked for, and confirmed, by itself.
            Intent::AddDocument => {}
            _ => {
                self.done.push(transaction.dot);
                self.undone = List::default();
            }
        }
    }

    /// What an undo would take back.
    pub fn last_done(&self) -> Option<Dot> {
        self.done.last().copied()
    }

    /// What a redo would bring back: the name of the undo.
    pub fn last_undone(&self) -> Option<Dot> {
        self.undone.last().copied()
    }

    /// Whether a transaction was made by this person here.
    pub fn knows(&self, dot: Dot) -> bool {
        self.own.get(&dot).is_some()
    }

    /// How many steps can be undone.
    pub fn depth(&self) -> usize {
        self.done.len()
    }

    /// The inverse of the last thing done. None when there is nothing to undo.
    pub fn undo(&self, store: &Store, author: &Author, now: Timestamp) -> Option<Reversal> {
        revert(store, author, now, self.last_done()?, false)
    }

    /// The inverse of the last undo.
    pub fn redo(&self, store: &Store, author: &Author, now: Timestamp) -> Option<Reversal> {
        revert(store, author, now, self.last_undone()?, true)
    }

    /// Drops steps whose transactions are gone, after a purge.
    pub fn retain(&mut self, store: &Store) {
        for list in [&mut self.done, &mut self.undone] {
            let kept: Vec<Dot> = list
                .iter_from(0)
                .copied()
                .filter(|dot| store.transaction(*dot).is_some_and(|t| !t.ops.is_empty()))
                .collect();
            *list = List::default();
            kept.into_iter().for_each(|dot| list.push(dot));
        }
    }
}

/// The inverse of `of`, for the records that are still as it left them.
fn revert(store: &Store, author: &Author, now: Timestamp, of: Dot, redo: bool) -> Option<Reversal> {
    let transaction = store.transaction(of)?;
    let mut kept = Vec::new();
    let mut ops = Vec::new();
    for op in transaction.ops.iter().rev() {
        let heads = store.heads(&op.key);
        let is_own = matches!(heads, [head] if owner(store, *head, &op.key) == owner(store, of, &op.key));
        if is_own {
            ops.push(invert(store, op));
        } else {
            kept.push(op.key.clone());
        }
    }
    let at = store.stamp(now, ops.iter().map(|op| &op.key));
    let intent = Intent::Revert { of, redo };
    Some(Reversal {
        transaction: Transaction { dot: author.next_dot(), at, annotator: author.annotator.clone(), intent, ops },
        kept,
    })
}

/// The operation that takes `op` back, as things stand.
fn invert(store: &Store, op: &Op) -> Op {
    Op {
        key: op.key.clone(),
        bases: store.heads(&op.key).to_vec(),
        before: store.get(&op.key).cloned(),
        after: op.before.clone(),
    }
}

/// The transaction whose state of `key` stands after `dot`: an undo leaves behind what was there before what it undid.
fn owner(store: &Store, mut dot: Dot, key: &RecordKey) -> Option<Dot> {
    loop {
        let transaction = store.transaction(dot)?;
        let Intent::Revert { of, .. } = transaction.intent else {
            return Some(dot);
        };
        let undone = store.transaction(of)?.ops.iter().find(|op| op.key == *key)?;
        dot = match undone.bases.as_slice() {
            [] => return None,
            [base] => *base,
            // It had settled a dispute: what came before has no single author.
            _ => return Some(dot),
        };
    }
}
