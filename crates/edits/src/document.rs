//! Documents: add one, change what is known of it.

use crate::Edit;
use postil_core::{Author, DocId, Document, DocumentInfo, Draft, Intent, RecordKey, Store, Timestamp};

/// Adds a document to the project. One that is there stays as it is.
pub fn add_document(store: &Store, author: &Author, now: Timestamp, document: &Document, info: DocumentInfo) -> Edit {
    if store.documents().contains_key(&document.id()) {
        return Edit::default();
    }
    let mut draft = Draft::new(store, author);
    draft.put(RecordKey::Document(document.id()), info.into());
    Edit { transaction: draft.finish(now, Intent::AddDocument), ..Edit::default() }
}

/// Changes what is known of a document: its title, date, status.
pub fn edit_document(
    store: &Store, author: &Author, now: Timestamp, doc: DocId, change: impl FnOnce(&mut DocumentInfo),
) -> Edit {
    let Some(mut info) = store.documents().get(&doc).cloned() else { return Edit::default() };
    change(&mut info);
    let mut draft = Draft::new(store, author);
    draft.put(RecordKey::Document(doc), info.into());
    Edit { transaction: draft.finish(now, Intent::EditDocument), ..Edit::default() }
}
