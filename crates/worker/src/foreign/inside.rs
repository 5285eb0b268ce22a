//! The module's side: it listens in a worker of its own.

use super::{Answer, Ask, convert};
use crate::wire::{self, Payloads};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

/// Begins to listen.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let message = format!("That stopped because of a fault in Postil ({panic}). Your work is not touched by it.");
        tell(&Answer::Failed { message }, Vec::new());
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let (answer, payloads) = hear(event.data().unchecked_into());
        tell(&answer, payloads);
    });
    wire::scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    tell(&Answer::Ready, Vec::new());
}

fn hear(message: Array) -> (Answer, Vec<Vec<u8>>) {
    let ask: Ask = wire::from_value(&message).expect("both sides are of one release");
    let payloads = Payloads(message);
    let answer = match ask {
        Ask::Read { names, encoding, unit } => {
            let files = names.into_iter().enumerate().map(|(i, name)| (name, payloads.bytes(i))).collect();
            let said = convert::Said { encoding: encoding.as_deref(), unit: unit.as_deref() };
            Ok(convert::read(files, said, &mut |progress| tell(&progress, Vec::new())))
        }
        Ask::Write { format, is_preview, project } => {
            payloads.project(project).map(|project| convert::write(&format, &project, is_preview))
        }
        Ask::List { project } => payloads.project(project).map(|project| (convert::list(&project), Vec::new())),
    };
    answer.unwrap_or_else(|message| (Answer::Failed { message }, Vec::new()))
}

fn tell(answer: &Answer, payloads: Vec<Vec<u8>>) {
    wire::send(&wire::to_value(answer), payloads.iter().map(|bytes| wire::payload(bytes)).collect());
}
