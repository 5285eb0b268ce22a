//! The schema: define a label, a relation type, an attribute.

use crate::Edit;
use postil_core::{Author, Definition, Draft, Intent, Kind, RecordKey, Slug, Store, Timestamp};

/// Defines what a key means, or defines it anew. The key itself never changes: it is what annotations hold.
pub fn define(store: &Store, author: &Author, now: Timestamp, kind: Kind, key: Slug, definition: Definition) -> Edit {
    let mut draft = Draft::new(store, author);
    draft.put(RecordKey::Definition(kind, key), definition.into());
    Edit { transaction: draft.finish(now, Intent::Schema), ..Edit::default() }
}

/// Adds an entry that somebody named by using it, at the end of the lists. One that is there stays as it is.
pub(crate) fn define_missing(draft: &mut Draft, kind: Kind, slug: &Slug) {
    let definitions = draft.store().definitions();
    if definitions.contains_key(&(kind, slug.clone())) {
        return;
    }
    let order = definitions.values().map(|it| it.order + 1).max().unwrap_or_default();
    let definition = Definition { order, ..Definition::plain(kind, slug, &slug.as_str().replace('_', " ")) };
    draft.put(RecordKey::Definition(kind, slug.clone()), definition.into());
}

/// The key that a typed name stands for: without blanks, which many formats do not allow in it. None where nothing was
/// typed, or too much.
pub fn slug(typed: &str) -> Option<Slug> {
    typed.split_whitespace().collect::<Vec<_>>().join("_").parse().ok()
}
