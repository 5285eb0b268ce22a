//! The worker's side of the messages. Between two batches the event loop has its turn, so that a cancellation or
//! a file is heard within one batch.

use crate::model::{self, State};
use crate::samples::sample;
use crate::{Files, Job, Project, Reply, export};
use js_sys::{Array, ArrayBuffer, Uint8Array, Uint32Array};
use postil_core::DocId;
use postil_project::messages::{
    Format, Garbled, ProjectHead, Request, RequestBody, Response, ResponseBody, Suggestion, Suggestions,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// What an answer repeats of its request.
#[derive(Clone)]
struct Head {
    seq: u32,
    doc: String,
    revision: u32,
}

thread_local! {
    /// Texts being read; the last one first.
    static JOBS: RefCell<Vec<(Head, Job)>> = const { RefCell::new(Vec::new()) };
    /// Files that wait for a decision.
    static FILES: RefCell<Files> = RefCell::default();
    /// What is being worked on, for the panic message.
    static CURRENT: RefCell<Option<Head>> = const { RefCell::new(None) };
    /// A message to the other end of this port makes the next step.
    static TURN: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
    /// Whether the dictionaries were read, which takes as long as reading a long text.
    static IS_WARM: Cell<bool> = const { Cell::new(false) };
}

/// SHA-256 over everything that extraction finds in a fixed text, by rules and with a model: the same natively and here.
#[wasm_bindgen]
pub fn engine_digest(model: &[u8]) -> String {
    let model = postil_extract::Model::read(model).expect("a model of the release");
    format!("{} {}", postil_extract::digest(), postil_extract::digest_with(&model.into()))
}

/// Begins to listen.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        // What was held when it broke stays broken: the page ends this worker and starts another one.
        let head = CURRENT.try_with(|current| current.try_borrow().ok().and_then(|head| head.clone()));
        if let Ok(Some(head)) = head {
            let message =
                format!("That stopped because of a fault in Postil ({panic}). Your work is not touched by it.");
            tell(head, ResponseBody::Failed { message }, Vec::new());
        }
    }));
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event.data().unchecked_into()));
    scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    tell(Head { seq: 0, doc: String::new(), revision: 0 }, ResponseBody::Ready, Vec::new());
    next_turn();
    wasm_bindgen_futures::spawn_local(model::load(|| {
        // Those who wait for it: one turn each, as if they had just come.
        let waiting = JOBS.with_borrow(|jobs| jobs.iter().filter(|(_, job)| job.wants_model()).count());
        (0..waiting).for_each(|_| next_turn());
    }));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// What comes after the head of a request.
struct Payloads(Array);

impl Payloads {
    fn bytes(&self, index: usize) -> Vec<u8> {
        self.0.get(index as u32 + 1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default()
    }

    fn text(&self, index: usize) -> Result<String, String> {
        String::from_utf8(self.bytes(index)).map_err(|_| "The text was damaged on its way: try again.".to_owned())
    }

    /// The log first, then the texts.
    fn project(&self, head: ProjectHead) -> Result<Project, String> {
        let texts = (0..head.texts.len()).map(|i| self.text(i + 1)).collect::<Result<_, _>>()?;
        Project::new(head, &self.text(0)?, texts)
    }

    /// After the project.
    fn suggestions(&self, docs: Vec<DocId>, first: usize) -> Result<BTreeMap<DocId, Vec<Suggestion>>, String> {
        let unpacked = docs.into_iter().enumerate().map(|(i, doc)| {
            let bytes: Uint8Array = self.0.get((first + i) as u32 + 1).unchecked_into();
            let words = Uint32Array::new(&bytes.buffer()).to_vec();
            let Suggestions { spans, .. } = Suggestions::unpack(&words).map_err(|garbled| garbled.to_string())?;
            Ok((doc, spans))
        });
        unpacked.collect()
    }
}

fn hear(message: &Array) {
    let Request { seq, doc, revision, body } = match serde_wasm_bindgen::from_value(message.get(0)) {
        Ok(request) => request,
        Err(_) => panic!("{}", Garbled::new("a request")),
    };
    let head = Head { seq, doc, revision };
    let payloads = Payloads(message.clone());
    match body {
        RequestBody::Decode { name, encoding } => {
            let open = |files: &mut Files| files.open(seq, &name, payloads.bytes(0), encoding.as_deref());
            answer(head, || Ok(FILES.with_borrow_mut(open)));
        }
        RequestBody::Sample { file } => answer(head, || {
            let sample =
                sample(&file).ok_or_else(|| format!("There is no sample called {file}: load the page again."))?;
            Ok(FILES.with_borrow_mut(|files| files.open(seq, &file, sample.into(), Some("utf-8"))))
        }),
        RequestBody::Read { file, project } => answer(head, || {
            let project = payloads.project(project)?;
            Ok(Reply::Plain(FILES.with_borrow_mut(|files| files.read(file, &project))))
        }),
        RequestBody::Import { file, is_copy, project } => answer(head, || {
            let project = payloads.project(project)?;
            Ok(FILES.with_borrow(|files| files.import(file, is_copy, &project)))
        }),
        RequestBody::Discard { file } => FILES.with_borrow_mut(|files| files.discard(file)),
        RequestBody::Export { format, suggestions, is_preview, project } => {
            answer(head, || write(&payloads, format, suggestions, is_preview, project));
        }
        RequestBody::Extract { dct, language } => {
            let job = working(&head, || Job::new(payloads.text(0)?, dct.as_deref(), language.as_deref()));
            match job {
                Ok(job) => {
                    // The newest first: it is what the person looks at now.
                    JOBS.with_borrow_mut(|jobs| jobs.push((head, job)));
                    next_turn();
                }
                Err(message) => tell(head, ResponseBody::Failed { message }, Vec::new()),
            }
        }
        RequestBody::Cancel { seq } => {
            let cancelled = JOBS.with_borrow_mut(|jobs| {
                let at = jobs.iter().position(|(head, _)| head.seq == seq)?;
                Some(jobs.remove(at))
            });
            if let Some((head, _)) = cancelled {
                tell(head, ResponseBody::Cancelled, Vec::new());
            }
        }
    }
}

fn write(
    payloads: &Payloads, format: Format, suggestions: Vec<DocId>, is_preview: bool, project: ProjectHead,
) -> Result<Reply, String> {
    let suggestions = payloads.suggestions(suggestions, project.texts.len() + 1)?;
    Ok(export(format, &payloads.project(project)?, suggestions, is_preview))
}

/// Does what can be done at once, and says what came of it.
fn answer(head: Head, work: impl FnOnce() -> Result<Reply, String>) {
    match working(&head, work) {
        Ok(reply) => reply_to(head, reply),
        Err(message) => tell(head, ResponseBody::Failed { message }, Vec::new()),
    }
}

/// One batch of the newest job. One turn is asked for with each job, and each turn that leaves its job asks for the
/// next: so there are never fewer turns than jobs, and those without a job end.
fn step() {
    let Some((head, mut job)) = JOBS.with_borrow_mut(Vec::pop) else {
        if !IS_WARM.replace(true) {
            // Nobody waits: better now than when somebody does.
            postil_extract::extract("Ready.", postil_extract::Settings::default());
        }
        return;
    };
    if job.wants_model() {
        let model = match model::state() {
            State::Ready(model) => Ok(model),
            State::Missing(why) => Err(why),
            State::Loading(done) => {
                // The next turn comes with more of the model.
                tell(head.clone(), ResponseBody::Loading { done, total: model::FILE_BYTES as u32 }, Vec::new());
                return JOBS.with_borrow_mut(|jobs| jobs.insert(0, (head, job)));
            }
        };
        working(&head, || job.begin(model));
    }
    let reply = working(&head, || job.step(scope().performance().map_or(0.0, |clock| clock.now())));
    let is_over = matches!(&reply, Some(Reply::Plain(body)) if body.is_last());
    if let Some(reply) = reply {
        reply_to(head.clone(), reply);
    }
    if !is_over {
        JOBS.with_borrow_mut(|jobs| jobs.push((head, job)));
        next_turn();
    }
}

/// Asks for a step after whatever waits already. Not `setTimeout`, which browsers slow down to one in 4 ms.
fn next_turn() {
    TURN.with_borrow_mut(|turn| {
        let port = turn.get_or_insert_with(|| {
            let channel = MessageChannel::new().expect("every worker has message channels");
            let on_turn = Closure::<dyn FnMut()>::new(step);
            channel.port1().set_onmessage(Some(on_turn.into_js_value().unchecked_ref()));
            channel.port2()
        });
        port.post_message(&JsValue::NULL).expect("null can be sent");
    });
}

fn working<T>(head: &Head, work: impl FnOnce() -> T) -> T {
    CURRENT.set(Some(head.clone()));
    let done = work();
    CURRENT.set(None);
    done
}

fn reply_to(head: Head, reply: Reply) {
    match reply {
        Reply::Plain(body) => tell(head, body, Vec::new()),
        Reply::Bytes(body, payloads) => {
            let payload = |bytes: Vec<u8>| {
                let bytes = Uint8Array::from(bytes.as_slice());
                let buffer = bytes.buffer();
                (bytes.into(), buffer)
            };
            tell(head, body, payloads.into_iter().map(payload).collect());
        }
        Reply::Found(body, suggestions) => {
            let words = Uint32Array::from(suggestions.pack().as_slice());
            let buffer = words.buffer();
            tell(head, body, vec![(words.into(), buffer)]);
        }
    }
}

/// Sends an answer; payloads, and their buffers, move to the page.
fn tell(head: Head, body: ResponseBody, payloads: Vec<(JsValue, ArrayBuffer)>) {
    let Head { seq, doc, revision } = head;
    let response = Response { seq, doc, revision, body };
    let value = serde_wasm_bindgen::to_value(&response).expect("a head is strings, lists and small numbers");
    let (message, transfer) = (Array::of1(&value), Array::new());
    for (payload, buffer) in payloads {
        message.push(&payload);
        transfer.push(&buffer);
    }
    scope().post_message_with_transfer(&message, &transfer).expect("each payload is made for its message");
}
