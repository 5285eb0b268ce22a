//! The one way to change anything: transactions of operations on records.

use crate::{AnnotatorId, Dot, Record, RecordKey};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Milliseconds since 1970-01-01T00:00Z, never less than what it follows: see [`Store::stamp`](crate::Store::stamp).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

/// One change of one record: an insertion without `before`, a deletion without `after`, an edit with both.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub key: RecordKey,
    /// The transactions whose outcome the author saw on this record, sorted: none for a first insertion, one as a
    /// rule, two or more where this settles concurrent changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Dot>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Arc<Record>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Arc<Record>>,
}

/// What a person, or the program on their behalf, did in one step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    pub dot: Dot,
    pub at: Timestamp,
    pub annotator: AnnotatorId,
    pub intent: Intent,
    pub ops: Vec<Op>,
}

/// Why a transaction was made; what the history shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Intent {
    /// The schema that every project starts with.
    Genesis,
    AddDocument,
    EditDocument,
    Tag,
    Accept,
    Reject,
    Relabel,
    Resize,
    Delete,
    Note,
    Attribute,
    Relate,
    Cluster,
    Event,
    Schema,
    /// A set or an annotator is named.
    Team,
    Import {
        source: Arc<str>,
    },
    /// An undo of an earlier transaction, or a redo: an undo of an undo.
    Revert {
        of: Dot,
        redo: bool,
    },
}
