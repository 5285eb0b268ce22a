//! The project as it was, and what is settled of what was in conflict.

use super::Tasks;
use super::export::deleted;
use crate::dom::{self, files};
use crate::root::newest;
use crate::worker::{Outgoing, Payload};
use postil_core::{RecordKey, Store};
use postil_editor::{Action, Settlement, State};
use postil_messages::{Format, ResponseBody};

impl Tasks {
    /// Makes one of what people changed at the same time hold.
    pub fn settle(&self, key: &RecordKey, settlement: Settlement) {
        let step = newest().or_else(|| self.latest()).and_then(|state| state.settling(key, settlement, dom::now()));
        if let Some(step) = step {
            self.send(Action::Drafted(step));
        }
    }

    /// Makes the project what it was in `past`, which people call `name`.
    pub fn return_to(&self, past: &Store, name: &str) {
        let step = newest().or_else(|| self.latest()).and_then(|state| state.returning(past, name, dom::now()));
        if let Some(step) = step {
            self.send(Action::Dialog(None));
            self.send(Action::Drafted(step));
            self.send(Action::Say(format!("It is {name} again. Undo takes that back.").into()));
        }
    }

    /// Hands out the project as it was, with the steps that led there.
    pub fn export_past(&self, past: &State) {
        let Some(client) = self.client() else { return };
        let mut docs: Vec<_> = past.store.documents().keys().copied().collect();
        let name = format!("{}-as-it-was.postil.json", dom::lower(&past.export_name(&docs)));
        // Its history tells of them, and cannot be verified without their texts.
        docs.extend(deleted(past));
        let seq = client.export(Format::Project, false, Outgoing::new(past, dom::now(), docs, true), &[]);
        self.wait(seq, move |tasks, body, payload| {
            let outcome = match (body, payload) {
                (_, Payload::Bytes(content)) => files::download_bytes(&name, "application/json", &content),
                (ResponseBody::Failed { message }, _) => Err(message),
                _ => Err("Try again.".to_owned()),
            };
            tasks.send(match outcome {
                Ok(()) => Action::Say(format!("Exported the project as it was to “{name}”.").into()),
                Err(trouble) => Action::Complain(format!("Nothing was exported. {trouble}").into()),
            });
        });
    }
}
