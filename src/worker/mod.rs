//! The page's end of the worker: files are decoded and texts are read there, never on the main thread.
//!
//! [`Client`] starts the worker, numbers requests and hands answers to one callback. Whatever happens to the worker,
//! each request gets its one last answer ([`ResponseBody::is_last`]): a worker that cannot be loaded or that breaks
//! answers [`ResponseBody::Failed`] through the client, and the next request starts a new one.

mod running;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array, Uint32Array};
use postil_project::messages::{Request, RequestBody, Response, ResponseBody, Suggestions};
use running::{Event, Running};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

/// What comes beside a [`Response`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Payload {
    #[default]
    None,
    /// With [`ResponseBody::Decoded`]: the file's text.
    Text(Arc<str>),
    /// With [`ResponseBody::Batch`].
    Suggestions(Suggestions),
}

/// A worker that has not said a word after this many milliseconds will not: part of it was not loaded.
const PATIENCE: u32 = 30_000;
/// A worker that does not stop when asked is ended after this many milliseconds. A batch takes a few.
const GRACE: u32 = 3_000;

/// Asks the worker. Cheap to clone; all clones are the same worker, which ends with the last of them.
#[derive(Clone)]
pub struct Client(Rc<RefCell<State>>);

struct State {
    on_response: Callback<(Response, Payload)>,
    /// Of the last request.
    seq: u32,
    /// Requests without their last answer: document and revision.
    open: BTreeMap<u32, (String, u32)>,
    worker: Option<Running>,
    /// Messages for a worker that does not listen yet, with what they transfer.
    queue: Vec<(Array, Array)>,
    /// Runs until the worker is ready.
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
            open: BTreeMap::new(),
            worker: None,
            queue: Vec::new(),
            patience: None,
            grace: None,
        })));
        client.start();
        client
    }

    /// Reads a file, in `encoding` where a person chose one. Answers [`ResponseBody::Decoded`] with [`Payload::Text`],
    /// or [`ResponseBody::Undecodable`]. The bytes are copied: keep them, or the file, for asking again with an
    /// encoding.
    pub fn decode(&self, name: &str, bytes: &Uint8Array, encoding: Option<&str>) -> u32 {
        let body = RequestBody::Decode { name: name.to_owned(), encoding: encoding.map(str::to_owned) };
        let copy = bytes.slice(0, bytes.length());
        self.send("", 0, body, Some(copy))
    }

    /// Suggests annotations for a text. Answers some [`ResponseBody::Batch`], each with [`Payload::Suggestions`], and
    /// [`ResponseBody::Finished`]. A `language` that is not English finds nothing and says so; without one the text is
    /// looked at.
    pub fn extract(&self, doc: &str, revision: u32, text: &str, dct: Option<&str>, language: Option<&str>) -> u32 {
        let body = RequestBody::Extract { dct: dct.map(str::to_owned), language: language.map(str::to_owned) };
        self.send(doc, revision, body, Some(Uint8Array::from(text.as_bytes())))
    }

    /// Stops an extraction: [`ResponseBody::Cancelled`] is its last answer, unless it was finished already. A file is
    /// decoded in one go and cannot be stopped.
    pub fn cancel(&self, seq: u32) {
        let Some((doc, revision)) = self.0.borrow().open.get(&seq).cloned() else { return };
        let me = self.clone();
        let grace = Timeout::new(GRACE, move || {
            if me.0.borrow().open.contains_key(&seq) {
                me.answer(seq, ResponseBody::Cancelled, Payload::None);
                me.fail("The worker was stopped: ask again.");
            }
        });
        self.0.borrow_mut().grace = Some((seq, grace));
        self.post(Request { seq, doc, revision, body: RequestBody::Cancel { seq } }, None);
    }

    fn send(&self, doc: &str, revision: u32, body: RequestBody, payload: Option<Uint8Array>) -> u32 {
        let doc = doc.to_owned();
        let seq = {
            let state = &mut *self.0.borrow_mut();
            state.seq += 1;
            state.open.insert(state.seq, (doc.clone(), revision));
            state.seq
        };
        self.post(Request { seq, doc, revision, body }, payload);
        seq
    }

    fn post(&self, request: Request, payload: Option<Uint8Array>) {
        let message = Array::of1(&JsValue::from(request.to_json()));
        let transfer = Array::new();
        if let Some(payload) = payload {
            message.push(&payload);
            transfer.push(&payload.buffer());
        }
        self.0.borrow_mut().queue.push((message, transfer));
        self.start();
        self.flush();
    }

    /// Starts a worker where there is none.
    fn start(&self) {
        if self.0.borrow().worker.is_some() {
            return;
        }
        // Weak, so that the worker ends when nobody can ask it any more.
        let weak = Rc::downgrade(&self.0);
        let started = Running::start(move |event| {
            if let Some(state) = weak.upgrade() {
                Client(state).hear(event);
            }
        });
        let weak = Rc::downgrade(&self.0);
        let patience = Timeout::new(if started.is_some() { PATIENCE } else { 0 }, move || {
            if let Some(state) = weak.upgrade() {
                Client(state).fail(NOT_LOADED);
            }
        });
        let state = &mut *self.0.borrow_mut();
        state.worker = started;
        state.patience = Some(patience);
    }

    fn flush(&self) {
        let state = &mut *self.0.borrow_mut();
        if let (Some(worker), None) = (&state.worker, &state.patience) {
            for (message, transfer) in state.queue.drain(..) {
                worker.post(&message, &transfer);
            }
        }
    }

    fn hear(&self, event: Event) {
        match event {
            Event::Message(head, payload) => match Response::from_json(&head) {
                Ok(response) if response.body == ResponseBody::Ready => {
                    self.0.borrow_mut().patience = None;
                    self.flush();
                }
                Ok(Response { seq, body, .. }) => match read(&body, payload) {
                    Ok(payload) => self.answer(seq, body, payload),
                    Err(message) => self.fail(&message),
                },
                Err(garbled) => self.fail(&garbled.to_string()),
            },
            Event::Broken if self.0.borrow().patience.is_some() => self.fail(NOT_LOADED),
            Event::Broken => self.fail("Reading stopped because of a fault in Postil. Your work is not touched by it."),
        }
    }

    /// Passes an answer on, unless nobody waits for it any more.
    fn answer(&self, seq: u32, body: ResponseBody, payload: Payload) {
        let (callback, response) = {
            let state = &mut *self.0.borrow_mut();
            let Some((doc, revision)) = state.open.get(&seq).cloned() else { return };
            if body.is_last() {
                state.open.remove(&seq);
                state.grace.take_if(|(of, _)| *of == seq);
            }
            (state.on_response.clone(), Response { seq, doc, revision, body })
        };
        callback.emit((response, payload));
    }

    /// Ends the worker and tells everybody who waits. Nothing is sent again: what broke one worker would break the
    /// next.
    fn fail(&self, message: &str) {
        let open: Vec<u32> = {
            let state = &mut *self.0.borrow_mut();
            state.worker = None;
            state.patience = None;
            state.grace = None;
            state.queue.clear();
            state.open.keys().copied().collect()
        };
        for seq in open {
            self.answer(seq, ResponseBody::Failed { message: message.to_owned() }, Payload::None);
        }
    }
}

const NOT_LOADED: &str = "Part of Postil that reads texts could not be loaded: there are no suggestions, and only files in \
    UTF-8 can be opened. Tagging works. Check the connection and load the page again.";

fn read(body: &ResponseBody, payload: JsValue) -> Result<Payload, String> {
    match body {
        ResponseBody::Decoded { .. } => {
            let bytes = payload.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
            let text = String::from_utf8(bytes).map_err(|_| "The text was damaged on its way: open the file again.")?;
            Ok(Payload::Text(text.into()))
        }
        ResponseBody::Batch { .. } => {
            let words = payload.dyn_into::<Uint32Array>().map(|words| words.to_vec()).unwrap_or_default();
            Suggestions::unpack(&words).map(Payload::Suggestions).map_err(|garbled| garbled.to_string())
        }
        _ => Ok(Payload::None),
    }
}
