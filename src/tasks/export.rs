//! Files out: the worker writes them.

use super::Tasks;
use crate::dom::{self, files};
use crate::view::words::{self, count};
use crate::worker::{Client, Outgoing, Payload};
use js_sys::Uint8Array;
use postil_core::{ActorId, DocId, RecordKey};
use postil_editor::{Action, Scope, State};
use postil_messages::{Choices, Format, FormatGroup, Loss, ResponseBody};
use yew::Callback;

/// What to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub format: Format,
    /// Of a project it is all.
    pub scope: Scope,
    /// Pending ones go into our own annotations alone.
    pub with_suggestions: bool,
}

impl Written {
    /// Whether it is everything, to go on with elsewhere.
    pub fn is_project(&self) -> bool {
        matches!(self.format, Format::Project | Format::Page | Format::WithoutHistory)
    }

    /// The documents in it, as they are listed.
    pub fn documents(&self, state: &State) -> Vec<DocId> {
        state.documents_of(if self.is_project() { Scope::All } else { self.scope })
    }

    /// The end of the file's name, and what browsers call the format.
    fn kind(&self) -> (&'static str, &'static str) {
        match self.format {
            Format::Project | Format::WithoutHistory => ("postil.json", "application/json"),
            Format::Page => ("postil.html", "text/html"),
            Format::Annotations => ("annotations.json", "application/json"),
            Format::AnnotationLines => ("annotations.jsonl", "application/jsonl"),
            Format::Schema => ("schema.postil.json", "application/json"),
            // How the name ends, the worker says.
            Format::Foreign { .. } => ("", "application/octet-stream"),
        }
    }
}

/// A file as it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    /// Of the whole file.
    pub bytes: usize,
    /// Records that cannot be said in it.
    pub left_out: usize,
    /// What the format of another program cannot hold.
    pub losses: Vec<Loss>,
    /// Its first lines.
    pub head: String,
}

/// A file, or its first lines.
struct File {
    name: String,
    content: Uint8Array,
    bytes: u32,
    left_out: u32,
    /// What was wrong with the first record that was left out.
    first: Option<String>,
    losses: Vec<Loss>,
}

impl Tasks {
    /// Writes a file and hands it to the browser's downloads.
    pub fn export(&self, written: Written) {
        let mime = written.kind().1;
        self.write(written, false, move |tasks, documents, outcome| {
            let saved = outcome.map_err(|trouble| format!("Nothing was exported. {trouble}")).and_then(|file| {
                files::download_bytes(&file.name, mime, &file.content)?;
                Ok(file)
            });
            match saved {
                Ok(File { name, bytes, left_out, first, .. }) => {
                    let size = words::size(bytes as usize);
                    let said = format!("Exported {} to “{name}”, {size}.", count(documents, "document"));
                    tasks.send(Action::Exported(dom::now(), said.clone().into()));
                    if let Some(first) = first {
                        let records = count(left_out as usize, "record");
                        let trouble = format!("{said} {records} could not be written. The first: {first}");
                        tasks.send(Action::Complain(trouble.into()));
                    }
                }
                Err(trouble) => tasks.send(Action::Complain(trouble.into())),
            }
        });
    }

    /// Shows how a file would begin, or why it cannot be written, to the caller, who may have lost interest by then.
    pub fn preview(&self, written: Written, then: Callback<Result<Draft, String>>) {
        self.write(written, true, move |_, _, outcome| {
            then.emit(outcome.map(|File { name, content, bytes, left_out, losses, .. }| {
                let head = String::from_utf8(content.to_vec()).unwrap_or_default();
                Draft { name, bytes: bytes as usize, left_out: left_out as usize, losses, head }
            }));
        });
    }

    /// Tells the caller which formats of other programs there are, and how much each holds of what is chosen of some documents.
    pub fn formats(&self, docs: Vec<DocId>, choices: Choices, then: Callback<Result<Vec<FormatGroup>, String>>) {
        let send = move |client: &Client, project| client.formats(choices.clone(), project);
        self.ask_about(docs, send, move |_, body, _| match body {
            ResponseBody::Formats { groups } => then.emit(Ok(groups)),
            ResponseBody::Failed { message } => then.emit(Err(message)),
            _ => {}
        });
    }

    /// `then` hears how many documents are meant.
    fn write(
        &self, written: Written, is_preview: bool, then: impl FnOnce(&Self, usize, Result<File, String>) + 'static,
    ) {
        let Some(state) = self.latest() else { return then(self, 0, Err("The page is still starting.".to_owned())) };
        let mut docs = written.documents(&state);
        let documents = docs.len();
        let name = format!("{}.{}", dom::lower(&state.export_name(&docs)), written.kind().0);
        let mut suggestions = Vec::new();
        if written.with_suggestions && matches!(written.format, Format::Annotations | Format::AnnotationLines) {
            for document in docs.iter().filter_map(|doc| state.texts.get(doc)) {
                let pending = state.pending_suggestions(document);
                suggestions.extend(pending.map(|(found, count)| (document.id(), found, count)));
            }
        }
        if matches!(written.format, Format::Project | Format::Page) {
            // Its history tells of them, and cannot be verified without their texts.
            docs.extend(deleted(&state));
        }
        let send = move |client: &Client, mut project: Outgoing| {
            if written.format == Format::WithoutHistory {
                project.write_as(ActorId::new(dom::random()));
            }
            client.export(written.format.clone(), is_preview, project, &suggestions)
        };
        self.ask_about(docs, send, move |tasks, body, payload| {
            let outcome = match (body, payload) {
                (ResponseBody::Exported { bytes, left_out, first, ending, losses }, Payload::Bytes(content)) => {
                    let name = name + &ending.unwrap_or_default();
                    Ok(File { name, content, bytes, left_out, first, losses })
                }
                (ResponseBody::Failed { message }, _) => Err(message),
                _ => Err("Try again.".to_owned()),
            };
            then(tasks, documents, outcome);
        });
    }
}

/// Documents that the history tells of and that are here no longer.
pub(super) fn deleted(state: &State) -> Vec<DocId> {
    let told = state.store.log().flat_map(|transaction| &transaction.ops).filter_map(|op| match op.key {
        RecordKey::Document(doc) => Some(doc),
        _ => None,
    });
    let mut gone: Vec<DocId> = told.filter(|doc| !state.store.documents().contains_key(doc)).collect();
    postil_core::sort_by(&mut gone, &DocId::cmp);
    gone.dedup();
    gone
}
