//! All that ever happened to one record, and what comes of it.
//!
//! A record's state is a function of the *set* of operations on it, so merging is a union, and with that commutative,
//! associative and idempotent. Operations are ordered by (time, actor, seq); a transaction's time is later than that of
//! every operation it was based on, so the order never contradicts what an author had seen.

use crate::{Dot, Intent, Op, Record, Timestamp, Transaction, sort_by};
use std::sync::Arc;

/// An operation, inside its transaction.
#[derive(Clone, Debug)]
pub(crate) struct OpRef {
    pub(crate) transaction: Arc<Transaction>,
    pub(crate) index: u32,
}

impl OpRef {
    pub(crate) fn op(&self) -> &Op {
        &self.transaction.ops[self.index as usize]
    }

    fn dot(&self) -> Dot {
        self.transaction.dot
    }

    pub(crate) fn stamp(&self) -> (Timestamp, Dot) {
        (self.transaction.at, self.transaction.dot)
    }
}

/// The history and state of one record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) value: Option<Arc<Record>>,
    /// Operations that no other one was based on, sorted; two or more are concurrent.
    pub(crate) heads: Arc<[Dot]>,
    /// Sorted by stamp.
    ops: Arc<[OpRef]>,
}

impl Entry {
    /// Adds an operation whose bases are the present heads: the outcome is its own.
    pub(crate) fn follow(&self, op: OpRef) -> Self {
        Self {
            value: op.op().after.clone(),
            heads: Arc::new([op.dot()]),
            ops: self.ops.iter().cloned().chain([op]).collect(),
        }
    }

    /// Adds an operation from anywhere in the history.
    pub(crate) fn join(&self, op: OpRef) -> Self {
        if self.ops.last().is_none_or(|last| last.stamp() < op.stamp()) && op.op().bases == *self.heads {
            return self.follow(op);
        }
        let mut ops: Vec<OpRef> = self.ops.to_vec();
        let at = ops.partition_point(|other| other.stamp() < op.stamp());
        ops.insert(at, op);
        let heads = heads(&ops);
        Self { value: resolve(&ops, &heads), heads: heads.into(), ops: ops.into() }
    }

    /// Whether an operation of this transaction is here: a transaction changes a record once.
    pub(crate) fn knows(&self, dot: Dot) -> bool {
        self.ops.iter().any(|op| op.dot() == dot)
    }

    /// The time of the last operation.
    pub(crate) fn last_time(&self) -> Option<Timestamp> {
        self.ops.last().map(|op| op.transaction.at)
    }

    /// Every operation, in the order of their stamps.
    pub(crate) fn ops(&self) -> &[OpRef] {
        &self.ops
    }

    /// The operations that a dispute is between, if there is one.
    pub(crate) fn sides(&self) -> impl Iterator<Item = &OpRef> {
        let between = self.between(&self.heads);
        self.ops.iter().filter(move |op| between.contains(&op.dot()))
    }

    /// What was at odds where these were the heads: they themselves if they are several. After an undo it is what was at odds
    /// before that which it takes back.
    pub(crate) fn between<'a>(&'a self, mut heads: &'a [Dot]) -> &'a [Dot] {
        let mut later = None;
        while let [head] = heads {
            let Some(head) = self.earlier(*head, later) else { return &[] };
            let Some(original) = self.taken_back(head) else { return &[] };
            heads = &original.op().bases;
            later = Some(original);
        }
        heads
    }

    /// Whether people changed this at the same time, in different ways, and nobody has settled it.
    pub(crate) fn is_disputed(&self) -> bool {
        let mut outcomes = self.sides().map(|op| op.op().after.as_deref());
        let first = outcomes.next();
        outcomes.any(|outcome| Some(outcome) != first)
    }

    /// The operation of a transaction, if it is earlier than another one: in a file from anywhere it need not be.
    fn earlier(&self, dot: Dot, than: Option<&OpRef>) -> Option<&OpRef> {
        let found = self.ops.iter().find(|op| op.dot() == dot)?;
        than.is_none_or(|later| found.stamp() < later.stamp()).then_some(found)
    }

    /// What `undo` takes back, if it is an undo: also of what was undone and redone before.
    fn taken_back<'a>(&'a self, undo: &'a OpRef) -> Option<&'a OpRef> {
        let Intent::Revert { of, redo: false } = undo.transaction.intent else { return None };
        let mut original = self.earlier(of, Some(undo))?;
        while let Intent::Revert { of, .. } = original.transaction.intent {
            original = self.earlier(of, Some(original))?;
        }
        Some(original)
    }
}

fn heads(ops: &[OpRef]) -> Vec<Dot> {
    let mut bases: Vec<Dot> = ops.iter().flat_map(|op| op.op().bases.iter().copied()).collect();
    sort_by(&mut bases, &Dot::cmp);
    let mut heads: Vec<Dot> = ops.iter().map(OpRef::dot).filter(|dot| bases.binary_search(dot).is_err()).collect();
    sort_by(&mut heads, &Dot::cmp);
    heads
}

/// Fields are last-writer registers; a deletion holds only when no other change was made beside it.
fn resolve(ops: &[OpRef], heads: &[Dot]) -> Option<Arc<Record>> {
    let is_alive = ops.iter().any(|op| op.op().after.is_some() && heads.binary_search(&op.dot()).is_ok());
    if !is_alive {
        return None;
    }
    let mut value: Option<Record> = None;
    for op in ops {
        let Op { before, after: Some(after), .. } = op.op() else {
            continue;
        };
        match (&mut value, before) {
            (Some(value), Some(before)) => value.adopt(before, after),
            (value, _) => *value = Some((**after).clone()),
        }
    }
    value.map(Arc::new)
}
