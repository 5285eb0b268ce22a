//! What outlives the tab: the log, the texts and a few settings, in IndexedDB, with nothing above the browser's own
//! API.
//!
//! [`Database`] keeps them. [`lock`] lets one tab write. [`persistence`] asks the browser not to throw it all away.
//!
//! A save is one transaction of strict durability, and it has happened when the transaction says so: everything is made
//! ready before the transaction opens, and inside it only its own requests are awaited, or it would close by itself.

mod compaction;
mod error;
pub mod lock;
pub mod persistence;
mod request;

use compaction::LogRow;
use compaction::Packed;
pub use error::{StorageError, Trouble};
pub use postil_core::Map;

use js_sys::{Array, Object, Reflect, Uint8Array};
use request::{done, durably, open, reply, rows, text_of, texts};
use std::future::Future;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbTransaction, IdbTransactionMode};

/// Transactions of the log in the order of their keys: `{rows, local}`.
const LOG: &str = "log";
/// Texts in UTF-8, byte for byte, by document id.
const TEXTS: &str = "texts";
/// Settings by name.
const META: &str = "meta";

/// Rows of the log are packed together when there are more.
const MAX_ROWS: u32 = 256;

/// A row to append to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLogRow {
    /// One encoded transaction, or several, a line each.
    pub lines: String,
    /// Whether it was made here, and can be undone here, or came with a file.
    pub is_local: bool,
}

/// Everything but the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// In the order in which they were appended.
    pub rows: Vec<LogRow>,
    pub meta: Map<String, String>,
    /// The documents whose texts are here.
    pub text_ids: Vec<String>,
}

/// The project as this browser keeps it. Cheap to clone; all clones are one connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Database(IdbDatabase);

impl Database {
    /// Opens the project, empty the first time.
    ///
    /// # Errors
    /// If the browser refuses storage to this page, or another tab holds an older version open.
    pub async fn open() -> Result<Self, StorageError> {
        Self::open_named("postil").await
    }

    /// Opens a project of another name, apart from all others.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_named(name: &str) -> Result<Self, StorageError> {
        let upgrade = |db: &IdbDatabase, from: u32| {
            // A later version adds its steps below, each for those who come from before it.
            if from < 1 {
                let numbered = web_sys::IdbObjectStoreParameters::new();
                numbered.set_auto_increment(true);
                db.create_object_store_with_optional_parameters(LOG, &numbered)?;
                db.create_object_store(TEXTS)?;
                db.create_object_store(META)?;
            }
            Ok(())
        };
        open(name, 1, upgrade).await.map(Self)
    }

    /// Reads everything but the texts.
    ///
    /// # Errors
    /// If the browser cannot read its own files, or closed the connection.
    pub async fn load(&self) -> Result<Saved, StorageError> {
        let transaction = self.reading(&[LOG, TEXTS, META])?;
        let (log, meta) = (transaction.object_store(LOG)?, transaction.object_store(META)?);
        let (keys, values) = (log.get_all_keys()?, log.get_all()?);
        let (names, settings) = (meta.get_all_keys()?, meta.get_all()?);
        let ids = transaction.object_store(TEXTS)?.get_all_keys()?;
        Ok(Saved {
            rows: rows(&reply(&keys).await?, &reply(&values).await?)?,
            meta: texts(&reply(&names).await?).into_iter().zip(texts(&reply(&settings).await?)).collect(),
            text_ids: texts(&reply(&ids).await?),
        })
    }

    /// The text of a document, exactly as it was appended.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn text(&self, id: &str) -> Result<Option<String>, StorageError> {
        let request = self.reading(&[TEXTS])?.object_store(TEXTS)?.get(&id.into())?;
        text_of(reply(&request).await?)
    }

    /// Appends to the log and adds texts, all or nothing; returns when they are on the disk. A text that is here stays
    /// as it is: its id is its hash.
    ///
    /// # Errors
    /// If there is no room, or the connection was closed. Nothing was saved then.
    pub async fn append(&self, rows: &[NewLogRow], texts: &[(String, &str)]) -> Result<(), StorageError> {
        let rows = rows.iter().map(|row| record(&row.lines, row.is_local)).collect::<Result<Vec<_>, _>>()?;
        let texts: Vec<_> = texts.iter().map(|(id, text)| (id, Uint8Array::from(text.as_bytes()))).collect();
        self.write(&[LOG, TEXTS], |transaction| {
            let (log, store) = (transaction.object_store(LOG)?, transaction.object_store(TEXTS)?);
            for row in &rows {
                log.add(row)?;
            }
            for (id, text) in &texts {
                store.put_with_key(text, &id.as_str().into())?;
            }
            Ok(())
        })
        .await
    }

    /// Puts another log in place of the one that is here, and removes texts, all or nothing: for forgetting what must
    /// not be kept.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn replace(&self, rows: &[NewLogRow], removed_texts: &[String]) -> Result<(), StorageError> {
        let rows = rows.iter().map(|row| record(&row.lines, row.is_local)).collect::<Result<Vec<_>, _>>()?;
        self.write(&[LOG, TEXTS], |transaction| {
            let (log, store) = (transaction.object_store(LOG)?, transaction.object_store(TEXTS)?);
            log.clear()?;
            for row in &rows {
                log.add(row)?;
            }
            for id in removed_texts {
                store.delete(&id.as_str().into())?;
            }
            Ok(())
        })
        .await
    }

    /// Packs small rows of the log together when there are many of them: reading is slow by the row, not by the byte.
    /// Says whether it did. What [`load`](Self::load) gives is the same but for the number of rows.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn compact(&self) -> Result<bool, StorageError> {
        let transaction = durably(&self.0, &[LOG])?;
        let complete = done(&transaction);
        let packed = pack(&transaction).await;
        ended(&transaction, complete, packed).await
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn set_meta(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.write(&[META], |transaction| {
            transaction.object_store(META)?.put_with_key(&value.into(), &name.into())?;
            Ok(())
        })
        .await
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn clear_all(&self) -> Result<(), StorageError> {
        self.write(&[LOG, TEXTS, META], |transaction| {
            for store in [LOG, TEXTS, META] {
                transaction.object_store(store)?.clear()?;
            }
            Ok(())
        })
        .await
    }

    /// Ends the connection; later calls fail.
    pub fn close(&self) {
        self.0.close();
    }

    fn reading(&self, stores: &[&str]) -> Result<IdbTransaction, StorageError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        Ok(self.0.transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readonly)?)
    }

    /// One transaction whose requests are all made at once.
    async fn write(
        &self, stores: &[&str], requests: impl FnOnce(&IdbTransaction) -> Result<(), JsValue>,
    ) -> Result<(), StorageError> {
        let transaction = durably(&self.0, stores)?;
        let complete = done(&transaction);
        let made = requests(&transaction).map_err(StorageError::from);
        ended(&transaction, complete, made).await
    }
}

/// Waits for the transaction's end. What was asked before a failure must not happen alone.
async fn ended<T>(
    transaction: &IdbTransaction, complete: impl Future<Output = Result<(), StorageError>>,
    outcome: Result<T, StorageError>,
) -> Result<T, StorageError> {
    if outcome.is_err() {
        // It fails where the browser aborted already.
        let _ = transaction.abort();
    }
    let completed = complete.await;
    outcome.and_then(|value| completed.map(|()| value))
}

async fn pack(transaction: &IdbTransaction) -> Result<bool, StorageError> {
    let log = transaction.object_store(LOG)?;
    let count = reply(&log.count()?).await?.as_f64().unwrap_or(0.0);
    if count <= f64::from(MAX_ROWS) {
        return Ok(false);
    }
    let (keys, values) = (log.get_all_keys()?, log.get_all()?);
    let (keys, values) = (reply(&keys).await?, reply(&values).await?);
    for Packed { row, last_key } in compaction::plan(rows(&keys, &values)?) {
        let replaced = IdbKeyRange::bound(&row.key.into(), &last_key.into())?;
        let record = record(&row.lines, row.is_local)?;
        log.delete(&replaced)?;
        log.put_with_key(&record, &row.key.into())?;
    }
    Ok(true)
}

fn record(lines: &str, is_local: bool) -> Result<Object, StorageError> {
    let record = Object::new();
    Reflect::set(&record, &"rows".into(), &lines.into())?;
    Reflect::set(&record, &"local".into(), &is_local.into())?;
    Ok(record)
}
