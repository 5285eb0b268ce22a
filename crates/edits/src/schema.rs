//! The schema: define a label, a relation type, an attribute.

use crate::Edit;
use postil_core::{Author, Definition, Draft, Intent, Kind, RecordKey, Slug, Store, Timestamp};

/// Defines what a key means, or defines it anew. The key itself never changes: it is what annotations hold.
pub fn define(store: &Store, author: &Author, now: Timestamp, kind: Kind, key: Slug, definition: Definition) -> Edit {
    let mut draft = Draft::new(store, author);
    draft.put(RecordKey::Definition(kind, key), definition.into());
    Edit { transaction: draft.finish(now, Intent::Schema), ..Edit::default() }
}
