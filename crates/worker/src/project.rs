//! The project as a request means it.

use postil_core::{Author, DocId, Document, Store, Timestamp};
use postil_messages::ProjectHead;
use postil_project::Replica;

/// What a request is about.
#[derive(Clone, Debug)]
pub struct Project {
    pub store: Store,
    /// Those of its documents whose texts are to be had.
    pub documents: Vec<Document>,
    /// The others, as far as the project has them.
    pub missing: Vec<DocId>,
    pub author: Author,
    pub now: Timestamp,
}

impl Project {
    /// `text` gives the text of a document, if it is to be had.
    pub fn new(head: &ProjectHead, replica: &Replica, mut text: impl FnMut(DocId) -> Option<String>) -> Self {
        let (mut documents, mut missing) = (Vec::new(), Vec::new());
        for doc in &head.documents {
            match text(*doc) {
                Some(text) => documents.push(Document::with_known_id(*doc, text)),
                None if replica.store().documents().contains_key(doc) => missing.push(*doc),
                None => {}
            }
        }
        Self { store: replica.store().clone(), documents, missing, author: head.author(), now: head.now }
    }

    /// What is said of documents that cannot be written: how many, and of the first why.
    pub fn left_out(&self) -> (u32, Option<String>) {
        let title =
            |doc: &DocId| self.store.documents().get(doc).map_or_else(String::new, |info| info.title.to_string());
        let first = self.missing.first().map(|doc| {
            format!("the text of “{}” is not in storage: open its file again, then export once more", title(doc))
        });
        (self.missing.len() as u32, first)
    }
}
