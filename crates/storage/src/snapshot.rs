//! The snapshot of a log: its bytes, and apart from them the keys of the rows that it was made of, so that rows can be
//! packed without making another one.

use super::request::{numbers, reply};
use super::{LOG, SNAPSHOT, StorageError};
use js_sys::{Array, Uint8Array};
use postil_core::{History, Store};
use postil_project::snapshot;
use wasm_bindgen::JsCast;
use web_sys::{IdbRequest, IdbTransaction};

const KEYS: &str = "keys";
const BYTES: &str = "bytes";

/// What was asked of storage.
pub(super) struct Asked {
    keys: IdbRequest,
    bytes: IdbRequest,
}

/// Asks for the snapshot.
pub(super) fn ask(transaction: &IdbTransaction) -> Result<Asked, StorageError> {
    let store = transaction.object_store(SNAPSHOT)?;
    Ok(Asked { keys: store.get(&KEYS.into())?, bytes: store.get(&BYTES.into())? })
}

impl Asked {
    /// What the snapshot says of the first rows of a log with these keys, and of how many of them. None where there is no
    /// snapshot, or one of other rows, of another version, or damaged.
    pub(super) async fn believed(self, keys: &[u32]) -> Result<Option<(usize, (Store, History))>, StorageError> {
        let covered = numbers(&reply(&self.keys).await?);
        let bytes = reply(&self.bytes).await?;
        if covered.is_empty() || !keys.starts_with(&covered) {
            return Ok(None);
        }
        let bytes = bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        Ok(bytes.and_then(snapshot::read).map(|base| (covered.len(), base)))
    }
}

/// The keys of those of these rows that the snapshot was made of: none where there is no snapshot that could be believed.
pub(super) async fn covered(transaction: &IdbTransaction, keys: &[u32]) -> Result<Vec<u32>, StorageError> {
    let covered = numbers(&reply(&transaction.object_store(SNAPSHOT)?.get(&KEYS.into())?).await?);
    Ok(if keys.starts_with(&covered) { covered } else { Vec::new() })
}

/// Says that the rows that the snapshot was made of have these keys now.
pub(super) fn cover(transaction: &IdbTransaction, keys: &[u32]) -> Result<(), StorageError> {
    let store = transaction.object_store(SNAPSHOT)?;
    match keys {
        [] => drop(store.clear()?),
        keys => drop(store.put_with_key(&array(keys), &KEYS.into())?),
    }
    Ok(())
}

/// Keeps a snapshot of the rows that have these keys, if the log still begins with them.
pub(super) async fn keep(transaction: &IdbTransaction, keys: &[u32], bytes: &[u8]) -> Result<bool, StorageError> {
    let there = numbers(&reply(&transaction.object_store(LOG)?.get_all_keys()?).await?);
    if keys.is_empty() || !there.starts_with(keys) {
        return Ok(false);
    }
    cover(transaction, keys)?;
    transaction.object_store(SNAPSHOT)?.put_with_key(&Uint8Array::from(bytes), &BYTES.into())?;
    Ok(true)
}

fn array(keys: &[u32]) -> Array {
    keys.iter().map(|key| wasm_bindgen::JsValue::from(*key)).collect()
}
