//! Messages as a worker hears and sends them: a head, and typed arrays behind it.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array, Uint32Array};
use postil_core::{DocId, Suggestions};
use postil_messages as messages;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// What comes after the head of a message.
pub struct Payloads(pub Array);

impl Payloads {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.length().saturating_sub(1) as usize
    }

    pub fn get(&self, index: usize) -> JsValue {
        self.0.get(index as u32 + 1)
    }

    pub fn bytes(&self, index: usize) -> Vec<u8> {
        self.get(index).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default()
    }

    pub fn text(&self, index: usize) -> Result<String, String> {
        String::from_utf8(self.bytes(index)).map_err(|_| "The text was damaged on its way: try again.".to_owned())
    }

    /// After the project: of each document, and how many of the spans are pending.
    pub fn suggestions(&self, docs: Vec<(DocId, u32)>, first: usize) -> Result<Vec<(DocId, Suggestions, u32)>, String> {
        let unpacked = docs.into_iter().enumerate().map(|(i, (doc, pending))| {
            let bytes: Uint8Array = self.get(first + i).unchecked_into();
            let words = Uint32Array::new(&bytes.buffer()).to_vec();
            let found = messages::unpack(&words).map_err(|garbled| garbled.to_string())?;
            Ok((doc, found, pending))
        });
        unpacked.collect()
    }
}

/// This worker, as those see it who started it.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The head of a message to the page, in JSON: the page, where bytes are counted, reads JSON anyway.
pub fn to_json(head: &impl Serialize) -> JsValue {
    serde_json::to_string(head).expect("a head is strings, lists and numbers").into()
}

/// The head of a message from the page. None when it cannot have been meant.
pub fn from_json<T: DeserializeOwned>(message: &Array) -> Option<T> {
    serde_json::from_str(&message.get(0).as_string()?).ok()
}

/// The head of a message between workers, as a value.
pub fn to_value(head: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(head).expect("a head is strings, lists and small numbers")
}

/// The same, read. None when it cannot have been meant.
pub fn from_value<T: DeserializeOwned>(message: &Array) -> Option<T> {
    serde_wasm_bindgen::from_value(message.get(0)).ok()
}

/// A message, and what it transfers: payloads move with their buffers.
pub fn message(head: &JsValue, payloads: Vec<(JsValue, ArrayBuffer)>) -> (Array, Array) {
    let (message, transfer) = (Array::of1(head), Array::new());
    for (payload, buffer) in payloads {
        message.push(&payload);
        transfer.push(&buffer);
    }
    (message, transfer)
}

/// Bytes as a payload.
pub fn payload(bytes: &[u8]) -> (JsValue, ArrayBuffer) {
    let bytes = Uint8Array::from(bytes);
    let buffer = bytes.buffer();
    (bytes.into(), buffer)
}

/// Lets whatever waits have its turn.
pub async fn turn() {
    let turn = Promise::new(&mut |resolve, _| {
        // Without a timer there is no turn, and no wait either.
        if scope().set_timeout_with_callback(&resolve).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(turn).await;
}

/// Sends a message to those who started this worker.
pub fn send(head: &JsValue, payloads: Vec<(JsValue, ArrayBuffer)>) {
    let (message, transfer) = message(head, payloads);
    scope().post_message_with_transfer(&message, &transfer).expect("each payload is made for its message");
}

/// Milliseconds of a clock that runs forward.
pub fn clock() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}
