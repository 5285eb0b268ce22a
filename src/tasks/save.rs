//! Carries out the writes that the state owes to storage: "saved" means that a transaction of strict durability that
//! holds it has completed.

use super::Tasks;
use crate::dom;
use gloo::timers::callback::Timeout;
use postil_core::{ActorId, Author};
use postil_editor::{Access, Action, Deletion, Progress};
use postil_storage::{StorageError, Trouble};
use wasm_bindgen_futures::spawn_local;

/// Settings and reading places may be this late, in milliseconds.
const SETTLE: u32 = 400;
/// A log that has grown by so many steps is worth a snapshot: reading them takes some ten milliseconds.
const GROWN: usize = 1000;

impl Tasks {
    /// Writes what is owed. One write at a time: the state that hears of its end starts the next one.
    pub(super) fn save(&self) {
        let Some(state) = self.latest() else { return };
        self.write_owed(state.has_turned());
        if state.owes_settings() && self.0.settings_timer.borrow().is_none() {
            let tasks = self.clone();
            *self.0.settings_timer.borrow_mut() = Some(Timeout::new(SETTLE, move || {
                *tasks.0.settings_timer.borrow_mut() = None;
                tasks.save_now();
            }));
        }
    }

    /// Writes what is owed and settings that changed, without waiting for more of them.
    pub fn save_now(&self) {
        self.write_owed(true);
    }

    fn write_owed(&self, with_settings: bool) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        if self.0.writes.get() != state.saving.ended() {
            return;
        }
        let Some(write) = state.owed(with_settings) else { return };
        self.0.writes.set(state.saving.ended() + 1);
        let tasks = self.clone();
        spawn_local(async move {
            match database.write(&write.batch).await {
                Ok(()) => {
                    tasks.send(Action::Written(write.receipt));
                    tasks.tell_written();
                }
                Err(error) => {
                    tasks.send(Action::NotWritten(write.receipt, error.to_string().into()));
                    tasks.tell_loss(&error);
                }
            }
            if write.has_work && state.is_persistent.is_none() {
                tasks.ask_persistence();
            }
        });
    }

    /// What storage held may be found gone by whoever asks for it first.
    pub(super) fn tell_loss(&self, error: &StorageError) {
        if error.trouble() == Trouble::Lost {
            self.send(Action::Lost(error.to_string().into()));
        }
    }

    /// Deletes all that this page keeps in the browser.
    pub fn delete_everything(&self) {
        self.send(Action::Delete(Deletion::Everything(Self::new_author())));
    }

    /// A person nobody has heard of, in a new writing session.
    pub fn new_author() -> Author {
        let annotator = format!("{:016x}", dom::random()).parse().expect("sixteen digits are a name");
        Author { actor: ActorId::new(dom::random()), annotator, next_seq: 0 }
    }

    /// What was deleted for good goes from the worker too, which remembers the log and texts: it starts anew, once nobody waits
    /// for it and it holds no file that a question is about.
    pub(super) fn forget_deleted(&self) {
        let (Some(state), Some(client)) = (self.latest(), self.client()) else { return };
        let epoch = state.saving.epoch();
        if epoch != self.0.forgotten.get() && state.dialog.is_none() && state.opening.is_none() && client.forget() {
            self.0.forgotten.set(epoch);
        }
    }

    /// Puts storage in order once nothing is going on: packs rows of the log when they have become many, and has a
    /// snapshot made of a log that has grown since the last one. Only a matter of speed at the next start: a failure changes
    /// nothing.
    pub(super) fn tidy(&self) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        let is_due = self.0.snapshotted.get().is_none_or(|len| state.store.log_len() >= len + GROWN);
        let is_busy = matches!(state.suggestions().progress, Progress::Running { .. } | Progress::Waiting);
        if !is_due || is_busy && state.document().is_some() || !state.is_saved() || state.access != Access::Writing {
            return;
        }
        // Before anything is awaited: the next state asks again.
        let before = self.0.snapshotted.replace(Some(state.store.log_len()));
        let has_grown = state.store.log_len() >= before.unwrap_or(state.store.rested()) + GROWN;
        let tasks = self.clone();
        Timeout::new(SETTLE, move || {
            spawn_local(async move {
                let _ = database.compact().await;
                if let (true, Some(client)) = (has_grown, tasks.client()) {
                    let seq = client.snapshot();
                    tasks.wait(seq, |_, _, _| ());
                }
            });
        })
        .forget();
    }
}
