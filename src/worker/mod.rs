//! The page's end of the worker: files are read and written and texts are looked at there, never on the main thread.
//!
//! [`Client`] starts the worker, numbers requests and hands answers to one callback. Whatever happens to the worker,
//! each request gets its one last answer ([`ResponseBody::is_last`]): a worker that cannot be loaded or that breaks
//! answers [`ResponseBody::Failed`] through the client, and the next request starts a new one.

mod outgoing;
mod payload;
mod running;

pub use outgoing::Outgoing;
pub use payload::Payload;

use crate::dom::files::Given;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array, Uint32Array};
use postil_core::{DocId, Map, SetId, Slug, Suggestions};
use postil_messages::{
    Choices, Fate, Format, Garbled, Meeting, Query, Request, RequestBody, Response, ResponseBody, SchemaChange, pack,
};
use running::{Event, Running};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

/// Who waits for a worker that has not said a word is told so after this many milliseconds. It may still come.
const PATIENCE: u32 = 30_000;
/// A worker that does not stop when asked is ended after this many milliseconds. A batch takes a few.
const GRACE: u32 = 3_000;

/// What a person says of files that are opened.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// A label of the Encoding Standard.
    pub encoding: Option<String>,
    /// Whether they are texts to annotate, whatever they look like.
    pub are_texts: bool,
    /// What offsets count: `char`, `utf16` or `byte`.
    pub unit: Option<String>,
}

/// How suggestions are to be.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Whether pronouns, descriptions, clusters and events are suggested too.
    pub coreference: bool,
    /// Of labels that the project calls otherwise.
    pub fates: Vec<Fate>,
    /// Whether what was learned is applied.
    pub is_learning: bool,
}

/// Asks the worker. Cheap to clone; all clones are the same worker, which ends with the last of them.
#[derive(Clone)]
pub struct Client(Rc<RefCell<State>>);

struct State {
    on_response: Callback<(Response, Payload)>,
    /// Of the last request.
    seq: u32,
    /// Requests without their last answer, and the documents that they are about.
    open: Map<u32, String>,
    worker: Option<Running>,
    /// Whether the worker listens.
    is_ready: bool,
    /// Messages for a worker that does not listen yet, with what they transfer.
    queue: Vec<(Array, Array)>,
    /// Runs while somebody waits for the worker to be ready.
    patience: Option<Timeout>,
    /// Runs from a cancellation until the request's last answer.
    grace: Option<(u32, Timeout)>,
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Client {
    /// Starts the worker, so that it loads while the page is drawn. Answers come later, never inside a call.
    pub fn new(on_response: Callback<(Response, Payload)>) -> Self {
        let client = Self(Rc::new(RefCell::new(State {
            on_response,
            seq: 0,
            open: Map::new(),
            worker: None,
            is_ready: false,
            queue: Vec::new(),
            patience: None,
            grace: None,
        })));
        client.start();
        client
    }

    /// Reads files, as a person says that they are. Answers
    /// [`ResponseBody::Opening`], [`ResponseBody::Opened`] with the payload of what is in it, and [`ResponseBody::Done`].
    pub fn open(&self, files: &[Given], said: Said) -> u32 {
        let Said { encoding, are_texts, unit } = said;
        let names = files.iter().map(Given::path).collect();
        let payloads = files.iter().map(Given::payload).collect();
        self.send("", RequestBody::Open { names, encoding, are_texts, unit }, payloads)
    }

    /// Asks how a file may be read. Answers [`ResponseBody::Undecodable`] with every encoding.
    pub fn encodings(&self, file: &Given) -> u32 {
        self.send("", RequestBody::Encodings, vec![file.payload()])
    }

    /// Asks which formats of other programs can be written. Answers [`ResponseBody::Formats`].
    pub fn formats(&self, choices: Choices, project: Outgoing) -> u32 {
        self.send("", RequestBody::Formats { choices, project: project.head }, project.payloads)
    }

    /// Keeps a snapshot of the stored log. Answers [`ResponseBody::Done`].
    pub fn snapshot(&self) -> u32 {
        self.send("", RequestBody::Snapshot, Vec::new())
    }

    /// Gives an article that the page ships with. Answers [`ResponseBody::Decoded`] with [`Payload::Text`].
    pub fn sample(&self, file: &str) -> u32 {
        self.send("", RequestBody::Sample { file: file.to_owned() }, Vec::new())
    }

    /// Looks at what is in a file of ours. `project` brings the texts that the file wanted. Answers
    /// [`ResponseBody::Loaded`] or [`ResponseBody::Undecodable`].
    pub fn read(&self, file: u32, meetings: Vec<(Slug, Meeting)>, project: Outgoing) -> u32 {
        self.send("", RequestBody::Read { file, meetings, project: project.head }, project.payloads)
    }

    /// Asks how a file of ours is added. Answers [`ResponseBody::Imported`] with [`Payload::Import`].
    pub fn import(&self, file: u32, is_copy: bool, meetings: Vec<(Slug, Meeting)>, project: Outgoing) -> u32 {
        self.send("", RequestBody::Import { file, is_copy, meetings, project: project.head }, project.payloads)
    }

    /// Lets the worker forget a file of ours.
    pub fn discard(&self, file: u32) {
        if self.0.borrow().worker.is_some() {
            let body = RequestBody::Discard { file };
            self.post(Request { seq: file, doc: String::new(), body }, Vec::new());
        }
    }

    /// Writes a file, or its first lines. `project` brings the texts that are to be in it; `suggestions` are pending.
    /// Answers [`ResponseBody::Exported`] with [`Payload::Bytes`].
    pub fn export(
        &self, format: Format, is_preview: bool, project: Outgoing, suggestions: &[(DocId, Suggestions, u32)],
    ) -> u32 {
        let Outgoing { head: project, mut payloads } = project;
        payloads.extend(suggestions.iter().map(|(_, found, _)| {
            let words = Uint32Array::from(pack(found).as_slice());
            Uint8Array::new(&words.buffer()).into()
        }));
        let suggestions = suggestions.iter().map(|(doc, _, count)| (*doc, *count)).collect();
        self.send("", RequestBody::Export { format, suggestions, is_preview, project }, payloads)
    }

    /// Suggests annotations for a text. Answers some [`ResponseBody::Batch`], each with [`Payload::Suggestions`], and
    /// [`ResponseBody::Finished`]. A `language` that is not English finds nothing and says so; without one the text is
    /// looked at.
    pub fn extract(&self, doc: &str, text: &str, dct: Option<&str>, language: Option<&str>, terms: Terms) -> u32 {
        let (dct, language) = (dct.map(str::to_owned), language.map(str::to_owned));
        let Terms { coreference, fates, is_learning } = terms;
        let body = RequestBody::Extract { dct, language, coreference, fates, is_learning };
        self.send(doc, body, vec![Uint8Array::from(text.as_bytes()).into()])
    }

    /// Learns from what was decided in a set; what is being learned is given up for it. Answers some [`ResponseBody::Learning`], and
    /// [`ResponseBody::Learned`].
    pub fn learn(&self, set: SetId, terms: Terms, project: Outgoing) -> u32 {
        let Terms { coreference, fates, .. } = terms;
        self.send("", RequestBody::Learn { set, coreference, fates, project: project.head }, project.payloads)
    }

    /// Has a schema read that is ready to be used. Answers [`ResponseBody::Native`].
    pub fn ready(&self, file: &str) -> u32 {
        self.send("", RequestBody::Ready { file: file.to_owned() }, Vec::new())
    }

    /// Counts how often entries of the schema are used. Answers [`ResponseBody::Uses`].
    pub fn uses(&self, project: Outgoing) -> u32 {
        self.send("", RequestBody::Uses { project: project.head }, project.payloads)
    }

    /// Asks what a change of the schema would do. Answers [`ResponseBody::Considered`] with [`Payload::Text`]: its
    /// transaction, a line.
    pub fn consider(&self, change: SchemaChange, project: Outgoing) -> u32 {
        self.send("", RequestBody::Consider { change, project: project.head }, project.payloads)
    }

    /// Looks through the documents of a project, or `within` the only one. A search that still runs is given up. Answers some
    /// [`ResponseBody::Found`], each with [`Payload::Hits`], and [`ResponseBody::Searched`].
    pub fn find(&self, query: Query, within: Option<(u32, u32)>, set: SetId, project: Outgoing) -> u32 {
        self.send("", RequestBody::Find { query, within, set, project: project.head }, project.payloads)
    }

    /// Asks whether a text is nearly another one: the documents of the project are the text, then those that it may be a version of.
    /// Answers [`ResponseBody::Near`].
    pub fn near(&self, project: Outgoing) -> u32 {
        self.send("", RequestBody::Near { project: project.head }, project.payloads)
    }

    /// Asks how annotations come over: the documents of the project are the corrected text and the old one. Answers
    /// [`ResponseBody::Imported`] with [`Payload::Import`].
    pub fn carry(&self, project: Outgoing) -> u32 {
        self.send("", RequestBody::Carry { project: project.head }, project.payloads)
    }

    /// Stops an extraction, a search, or the opening of files: [`ResponseBody::Cancelled`] is its last answer, unless it was finished
    /// already.
    pub fn cancel(&self, seq: u32) {
        let Some(doc) = self.0.borrow().open.get(&seq).cloned() else { return };
        let me = self.clone();
        let grace = Timeout::new(GRACE, move || {
            if me.0.borrow().open.contains_key(&seq) {
                me.answer(seq, ResponseBody::Cancelled, Payload::None);
                me.fail("The worker was stopped: ask again.");
            }
        });
        self.0.borrow_mut().grace = Some((seq, grace));
        self.post(Request { seq, doc, body: RequestBody::Cancel { seq } }, Vec::new());
    }

    fn send(&self, doc: &str, body: RequestBody, payloads: Vec<JsValue>) -> u32 {
        let doc = doc.to_owned();
        let seq = {
            let state = &mut *self.0.borrow_mut();
            state.seq += 1;
            state.open.insert(state.seq, doc.clone());
            state.seq
        };
        self.post(Request { seq, doc, body }, payloads);
        seq
    }

    fn post(&self, request: Request, payloads: Vec<JsValue>) {
        let head = serde_json::to_string(&request).expect("a head is strings, lists and numbers");
        let (message, transfer) = (Array::of1(&head.into()), Array::new());
        for payload in payloads {
            message.push(&payload);
            if let Some(bytes) = payload.dyn_ref::<Uint8Array>() {
                transfer.push(&bytes.buffer());
            }
        }
        self.0.borrow_mut().queue.push((message, transfer));
        self.start();
        self.flush();
    }

    /// Starts a worker where there is none, and waits for it.
    fn start(&self) {
        // Weak, so that the worker ends when nobody can ask it any more.
        if self.0.borrow().worker.is_none() {
            let weak = Rc::downgrade(&self.0);
            let started = Running::start(move |event| {
                if let Some(state) = weak.upgrade() {
                    Client(state).hear(event);
                }
            });
            self.0.borrow_mut().worker = started;
        }
        let state = &mut *self.0.borrow_mut();
        if !state.is_ready && state.patience.is_none() {
            let weak = Rc::downgrade(&self.0);
            let patience = if state.worker.is_some() { PATIENCE } else { 0 };
            state.patience = Some(Timeout::new(patience, move || {
                if let Some(state) = weak.upgrade() {
                    state.borrow_mut().patience = None;
                    Client(state).give_up(NOT_LOADED);
                }
            }));
        }
    }

    fn flush(&self) {
        let state = &mut *self.0.borrow_mut();
        if let (Some(worker), true) = (&state.worker, state.is_ready) {
            for (message, transfer) in state.queue.drain(..) {
                worker.post(&message, &transfer);
            }
        }
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Message(message) => match head(&message) {
                Ok(response) if response.body == ResponseBody::Ready => {
                    {
                        let state = &mut *self.0.borrow_mut();
                        (state.is_ready, state.patience) = (true, None);
                    }
                    self.flush();
                }
                Ok(Response { seq, body, .. }) => match Payload::read(&body, &message) {
                    Ok(payload) => self.answer(seq, body, payload),
                    Err(trouble) => self.fail(&trouble),
                },
                Err(garbled) => self.fail(&garbled.to_string()),
            },
            Event::Broken if !self.0.borrow().is_ready => self.fail(NOT_LOADED),
            Event::Broken => self.fail("That stopped because of a fault in Postil. Your work is not touched by it."),
        }
    }

    /// Passes an answer on, unless nobody waits for it any more.
    fn answer(&self, seq: u32, body: ResponseBody, payload: Payload) {
        let (callback, response) = {
            let state = &mut *self.0.borrow_mut();
            let Some(doc) = state.open.get(&seq).cloned() else { return };
            if body.is_last() {
                state.open.remove(&seq);
                state.grace.take_if(|(of, _)| *of == seq);
            }
            (state.on_response.clone(), Response { seq, doc, body })
        };
        callback.emit((response, payload));
    }

    /// Ends the worker with all that it remembers, unless somebody waits for it; says whether it did. The next request starts
    /// another one.
    pub fn forget(&self) -> bool {
        let state = &mut *self.0.borrow_mut();
        if !state.open.is_empty() {
            return false;
        }
        (state.worker, state.is_ready, state.patience, state.grace) = (None, false, None, None);
        true
    }

    /// Ends the worker; the next request starts another one.
    fn fail(&self, message: &str) {
        {
            let state = &mut *self.0.borrow_mut();
            (state.worker, state.is_ready) = (None, false);
            (state.patience, state.grace) = (None, None);
        }
        self.give_up(message);
    }

    /// Tells everybody who waits. Nothing is sent again: what broke one worker would break the next.
    fn give_up(&self, message: &str) {
        let open: Vec<u32> = {
            let state = &mut *self.0.borrow_mut();
            state.queue.clear();
            state.open.keys().copied().collect()
        };
        for seq in open {
            self.answer(seq, ResponseBody::Failed { message: message.to_owned() }, Payload::None);
        }
    }
}

fn head(message: &Array) -> Result<Response, Garbled> {
    let head = message.get(0).as_string().unwrap_or_default();
    serde_json::from_str(&head).map_err(|_| Garbled::new("an answer"))
}

const NOT_LOADED: &str = "Part of Postil that reads and writes files could not be loaded: there are no suggestions, only \
    texts in UTF-8 can be opened, and nothing can be exported. Tagging and saving work. Check the connection and load \
    the page again.";
