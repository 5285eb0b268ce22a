//! One worker thread, and what is heard from it.

use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{MessageEvent, Worker};

/// The script that Trunk writes for the worker's link in `index.html`, beside the page.
const SCRIPT: &str = "./worker_loader.js";

pub(super) enum Event {
    /// Head and payloads.
    Message(Array),
    /// The script or its Wasm could not be loaded, or code in it failed.
    Broken,
}

/// A worker; dropping it ends the thread.
pub(super) struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Running {
    /// None where the browser refuses.
    pub(super) fn start(hear: impl Fn(Event) + 'static) -> Option<Self> {
        let worker = Worker::new(SCRIPT).ok()?;
        let hear = Rc::new(hear);
        let heard = Rc::clone(&hear);
        let on_message = Closure::new(move |event: MessageEvent| {
            heard(Event::Message(event.data().unchecked_into()));
        });
        let on_error = Closure::new(move |event: web_sys::Event| {
            // It is told to the person; the console would call it uncaught.
            event.prevent_default();
            hear(Event::Broken);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    pub(super) fn post(&self, message: &Array, transfer: &Array) {
        // It can only fail where a payload was transferred before, and each is made for its message.
        let posted = self.worker.post_message_with_transfer(message, transfer);
        debug_assert!(posted.is_ok(), "a payload was sent twice");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
