//! The page's project, as far as the page sent it, made whole again.

use postil_core::{Author, Document, Store, Timestamp};
use postil_messages::ProjectHead;
use postil_project::codec;
use std::sync::Arc;

/// What the page has: its log, and the texts that the request calls for.
#[derive(Clone, Debug)]
pub struct Project {
    pub store: Store,
    pub documents: Vec<Document>,
    pub author: Author,
    pub now: Timestamp,
}

impl Project {
    /// `log` is a line for each transaction but the first schema; `texts` are those of the documents that the head names.
    ///
    /// # Errors
    /// If anything was lost on the way: a file would be written without it.
    pub fn new(head: ProjectHead, log: &str, texts: Vec<String>) -> Result<Self, String> {
        let (log, problems) = codec::decode_log(log.lines());
        if let Some(problem) = problems.first() {
            return Err(format!("The project was damaged on its way to the worker ({problem}): try again."));
        }
        if texts.len() != head.texts.len() {
            return Err("The texts were lost on their way to the worker: try again.".to_owned());
        }
        let mut store = Store::new();
        store.merge(log.into_iter().map(Arc::new));
        let documents = head.texts.iter().zip(texts).map(|(doc, text)| Document::with_known_id(*doc, text)).collect();
        Ok(Self { store, documents, author: head.author(), now: head.now })
    }
}
