//! What hangs on an annotation: its value, and notes.

use crate::schema::define_missing;
use crate::{Edit, Scope};
use postil_core::{Attribute, AttributeValue, Intent, Kind, NodeId, Note, Record, RecordKey, Slug, Store, names};
use std::sync::{Arc, LazyLock};

/// The attribute that holds a value in normal form.
pub(crate) static VALUE: LazyLock<Slug> = LazyLock::new(|| names::VALUE.parse().expect("a well-formed name"));

/// Writes a note on an annotation, in place of the author's earlier one. An empty one takes it away; on what is gone
/// nothing is written.
pub fn note(scope: Scope, on: NodeId, text: &str) -> Edit {
    let key = RecordKey::Note(on, scope.author.annotator.clone());
    hang(scope, on, key, Intent::Note, text, |text| Note { text }.into())
}

/// Gives an annotation a value, such as a date in normal form; as [`note`].
pub fn value(scope: Scope, on: NodeId, text: &str) -> Edit {
    let key = RecordKey::Attribute(on, VALUE.clone());
    hang(scope, on, key, Intent::Attribute, text, |text| Attribute { value: AttributeValue::Text(text) }.into())
}

pub(crate) fn hang(
    scope: Scope, on: NodeId, key: RecordKey, intent: Intent, text: &str, record: impl FnOnce(Arc<str>) -> Record,
) -> Edit {
    if scope.store.get(&RecordKey::Node(on)).is_none() {
        return Edit::default();
    }
    scope.annotate(intent, |draft| {
        match text.trim() {
            "" => draft.delete(key),
            text => {
                if let RecordKey::Attribute(_, slug) = &key {
                    define_missing(draft, Kind::Attribute, slug);
                }
                draft.put(key, record(text.into()));
            }
        }
        Some(on)
    })
}

/// The value that a person or an extractor gave an annotation.
pub fn value_of(store: &Store, id: NodeId) -> Option<&AttributeValue> {
    match &**store.get(&RecordKey::Attribute(id, VALUE.clone()))? {
        Record::Attribute(it) => Some(&it.value),
        _ => None,
    }
}
