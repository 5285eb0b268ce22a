//! What is known of a project at rest.

use crate::{Definition, Digest, DocId, DocumentInfo, Dot, Kind, RecordKey, SetId, SetInfo, Slug, Tally, Timestamp};
use serde::{Deserialize, Serialize};

/// What a [`Store`](crate::Store) on an [`Archive`](crate::Archive) has at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub digest: Digest,
    /// Those that are gone, too: when each first came in, and by which transaction.
    pub documents: Vec<(DocId, Option<DocumentInfo>, Timestamp, Dot)>,
    pub tallies: Vec<(DocId, Tally)>,
    pub disputed: Vec<RecordKey>,
    pub definitions: Vec<(Kind, Slug, Definition)>,
    pub sets: Vec<(SetId, SetInfo)>,
    /// How many spans are in each.
    pub used_sets: Vec<(SetId, u32)>,
}
