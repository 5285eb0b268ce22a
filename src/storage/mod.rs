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
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbRequest, IdbTransaction, IdbTransactionMode};

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
    /// Rows of the log that are not what was ever written. They stay where they are.
    pub unreadable: usize,
    pub meta: Map<String, String>,
    /// The documents whose texts are here.
    pub text_ids: Vec<String>,
}

/// The project as this browser keeps it. Cheap to clone; all clones are one connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    db: IdbDatabase,
    /// The keys of the rows that were read or written here. Others are those of another tab, where the browser has no
    /// locks, or cannot be read: they are neither packed nor removed.
    known: Rc<RefCell<Vec<u32>>>,
}

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
        Ok(Self { db: open(name, 1, upgrade).await?, known: Rc::default() })
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
        let (rows, unreadable) = rows(&reply(&keys).await?, &reply(&values).await?);
        *self.known.borrow_mut() = rows.iter().map(|row| row.key).collect();
        Ok(Saved {
            rows,
            unreadable,
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
        let mut added = Vec::with_capacity(rows.len());
        self.write(&[LOG, TEXTS], |transaction| {
            let (log, store) = (transaction.object_store(LOG)?, transaction.object_store(TEXTS)?);
            for row in &rows {
                added.push(log.add(row)?);
            }
            for (id, text) in &texts {
                store.put_with_key(text, &id.as_str().into())?;
            }
            Ok(())
        })
        .await?;
        self.note(&added);
        Ok(())
    }

    /// Puts another log in place of the rows that were read or written here, and removes texts, all or nothing: for
    /// forgetting what must not be kept.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn replace(&self, rows: &[NewLogRow], removed_texts: &[String]) -> Result<(), StorageError> {
        let rows = rows.iter().map(|row| record(&row.lines, row.is_local)).collect::<Result<Vec<_>, _>>()?;
        let known = self.known.borrow().clone();
        let mut added = Vec::with_capacity(rows.len());
        self.write(&[LOG, TEXTS], |transaction| {
            let (log, store) = (transaction.object_store(LOG)?, transaction.object_store(TEXTS)?);
            for key in &known {
                log.delete(&(*key).into())?;
            }
            for row in &rows {
                added.push(log.add(row)?);
            }
            for id in removed_texts {
                store.delete(&id.as_str().into())?;
            }
            Ok(())
        })
        .await?;
        self.note(&added);
        Ok(())
    }

    /// The rows of these requests were written here.
    fn note(&self, added: &[IdbRequest]) {
        let keys = added.iter().filter_map(|request| Some(request.result().ok()?.as_f64()? as u32));
        self.known.borrow_mut().extend(keys);
    }

    /// Packs small rows of the log together when there are many of them: reading is slow by the row, not by the byte.
    /// Says whether it did: not while there are rows that cannot be read, or that another tab wrote. What [`load`](Self::load) gives is the same but for the number of rows.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub async fn compact(&self) -> Result<bool, StorageError> {
        let transaction = durably(&self.db, &[LOG])?;
        let complete = done(&transaction);
        let packed = pack(&transaction, &self.known).await;
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
        self.db.close();
    }

    fn reading(&self, stores: &[&str]) -> Result<IdbTransaction, StorageError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        Ok(self.db.transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readonly)?)
    }

    /// One transaction whose requests are all made at once.
    async fn write(
        &self, stores: &[&str], requests: impl FnOnce(&IdbTransaction) -> Result<(), JsValue>,
    ) -> Result<(), StorageError> {
        let transaction = durably(&self.db, stores)?;
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

async fn pack(transaction: &IdbTransaction, known: &RefCell<Vec<u32>>) -> Result<bool, StorageError> {
    let log = transaction.object_store(LOG)?;
    let count = reply(&log.count()?).await?.as_f64().unwrap_or(0.0);
    if count <= f64::from(MAX_ROWS) {
        return Ok(false);
    }
    let (keys, values) = (log.get_all_keys()?, log.get_all()?);
    let (keys, values) = (reply(&keys).await?, reply(&values).await?);
    let (rows, unreadable) = rows(&keys, &values);
    // A range that is packed would take along what lies inside it.
    if unreadable > 0 || rows.iter().any(|row| !known.borrow().contains(&row.key)) {
        return Ok(false);
    }
    for Packed { row, last_key } in compaction::plan(rows) {
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
