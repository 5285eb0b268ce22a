//! Suggestions for the open document.

use super::Tasks;
use crate::dom;
use crate::worker::{Payload, Terms};
use postil_core::DocId;
use postil_editor::{Action, Progress, State};
use postil_messages::{Response, ResponseBody};

/// What is said of a text in a language that extraction does not read. None for English.
fn foreign(tag: &str) -> Option<String> {
    let is_english = tag.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"));
    let name = || dom::language_name(tag).unwrap_or_else(|| format!("another language ({tag})"));
    (!is_english).then(|| format!("This text is in {}: extraction is English; tagging works.", name()))
}

/// How suggestions are to be made.
pub(super) fn terms(state: &State) -> Terms {
    let (coreference, is_learning) = (state.preferences.coreference, state.preferences.learning);
    Terms { coreference, fates: state.fates(), is_learning }
}

impl Tasks {
    /// Extracts the open document if that was not done since the page was loaded, or is wanted again.
    pub(super) fn extract(&self) {
        let (Some(state), Some(client)) = (self.latest(), self.client()) else { return };
        let Some(document) = state.document() else { return };
        if state.suggestions().progress != Progress::Waiting {
            return;
        }
        let doc = document.id();
        let info = state.store.documents().get(&doc);
        let dct = info.and_then(|info| info.dct.as_deref());
        let language = info.and_then(|info| info.language.as_deref());
        if let Some(note) = language.and_then(foreign) {
            // Known without asking.
            self.send(Action::ExtractionStarted { doc, seq: 0, total: 0 });
            let end = Progress::Finished;
            return self.send(Action::ExtractionEnded { doc, seq: 0, end, note: Some(note.into()), learned: 0 });
        }
        let seq = client.extract(&doc.to_string(), document.text(), dct, language, terms(&state));
        self.send(Action::ExtractionStarted { doc, seq, total: document.range().len() });
    }

    /// Stops the extraction of the open document.
    pub fn cancel_extraction(&self) {
        let (Some(state), Some(client)) = (self.latest(), self.client()) else { return };
        if let Progress::Running { seq, .. } = state.suggestions().progress {
            client.cancel(seq);
        }
    }

    pub(super) fn extracted(&self, response: Response, payload: Payload) {
        let Ok(doc) = response.doc.parse::<DocId>() else { return };
        let seq = response.seq;
        let ended = |end, note: Option<String>, learned| {
            let note = note.map(Into::into);
            Action::ExtractionEnded { doc, seq, end, note, learned }
        };
        match (response.body, payload) {
            (ResponseBody::Batch { done, total }, Payload::Suggestions(suggestions)) => {
                self.send(Action::Batch { doc, seq, done, total, found: suggestions })
            }
            (ResponseBody::Loading { done, total }, _) => self.send(Action::Loading { doc, seq, done, total }),
            (ResponseBody::Finished { note, learned, .. }, _) => self.send(ended(Progress::Finished, note, learned)),
            (ResponseBody::Cancelled, _) => self.send(ended(Progress::Cancelled, None, 0)),
            (ResponseBody::Failed { message }, _) => self.send(ended(Progress::Failed(message.into()), None, 0)),
            _ => {}
        }
    }
}
