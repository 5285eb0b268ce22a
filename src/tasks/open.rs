//! Articles in: files, pasted text, samples, stored texts.

use super::Tasks;
use crate::dom::{self, files::Given};
use crate::state::{Action, Decoded, Dialog};
use crate::worker::Payload;
use postil_core::{Document, MAX_TEXT_BYTES};
use postil_project::messages::{Response, ResponseBody};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

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
    text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// A file that is being decoded.
#[derive(Clone)]
pub(super) struct Pending {
    name: Rc<str>,
    bytes: Rc<[u8]>,
}

impl Tasks {
    /// Opens an article that is already here.
    pub fn open_sample(&self, sample: Sample) {
        self.send(Action::Open {
            decoded: Decoded {
                document: Document::new(sample.text),
                title: Some(sample.title.to_owned()),
                language: Some(sample.language.to_owned()),
                dct: sample.dct.map(str::to_owned),
                source: Some(sample.file.to_owned()),
            },
            now: dom::now(),
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
        for file in files {
            if file.size() > MAX_TEXT_BYTES as f64 {
                let limit = MAX_TEXT_BYTES >> 20;
                let text = format!(
                    "“{}” is larger than {limit} MB, more than one document may be. Split it first.",
                    file.name()
                );
                self.send(Action::Complain(text.into()));
                continue;
            }
            let tasks = self.clone();
            spawn_local(async move {
                match file.bytes().await {
                    Ok(bytes) => tasks.decode(file.name().into(), bytes.into(), None),
                    Err(trouble) => tasks.send(Action::Complain(trouble.into())),
                }
            });
        }
    }

    /// Reads bytes in an encoding that a person chose, or as what they are.
    pub fn decode(&self, name: Rc<str>, bytes: Rc<[u8]>, encoding: Option<&str>) {
        let Some(client) = self.client() else { return };
        let seq = client.decode(&name, &js_sys::Uint8Array::from(&*bytes), encoding);
        self.0.decoding.borrow_mut().insert(seq, Pending { name, bytes });
    }

    pub(super) fn decoded(&self, response: Response, payload: Payload) {
        let Some(Pending { name, bytes }) = self.0.decoding.borrow_mut().remove(&response.seq) else { return };
        match (response.body, payload) {
            (ResponseBody::Decoded { encoding, language, .. }, Payload::Text(text)) => {
                if super::exchange::is_native(&text) {
                    return self.read_native(&text, &name);
                }
                let source = (*name != *"Pasted text").then(|| match encoding.as_str() {
                    "UTF-8" => name.to_string(),
                    encoding => format!("{name} ({encoding})"),
                });
                self.send(Action::Open {
                    decoded: Decoded { document: Document::new(text), title: None, language, dct: None, source },
                    now: dom::now(),
                });
            }
            (ResponseBody::Undecodable { problem, choices }, _) if choices.is_empty() => {
                self.send(Action::Complain(format!("“{name}” was not opened. {problem}").into()));
            }
            (ResponseBody::Undecodable { problem, choices }, _) => {
                self.send(Action::Dialog(Some(Dialog::Encoding {
                    name,
                    problem: problem.into(),
                    choices: choices.into(),
                    bytes,
                })));
            }
            (ResponseBody::Failed { message }, _) => match String::from_utf8(bytes.to_vec()) {
                // Without the worker, files in UTF-8 can still be opened.
                Ok(text) if !text.contains('\0') && !text.is_empty() => {
                    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
                    if super::exchange::is_native(&text) {
                        return self.read_native(&text, &name);
                    }
                    let source = Some(name.to_string());
                    self.send(Action::Open {
                        decoded: Decoded {
                            document: Document::new(text),
                            title: None,
                            language: None,
                            dct: None,
                            source,
                        },
                        now: dom::now(),
                    });
                }
                _ => self.send(Action::Complain(format!("“{name}” was not opened. {message}").into())),
            },
            _ => {}
        }
    }

    /// Fetches the text of the open document from storage when it is not here yet.
    pub(super) fn load_text(&self) {
        let (Some(state), Some(database)) = (self.latest(), self.database()) else { return };
        let Some(doc) = state.current.filter(|doc| !state.texts.contains_key(doc)) else { return };
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
                Err(error) => tasks.send(Action::Complain(error.to_string().into())),
            }
            tasks.0.loading.set(None);
        });
    }
}
