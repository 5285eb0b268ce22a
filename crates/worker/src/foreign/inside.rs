//! The module's side: it listens in a worker of its own.

use super::{Answer, Ask, convert};
use crate::replica::{self, Trouble};
use crate::wire::{self, Payloads};
use js_sys::{Array, Function, JsString, Promise};
use std::cell::Cell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessageEvent;

/// Begins to listen.
pub fn start() {
    postil_formats::decompose_with(|c| JsString::from(c.to_string()).normalize("NFD").into());
    std::panic::set_hook(Box::new(|panic| {
        let message = format!("That stopped because of a fault in Postil ({panic}). Your work is not touched by it.");
        tell(&Answer::Failed { message }, Vec::new());
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let ask: Ask = wire::from_value(&message).expect("both sides are of one release");
        // One after the other: answers come in the order of the requests.
        let before = LAST.take();
        let (ended, end) = turn();
        LAST.set(Some(ended));
        spawn_local(async move {
            if let Some(before) = before {
                drop(JsFuture::from(before).await);
            }
            let (answer, payloads) = hear(ask, Payloads(message)).await;
            tell(&answer, payloads);
            drop(end.call0(&JsValue::NULL));
        });
    });
    wire::scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    tell(&Answer::Ready, Vec::new());
}

thread_local! {
    /// Settled when the last request that came was answered.
    static LAST: Cell<Option<Promise>> = const { Cell::new(None) };
}

/// A promise, and what settles it.
fn turn() -> (Promise, Function) {
    let mut settle = None;
    let promise = Promise::new(&mut |resolve, _| settle = Some(resolve));
    (promise, settle.expect("it is called at once"))
}

async fn hear(ask: Ask, payloads: Payloads) -> (Answer, Vec<Vec<u8>>) {
    let project = match &ask {
        Ask::Read { names, encoding, unit } => {
            let files = names.iter().enumerate().map(|(i, name)| (name.clone(), payloads.bytes(i))).collect();
            let said = convert::Said { encoding: encoding.as_deref(), unit: unit.as_deref() };
            return convert::read(files, said, &mut |progress| tell(&progress, Vec::new()));
        }
        Ask::Write { project, .. } | Ask::List { project, .. } => replica::project(project, &payloads).await,
    };
    match (project, ask) {
        (Ok(project), Ask::Write { format, choices, is_preview, .. }) => {
            convert::write(&format, &choices, &project, is_preview)
        }
        (Ok(project), Ask::List { choices, .. }) => (convert::list(&choices, &project), Vec::new()),
        (Ok(_), Ask::Read { .. }) => (Answer::Failed { message: "Try again.".to_owned() }, Vec::new()),
        (Err(Trouble::Behind), _) => (Answer::Behind, Vec::new()),
        (Err(Trouble::Failed(message)), _) => (Answer::Failed { message }, Vec::new()),
    }
}

fn tell(answer: &Answer, payloads: Vec<Vec<u8>>) {
    wire::send(&wire::to_value(answer), payloads.iter().map(|bytes| wire::payload(bytes)).collect());
}
