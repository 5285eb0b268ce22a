//! Files out: the worker writes them.

use super::Tasks;
use crate::dom::{self, files};
use crate::view::words::count;
use crate::worker::{Client, Outgoing, Payload};
use js_sys::Uint8Array;
use postil_core::{ActorId, DocId, Document, RecordKey, SuggestedSpan, Suggestions};
use postil_editor::{Action, Item, Shown, State};
use postil_messages::{Format, FormatGroup, Loss, ResponseBody};
use yew::{AttrValue, Callback};

/// What to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// Everything, to go on with elsewhere.
    Project { with_history: bool },
    /// The open document, or all, for other programs.
    Annotations { as_lines: bool, all_documents: bool, with_suggestions: bool },
    /// The same, in a format of theirs, by its name there.
    Foreign { format: AttrValue, all_documents: bool },
}

impl Written {
    fn format(&self) -> Format {
        match self {
            Self::Project { with_history: true } => Format::Project,
            Self::Project { with_history: false } => Format::WithoutHistory,
            Self::Annotations { as_lines: false, .. } => Format::Annotations,
            Self::Annotations { as_lines: true, .. } => Format::AnnotationLines,
            Self::Foreign { format, .. } => Format::Foreign(format.to_string()),
        }
    }

    /// The end of the file's name, and what browsers call the format.
    fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Project { .. } => ("postil.json", "application/json"),
            Self::Annotations { as_lines: false, .. } => ("annotations.json", "application/json"),
            Self::Annotations { as_lines: true, .. } => ("annotations.jsonl", "application/jsonl"),
            // How the name ends, the worker says.
            Self::Foreign { .. } => ("", "application/octet-stream"),
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
        self.write(written, false, move |tasks, outcome| {
            let saved = outcome.map_err(|trouble| format!("Nothing was exported. {trouble}")).and_then(|file| {
                files::download_bytes(&file.name, mime, &file.content)?;
                Ok(file)
            });
            match saved {
                Ok(File { left_out, first, .. }) => {
                    tasks.send(Action::Exported(dom::now()));
                    if let Some(first) = first {
                        let records = count(left_out as usize, "record");
                        tasks.send(Action::Complain(
                            format!("{records} could not be written. The first: {first}").into(),
                        ));
                    }
                }
                Err(trouble) => tasks.send(Action::Complain(trouble.into())),
            }
        });
    }

    /// Shows how a file would begin, or why it cannot be written, to the caller, who may have lost interest by then.
    pub fn preview(&self, written: Written, then: Callback<Result<Draft, String>>) {
        self.write(written, true, move |_, outcome| {
            then.emit(outcome.map(|File { name, content, bytes, left_out, losses, .. }| {
                let head = String::from_utf8(content.to_vec()).unwrap_or_default();
                Draft { name, bytes: bytes as usize, left_out: left_out as usize, losses, head }
            }));
        });
    }

    /// Tells the caller which formats of other programs there are, and how much of some documents each holds.
    pub fn formats(&self, docs: Vec<DocId>, then: Callback<Result<Vec<FormatGroup>, String>>) {
        self.ask_about(docs, Client::formats, move |_, body, _| match body {
            ResponseBody::Formats { groups } => then.emit(Ok(groups)),
            ResponseBody::Failed { message } => then.emit(Err(message)),
            _ => {}
        });
    }

    fn write(&self, written: Written, is_preview: bool, then: impl FnOnce(&Self, Result<File, String>) + 'static) {
        let Some(state) = self.latest() else { return then(self, Err("The page is still starting.".to_owned())) };
        let (docs, stem) = match (&written, state.current) {
            (
                Written::Annotations { all_documents: false, .. } | Written::Foreign { all_documents: false, .. },
                Some(doc),
            ) => {
                let info = state.store.documents().get(&doc);
                (vec![doc], info.map_or_else(|| "document".to_owned(), |info| file_name(&info.title)))
            }
            _ => (state.store.documents().keys().copied().collect(), "postil".to_owned()),
        };
        let mut suggestions = Vec::new();
        if let Written::Annotations { with_suggestions: true, .. } = written {
            for document in docs.iter().filter_map(|doc| state.texts.get(doc)) {
                let spans = pending(&state, document).map(|them| them.into_iter().cloned().collect());
                suggestions.extend(spans.map(|spans| (document.id(), Suggestions { spans, ..Suggestions::default() })));
            }
        }
        let mut docs: Vec<DocId> = docs;
        if written == (Written::Project { with_history: true }) {
            // Its history tells of them, and cannot be verified without their texts.
            docs.extend(deleted(&state));
        }
        let name = format!("{stem}.{}", written.kind().0);
        let send = move |client: &Client, mut project: Outgoing| {
            if let Written::Project { with_history: false } = written {
                project.write_as(ActorId::new(dom::random()));
            }
            client.export(written.format(), is_preview, project, &suggestions)
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
            then(tasks, outcome);
        });
    }
}

/// Documents that the history tells of and that are here no longer.
fn deleted(state: &State) -> Vec<DocId> {
    let told = state.store.log().flat_map(|transaction| &transaction.ops).filter_map(|op| match op.key {
        RecordKey::Document(doc) => Some(doc),
        _ => None,
    });
    let mut gone: Vec<DocId> = told.filter(|doc| !state.store.documents().contains_key(doc)).collect();
    postil_core::sort_by(&mut gone, &DocId::cmp);
    gone.dedup();
    gone
}

/// The suggestions of a document that nobody has decided about, at the present threshold, hidden layers included. None
/// when it was not extracted since the page was loaded.
pub fn pending<'a>(state: &'a State, document: &'a Document) -> Option<Vec<&'a SuggestedSpan>> {
    let suggestions = state.suggestions_of(document.id())?;
    let (store, set, threshold) = (&state.store, &state.set, state.preferences.threshold);
    let shown = Shown { store, document, set, suggestions, threshold, hidden: &[] };
    let is_pending = |id| shown.place(Item::Suggestion(id)).is_some();
    Some(suggestions.iter().filter(|(id, _)| is_pending(*id)).map(|(_, it)| it).collect())
}

/// A title as a file name: letters, digits and hyphens.
fn file_name(title: &str) -> String {
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6).map(dom::lower).collect();
    if words.is_empty() { "document".to_owned() } else { words.join("-") }
}
