//! The project, made ready for the worker.

use js_sys::Uint8Array;
use postil_core::{Author, DocId, Store, Timestamp};
use postil_messages::ProjectHead;
use postil_project::codec;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// A project on its way. It is made for one request.
pub struct Outgoing {
    pub(super) head: ProjectHead,
    /// The log, then the texts.
    pub(super) payloads: Vec<JsValue>,
}

impl Outgoing {
    /// The log of `store` and some texts; what the worker makes of them is `author`'s, at `now`. O(n) in all of it.
    pub fn new(store: &Store, author: &Author, now: Timestamp, texts: &[(DocId, Arc<str>)]) -> Self {
        let mut log = String::new();
        // The first schema is the same everywhere.
        for transaction in store.log_since(1) {
            log += &codec::encode(transaction);
            log.push('\n');
        }
        let texts_as_bytes = texts.iter().map(|(_, text)| Uint8Array::from(text.as_bytes()));
        let payloads = [Uint8Array::from(log.as_bytes())].into_iter().chain(texts_as_bytes).map(Into::into).collect();
        let docs = texts.iter().map(|(doc, _)| *doc).collect();
        Self { head: ProjectHead::new(docs, author, now), payloads }
    }
}
