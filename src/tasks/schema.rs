//! Changes of the schema that take annotations along: the worker, which has all documents, counts them and drafts the step.

use super::Tasks;
use crate::dom::files;
use crate::worker::{Client, Payload};
use postil_editor::{Action, Dialog};
use postil_messages::{Format, ResponseBody, SchemaChange, Use};
use postil_project::codec;
use std::sync::Arc;
use yew::Callback;

/// What a change would do, and the step that does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    /// In sentences.
    pub said: Vec<String>,
    /// A line of the log.
    line: Arc<str>,
}

impl Tasks {
    /// Counts how often entries of the schema are used, over all documents. Nothing is heard where that cannot be known.
    pub fn uses(&self, then: Callback<Vec<Use>>) {
        let ask = |client: &Client, project| client.uses(project);
        self.ask_about(Vec::new(), ask, move |_, body, _| {
            if let ResponseBody::Uses { uses } = body {
                then.emit(uses);
            }
        });
    }

    /// Asks what a change would do.
    pub fn consider(&self, change: SchemaChange, then: Callback<Result<Considered, String>>) {
        let ask = move |client: &Client, project| client.consider(change.clone(), project);
        self.ask_about(Vec::new(), ask, move |_, body, payload| {
            then.emit(match (body, payload) {
                (ResponseBody::Considered { said }, Payload::Text(line)) => Ok(Considered { said, line }),
                (ResponseBody::Failed { message }, _) => Err(message),
                _ => Err("Try again.".to_owned()),
            });
        });
    }

    /// Has a schema read that is ready to be used, and asks what to do with it.
    pub fn ready_schema(&self, file: &str) {
        let Some(client) = self.client() else { return };
        let seq = client.ready(file);
        self.wait(seq, |tasks, body, _| {
            tasks.send(match body {
                ResponseBody::Native { file, name, .. } => {
                    let (given, wanted) = ([].into(), [].into());
                    Action::Ask(Dialog::Reading { file, name: name.into(), given, wanted })
                }
                ResponseBody::Failed { message } => Action::Complain(message.into()),
                _ => return,
            });
        });
    }

    /// Hands the schema out, as a file of its own.
    pub fn export_schema(&self) {
        let ask = |client: &Client, project| client.export(Format::Schema, false, project, &[]);
        self.ask_about(Vec::new(), ask, |tasks, body, payload| {
            const NAME: &str = "schema.postil.json";
            let outcome = match (body, payload) {
                (_, Payload::Bytes(content)) => files::download_bytes(NAME, "application/json", &content),
                (ResponseBody::Failed { message }, _) => Err(message),
                _ => Err("Try again.".to_owned()),
            };
            tasks.send(match outcome {
                Ok(()) => Action::Say(format!("Exported the schema to “{NAME}”.").into()),
                Err(trouble) => Action::Complain(format!("Nothing was exported. {trouble}").into()),
            });
        });
    }

    /// Makes a change that was considered, if nothing else was done since.
    pub fn change_schema(&self, considered: &Considered) {
        match codec::decode(&considered.line) {
            Ok(transaction) => self.send(Action::Drafted(transaction)),
            Err(error) => self.send(Action::Complain(error.to_string().into())),
        }
    }
}
