//! Whether the browser may throw the saved work away when the disk is full.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// What the browser promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Kept until a person clears it.
    Granted,
    /// Kept as long as there is room: exports are the safe copy.
    Denied,
    /// The browser does not say, or not to a page without HTTPS.
    Unknown,
}

/// What the browser has promised before; asks nobody.
pub async fn granted() -> Persistence {
    answer(manager().and_then(|manager| manager.persisted().ok())).await
}

/// Asks the browser to keep what is saved. Some decide by themselves, some ask the person: so call it after something
/// was done that is worth keeping.
pub async fn ask() -> Persistence {
    answer(manager().and_then(|manager| manager.persist().ok())).await
}

/// How much is kept for this page, and how much may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Bytes, about.
    pub used: f64,
    /// Bytes, about.
    pub quota: f64,
}

/// What the browser says about room; None where it does not.
pub async fn room() -> Option<Room> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some(Room { used: number("usage")?, quota: number("quota")? })
}

/// A page without HTTPS has no storage manager, though the type says otherwise.
fn manager() -> Option<StorageManager> {
    let manager = web_sys::window()?.navigator().storage();
    JsValue::is_object(&manager).then_some(manager)
}

async fn answer(promise: Option<Promise>) -> Persistence {
    let Some(promise) = promise else { return Persistence::Unknown };
    match JsFuture::from(promise).await.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Granted,
        Some(false) => Persistence::Denied,
        None => Persistence::Unknown,
    }
}
