//! What is known of a project at rest.

use crate::{Definition, Digest, DocId, DocumentInfo, Kind, RecordKey, SetId, SetInfo, Slug};
use serde::{Deserialize, Serialize};

/// What a [`Store`](crate::Store) on an [`Archive`](crate::Archive) has at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub digest: Digest,
    pub documents: Vec<(DocId, DocumentInfo)>,
    pub disputed: Vec<RecordKey>,
    pub definitions: Vec<(Kind, Slug, Definition)>,
    pub sets: Vec<(SetId, SetInfo)>,
    /// How many spans are in each.
    pub used_sets: Vec<(SetId, u32)>,
}
