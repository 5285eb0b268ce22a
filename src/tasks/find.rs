//! Looking through the documents: the worker does it.

use super::Tasks;
use crate::dom::{self, files};
use crate::worker::{Outgoing, Payload};
use gloo::timers::callback::Timeout;
use postil_editor::{Action, Ended, FindAction, Finding};
use postil_messages::{QueryKind, ResponseBody};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// What is typed is looked for after a pause, in milliseconds.
const PAUSE: u32 = 80;

impl Tasks {
    /// Has the worker look for what is wanted now. What was looked for before is given up with it.
    pub(super) fn find(&self) {
        let Some(state) = self.latest() else { return };
        let find = &state.find;
        if find.progress != Finding::Waiting || self.0.asked.replace(find.revision) == find.revision {
            return;
        }
        let pause = find.is_typed.then(|| {
            let tasks = self.clone();
            Timeout::new(PAUSE, move || tasks.ask_to_find(false))
        });
        if pause.is_none() {
            self.ask_to_find(false);
        }
        *self.0.pause.borrow_mut() = pause;
    }

    fn ask_to_find(&self, is_whole: bool) {
        let (Some(state), Some(client)) = (self.latest(), self.client()) else { return };
        let (docs, within) = state.documents_to_find();
        let query = state.find.query.clone();
        let was = self.0.finding.take();
        if let Some((seq, QueryKind::Expression)) = was {
            // It may be at work for long in one place: then it is ended.
            client.cancel(seq);
        }
        let within = within.map(|range| (range.start().get(), range.end().get()));
        let project = Outgoing::new(&state, dom::now(), docs.clone(), is_whole);
        let kind = query.kind;
        let seq = client.find(query, within, state.set.clone(), project);
        self.0.finding.set(Some((seq, kind)));
        self.send(Action::Find(FindAction::Started { seq, docs: docs.into() }));
    }

    /// Gives a search up; what was found stays.
    pub fn cancel_finding(&self) {
        if let (Some((seq, _)), Some(client)) = (self.0.finding.get(), self.client()) {
            client.cancel(seq);
        }
    }

    /// Whether an answer is about the search that goes on.
    pub(super) fn is_finding(&self, seq: u32) -> bool {
        self.0.finding.get().is_some_and(|(finding, _)| finding == seq)
    }

    pub(super) fn found(&self, seq: u32, body: ResponseBody, payload: Payload) {
        let end = match (body, payload) {
            (ResponseBody::Found { done, labels, .. }, Payload::Hits(hits)) => {
                return self.send(Action::Find(FindAction::Found { seq, done, hits, labels }));
            }
            (ResponseBody::Behind, _) => return self.ask_to_find(true),
            (ResponseBody::Searched { missing, is_cut, unknown }, _) => {
                Finding::Finished(Ended { missing, is_cut, unknown: unknown.into() })
            }
            (ResponseBody::Failed { message }, _) => Finding::Failed(message.into()),
            _ => Finding::Cancelled,
        };
        self.0.finding.set(None);
        self.send(Action::Find(FindAction::Ended { seq, end }));
    }

    /// Reads a dictionary that a person chose, in UTF-8, and calls back with it.
    pub fn read_dictionary(&self, input: &dom::HtmlInputElement, then: Callback<String>) {
        let Some(file) = files::chosen(input).into_iter().next() else { return };
        let tasks = self.clone();
        spawn_local(async move {
            match file.bytes().await.map(String::from_utf8) {
                Ok(Ok(text)) => then.emit(text),
                Ok(Err(_)) => {
                    let message =
                        format!("“{}” is no text in UTF-8: save it as such, or paste its lines.", file.name());
                    tasks.send(Action::Complain(message.into()));
                }
                Err(trouble) => tasks.send(Action::Complain(trouble.into())),
            }
        });
    }
}
