//! One tab writes: two that append to one log would each miss what the other did.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

const NAME: &str = "postil-writer";

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// This tab, until it goes.
    Here,
    /// Another tab: this one reads only.
    Elsewhere,
    /// The browser has no locks, or not for a page without HTTPS: this tab writes, and a second one would too.
    Unknown,
}

/// Takes the right to write if no other tab has it, nor keeps it for half a second. It is held until the page goes.
pub async fn take() -> Writer {
    take_named(NAME).await
}

/// The same for another name.
pub async fn take_named(name: &str) -> Writer {
    try_take(name).await.unwrap_or(Writer::Unknown)
}

async fn try_take(name: &str) -> Result<Writer, JsValue> {
    let Some(locks) = locks() else { return Ok(Writer::Unknown) };
    let now = Object::new();
    Reflect::set(&now, &"ifAvailable".into(), &true.into())?;
    // A page that was left a moment ago may still have it, and one that the browser keeps for the way back gives it up only
    // to those who wait.
    let soon = Object::new();
    Reflect::set(&soon, &"signal".into(), &AbortSignal::timeout_with_u32(PATIENCE))?;
    if hold(&locks, name, &now).await? || hold(&locks, name, &soon).await.unwrap_or(false) {
        return Ok(Writer::Here);
    }
    Ok(Writer::Elsewhere)
}

/// Asks for the lock; says whether it is ours. It stays so until the page goes.
async fn hold(locks: &Locks, name: &str, options: &Object) -> Result<bool, JsValue> {
    let mut settle = None;
    let answer = Promise::new(&mut |resolve, _| settle = Some(resolve));
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        if let Some(settle) = settle {
            // A promise's own function takes any value and does not fail.
            let _ = settle.call1(&JsValue::UNDEFINED, &is_ours.into());
        }
        // The lock is ours until what we return is settled, so: never.
        if is_ours { Promise::new(&mut |_, _| ()).into() } else { JsValue::UNDEFINED }
    });
    // The request itself settles after the answer, or instead of it when it is refused.
    let request = locks.request(name, options, granted.unchecked_ref())?;
    Ok(JsFuture::from(Promise::race(&Array::of2(&answer, &request))).await?.is_truthy())
}

/// Calls back once when the tab that writes has gone. The right is not taken: a page that loads again will.
pub fn when_free(callback: impl FnOnce() + 'static) {
    when_free_named(NAME, callback);
}

/// The same for another name.
pub fn when_free_named(name: &str, callback: impl FnOnce() + 'static) {
    // Given back at once. Where it is refused nobody is told, and loading the page again finds out.
    let granted = Closure::once_into_js(|| ());
    let request = locks().and_then(|locks| locks.request(name, &Object::new(), granted.unchecked_ref()).ok());
    if let Some(request) = request {
        spawn_local(async move {
            if JsFuture::from(request).await.is_ok() {
                callback();
            }
        });
    }
}

fn locks() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
