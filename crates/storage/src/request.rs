//! IndexedDB's events as futures, and its values as ours.

use super::compaction::StoredRow;
use super::{StorageError, Trouble};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use postil_project::stored::LogRow;
use std::future::Future;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbVersionChangeEvent,
};

#[wasm_bindgen]
extern "C" {
    // web-sys has the third argument only among its unstable parts.
    #[wasm_bindgen(extends = Object)]
    type Connection;
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Connection, stores: &Array, mode: &str, options: &Object) -> Result<IdbTransaction, JsValue>;
}

/// A transaction that is complete when what it wrote is on the disk. A browser that does not know the option ignores
/// it.
pub(super) fn durably(db: &IdbDatabase, stores: &[&str]) -> Result<IdbTransaction, StorageError> {
    let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    Ok(db.unchecked_ref::<Connection>().transaction(&stores, "readwrite", &options)?)
}

/// Opens a database of our own. `upgrade` gets the version that is there, 0 where there was none.
pub(super) async fn open(
    name: &str, version: u32, upgrade: impl Fn(&IdbDatabase, u32) -> Result<(), JsValue> + 'static,
) -> Result<IdbDatabase, StorageError> {
    let request = factory()?.open_with_u32(name, version)?;
    let asked = request.clone();
    let on_upgrade = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new(move |event: IdbVersionChangeEvent| {
        let upgraded = asked.result().and_then(|db| upgrade(db.unchecked_ref(), event.old_version() as u32));
        if let (Err(_), Some(transaction)) = (upgraded, asked.transaction()) {
            // The request then fails, and says so.
            let _ = transaction.abort();
        }
    });
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    let opened = settled(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    });
    if opened.await.is_err() {
        return Err(refusal(&request));
    }
    let db: IdbDatabase = request.result()?.unchecked_into();
    let held = db.clone();
    // Another tab brings a newer version, or deletes everything: it must not wait for this one.
    let on_change = Closure::<dyn FnMut()>::new(move || held.close());
    db.set_onversionchange(Some(on_change.into_js_value().unchecked_ref()));
    Ok(db)
}

/// The browser's databases.
fn factory() -> Result<IdbFactory, StorageError> {
    let denied = || StorageError::from(Trouble::Denied);
    // A page and a worker have it under the same name.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(|_| denied())?;
    factory.dyn_into().map_err(|_| denied())
}

/// Why a database could not be opened.
fn refusal(request: &IdbOpenDbRequest) -> StorageError {
    match request.error() {
        Ok(Some(error)) => StorageError::opening(error),
        Ok(None) => Trouble::Denied.into(),
        // No answer yet: an older version is open elsewhere. Should that one go, this connection is of no use any more.
        Err(_) => {
            let late = request.clone();
            let on_late = Closure::once_into_js(move || {
                if let Ok(db) = late.result() {
                    db.unchecked_ref::<IdbDatabase>().close();
                }
            });
            request.set_onsuccess(Some(on_late.unchecked_ref()));
            Trouble::Blocked.into()
        }
    }
}

/// The answer to a request. Its transaction stays open while only its own requests are awaited.
pub(super) async fn reply(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let answered = settled(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    match answered.await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(request.error().ok().flatten().map_or(Trouble::Stopped.into(), StorageError::from)),
    }
}

/// Completes with the transaction. Called before its first request, so that no event is missed.
pub(super) fn done(transaction: &IdbTransaction) -> impl Future<Output = Result<(), StorageError>> + use<> {
    let completed = settled(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    });
    let transaction = transaction.clone();
    async move {
        match completed.await {
            Ok(_) => Ok(()),
            Err(_) => Err(transaction.error().map_or(Trouble::Stopped.into(), StorageError::from)),
        }
    }
}

fn settled(listen: impl FnOnce(&Function, &Function)) -> JsFuture {
    let mut listen = Some(listen);
    let promise = Promise::new(&mut |resolve, reject| {
        if let Some(listen) = listen.take() {
            listen(&resolve, &reject);
        }
    });
    JsFuture::from(promise)
}

/// The rows of the log behind `key`, or all rows; and how many are not what was ever written.
pub(super) fn rows_behind(
    log: &IdbObjectStore, key: Option<u32>,
) -> Result<impl Future<Output = Result<(Vec<StoredRow>, usize), StorageError>> + use<>, StorageError> {
    let (keys, values) = match key {
        Some(key) => {
            let behind = IdbKeyRange::lower_bound_with_open(&key.into(), true)?;
            (log.get_all_keys_with_key(&behind)?, log.get_all_with_key(&behind)?)
        }
        None => (log.get_all_keys()?, log.get_all()?),
    };
    Ok(async move { Ok(rows(&reply(&keys).await?, &reply(&values).await?)) })
}

/// From two arrays, of keys and of records.
fn rows(keys: &JsValue, records: &JsValue) -> (Vec<StoredRow>, usize) {
    let records: &Array = records.unchecked_ref();
    let row = |(key, record): (JsValue, JsValue)| {
        let lines = Reflect::get(&record, &"rows".into()).ok()?.as_string()?;
        let is_local = Reflect::get(&record, &"local".into()).ok()?.as_bool()?;
        Some(StoredRow { key: key.as_f64()? as u32, row: LogRow { lines, is_local } })
    };
    let rows: Vec<_> = keys.unchecked_ref::<Array>().iter().zip(records.iter()).filter_map(row).collect();
    let unreadable = records.length() as usize - rows.len();
    (rows, unreadable)
}

/// The whole numbers of an array, or none of what is no array.
pub(super) fn numbers(array: &JsValue) -> Vec<u32> {
    array.dyn_ref::<Array>().into_iter().flat_map(Array::iter).filter_map(|item| Some(item.as_f64()? as u32)).collect()
}

/// The strings of an array.
pub(super) fn texts(array: &JsValue) -> Vec<String> {
    array.unchecked_ref::<Array>().iter().filter_map(|item| item.as_string()).collect()
}

/// A text from its bytes.
pub(super) fn text_of(value: JsValue) -> Result<Option<String>, StorageError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let bytes = value.dyn_into::<Uint8Array>().map_err(|_| Trouble::Unreadable)?;
    String::from_utf8(bytes.to_vec()).map(Some).map_err(|_| Trouble::Unreadable.into())
}
