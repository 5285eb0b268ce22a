//! "Saved" means: a transaction of strict durability that holds it has completed.

use super::Tasks;
use super::start::new_annotator;
use crate::dom;
use crate::state::{Access, Action, State};
use crate::storage::NewLogRow;
use gloo::timers::callback::Timeout;
use postil_core::{ActorId, DocId, Intent, Transaction};
use postil_project::codec;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// Settings and reading places may be this late, in milliseconds.
const SETTLE: u32 = 400;

/// Whether a transaction was made by this person here, so that it can be undone after a reload.
fn is_local(state: &State, transaction: &Transaction) -> bool {
    state.history.knows(transaction.dot)
}

impl Tasks {
    /// Appends what is new in the log. One save at a time; the next state that is drawn starts the next one.
    pub(super) fn save(&self) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        if !state.wants_saving() || self.0.is_saving.get() {
            return;
        }
        let (log_len, epoch) = (state.store.log_len(), state.saving.epoch);
        let new: Vec<&Arc<Transaction>> = state.store.log_since(state.saving.saved).collect();
        let rows: Vec<NewLogRow> = new
            .iter()
            .map(|transaction| NewLogRow { lines: codec::encode(transaction), is_local: is_local(&state, transaction) })
            .collect();
        let added: Vec<DocId> = new
            .iter()
            .flat_map(|transaction| &transaction.ops)
            .filter_map(|op| match op.key {
                postil_core::RecordKey::Document(doc) if op.before.is_none() => Some(doc),
                _ => None,
            })
            .collect();
        let is_first_work = new.iter().any(|transaction| !matches!(transaction.intent, Intent::AddDocument));
        self.0.is_saving.set(true);
        let tasks = self.clone();
        spawn_local(async move {
            let texts: Vec<(String, &str)> =
                added.iter().filter_map(|doc| Some((doc.to_string(), &**state.texts.get(doc)?.text()))).collect();
            let outcome = database.append(&rows, &texts).await;
            tasks.0.is_saving.set(false);
            match outcome {
                Ok(()) => tasks.send(Action::Saved { log_len, epoch }),
                Err(error) => tasks.send(Action::NotSaved { log_len, epoch, reason: error.to_string().into() }),
            }
            if is_first_work && state.is_persistent.is_none() {
                tasks.ask_persistence();
            }
        });
    }

    /// Writes settings and places that changed, a little later, all together.
    pub(super) fn save_settings(&self) {
        let Some(state) = self.latest() else { return };
        // Which document is open is worth as much as what was done in it.
        if self.changed_settings(&state).any(|(name, _)| name == "current") {
            return self.write_settings();
        }
        if self.0.meta_timer.borrow().is_some() {
            return;
        }
        if self.changed_settings(&state).next().is_some() {
            let tasks = self.clone();
            *self.0.meta_timer.borrow_mut() = Some(Timeout::new(SETTLE, move || {
                *tasks.0.meta_timer.borrow_mut() = None;
                tasks.write_settings();
            }));
        }
    }

    fn changed_settings<'a>(&'a self, state: &'a State) -> impl Iterator<Item = (String, String)> + 'a {
        let text = |value: Option<String>| value.unwrap_or_default();
        [
            ("annotator".to_owned(), state.author.annotator.to_string()),
            ("set".to_owned(), state.set.to_string()),
            ("current".to_owned(), text(state.current.map(|doc| doc.to_string()))),
            ("preferences".to_owned(), state.preferences.to_json()),
            ("last-export".to_owned(), text(state.last_export.map(|at| at.0.to_string()))),
        ]
        .into_iter()
        .chain(state.places.iter().map(|(doc, offset)| (format!("place:{doc}"), offset.to_string())))
        .filter(|(name, value)| self.0.meta.borrow().get(name).map_or("", |old| old) != value)
    }

    /// Writes settings that changed, now.
    pub fn write_settings(&self) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        if !state.may_write() {
            return;
        }
        let changed: Vec<_> = self.changed_settings(&state).collect();
        self.0.meta.borrow_mut().extend(changed.iter().cloned());
        spawn_local(async move {
            for (name, value) in changed {
                // A lost setting is no lost work; the next change tries again.
                if database.set_meta(&name, &value).await.is_err() {
                    break;
                }
            }
        });
    }

    /// Deletes a document with everything about it, its history too.
    pub fn delete_document(&self, doc: DocId) {
        let Some(state) = self.latest() else { return };
        if state.access == Access::ReadOnly {
            return;
        }
        let log_len = state.store.log_len();
        let Some(database) = self.database() else { return self.send(Action::Purged { doc, log_len }) };
        let purged = state.store.purge(doc);
        let rows: Vec<NewLogRow> = purged
            .log_since(1)
            .map(|transaction| NewLogRow { lines: codec::encode(transaction), is_local: is_local(&state, transaction) })
            .collect();
        let tasks = self.clone();
        spawn_local(async move {
            match database.replace(&rows, &[doc.to_string()]).await {
                Ok(()) => tasks.send(Action::Purged { doc, log_len }),
                Err(error) => tasks.send(Action::Complain(format!("Nothing was deleted. {error}").into())),
            }
        });
    }

    /// Deletes all that this page keeps in the browser.
    pub fn clear_all(&self) {
        let cleared = || Action::Cleared { actor: ActorId::new(dom::random()), annotator: new_annotator() };
        let Some(database) = self.database() else { return self.send(cleared()) };
        let tasks = self.clone();
        self.send(Action::Clearing(true));
        spawn_local(async move {
            match database.clear_all().await {
                Ok(()) => {
                    *tasks.0.meta.borrow_mut() = postil_core::Map::new();
                    tasks.send(cleared());
                }
                Err(error) => {
                    tasks.send(Action::Clearing(false));
                    tasks.send(Action::Complain(format!("Nothing was deleted. {error}").into()));
                }
            }
        });
    }

    /// Packs the stored log when it has become many rows.
    pub(super) fn compact(&self) {
        let Some(database) = self.database() else { return };
        spawn_local(async move {
            // Only a matter of speed at the next start: a failure changes nothing.
            let _ = database.compact().await;
        });
    }
}
