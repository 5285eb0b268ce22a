//! Articles in: files, pasted text, samples, stored texts.

use super::Tasks;
use crate::dom::{self, files::Given};
use crate::state::{Action, Decoded, Dialog};
use crate::worker::Payload;
use gloo::timers::callback::Timeout;
use postil_core::{DocId, Document, MAX_TEXT_BYTES};
use postil_project::messages::{ResponseBody, is_native};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// A person notices when nothing happens for so many milliseconds.
const NOTICED: u32 = 100;

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
                },
                now: dom::now(),
            }),
            (ResponseBody::Failed { message }, _) => tasks.send(Action::Complain(message.into())),
            _ => {}
        });
    }

    /// Opens text from the clipboard, exactly as it is.
    pub fn open_text(&self, text: &str) {
        if text.trim().is_empty() {
            return self.send(Action::Complain("There is no text on the clipboard.".into()));
        }
        // Through the decoder, so that language and direction are known.
        self.decode("Pasted text".into(), text.as_bytes().into(), Some("utf-8"));
    }

    /// Opens files: articles, projects or annotations; what they are is told by what is in them.
    pub fn open_files(&self, files: Vec<Given>) {
        // What was refused before is of no interest beside what is refused now.
        self.send(Action::Dismiss);
        for file in files {
            if file.size() > MAX_TEXT_BYTES as f64 {
                let limit = MAX_TEXT_BYTES >> 20;
                let text = format!(
                    "“{}” is larger than {limit} MB, more than one document may be. Split it first.",
                    file.name()
                );
                self.send(Action::Refuse(text.into()));
                continue;
            }
            let tasks = self.clone();
            spawn_local(async move {
                match file.bytes().await {
                    Ok(bytes) => tasks.decode(file.name().into(), bytes.into(), None),
                    Err(trouble) => tasks.send(Action::Refuse(trouble.into())),
                }
            });
        }
    }

    /// Reads bytes in an encoding that a person chose, or as what they are.
    pub fn decode(&self, name: Rc<str>, bytes: Rc<[u8]>, encoding: Option<&str>) {
        let Some(client) = self.client() else { return };
        let seq = client.decode(&name, &js_sys::Uint8Array::from(&*bytes), encoding);
        self.wait(seq, move |tasks, body, payload| tasks.decoded(seq, name, bytes, body, payload));
    }

    fn decoded(&self, seq: u32, name: Rc<str>, bytes: Rc<[u8]>, body: ResponseBody, payload: Payload) {
        let refuse = |why: &str| self.send(Action::Refuse(format!("“{name}” was not opened. {why}").into()));
        match (body, payload) {
            (ResponseBody::Decoded { encoding, language, .. }, Payload::Text(text)) => {
                let source = (*name != *"Pasted text").then(|| match encoding.as_str() {
                    "UTF-8" => name.to_string(),
                    encoding => format!("{name} ({encoding})"),
                });
                self.open_decoded(text, language, source);
            }
            (ResponseBody::Native { wanted }, _) => {
                self.send(Action::Ask(Dialog::Reading { file: seq, name, wanted: wanted.into() }));
            }
            (ResponseBody::Undecodable { problem, choices }, _) if choices.is_empty() => refuse(&problem),
            (ResponseBody::Undecodable { problem, choices }, _) => {
                self.send(Action::Ask(Dialog::Encoding {
                    name,
                    problem: problem.into(),
                    choices: choices.into(),
                    bytes,
                }));
            }
            (ResponseBody::Failed { message }, _) => match std::str::from_utf8(&bytes) {
                // Without the worker, articles in UTF-8 can still be opened.
                Ok(text) if !text.contains('\0') && !text.is_empty() && !is_native(text) => {
                    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
                    self.open_decoded(text.into(), None, Some(name.to_string()));
                }
                _ => refuse(&message),
            },
            _ => {}
        }
    }

    fn open_decoded(&self, text: Arc<str>, language: Option<String>, source: Option<String>) {
        let document = Document::new(text);
        let decoded = Decoded { document, title: None, language, dct: None, source };
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
            if let Ok(Some(text)) = database.text(&doc.to_string()).await {
                tasks.send(Action::TextLoaded(Document::with_known_id(doc, text)));
                tasks.compact();
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
                Ok(Some(text)) => {
                    tasks.send(Action::TextLoaded(Document::with_known_id(doc, text)));
                    tasks.compact();
                }
                Ok(None) => {
                    let text = "The text of this document is not in storage. Its annotations are: open the file with the text again.";
                    tasks.send(Action::Complain(text.into()));
                    tasks.send(Action::Close);
                }
                Err(error) => tasks.send(Action::TextFailed { doc, reason: error.detail().into() }),
            }
            tasks.0.loading.set(None);
        });
    }
}
