//! The worker's side of the messages. Between two batches the event loop has its turn, so that a cancellation or
//! a file is heard within one batch.

use crate::{Job, Reply, answer};
use js_sys::{Array, Uint8Array, Uint32Array};
use postil_project::messages::{Request, RequestBody, Response, ResponseBody};
use std::cell::RefCell;
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
    /// What is being worked on, for the panic message.
    static CURRENT: RefCell<Option<Head>> = const { RefCell::new(None) };
    /// A message to the other end of this port makes the next step.
    static TURN: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
}

/// SHA-256 over everything that extraction finds in a fixed text: the same natively and here.
#[wasm_bindgen]
pub fn engine_digest() -> String {
    postil_extract::digest()
}

/// Begins to listen.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        // What was held when it broke stays broken: the page ends this worker and starts another one.
        let head = CURRENT.try_with(|current| current.try_borrow().ok().and_then(|head| head.clone()));
        if let Ok(Some(head)) = head {
            let message =
                format!("Reading stopped because of a fault in Postil ({panic}). Your work is not touched by it.");
            tell(head, ResponseBody::Failed { message }, None);
        }
    }));
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(&event.data().unchecked_into()));
    scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    tell(Head { seq: 0, doc: String::new(), revision: 0 }, ResponseBody::Ready, None);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn hear(message: &Array) {
    let request = Request::from_json(&message.get(0).as_string().unwrap_or_default());
    let Request { seq, doc, revision, body } = match request {
        Ok(request) => request,
        Err(garbled) => panic!("{garbled}"),
    };
    let head = Head { seq, doc, revision };
    let bytes = || message.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    match body {
        RequestBody::Decode { encoding, .. } => {
            let reply = working(&head, || answer(bytes(), encoding.as_deref()));
            reply_to(head, reply);
        }
        RequestBody::Extract { dct, language } => {
            let job = working(&head, || {
                let text = String::from_utf8(bytes()).map_err(|_| "The text was damaged on its way: ask again.")?;
                Job::new(text, dct.as_deref(), language.as_deref())
            });
            match job {
                Ok(job) => {
                    // The newest first: it is what the person looks at now.
                    JOBS.with_borrow_mut(|jobs| jobs.push((head, job)));
                    next_turn();
                }
                Err(message) => tell(head, ResponseBody::Failed { message }, None),
            }
        }
        RequestBody::Cancel { seq } => {
            let cancelled = JOBS.with_borrow_mut(|jobs| {
                let at = jobs.iter().position(|(head, _)| head.seq == seq)?;
                Some(jobs.remove(at))
            });
            if let Some((head, _)) = cancelled {
                tell(head, ResponseBody::Cancelled, None);
            }
        }
    }
}

/// One batch of the newest job. One turn is asked for with each job, and each turn that leaves its job asks for the
/// next: so there are never fewer turns than jobs, and those without a job do nothing.
fn step() {
    let Some((head, mut job)) = JOBS.with_borrow_mut(Vec::pop) else { return };
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
        Reply::Plain(body) => tell(head, body, None),
        Reply::Text(body, text) => {
            let bytes = Uint8Array::from(text.as_bytes());
            let buffer = bytes.buffer();
            tell(head, body, Some((bytes.into(), buffer.into())));
        }
        Reply::Found(body, suggestions) => {
            let words = Uint32Array::from(suggestions.pack().as_slice());
            let buffer = words.buffer();
            tell(head, body, Some((words.into(), buffer.into())));
        }
    }
}

/// Sends an answer; a payload, and its buffer, move to the page.
fn tell(head: Head, body: ResponseBody, payload: Option<(JsValue, JsValue)>) {
    let Head { seq, doc, revision } = head;
    let message = Array::of1(&Response { seq, doc, revision, body }.to_json().into());
    let transfer = Array::new();
    if let Some((payload, buffer)) = payload {
        message.push(&payload);
        transfer.push(&buffer);
    }
    scope().post_message_with_transfer(&message, &transfer).expect("each payload is made for its message");
}
