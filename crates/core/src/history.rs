//! Undo and redo: appended inverses, never a rewritten past.

use crate::trie::{List, Trie};
use crate::{Archive, Author, Dot, Intent, Op, RecordKey, Store, Timestamp, Transaction};
use std::sync::Arc;

/// What one person did here and may take back. Local: it is not part of the project, but follows from the log.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What happened before, if it is at rest: so many of its steps are still done, and so many undone, before the others.
    archive: Option<(Arc<Archive>, usize, usize)>,
    done: List<Dot>,
    undone: List<Dot>,
    /// Every other transaction that was noted, undone for good or not.
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
    /// What an archive was built from. O(1).
    pub fn at_rest(archive: Arc<Archive>) -> Self {
        let (done, undone) = (archive.done(), archive.undone());
        Self { archive: Some((archive, done, undone)), ..Self::default() }
    }

    /// Notes a transaction that this person made. The log is replayed through this after a reload.
    pub fn note(&mut self, transaction: &Transaction) {
        self.own.insert(transaction.dot, ());
        match transaction.intent {
            Intent::Revert { redo: false, .. } => {
                if self.done.pop().is_none()
                    && let Some((_, done, _)) = &mut self.archive
                {
                    *done = done.saturating_sub(1);
                }
                self.undone.push(transaction.dot);
            }
            Intent::Revert { redo: true, .. } => {
                if self.undone.pop().is_none()
                    && let Some((_, _, undone)) = &mut self.archive
                {
                    *undone = undone.saturating_sub(1);
                }
                self.done.push(transaction.dot);
            }
            // Opening a document is no edit: deleting it is asked for, and confirmed, by itself.
            Intent::AddDocument => {}
            _ => {
                self.done.push(transaction.dot);
                self.undone = List::default();
                if let Some((_, _, undone)) = &mut self.archive {
                    *undone = 0;
                }
            }
        }
    }

    /// What an undo would take back.
    pub fn last_done(&self) -> Option<Dot> {
        self.done.last().copied().or_else(|| {
            let (archive, done, _) = self.archive.as_ref()?;
            Some(archive.done_at(done.checked_sub(1)?))
        })
    }

    /// What a redo would bring back: the name of the undo.
    pub fn last_undone(&self) -> Option<Dot> {
        self.undone.last().copied().or_else(|| {
            let (archive, _, undone) = self.archive.as_ref()?;
            Some(archive.undone_at(undone.checked_sub(1)?))
        })
    }

    /// Whether a transaction was made by this person here.
    pub fn knows(&self, dot: Dot) -> bool {
        let is_archived = |archive: &Archive| archive.find(dot).is_some_and(|at| archive.is_own(at));
        self.own.get(&dot).is_some() || self.archive.as_ref().is_some_and(|(archive, ..)| is_archived(archive))
    }

    /// How many steps can be undone.
    pub fn depth(&self) -> usize {
        self.archive.as_ref().map_or(0, |(_, done, _)| *done) + self.done.len()
    }

    /// What can be undone, and what can be redone, the last at the end of each.
    pub(crate) fn steps(&self) -> (Vec<Dot>, Vec<Dot>) {
        let (mut steps_done, mut steps_undone) = (Vec::new(), Vec::new());
        if let Some((archive, done, undone)) = &self.archive {
            steps_done.extend((0..*done).map(|at| archive.done_at(at)));
            steps_undone.extend((0..*undone).map(|at| archive.undone_at(at)));
        }
        steps_done.extend(self.done.iter_from(0));
        steps_undone.extend(self.undone.iter_from(0));
        (steps_done, steps_undone)
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
        let is_kept = |dot: &Dot| store.transaction(*dot).is_some_and(|it| !it.ops.is_empty());
        let (done, undone) = self.steps();
        if let Some((archive, ..)) = self.archive.take() {
            let own = (0..archive.len()).filter(|at| archive.is_own(*at)).map(|at| archive.dot(at));
            own.for_each(|dot| self.own.insert(dot, ()));
        }
        for (list, steps) in [(&mut self.done, done), (&mut self.undone, undone)] {
            *list = List::default();
            steps.into_iter().filter(is_kept).for_each(|dot| list.push(dot));
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
