//! What was decided is learned, and suggestions are made again after it.

use super::{Tasks, extract::terms};
use crate::dom;
use crate::root::newest;
use crate::worker::{Client, Outgoing};
use gloo::timers::callback::Timeout;
use postil_core::{Digest, DocId, SetId};
use postil_editor::{Action, Learning, Progress, State};
use postil_messages::ResponseBody;
use std::cell::{Cell, RefCell};

/// Several decisions in a row are learned from together: after so many milliseconds.
const PAUSE: u32 = 150;

/// How far learning is.
#[derive(Default)]
pub(super) struct Lessons {
    /// The request that the worker is at.
    asked: Cell<Option<u32>>,
    /// What it was last asked to learn from: the project, the set, and whether it is about pronouns, too.
    of: RefCell<Option<(Digest, SetId, bool)>>,
    pause: RefCell<Option<Timeout>>,
    /// What was made again last, whatever came of it, and with which lessons.
    remade: Cell<Option<(DocId, u32)>>,
}

fn due(state: &State) -> (Digest, SetId, bool) {
    (state.store.digest(), state.set.clone(), state.preferences.coreference)
}

impl Tasks {
    /// Has the worker learn what was decided, once the open text was read; and makes its suggestions again when something was learned.
    pub(super) fn learn(&self) {
        let (Some(state), Some(client)) = (self.latest(), self.client()) else { return };
        if state.suggestions().progress != Progress::Finished {
            return;
        }
        let lessons = &self.0.lessons;
        if !state.preferences.learning {
            lessons.of.take();
        } else if lessons.of.borrow().as_ref() != Some(&due(&state)) && lessons.pause.borrow().is_none() {
            let tasks = self.clone();
            *lessons.pause.borrow_mut() = Some(Timeout::new(PAUSE, move || {
                tasks.0.lessons.pause.take();
                if let Some(state) = newest().filter(|state| state.preferences.learning) {
                    *tasks.0.lessons.of.borrow_mut() = Some(due(&state));
                    tasks.teach(&state, false);
                }
            }));
        }
        self.remake(&state, &client);
    }

    fn teach(&self, state: &State, is_whole: bool) {
        let Some(client) = self.client() else { return };
        // Texts of others are in storage, or are not learned from yet.
        let project = Outgoing::new(state, dom::now(), state.current.into_iter().collect(), is_whole);
        self.0.lessons.asked.set(Some(client.learn(state.set.clone(), terms(state), project)));
    }

    fn remake(&self, state: &State, client: &Client) {
        let Some(document) = state.document().filter(|_| state.wants_remaking()) else { return };
        let (doc, wanted) = (document.id(), state.wanted_learned());
        if self.0.lessons.remade.replace(Some((doc, wanted))) == Some((doc, wanted)) {
            return; // a worker that was started anew has not learned it yet
        }
        let info = state.store.documents().get(&doc);
        let (dct, language) = (info.and_then(|it| it.dct.as_deref()), info.and_then(|it| it.language.as_deref()));
        let seq = client.extract(&doc.to_string(), document.text(), dct, language, terms(state));
        self.send(Action::Remaking { doc, seq });
    }

    /// Whether a request is the one that learns.
    pub(super) fn is_lesson(&self, seq: u32) -> bool {
        self.0.lessons.asked.get() == Some(seq)
    }

    pub(super) fn taught(&self, body: ResponseBody) {
        match body {
            ResponseBody::Learning { done, total } => self.send(Action::Learning { done, total }),
            ResponseBody::Learned { learned, decisions, missing } => {
                let learning = Learning { learned, decisions, missing: missing.into(), progress: None };
                self.send(Action::Learned(learning.into()));
            }
            ResponseBody::Behind => {
                if let Some(state) = newest() {
                    self.teach(&state, true);
                }
            }
            // It is tried again after the next decision.
            _ => {}
        }
    }
}
