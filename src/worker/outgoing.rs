//! The project as a request means it: what the worker's replica does not find in storage.

use js_sys::Uint8Array;
use postil_core::{ActorId, DocId, Timestamp};
use postil_editor::State;
use postil_messages::ProjectHead;
use wasm_bindgen::JsValue;

/// A project on its way. It is made for one request.
pub struct Outgoing {
    pub(super) head: ProjectHead,
    /// Steps that are not in storage, then texts that are not.
    pub(super) payloads: Vec<JsValue>,
}

impl Outgoing {
    /// What a request about some documents says of the project; what is made of it is `state.author`'s, at `now`. Its cost
    /// is that of what is not saved, or with `is_whole` that of all the log.
    pub fn new(state: &State, now: Timestamp, documents: Vec<DocId>, is_whole: bool) -> Self {
        let steps = state.unsaved_lines(is_whole);
        let given = state.unsaved_texts(&documents);
        let texts = given.iter().map(|document| Uint8Array::from(document.text().as_bytes()));
        let payloads = [Uint8Array::from(steps.as_bytes())].into_iter().chain(texts).map(Into::into).collect();
        let head = ProjectHead {
            digest: state.store.digest().to_string(),
            is_whole,
            documents,
            given: given.iter().map(|document| document.id()).collect(),
            actor: state.author.actor,
            annotator: state.author.annotator.clone(),
            next_seq: state.author.next_seq,
            now,
        };
        Self { head, payloads }
    }

    /// Another one makes the transactions.
    pub fn write_as(&mut self, actor: ActorId) {
        (self.head.actor, self.head.next_seq) = (actor, 0);
    }
}
