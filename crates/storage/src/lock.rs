//! One tab writes: two that append to one log would each miss what the other did. The right to write is a lock of the
//! browser's, which gives it to the next tab when the one that has it goes, however it goes.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

fn name() -> String {
    crate::store() + "-writer"
}

/// So many milliseconds are waited for a page that is just going.
const PATIENCE: u32 = 500;

#[wasm_bindgen]
extern "C" {
    // web-sys has locks only among its unstable parts.
    #[wasm_bindgen(extends = Object)]
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// Who may write.
#[derive(Debug)]
pub enum Writer {
    /// This tab.
    Here(Right),
    /// Another tab: this one reads only.
    Elsewhere,
    /// The browser has no locks, or not for a page without HTTPS: this tab writes, and a second one would too.
    Unknown,
}

/// The right to write. It is held until the page goes, gives it back, or another tab takes it.
#[derive(Clone, Debug)]
pub struct Right {
    /// Settles when the right is given back, or rejects when it was taken.
    request: Promise,
    give_back: Function,
}

impl Right {
    /// Waits until the right is gone: another tab took it, or it was given back.
    pub async fn gone(&self) {
        // Taken is an error, and given back is none.
        let _ = JsFuture::from(self.request.clone()).await;
    }

    /// Gives it to whoever has waited for it longest.
    pub fn give_back(&self) {
        // A promise's own function takes any value and does not fail.
        let _ = self.give_back.call0(&JsValue::UNDEFINED);
    }
}

/// Takes the right to write if no other tab has it, nor keeps it for half a second.
pub async fn take() -> Writer {
    take_named(&name()).await
}

/// The same for another name.
pub async fn take_named(name: &str) -> Writer {
    try_take(name).await.unwrap_or(Writer::Unknown)
}

async fn try_take(name: &str) -> Result<Writer, JsValue> {
    let Some(locks) = locks() else { return Ok(Writer::Unknown) };
    if let Some(right) = hold(&locks, name, &[("ifAvailable", true.into())]).await? {
        return Ok(Writer::Here(right));
    }
    // A page that was left a moment ago may still have it, and one that the browser keeps for the way back gives it up only
    // to those who wait.
    let soon = AbortSignal::timeout_with_u32(PATIENCE);
    let right = hold(&locks, name, &[("signal", soon.into())]).await.unwrap_or(None);
    Ok(right.map_or(Writer::Elsewhere, Writer::Here))
}

/// Waits for the right, in the order in which tabs ask. None where the browser refuses to say.
pub async fn wait() -> Option<Right> {
    wait_named(&name()).await
}

/// The same for another name.
pub async fn wait_named(name: &str) -> Option<Right> {
    hold(&locks()?, name, &[]).await.ok()?
}

/// Takes the right away from the tab that has it.
pub async fn seize() -> Option<Right> {
    seize_named(&name()).await
}

/// The same for another name.
pub async fn seize_named(name: &str) -> Option<Right> {
    hold(&locks()?, name, &[("steal", true.into())]).await.ok()?
}

/// Asks for the lock, and gives it if it is ours.
async fn hold(locks: &Locks, name: &str, options: &[(&str, JsValue)]) -> Result<Option<Right>, JsValue> {
    let wish = Object::new();
    for (option, value) in options {
        Reflect::set(&wish, &(*option).into(), value)?;
    }
    let (mut settle, mut give_back) = (None, None);
    let answer = Promise::new(&mut |resolve, _| settle = Some(resolve));
    let kept = Promise::new(&mut |resolve, _| give_back = Some(resolve));
    let (settle, give_back) = settle.zip(give_back).ok_or(JsValue::UNDEFINED)?;
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        // A promise's own function takes any value and does not fail.
        let _ = settle.call1(&JsValue::UNDEFINED, &is_ours.into());
        // The lock is ours until what we return is settled.
        if is_ours { kept.into() } else { JsValue::UNDEFINED }
    });
    // The request itself settles after the answer, or instead of it when it is refused.
    let request = locks.request(name, &wish, granted.unchecked_ref())?;
    let is_ours = JsFuture::from(Promise::race(&Array::of2(&answer, &request))).await?.is_truthy();
    Ok(is_ours.then_some(Right { request, give_back }))
}

fn locks() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
