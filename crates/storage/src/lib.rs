//! What outlives the tab: the log, the texts and a few settings, in IndexedDB, with nothing above the browser's own
//! API.
//!
//! [`Database`] keeps them. [`lock`] lets one tab write, [`channel`] tells the others, and [`Database::news`] is what they read
//! then. [`persistence`] asks the browser not to throw it all away.
//!
//! A log that has grown is read from a snapshot of it, where there is one that was made of the very rows that are there:
//! see [`Database::keep_snapshot`].
//!
//! A save is one transaction of strict durability, and it has happened when the transaction says so: everything is made
//! ready before the transaction opens, and inside it only its own requests are awaited, or it would close by itself.

pub mod channel;
mod compaction;
mod error;
pub mod lock;
pub mod persistence;
mod request;
mod snapshot;

pub use error::{StorageError, Trouble};

use compaction::Packed;
use js_sys::{Array, Object, Reflect, Uint8Array};
use postil_project::stored::{Batch, LogRow, Saved};
use request::{done, durably, numbers, open, reply, rows_behind, text_of, texts};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbRequest, IdbTransaction, IdbTransactionMode};

/// What everything here is called, or begins with.
const STORE: &str = "postil";

/// Transactions of the log in the order of their keys: `{rows, local}`.
const LOG: &str = "log";
/// Texts in UTF-8, byte for byte, by document id.
const TEXTS: &str = "texts";
/// Settings by name.
const META: &str = "meta";
/// A snapshot of the log, in two parts.
const SNAPSHOT: &str = "snapshot";

/// Of the database.
const VERSION: u32 = 3;
/// Rows of the log are packed together when there are more.
const MAX_ROWS: u32 = 256;

fn upgrade(db: &IdbDatabase, from: u32) -> Result<(), JsValue> {
    // A later version adds its steps below, each for those who come from before it. Version 2 has the stores of version 1:
    // it is counted so that a page of before, which knows no log of version 2, does not write to one. A page of version 2 would
    // delete a document and leave it in the snapshot.
    if from < 1 {
        let numbered = web_sys::IdbObjectStoreParameters::new();
        numbered.set_auto_increment(true);
        db.create_object_store_with_optional_parameters(LOG, &numbered)?;
        db.create_object_store(TEXTS)?;
        db.create_object_store(META)?;
    }
    if from < 3 {
        db.create_object_store(SNAPSHOT)?;
    }
    Ok(())
}

/// What this page's storage, its lock and its channel are called. A page that was opened from a disk shares them with all others
/// from there: one that carries a project says another name, in `postilStore`, for itself and its workers.
fn store() -> String {
    let said = Reflect::get(&js_sys::global(), &"postilStore".into()).ok().and_then(|name| name.as_string());
    said.filter(|name| name.starts_with(STORE)).unwrap_or_else(|| STORE.to_owned())
}

/// The project as this browser keeps it. Cheap to clone; all clones are one connection.
#[derive(Clone, Debug)]
pub struct Database {
    name: Rc<str>,
    /// Another one after the browser has closed it, as it does on a full disk.
    db: Rc<RefCell<IdbDatabase>>,
    /// The keys of the rows that were read or written here. Others are those of another tab, where the browser has no
    /// locks, or cannot be read: they are neither packed nor removed.
    known: Rc<RefCell<Vec<u32>>>,
}

/// What is in storage that this tab does not know.
#[derive(Debug)]
pub struct News {
    /// The rows that were known are gone: what is said is the whole log, not what came behind them.
    pub is_all: bool,
    pub saved: Saved,
}

impl Database {
    /// Opens the project, empty the first time.
    ///
    /// # Errors
    /// If the browser refuses storage to this page, or another tab holds an older version open.
    pub async fn open() -> Result<Self, StorageError> {
        Self::open_named(&store()).await
    }

    /// Opens a project of another name, apart from all others.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_named(name: &str) -> Result<Self, StorageError> {
        let db = Rc::new(RefCell::new(open(name, VERSION, upgrade).await?));
        Ok(Self { name: name.into(), db, known: Rc::default() })
    }

    /// Reads everything but the texts: of the log, a snapshot where there is one to be believed, and the rows behind it.
    ///
    /// # Errors
    /// If the browser cannot read its own files, or closed the connection.
    pub async fn load(&self) -> Result<Saved, StorageError> {
        let transaction = self.reading(&[LOG, TEXTS, META, SNAPSHOT])?;
        // Answers come in the order of requests, and are awaited in it.
        let keys = transaction.object_store(LOG)?.get_all_keys()?;
        let snapshot = snapshot::ask(&transaction)?;
        let keys = numbers(&reply(&keys).await?);
        self.load_behind(&transaction, keys, snapshot).await
    }

    async fn load_behind(
        &self, transaction: &IdbTransaction, mut keys: Vec<u32>, snapshot: snapshot::Asked,
    ) -> Result<Saved, StorageError> {
        let (covered, base) = snapshot.believed(&keys).await?.map_or((0, None), |(of, base)| (of, Some(base)));
        keys.truncate(covered);
        Ok(Saved { base, ..self.read_behind(transaction, keys).await? })
    }

    /// What [`load`](Self::load) would give now, but of the log only what came behind the rows that are known here, and
    /// the last of those once more: others may have been packed into it.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn news(&self) -> Result<News, StorageError> {
        let transaction = self.reading(&[LOG, TEXTS, META, SNAPSHOT])?;
        let keys = numbers(&reply(&transaction.object_store(LOG)?.get_all_keys()?).await?);
        let known: BTreeSet<u32> = self.known.borrow().iter().copied().collect();
        let mut seen: Vec<u32> = keys.iter().copied().filter(|key| Some(key) <= known.last()).collect();
        // Rows that were packed are there under the first of their keys, and a log that was written anew has other keys.
        let goes_on = seen.last() == known.last() && seen.iter().all(|key| known.contains(key));
        if seen.pop().is_none() || !goes_on {
            let snapshot = snapshot::ask(&transaction)?;
            return Ok(News { is_all: true, saved: self.load_behind(&transaction, keys, snapshot).await? });
        }
        Ok(News { is_all: false, saved: self.read_behind(&transaction, seen).await? })
    }

    /// Reads all but what the rows with these keys, the first ones, say.
    async fn read_behind(&self, transaction: &IdbTransaction, mut known: Vec<u32>) -> Result<Saved, StorageError> {
        let (log, meta) = (transaction.object_store(LOG)?, transaction.object_store(META)?);
        let behind = rows_behind(&log, known.last().copied())?;
        let (names, settings) = (meta.get_all_keys()?, meta.get_all()?);
        let ids = transaction.object_store(TEXTS)?.get_all_keys()?;
        let (rows, unreadable) = behind.await?;
        known.extend(rows.iter().map(|stored| stored.key));
        *self.known.borrow_mut() = known;
        Ok(Saved {
            base: None,
            rows: rows.into_iter().map(|stored| stored.row).collect(),
            unreadable,
            meta: texts(&reply(&names).await?).into_iter().zip(texts(&reply(&settings).await?)).collect(),
            text_ids: texts(&reply(&ids).await?),
        })
    }

    /// The lines of the rows of the log behind `key`, or of all rows, and the key of the last row there is. Rows that are not
    /// what was ever written are passed over.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn lines_after(&self, key: Option<u32>) -> Result<(Vec<String>, Option<u32>), StorageError> {
        let (rows, _) = rows_behind(&self.reading(&[LOG])?.object_store(LOG)?, key)?.await?;
        let last = rows.last().map(|stored| stored.key).or(key);
        Ok((rows.into_iter().map(|stored| stored.row.lines).collect(), last))
    }

    /// The whole log, for a snapshot: the rows with their keys. None where rows cannot be read.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn log(&self) -> Result<Option<(Vec<u32>, Vec<LogRow>)>, StorageError> {
        let (rows, unreadable) = rows_behind(&self.reading(&[LOG])?.object_store(LOG)?, None)?.await?;
        let log = rows.into_iter().map(|stored| (stored.key, stored.row)).unzip();
        Ok((unreadable == 0).then_some(log))
    }

    /// Keeps a snapshot of the rows that have these keys, in the place of an earlier one. Says whether it did: not when
    /// they are no longer the first rows of the log. It is thrown away with the first of them that goes, and never
    /// believed where the log begins otherwise.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn keep_snapshot(&self, keys: &[u32], bytes: &[u8]) -> Result<bool, StorageError> {
        let transaction = durably(&self.db.borrow(), &[LOG, SNAPSHOT])?;
        let complete = done(&transaction);
        let kept = snapshot::keep(&transaction, keys, bytes).await;
        ended(&transaction, complete, kept).await
    }

    /// The text of a document, exactly as it was written.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn text(&self, id: &str) -> Result<Option<String>, StorageError> {
        match self.read_text(id).await {
            Err(error) if error.trouble() == Trouble::Closed => {
                self.reopen().await?;
                self.read_text(id).await
            }
            outcome => outcome,
        }
    }

    /// The texts of some documents, in their order, at once: quicker than one after the other.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn texts(&self, ids: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        match self.read_texts(ids).await {
            Err(error) if error.trouble() == Trouble::Closed => {
                self.reopen().await?;
                self.read_texts(ids).await
            }
            outcome => outcome,
        }
    }

    async fn read_texts(&self, ids: &[String]) -> Result<Vec<Option<String>>, StorageError> {
        let store = self.reading(&[TEXTS])?.object_store(TEXTS)?;
        let requests = ids.iter().map(|id| store.get(&id.into())).collect::<Result<Vec<_>, _>>()?;
        let mut texts = Vec::with_capacity(ids.len());
        for request in &requests {
            texts.push(text_of(reply(request).await?)?);
        }
        Ok(texts)
    }

    async fn read_text(&self, id: &str) -> Result<Option<String>, StorageError> {
        let request = self.reading(&[TEXTS])?.object_store(TEXTS)?.get(&id.into())?;
        text_of(reply(&request).await?)
    }

    /// Carries out a batch, all or nothing; returns when it is on the disk. Rows that are replaced are those that were
    /// read or written here.
    ///
    /// A connection that the browser has closed, as it does on a full disk, is opened again. Where there is no room, the
    /// snapshot makes some: it is only a matter of speed.
    ///
    /// # Errors
    /// If there is no room, or the connection cannot be had again. Nothing was written then. With [`Trouble::Lost`] what was
    /// written before is gone.
    pub async fn write(&self, batch: &Batch) -> Result<(), StorageError> {
        match self.try_write(batch).await {
            Err(error) if error.trouble() == Trouble::Closed => {
                self.reopen().await?;
                self.try_write(batch).await
            }
            Err(error) if error.trouble() == Trouble::Full && self.drop_snapshot().await => self.try_write(batch).await,
            outcome => outcome,
        }
    }

    /// Throws the snapshot away; says whether there was one.
    async fn drop_snapshot(&self) -> bool {
        let dropped = async {
            let count = reply(&self.reading(&[SNAPSHOT])?.object_store(SNAPSHOT)?.count()?).await?;
            self.transact(&[SNAPSHOT], |transaction| transaction.object_store(SNAPSHOT)?.clear().map(drop)).await?;
            Ok::<_, StorageError>(count.as_f64() > Some(0.0))
        };
        dropped.await.unwrap_or(false)
    }

    /// Opens the project anew, if it is still the one that was read and written here.
    async fn reopen(&self) -> Result<(), StorageError> {
        let db = open(&self.name, VERSION, upgrade).await.map_err(StorageError::meanwhile)?;
        let transaction = db.transaction_with_str(LOG)?;
        let keys = reply(&transaction.object_store(LOG)?.get_all_keys()?).await?;
        let there: Vec<u32> = Array::from(&keys).iter().filter_map(|key| Some(key.as_f64()? as u32)).collect();
        let known = self.known.borrow().clone();
        *self.db.borrow_mut() = db;
        if known.iter().any(|key| !there.contains(key)) {
            // Another tab cleared it, or the browser did.
            *self.known.borrow_mut() = there;
            return Err(Trouble::Lost.into());
        }
        // A write that was reported as failed may have been done all the same.
        let last = known.iter().max().copied().unwrap_or(0);
        self.known.borrow_mut().extend(there.into_iter().filter(|key| *key > last));
        Ok(())
    }

    async fn try_write(&self, batch: &Batch) -> Result<(), StorageError> {
        let rows = batch.rows.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        let texts: Vec<_> = batch.texts.iter().map(|(id, text)| (id, Uint8Array::from(text.as_bytes()))).collect();
        let replaced = if batch.replaces_log { self.known.borrow().clone() } else { Vec::new() };
        let mut added = Vec::with_capacity(rows.len());
        self.transact(&[LOG, TEXTS, META, SNAPSHOT], |transaction| {
            let [log, store, meta] = [LOG, TEXTS, META].map(|name| transaction.object_store(name));
            let (log, store, meta) = (log?, store?, meta?);
            if batch.clears || batch.replaces_log {
                // What is deleted is in no snapshot either.
                transaction.object_store(SNAPSHOT)?.clear()?;
            }
            if batch.clears {
                for store in [&log, &store, &meta] {
                    store.clear()?;
                }
            }
            for key in &replaced {
                log.delete(&(*key).into())?;
            }
            for row in &rows {
                added.push(log.add(row)?);
            }
            for (id, text) in &texts {
                store.put_with_key(text, &id.as_str().into())?;
            }
            for id in &batch.removed_texts {
                store.delete(&id.as_str().into())?;
            }
            for (name, value) in &batch.meta {
                match value {
                    Some(value) => drop(meta.put_with_key(&value.into(), &name.into())?),
                    None => drop(meta.delete(&name.into())?),
                }
            }
            Ok(())
        })
        .await?;
        if batch.replaces_log || batch.clears {
            self.known.borrow_mut().retain(|key| !replaced.contains(key));
        }
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
    /// As [`write`](Self::write).
    pub async fn compact(&self) -> Result<bool, StorageError> {
        let transaction = durably(&self.db.borrow(), &[LOG, SNAPSHOT])?;
        let complete = done(&transaction);
        let packed = pack(&transaction, &self.known).await;
        let packed = ended(&transaction, complete, packed).await?;
        let is_gone = |key: &u32| packed.iter().any(|(first, last)| first < key && key <= last);
        self.known.borrow_mut().retain(|key| !is_gone(key));
        Ok(!packed.is_empty())
    }

    /// Ends the connection, as the browser may at any time.
    pub fn close(&self) {
        self.db.borrow().close();
    }

    fn reading(&self, stores: &[&str]) -> Result<IdbTransaction, StorageError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        Ok(self.db.borrow().transaction_with_str_sequence_and_mode(&stores, IdbTransactionMode::Readonly)?)
    }

    /// One transaction whose requests are all made at once.
    async fn transact(
        &self, stores: &[&str], requests: impl FnOnce(&IdbTransaction) -> Result<(), JsValue>,
    ) -> Result<(), StorageError> {
        let transaction = durably(&self.db.borrow(), stores)?;
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

/// Gives the keys of the rows that others were packed into, each with the last key of those.
async fn pack(transaction: &IdbTransaction, known: &RefCell<Vec<u32>>) -> Result<Vec<(u32, u32)>, StorageError> {
    let log = transaction.object_store(LOG)?;
    let count = reply(&log.count()?).await?.as_f64().unwrap_or(0.0);
    if count <= f64::from(MAX_ROWS) {
        return Ok(Vec::new());
    }
    let (rows, unreadable) = rows_behind(&log, None)?.await?;
    // A range that is packed would take along what lies inside it.
    if unreadable > 0 || rows.iter().any(|stored| !known.borrow().contains(&stored.key)) {
        return Ok(Vec::new());
    }
    let keys: Vec<u32> = rows.iter().map(|stored| stored.key).collect();
    let covered = snapshot::covered(transaction, &keys).await?;
    let mut ranges = Vec::new();
    for Packed { key, row, last_key } in compaction::plan(rows, covered.last().copied()) {
        let replaced = IdbKeyRange::bound(&key.into(), &last_key.into())?;
        let record = record(&row)?;
        log.delete(&replaced)?;
        log.put_with_key(&record, &key.into())?;
        ranges.push((key, last_key));
    }
    let is_left = |key: &u32| !ranges.iter().any(|(first, last)| first < key && key <= last);
    snapshot::cover(transaction, &covered.into_iter().filter(is_left).collect::<Vec<_>>())?;
    Ok(ranges)
}

fn record(row: &LogRow) -> Result<Object, StorageError> {
    let record = Object::new();
    Reflect::set(&record, &"rows".into(), &row.lines.as_str().into())?;
    Reflect::set(&record, &"local".into(), &row.is_local.into())?;
    Ok(record)
}
