//! Native files out and in.

use super::Tasks;
use crate::dom::{self, files};
use crate::state::{Action, Dialog, Imported, Item, Shown, State};
use postil_core::{DocId, Document};
use postil_project::annotations::{self, Options, Pending};
use postil_project::{Loaded, Problem, Shape, project};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Everything, to go on with elsewhere.
    Project { with_history: bool },
    /// The open document, or all, for other programs.
    Annotations { as_lines: bool, all_documents: bool, with_suggestions: bool },
}

/// A file, ready to be handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    pub mime: &'static str,
    pub content: String,
    /// What cannot be said in it.
    pub left_out: Vec<Problem>,
}

/// Whether a text is one of our own files rather than an article. Which, and whether it is whole, is for the reader of
/// such files to say.
pub(super) fn is_native(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(4096)];
    head.trim_start().starts_with('{')
        && (head.contains("\"postil-project\"") || head.contains("\"postil-annotations\""))
}

impl Tasks {
    /// Writes a file and hands it to the browser's downloads.
    pub fn export(&self, written: Written) {
        let tasks = self.clone();
        spawn_local(async move {
            match tasks.write(written).await {
                Ok(Draft { name, mime, content, left_out }) => match files::download(&name, mime, &content) {
                    Ok(()) => {
                        tasks.send(Action::Exported(dom::now()));
                        tasks.send(Action::Dialog(None));
                        if let Some(first) = left_out.first() {
                            let text = format!("{} records could not be written. The first: {first}", left_out.len());
                            tasks.send(Action::Complain(text.into()));
                        }
                    }
                    Err(trouble) => tasks.send(Action::Complain(trouble.into())),
                },
                Err(trouble) => tasks.send(Action::Complain(format!("Nothing was exported. {trouble}").into())),
            }
        });
    }

    /// Writes a file and shows it to the caller, who may have lost interest by then. Nothing is said when it cannot be
    /// written: the export itself will say it.
    pub fn preview(&self, written: Written, then: Callback<Draft>) {
        let tasks = self.clone();
        spawn_local(async move {
            if let Ok(draft) = tasks.write(written).await {
                then.emit(draft);
            }
        });
    }

    async fn write(&self, written: Written) -> Result<Draft, String> {
        let state = self.latest().ok_or("The page is still starting.")?;
        let wanted: Vec<DocId> = match written {
            Written::Annotations { all_documents: false, .. } => state.current.into_iter().collect(),
            _ => state.store.documents().keys().copied().collect(),
        };
        let documents = self.texts(&state, &wanted).await?;
        let stem = match (written, documents.as_slice()) {
            (Written::Annotations { all_documents: false, .. }, [document]) => state
                .store
                .documents()
                .get(&document.id())
                .map_or_else(|| "document".to_owned(), |info| file_name(&info.title)),
            _ => "postil".to_owned(),
        };
        let (kind, content, left_out) = match written {
            Written::Project { with_history: true } => {
                ("postil.json", project::write(&state.store, &documents), Vec::new())
            }
            Written::Project { with_history: false } => {
                let author = postil_core::Author {
                    actor: postil_core::ActorId::new(dom::random()),
                    annotator: state.author.annotator.clone(),
                    next_seq: 0,
                };
                let content = project::write_without_history(&state.store, &documents, &author, dom::now());
                ("postil.json", content, Vec::new())
            }
            Written::Annotations { as_lines, with_suggestions, .. } => {
                let mut options = Options::default();
                if with_suggestions {
                    options.suggestions =
                        documents.iter().filter_map(|it| Some((it.id(), pending(&state, it)?))).collect();
                }
                let (kind, export) = match as_lines {
                    true => ("annotations.jsonl", annotations::json_lines(&state.store, &documents, &options)),
                    false => ("annotations.json", annotations::json(&state.store, &documents, &options)),
                };
                (kind, export.text, export.left_out)
            }
        };
        let mime = if kind.ends_with('l') { "application/jsonl" } else { "application/json" };
        Ok(Draft { name: format!("{stem}.{kind}"), mime, content, left_out })
    }

    /// The texts of some documents, from storage where they are not here.
    async fn texts(&self, state: &State, wanted: &[DocId]) -> Result<Vec<Document>, String> {
        let mut documents = Vec::with_capacity(wanted.len());
        for doc in wanted {
            let document = match (state.texts.get(doc), self.database()) {
                (Some(document), _) => document.clone(),
                (None, Some(database)) => match database.text(&doc.to_string()).await {
                    Ok(Some(text)) => Document::with_known_id(*doc, text),
                    Ok(None) => return Err(format!("The text of document {doc} is not in storage.")),
                    Err(error) => return Err(error.to_string()),
                },
                (None, None) => return Err(format!("The text of document {doc} is not in storage.")),
            };
            documents.push(document);
        }
        Ok(documents)
    }

    /// Reads one of our own files and asks what to do with it.
    pub(super) fn read_native(&self, text: &str, name: &str) {
        let Some(state) = self.latest() else { return };
        let known = |doc: DocId| state.texts.get(&doc).cloned();
        match postil_project::load(text, name, &known) {
            Ok(loaded) => self.send(Action::Dialog(Some(Dialog::Import(Rc::new(loaded), name.into())))),
            Err(error) => self.send(Action::Complain(format!("“{name}” was not opened. {error}").into())),
        }
    }

    /// Adds what was read: merged with what is here, or as a separate set of annotations.
    pub fn import(&self, loaded: &Loaded, name: &str, is_copy: bool) {
        let Some(state) = self.latest() else { return };
        let now = dom::now();
        let summary = loaded.summary(&state.store);
        let (transactions, is_own) = match is_copy {
            true => (loaded.copy(&state.store, &state.author, now, name).map(Arc::new).into_iter().collect(), true),
            false => {
                (loaded.merge(&state.store, &state.author, now), !matches!(loaded.shape, Shape::Project | Shape::Log))
            }
        };
        let summary = format!("Imported “{name}”: {} documents, {} spans.", summary.documents, summary.spans);
        self.send(Action::Dialog(None));
        let imported = Imported { documents: loaded.documents.clone(), transactions, is_own, summary };
        self.send(Action::Imported(Box::new(imported)));
    }
}

/// The suggestions of a document that nobody has decided about, at the present threshold, hidden layers included. None
/// when it was not extracted since the page was loaded.
pub fn pending(state: &State, document: &Document) -> Option<Vec<Pending>> {
    let suggestions = state.suggestions_of(document.id())?;
    let (store, set, threshold) = (&state.store, &state.set, state.preferences.threshold);
    let shown = Shown { store, document, set, suggestions, threshold, hidden: &[] };
    let is_pending = |id| shown.place(Item::Suggestion(id)).is_some();
    let pending = suggestions.iter().filter(|(id, _)| is_pending(*id)).map(|(_, it)| Pending {
        fragments: postil_core::Fragments::one(it.range),
        label: it.label.clone(),
        score: it.score,
        value: it.value.clone(),
        extractor: it.extractor.clone(),
        version: it.version.clone(),
        reasons: it.reasons.clone(),
    });
    Some(pending.collect())
}

/// A title as a file name: letters, digits and hyphens.
fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() { "document".to_owned() } else { words.join("-") }
}
