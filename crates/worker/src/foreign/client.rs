//! The worker's side: it starts the module when somebody needs it, and asks.

use super::{Answer, Ask};
use crate::wire::{self, Payloads};
use js_sys::{Array, ArrayBuffer, Function, Promise};
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker};

/// The script that Trunk writes for the module's link in `index.html`, beside this worker's.
const SCRIPT: &str = "./formats_loader.js";

const NOT_LOADED: &str = "The part of Postil that knows the formats of other programs could not be loaded. Check the \
    connection and try again.";
const STOPPED: &str = "It was stopped.";

thread_local! {
    static MODULE: RefCell<Option<Module>> = const { RefCell::new(None) };
}

/// Ends with the last of what it holds.
struct Module {
    worker: Worker,
    /// Whether it listens.
    is_ready: bool,
    /// Messages for when it does, with what they transfer.
    queue: Vec<(Array, Array)>,
    /// Those who wait, in the order of their requests, which is that of the answers.
    waiting: VecDeque<Waiting>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

struct Waiting {
    on_progress: Box<dyn Fn(u32, u32, String)>,
    resolve: Function,
}

impl Drop for Module {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Asks the module, which is started where it does not run. `on_progress` hears how far it is: files read, files in all,
/// and the one whose turn it is.
///
/// # Errors
/// In a sentence: it could not be loaded, it broke, it was stopped, or it says so.
pub async fn ask(
    ask: Ask, payloads: Vec<(JsValue, ArrayBuffer)>, on_progress: impl Fn(u32, u32, String) + 'static,
) -> Result<(Answer, Payloads), String> {
    let mut resolve_with = None;
    let answer = Promise::new(&mut |resolve, _| resolve_with = Some(resolve));
    let resolve = resolve_with.expect("it is called at once");
    MODULE.with_borrow_mut(|module| {
        if module.is_none() {
            *module = Some(start().ok_or(NOT_LOADED)?);
        }
        if let Some(module) = module {
            module.waiting.push_back(Waiting { on_progress: Box::new(on_progress), resolve });
            module.queue.push(wire::message(&wire::to_value(&ask), payloads));
            module.flush();
        }
        Ok::<(), String>(())
    })?;
    // It is never rejected.
    let message: Array = JsFuture::from(answer).await.unwrap_or_default().unchecked_into();
    match wire::from_value(&message) {
        Some(Answer::Failed { message }) => Err(message),
        Some(answer) => Ok((answer, Payloads(message))),
        None => Err(NOT_LOADED.to_owned()),
    }
}

/// Ends the module, with all that it holds; who waits is told.
pub fn stop() {
    fail(STOPPED);
}

/// Ends it unless somebody waits.
pub fn rest() {
    if MODULE.with_borrow(|module| module.as_ref().is_some_and(|module| module.waiting.is_empty())) {
        MODULE.take();
    }
}

fn start() -> Option<Module> {
    let worker = Worker::new(SCRIPT).ok()?;
    let on_message = Closure::new(|event: MessageEvent| hear(event.data().unchecked_into()));
    let on_error = Closure::new(|event: Event| {
        // It is told to the person; the console would call it uncaught.
        event.prevent_default();
        fail(NOT_LOADED);
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let (queue, waiting) = (Vec::new(), VecDeque::new());
    Some(Module { worker, is_ready: false, queue, waiting, _on_message: on_message, _on_error: on_error })
}

impl Module {
    fn flush(&mut self) {
        if self.is_ready {
            for (message, transfer) in self.queue.drain(..) {
                let posted = self.worker.post_message_with_transfer(&message, &transfer);
                debug_assert!(posted.is_ok(), "a payload was sent twice");
            }
        }
    }
}

fn hear(message: Array) {
    match wire::from_value(&message) {
        Some(Answer::Ready) => MODULE.with_borrow_mut(|module| {
            if let Some(module) = module {
                module.is_ready = true;
                module.flush();
            }
        }),
        Some(Answer::Reading { done, total, name }) => MODULE.with_borrow(|module| {
            if let Some(waiting) = module.as_ref().and_then(|module| module.waiting.front()) {
                (waiting.on_progress)(done, total, name);
            }
        }),
        _ => {
            let waiting = MODULE.with_borrow_mut(|module| module.as_mut()?.waiting.pop_front());
            if let Some(Waiting { resolve, .. }) = waiting {
                drop(resolve.call1(&JsValue::NULL, &message));
            }
        }
    }
}

fn fail(why: &str) {
    let Some(mut module) = MODULE.take() else { return };
    let (message, _) = wire::message(&wire::to_value(&Answer::Failed { message: why.to_owned() }), Vec::new());
    for Waiting { resolve, .. } in module.waiting.drain(..) {
        drop(resolve.call1(&JsValue::NULL, &message));
    }
}
