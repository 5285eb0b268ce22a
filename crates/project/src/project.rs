//! The project file: documents, schema and all history; or the present state without its history.
//!
//! ```json
//! {"format":"postil-project","version":3,"documents":[
//! {"id":"<SHA-256 of the text>","text":"…"}
//! ],"log":[
//! {"dot":"0000000000000000-0","at":0,"annotator":"postil","intent":"genesis","ops":[…]}
//! ]}
//! ```
//!
//! One document or transaction a line, documents by id, transactions by time, then actor, then number: the same project
//! gives the same bytes, and versions of it compare well line by line. Nothing in it says which of its writers wrote it.

mod read;

pub(crate) use read::{read, read_log};

use postil_core::{Author, DocId, Document, Draft, Intent, Record, RecordKey, Store, Timestamp, Transaction, genesis};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the file says that it is.
pub const FORMAT: &str = "postil-project";
/// The version that is written, and the newest that is read.
pub const VERSION: u32 = crate::versions::VERSION;

#[derive(Serialize)]
struct TextLine<'a> {
    id: DocId,
    text: &'a str,
}

/// Everything: all history, and the given documents.
///
/// Give every document that the log tells of, deleted ones too: a reader cannot verify spans without their text, and
/// leaves them out.
pub fn write(store: &Store, documents: &[Document]) -> String {
    let mut log: Vec<Arc<Transaction>> = store.log().cloned().collect();
    sort(&mut log);
    lay_out(documents, &log)
}

/// Sorts transactions by time, then name.
pub(crate) fn sort(log: &mut [Arc<Transaction>]) {
    log.sort_by_key(|transaction| (transaction.at, transaction.dot));
}

/// The present state as one transaction of `author` at `now`: no history, no deleted documents, nothing that was ever
/// undone or deleted.
pub fn write_without_history(store: &Store, documents: &[Document], author: &Author, now: Timestamp) -> String {
    let mut kept = documents.to_vec();
    kept.retain(|document| store.documents().contains_key(&document.id()));
    let mut log = vec![Arc::new(genesis())];
    log.extend(squash(store, author, now).map(Arc::new));
    lay_out(&kept, &log)
}

fn lay_out(documents: &[Document], log: &[Arc<Transaction>]) -> String {
    let mut by_id: BTreeMap<DocId, &Document> = BTreeMap::new();
    by_id.extend(documents.iter().map(|document| (document.id(), document)));
    let mut out = format!(r#"{{"format":"{FORMAT}","version":{VERSION},"documents":["#);
    push_lines(&mut out, by_id.values().map(|document| TextLine { id: document.id(), text: document.text() }));
    out.push_str("],\"log\":[");
    push_lines(&mut out, log.iter());
    out.push_str("]}\n");
    out
}

/// Items of a JSON array, each on a line of its own.
pub(crate) fn push_lines<T: Serialize>(out: &mut String, items: impl Iterator<Item = T>) {
    for (i, item) in items.enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&serde_json::to_string(&item).expect("what is written has string keys"));
    }
    out.push('\n');
}

/// The present state of a project as one transaction on top of the first schema; None when there is nothing more.
/// What belongs to deleted documents is not part of it. Annotations keep their names.
pub fn squash(store: &Store, author: &Author, now: Timestamp) -> Option<Transaction> {
    let blank = Store::new();
    let mut draft = Draft::new(&blank, author);
    for (key, record) in present(store) {
        draft.put(key, record);
    }
    for key in blank.snapshot().into_keys() {
        if store.get(key).is_none() {
            draft.delete(key.clone());
        }
    }
    draft.finish(now, Intent::Import { source: "a project without its history".into() })
}

/// Every record of a project, by key, without those of deleted documents.
pub(crate) fn present(store: &Store) -> Vec<(RecordKey, Record)> {
    let snapshot = store.snapshot();
    let is_gone = |key: &RecordKey, record: &Record| {
        key.document(record).is_some_and(|doc| !store.documents().contains_key(&doc))
    };
    let mut records = Vec::with_capacity(snapshot.len());
    for (key, record) in snapshot {
        let owner = key.owner().map(RecordKey::Node);
        let is_owner_gone = owner.is_some_and(|key| store.get(&key).is_some_and(|record| is_gone(&key, record)));
        if !is_gone(key, record) && !is_owner_gone {
            records.push((key.clone(), Record::clone(record)));
        }
    }
    records
}

/// What a project file holds that is right.
pub(crate) struct Contents {
    pub(crate) documents: Vec<Document>,
    /// By time, then name.
    pub(crate) log: Vec<Arc<Transaction>>,
}
