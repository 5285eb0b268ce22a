//! The trained model: a file of the release, fetched once, beside the page's own start.

use crate::wire::turn;
use js_sys::{JsString, Reflect, Uint8Array};
use postil_extract::Model;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, Response, WorkerGlobalScope};

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// Beside the worker's own script.
const FILE: &str = "en.postil-model";

/// How far the model is.
#[derive(Clone)]
pub enum State {
    /// Bytes of the file that have come.
    Loading(u32),
    Ready(Arc<Model>),
    /// Why there is none, to follow a colon.
    Missing(Arc<str>),
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::Loading(0)) };
}

/// How far the model is.
pub fn state() -> State {
    STATE.with_borrow(State::clone)
}

/// Fetches the model; `on_change` hears of each step of a few per cent, and of the end.
pub async fn load(on_change: impl Fn()) {
    let end = match fetch(&on_change).await {
        Ok(bytes) => match Model::read(&bytes) {
            Ok(model) => State::Ready(Arc::new(model)),
            Err(error) => State::Missing(error.to_string().into()),
        },
        Err(trouble) => State::Missing(trouble.into()),
    };
    STATE.set(end);
    on_change();
}

async fn fetch(on_change: &impl Fn()) -> Result<Vec<u8>, String> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let said = |error: JsValue| match error.dyn_ref::<js_sys::Error>() {
        Some(error) => format!("it could not be fetched ({})", String::from(error.message())),
        None => "it could not be fetched".to_owned(),
    };
    let response: Response = JsFuture::from(scope.fetch_with_str(FILE)).await.map_err(said)?.unchecked_into();
    if !response.ok() {
        return Err(format!("the server answered {}", response.status()));
    }
    let body = response.body().ok_or("the answer was empty")?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::with_capacity(FILE_BYTES);
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(said)?;
        let field = |name: &str| Reflect::get(&piece, &JsString::from(name)).map_err(said);
        if field("done")?.is_truthy() {
            return Ok(bytes);
        }
        let piece: Uint8Array = field("value")?.unchecked_into();
        // A file that does not end must not fill the memory.
        if bytes.len() + piece.length() as usize > FILE_BYTES * 2 {
            return Err("the file is longer than it should be".to_owned());
        }
        let told = bytes.len() * 20 / FILE_BYTES;
        bytes.extend(piece.to_vec());
        if bytes.len() * 20 / FILE_BYTES > told {
            STATE.set(State::Loading(bytes.len() as u32));
            on_change();
        }
    }
}

/// The model, once it is there; None where there is none.
pub async fn ready() -> Option<Arc<Model>> {
    loop {
        match state() {
            State::Ready(model) => return Some(model),
            State::Missing(_) => return None,
            State::Loading(_) => turn().await,
        }
    }
}
