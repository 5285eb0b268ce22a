//! Articles in: files, pasted text, samples, stored texts.

use super::Tasks;
use crate::dom::{
    self,
    files::{Brought, Given, PASTED_PAGE},
};
use crate::worker::{Payload, Said};
use gloo::timers::callback::Timeout;
use postil_core::{DocId, Document, sort_by};
use postil_editor::{Action, Decoded, Dialog, FileId, Opening, natural};
use postil_messages::{Choice, ResponseBody};
use postil_project::is_native;
use postil_storage::Trouble;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// A person notices when nothing happens for so many milliseconds.
const NOTICED: u32 = 100;

/// What pasted text is called where it needs a name.
const PASTED: &str = "Pasted text";

/// What is said before a file is read once more.
const AGAIN: &str = "Another reading is another document. The one that is here stays until you delete it.";

/// An article that the app ships with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub file: &'static str,
    pub title: &'static str,
    pub language: &'static str,
    pub dct: Option<&'static str>,
    pub words: u32,
    /// What is hard in it, in a line.
    pub shows: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// Whether a text is to be read: no program, and no data, which the worker alone can tell from an article.
fn is_article(text: &str) -> bool {
    !text.is_empty() && !text.contains('\0') && !is_native(text) && !text.trim_start().starts_with(['{', '[', '<'])
}

impl Tasks {
    /// Opens an article that is already here.
    pub fn open_sample(&self, sample: Sample) {
        let Some(client) = self.client() else { return };
        let seq = client.sample(sample.file);
        self.wait(seq, move |tasks, body, payload| match (body, payload) {
            (_, Payload::Text(text)) => tasks.send(Action::Open {
                decoded: Decoded {
                    document: Document::new(text),
                    title: Some(sample.title.to_owned()),
                    language: Some(sample.language.to_owned()),
                    dct: sample.dct.map(str::to_owned),
                    source: Some(sample.file.to_owned()),
                    file: None,
                },
                now: dom::now(),
            }),
            (ResponseBody::Failed { message }, _) => tasks.send(Action::Complain(message.into())),
            _ => {}
        });
    }

    /// Opens what was dropped or pasted: files and folders, or else text, exactly as it is.
    pub fn open_brought(&self, brought: Brought) {
        if brought.files.is_empty() {
            brought.text.into_iter().for_each(|text| self.open_text(&text));
            return;
        }
        let tasks = self.clone();
        spawn_local(async move { tasks.open_files(brought.unfolded().await) });
    }

    /// Opens text from the clipboard, exactly as it is.
    pub fn open_text(&self, text: &str) {
        if text.trim().is_empty() {
            return self.send(Action::Complain("There is no text on the clipboard.".into()));
        }
        // By the worker, so that the language is known.
        let said = Said { encoding: Some("utf-8".to_owned()), are_texts: true, unit: None };
        match Given::text(PASTED, text) {
            Ok(file) => self.open_as(vec![file], said),
            Err(trouble) => self.send(Action::Complain(trouble.into())),
        }
    }

    /// Opens files: articles, projects, annotations, archives; what they are is told by what is in them.
    pub fn open_files(&self, files: Vec<Given>) {
        // What was refused before is of no interest beside what is refused now.
        self.send(Action::Dismiss);
        if files.is_empty() {
            return self.send(Action::Complain("There is no file in that folder.".into()));
        }
        self.open_as(files, Said::default());
    }

    /// Opens files as what a person says that they are, now or before.
    pub fn open_as(&self, mut files: Vec<Given>, mut said: Said) {
        let Some(client) = self.client() else { return };
        // However they were given: as they will be listed.
        sort_by(&mut files, &|one: &Given, other| natural(&one.path(), &other.path()));
        match &said.encoding {
            Some(_) => files.iter_mut().for_each(|file| file.encoding.clone_from(&said.encoding)),
            None => said.encoding = files.first().and_then(|file| file.encoding.clone()),
        }
        let seq = client.open(&files, said);
        self.forget_files();
        let ids = files.into_iter().map(|file| {
            let id = FileId(self.0.given.get());
            self.0.given.set(id.0 + 1);
            self.0.files.borrow_mut().insert(id, file);
            id
        });
        let ids = ids.collect();
        self.0.opening.borrow_mut().insert(seq, ids);
    }

    /// Opens files, which a question was about, in the encoding that a person chose.
    pub fn open_in(&self, ids: &[FileId], encoding: Option<String>) {
        self.open_as(self.files(ids), Said { encoding, ..Said::default() });
    }

    /// Asks in which other encoding a document's file is to be read.
    pub fn read_again(&self, id: FileId) {
        let (Some(client), Some(file)) = (self.client(), self.files(&[id]).pop()) else { return };
        let seq = client.encodings(&file);
        self.wait(seq, move |tasks, body, _| match body {
            ResponseBody::Undecodable { choices, .. } => tasks.ask_encoding(&file, AGAIN, choices, [id].into()),
            ResponseBody::Failed { message } => tasks.send(Action::Complain(message.into())),
            _ => {}
        });
    }

    fn ask_encoding(&self, file: &Given, problem: &str, choices: Vec<Choice>, files: Rc<[FileId]>) {
        let (name, problem, choices) = (file.name().into(), problem.into(), choices.into());
        self.send(Action::Ask(Dialog::Encoding { name, problem, choices, files }));
    }

    pub(super) fn files(&self, ids: &[FileId]) -> Vec<Given> {
        let files = self.0.files.borrow();
        ids.iter().filter_map(|id| files.get(id).cloned()).collect()
    }

    /// Lets go of files that are neither being opened nor asked about any more.
    fn forget_files(&self) {
        let asked = self.latest().map(|state| state.files_in_use()).unwrap_or_default();
        let opening = self.0.opening.borrow();
        let is_used = |id: &FileId| asked.contains(id) || opening.values().any(|ids| ids.contains(id));
        let gone: Vec<FileId> = self.0.files.borrow().keys().copied().filter(|id| !is_used(id)).collect();
        for id in gone {
            self.0.files.borrow_mut().remove(&id);
        }
    }

    /// Gives up what is being opened; what was opened stays.
    pub fn cancel_opening(&self, seq: u32) {
        if let Some(client) = self.client() {
            client.cancel(seq);
        }
    }

    /// What the worker has to say while it opens files.
    pub(super) fn opened(&self, seq: u32, body: ResponseBody, payload: Payload) {
        let file = |index: u32| self.0.opening.borrow().get(&seq).and_then(|files| files.get(index as usize).copied());
        match body {
            ResponseBody::Opening { done, total, name } => {
                self.send(Action::Opening(Some(Opening { seq, done, total, name: name.into() })));
            }
            ResponseBody::Opened { index, of } => match (*of, file(index)) {
                (ResponseBody::Native { file, name, sources, wanted }, _) => {
                    let all = self.0.opening.borrow();
                    let given = sources.iter().filter_map(|at| all.get(&seq)?.get(*at as usize).copied()).collect();
                    let (name, wanted) = (name.into(), wanted.into());
                    self.send(Action::Ask(Dialog::Reading { file, name, given, wanted }));
                }
                (ResponseBody::Undecodable { problem, choices, sources }, Some(id)) => {
                    let Some(file) = self.files(&[id]).pop() else { return };
                    if choices.is_empty() {
                        return self.refuse(&file, &problem);
                    }
                    let all = self.0.opening.borrow();
                    let files = sources.iter().filter_map(|at| all.get(&seq)?.get(*at as usize).copied()).collect();
                    self.ask_encoding(&file, &problem, choices, files);
                }
                (body, Some(id)) => self.decoded(id, body, payload),
                _ => {}
            },
            body => {
                let ids = self.0.opening.borrow_mut().remove(&seq).unwrap_or_default();
                let files = self.files(&ids);
                self.send(Action::Opening(None));
                let guesses = self.0.guesses.take();
                if !guesses.is_empty() {
                    self.send(Action::Say(guesses.join("\n").into()));
                }
                match body {
                    ResponseBody::Failed { message } => self.open_without_worker(files, message.into()),
                    ResponseBody::Cancelled => {
                        self.send(Action::Say("Opening was stopped. What was open by then stays.".into()))
                    }
                    _ => {}
                }
            }
        }
    }

    fn decoded(&self, id: FileId, body: ResponseBody, payload: Payload) {
        let (ResponseBody::Decoded { encoding, is_guess, language }, Payload::Text(text)) = (body, payload) else {
            return;
        };
        let Some(file) = self.files(&[id]).pop() else { return };
        let (name, document) = (file.path(), Document::new(text));
        // UTF-8 proves itself.
        let is_proven = encoding == "UTF-8";
        let source = match (&*name, is_proven) {
            (PASTED | PASTED_PAGE, _) => None,
            (_, true) => Some(name.clone()),
            (_, false) => Some(format!("{name} ({encoding})")),
        };
        let (doc, read_as) = (document.id(), if is_proven { None } else { Some(id) });
        self.send(Action::Open {
            decoded: Decoded { document, title: None, language, dct: None, source, file: read_as },
            now: dom::now(),
        });
        if is_guess {
            let told =
                format!("“{name}” was read as {encoding}. If it reads wrong, “Read again as…” is among its details.");
            self.0.guesses.borrow_mut().push(told);
        } else if self.is_read_otherwise(doc, &file) {
            let told = format!(
                "“{name}” is open as {encoding} too. The document that was read before stays until you delete it."
            );
            self.0.guesses.borrow_mut().push(told);
        }
    }

    /// Whether there is another document that was read from the same file.
    fn is_read_otherwise(&self, doc: DocId, file: &Given) -> bool {
        let files = self.0.files.borrow();
        let is_it = |id: FileId| files.get(&id).is_some_and(|other| other.is_same(file));
        self.latest().is_some_and(|state| state.is_read_otherwise(doc, is_it))
    }

    fn refuse(&self, file: &Given, why: &str) {
        self.send(Action::Refuse(format!("“{}” was not opened. {why}", file.path()).into()));
    }

    /// Without the worker, articles in UTF-8 can still be opened.
    fn open_without_worker(&self, files: Vec<Given>, why: Rc<str>) {
        for file in files {
            let (tasks, why) = (self.clone(), why.clone());
            spawn_local(async move {
                match file.bytes().await.map(String::from_utf8) {
                    Ok(Ok(text)) if is_article(&text) => {
                        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                        tasks.open_plain(text.into(), file.path());
                    }
                    Ok(_) => tasks.refuse(&file, &why),
                    Err(trouble) => tasks.refuse(&file, &trouble),
                }
            });
        }
    }

    fn open_plain(&self, text: Arc<str>, source: String) {
        let document = Document::new(text);
        let decoded = Decoded { document, title: None, language: None, dct: None, source: Some(source), file: None };
        self.send(Action::Open { decoded, now: dom::now() });
    }

    /// Opens a document of the project. It is drawn once, with its text, unless storage takes so long that a person
    /// should see something happen.
    pub fn show(&self, doc: DocId) {
        let wish = self.0.wish.get() + 1;
        self.0.wish.set(wish);
        let show = move |tasks: &Self| {
            if tasks.0.wish.get() == wish {
                tasks.0.wish.set(wish + 1);
                tasks.send(Action::Show(doc));
            }
        };
        let is_here = self.latest().is_none_or(|state| state.texts.contains_key(&doc));
        let Some(database) = self.database().filter(|_| !is_here) else { return show(self) };
        let tasks = self.clone();
        Timeout::new(NOTICED, move || show(&tasks)).forget();
        let tasks = self.clone();
        spawn_local(async move {
            match database.text(&doc.to_string()).await {
                Ok(Some(text)) => tasks.send(Action::TextLoaded(Document::with_known_id(doc, text))),
                // Told when the document is shown, which asks once more.
                Ok(None) => {}
                Err(error) => tasks.tell_loss(&error),
            }
            show(&tasks);
        });
    }

    /// Fetches the text of the open document from storage when it is not here yet.
    pub(super) fn load_text(&self) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        let Some(doc) = state.wants_text() else { return };
        if self.0.loading.replace(Some(doc)) == Some(doc) {
            return;
        }
        let tasks = self.clone();
        spawn_local(async move {
            match database.text(&doc.to_string()).await {
                Ok(Some(text)) => tasks.send(Action::TextLoaded(Document::with_known_id(doc, text))),
                Ok(None) => tasks.send(Action::TextMissing(doc)),
                Err(error) if error.trouble() == Trouble::Lost => tasks.tell_loss(&error),
                Err(error) => tasks.send(Action::TextFailed { doc, reason: error.detail().into() }),
            }
            tasks.0.loading.set(None);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::is_article;

    #[test]
    fn data_is_no_article() {
        for (text, expected) in [
            ("An article.", true),
            ("", false),
            ("a\0b", false),
            ("{\"text\": 1}", false),
            (" <a>", false),
            ("[1]", false),
        ] {
            assert_eq!(is_article(text), expected, "{text:?}");
        }
    }
}
