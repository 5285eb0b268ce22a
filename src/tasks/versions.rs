//! Whether the open text is a corrected version of one that is here: the worker looks, and carries annotations over.

use super::Tasks;
use crate::worker::{Client, Payload};
use postil_editor::{Action, VersionAction};
use postil_messages::ResponseBody;
use postil_project::codec;

impl Tasks {
    /// Has the worker look for the version before the open text, where there may be one.
    pub(super) fn look_for_version(&self) {
        let Some((doc, others)) = self.latest().and_then(|state| state.wants_version()) else { return };
        let told = move |found| Action::Version(VersionAction::Found(doc, found));
        if others.is_empty() {
            return self.send(told(None));
        }
        self.send(Action::Version(VersionAction::Asked));
        let docs = [doc].into_iter().chain(others).collect();
        self.ask_about(docs, Client::near, move |tasks, body, _| {
            let found = match body {
                ResponseBody::Near { found } => found,
                _ => None,
            };
            tasks.send(told(found));
        });
    }

    /// Carries annotations over to the open text, from the one that it is a version of.
    pub fn carry(&self) {
        let Some(state) = self.latest() else { return };
        let (Some(doc), Some(version)) = (state.current, state.version()) else { return };
        self.ask_about(vec![doc, version.of], Client::carry, move |tasks, body, payload| {
            let step = match (body, payload) {
                (ResponseBody::Imported { .. }, Payload::Import { log, .. }) => codec::decode_log(log.lines()).0.pop(),
                _ => None,
            };
            tasks.send(match step {
                Some(step) => Action::Version(VersionAction::Carry(doc, step)),
                None => {
                    Action::Complain("Nothing was carried over. Show the document anew, then try once more.".into())
                }
            });
        });
    }
}
