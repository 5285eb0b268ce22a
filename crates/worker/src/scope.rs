//! The worker's side of the messages. Between two batches the event loop has its turn, so that a cancellation or
//! a file is heard within one batch.

use crate::foreign::{Answer, Ask, client};
use crate::model::{self, State};
use crate::opening::{self, Wanted};
use crate::page;
use crate::replica::{self, Trouble};
use crate::samples::sample;
use crate::school::{School, Terms};
use crate::wire::{self, Payloads, scope};
use crate::{Files, Job, Project, Reply, carry, export, finding, job, learning, schema, versions};
use js_sys::{Array, ArrayBuffer, Uint32Array};
use postil_messages::{Format, Garbled, ProjectHead, Request, RequestBody, Response, ResponseBody};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

/// What an answer repeats of its request.
#[derive(Clone)]
pub struct Head {
    pub seq: u32,
    pub doc: String,
}

thread_local! {
    /// Texts being read; the last one first.
    static JOBS: RefCell<Vec<(Head, Job)>> = const { RefCell::new(Vec::new()) };
    /// Files that wait for a decision.
    static FILES: RefCell<Files> = RefCell::default();
    /// What was learned.
    static SCHOOL: RefCell<School> = RefCell::default();
    /// What is being worked on, for the panic message.
    static CURRENT: RefCell<Option<Head>> = const { RefCell::new(None) };
    /// A message to the other end of this port makes the next step.
    static TURN: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
    /// Whether the dictionaries were read, which takes as long as reading a long text.
    static IS_WARM: Cell<bool> = const { Cell::new(false) };
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
    tell(Head { seq: 0, doc: String::new() }, ResponseBody::Ready, Vec::new());
    next_turn();
    spawn_local(model::load(|| {
        // Those who wait for it: one turn each, as if they had just come.
        let waiting = JOBS.with_borrow(|jobs| jobs.iter().filter(|(_, job)| job.wants_model()).count());
        (0..waiting).for_each(|_| next_turn());
    }));
}

fn hear(message: &Array) {
    let Some(Request { seq, doc, body }) = wire::from_json(message) else {
        panic!("{}", Garbled::new("a request"));
    };
    let head = Head { seq, doc };
    let payloads = Payloads(message.clone());
    match body {
        RequestBody::Open { names, encoding, are_texts, unit } => {
            let files = (0..payloads.len()).map(|i| payloads.get(i)).collect();
            spawn_local(opening::open(head, Wanted { names, files, encoding, are_texts, unit }));
        }
        RequestBody::Encodings => spawn_local(opening::encodings(head, payloads.get(0))),
        RequestBody::Snapshot => spawn_local(async move {
            // Only a matter of speed at the next start: a failure changes nothing.
            let _ = replica::keep_snapshot().await;
            tell(head, ResponseBody::Done, Vec::new());
        }),
        RequestBody::Sample { file } => answer(head, || {
            let sample =
                sample(&file).ok_or_else(|| format!("There is no sample called {file}: load the page again."))?;
            Ok(FILES.with_borrow_mut(|files| files.open(0, &file, sample.into(), Some("utf-8"))))
        }),
        RequestBody::Ready { file } => {
            answer(head, || Ok(Reply::Plain(FILES.with_borrow_mut(|files| files.ready(&file)))))
        }
        RequestBody::Read { file, meetings, project } => with_project(head, project, payloads, move |project, _| {
            Ok(Reply::Plain(FILES.with_borrow_mut(|files| files.read(file, &meetings, project))))
        }),
        RequestBody::Import { file, is_copy, meetings, project } => {
            with_project(head, project, payloads, move |project, _| {
                Ok(FILES.with_borrow(|files| files.import(file, is_copy, &meetings, project)))
            })
        }
        RequestBody::Discard { file } => FILES.with_borrow_mut(|files| files.discard(file)),
        RequestBody::Export { format: Format::Foreign { id: format, choices }, is_preview, project, .. } => {
            spawn_local(ask(head, Ask::Write { format, choices, is_preview, project }, payloads));
        }
        RequestBody::Export { format: Format::Page, is_preview: false, project, .. } => {
            spawn_local(page::export(head, project, payloads));
        }
        RequestBody::Export { format, suggestions, is_preview, project } => {
            // Behind the steps and the texts that came along.
            let first = project.given.len() + 1;
            with_project(head, project, payloads, move |project, payloads| {
                let suggestions = payloads.suggestions(suggestions, first)?;
                Ok(export(format, project, suggestions, is_preview))
            });
        }
        RequestBody::Formats { choices, project } => {
            spawn_local(ask(head, Ask::List { choices, project }, payloads));
        }
        RequestBody::Extract { dct, language, coreference, fates, is_learning } => {
            let job = working(&head, || {
                let doc = head.doc.parse().map_err(|_| "There is no such document: load the page again.".to_owned())?;
                let terms = Terms::new(fates, coreference);
                Job::new(payloads.text(0)?, job::Wanted { doc, dct, language, terms, is_learning })
            });
            match job {
                Ok(job) => {
                    // The newest first: it is what the person looks at now.
                    JOBS.with_borrow_mut(|jobs| jobs.push((head, job)));
                    next_turn();
                }
                Err(message) => tell(head, ResponseBody::Failed { message }, Vec::new()),
            }
        }
        RequestBody::Learn { set, coreference, fates, project } => {
            let terms = Terms::new(fates, coreference);
            spawn_local(learning::learn(head, learning::Wanted { set, terms, project }, payloads));
        }
        RequestBody::Uses { project } => {
            with_project(head, project, payloads, |project, _| Ok(Reply::Plain(schema::uses(project))));
        }
        RequestBody::Consider { change, project } => {
            with_project(head, project, payloads, move |project, _| Ok(schema::consider(&change, project)));
        }
        RequestBody::Find { query, within, set, project } => {
            spawn_local(finding::find(head, finding::Wanted { query, within, set, project }, payloads));
        }
        RequestBody::Near { project } => spawn_local(versions::near(head, project, payloads)),
        RequestBody::Carry { project } => with_project(head, project, payloads, |project, _| Ok(carry(project))),
        RequestBody::Cancel { seq } => {
            let cancelled = JOBS.with_borrow_mut(|jobs| {
                let at = jobs.iter().position(|(head, _)| head.seq == seq)?;
                Some(jobs.remove(at))
            });
            if cancelled.is_some() || opening::cancel(seq) || finding::cancel(seq) || learning::cancel(seq) {
                tell(Head { seq, ..head }, ResponseBody::Cancelled, Vec::new());
            }
        }
    }
}

/// Does something with the project that a request means, once the replica is as far as the page.
pub fn with_project(
    head: Head, project: ProjectHead, payloads: Payloads,
    work: impl FnOnce(&Project, &Payloads) -> Result<Reply, String> + 'static,
) {
    spawn_local(async move {
        match replica::project(&project, &payloads).await {
            Ok(project) => answer(head, || work(&project, &payloads)),
            Err(Trouble::Behind) => tell(head, ResponseBody::Behind, Vec::new()),
            Err(Trouble::Failed(message)) => tell(head, ResponseBody::Failed { message }, Vec::new()),
        }
    });
}

/// Passes a request on to the module of formats, and its answer back.
async fn ask(head: Head, ask: Ask, payloads: Payloads) {
    let moved = (0..payloads.len()).map(|i| wire::payload(&payloads.bytes(i))).collect();
    match client::ask(ask, moved, |_, _, _| ()).await {
        Ok((Answer::Written { bytes, ending, losses, left_out, first }, payloads)) => {
            let body = ResponseBody::Exported { bytes, left_out, first, ending: Some(ending), losses };
            reply_to(head, Reply::Bytes(body, vec![payloads.bytes(0)]));
        }
        Ok((Answer::Listed { groups }, _)) => tell(head, ResponseBody::Formats { groups }, Vec::new()),
        Ok((Answer::Behind, _)) => tell(head, ResponseBody::Behind, Vec::new()),
        Ok(_) => tell(head, ResponseBody::Failed { message: "Try again.".to_owned() }, Vec::new()),
        Err(message) => tell(head, ResponseBody::Failed { message }, Vec::new()),
    }
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
        working(&head, || with_school(|school| job.begin(model, school)));
    }
    let reply = working(&head, || with_school(|school| job.step(wire::clock(), school)));
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

pub fn working<T>(head: &Head, work: impl FnOnce() -> T) -> T {
    CURRENT.set(Some(head.clone()));
    let done = work();
    CURRENT.set(None);
    done
}

pub fn reply_to(head: Head, reply: Reply) {
    match reply {
        Reply::Plain(body) => tell(head, body, Vec::new()),
        Reply::Bytes(body, payloads) => {
            tell(head, body, payloads.iter().map(|bytes| wire::payload(bytes)).collect());
        }
        Reply::Found(body, suggestions) => {
            let words = Uint32Array::from(postil_messages::pack(&suggestions).as_slice());
            let buffer = words.buffer();
            tell(head, body, vec![(words.into(), buffer)]);
        }
    }
}

/// Sends an answer; payloads, and their buffers, move to the page.
pub fn tell(head: Head, body: ResponseBody, payloads: Vec<(JsValue, ArrayBuffer)>) {
    let Head { seq, doc } = head;
    wire::send(&wire::to_json(&Response { seq, doc, body }), payloads);
}

/// Calls with the annotations that wait for a decision.
pub fn with_files<T>(work: impl FnOnce(&mut Files) -> T) -> T {
    FILES.with_borrow_mut(work)
}

/// Calls with what was learned.
pub fn with_school<T>(work: impl FnOnce(&mut School) -> T) -> T {
    SCHOOL.with_borrow_mut(work)
}
