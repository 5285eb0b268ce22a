//! This worker's replica of the page's project. It is read from storage when it is first asked for, follows what was saved
//! since, and takes in what the page says is not saved yet; both sides compare digests, so nothing is ever made of a
//! project that the page does not have.

use crate::Project;
use crate::wire::{Payloads, turn};
use postil_core::{DocId, Map};
use postil_messages::ProjectHead;
use postil_project::stored::LogReader;
use postil_project::{Replica, snapshot};
use postil_storage::{Database, StorageError};
use std::cell::RefCell;

/// So many steps of a log are read before others have their turn: some ten milliseconds.
const SLICE: usize = 500;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

#[derive(Default)]
struct Known {
    database: Option<Database>,
    replica: Replica,
    /// The last row of the stored log that was taken in.
    last: Option<u32>,
}

/// Why there is no project.
pub enum Trouble {
    /// The page has steps that storage does not have.
    Behind,
    Failed(String),
}

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The project that a request means. The first of its payloads are the steps that are not in storage, then the texts.
pub async fn project(head: &ProjectHead, payloads: &Payloads) -> Result<Project, Trouble> {
    let steps = payloads.text(0).map_err(Trouble::Failed)?;
    let mut given = Map::new();
    for (i, doc) in head.given.iter().enumerate() {
        given.insert(*doc, payloads.text(i + 1).map_err(Trouble::Failed)?);
    }
    let replica = replica(head, &steps).await?;
    let mut texts = Map::new();
    for doc in head.documents.iter().filter(|doc| !given.contains_key(doc)) {
        match text(*doc).await {
            Ok(Some(text)) => drop(texts.insert(*doc, text)),
            Err(trouble) if replica.store().documents().contains_key(doc) => return Err(trouble),
            // A file may want what nobody has, also where there is no storage.
            Ok(None) | Err(_) => {}
        }
    }
    Ok(Project::new(head, &replica, |doc| given.remove(&doc).or_else(|| texts.remove(&doc))))
}

/// The replica, as far on as the page is.
pub async fn replica(head: &ProjectHead, steps: &str) -> Result<Replica, Trouble> {
    let is_it = |replica: &Replica| replica.digest().to_string() == head.digest;
    let damaged = |problem| Trouble::Failed(format!("The project was damaged on its way ({problem}): try again."));
    if head.is_whole {
        let mut replica = Replica::default();
        replica.take_in(steps).map_err(damaged)?;
        return if is_it(&replica) { Ok(replica) } else { Err(Trouble::Behind) };
    }
    let (known, last) = KNOWN.with_borrow(|known| (known.replica.clone(), known.last));
    // What was read before may have been deleted or packed since: then it is read anew.
    for (mut replica, last) in [(known, last), (Replica::default(), None)] {
        replica.take_in(steps).map_err(damaged)?;
        let mut reached = last;
        if !is_it(&replica) {
            let (rows, now) = database().await?.lines_after(last).await?;
            reached = now;
            for lines in rows {
                // What is damaged in storage the page does not have either, and has told.
                let _ = replica.take_in(&lines);
            }
        }
        if is_it(&replica) {
            KNOWN.with_borrow_mut(|known| (known.replica, known.last) = (replica.clone(), reached));
            return Ok(replica);
        }
    }
    Err(Trouble::Behind)
}

/// Keeps a snapshot of the stored log. It is made of the log itself, never of an earlier one, and only of one that is whole:
/// what is damaged in it is told at each start.
pub async fn keep_snapshot() -> Result<(), Trouble> {
    let database = database().await?;
    let Some((keys, rows)) = database.log().await? else { return Ok(()) };
    let mut log = LogReader::default();
    for row in rows {
        for (at, line) in row.lines.lines().enumerate() {
            if at % SLICE == 0 {
                turn().await;
            }
            log.read(line, at, row.is_local);
        }
    }
    if log.is_newer() || !log.problems().is_empty() {
        return Ok(());
    }
    let (store, history) = log.finish();
    if let Ok(bytes) = snapshot::write(&store, &history) {
        database.keep_snapshot(&keys, &bytes).await?;
    }
    Ok(())
}

async fn text(doc: DocId) -> Result<Option<String>, Trouble> {
    match database().await?.text(&doc.to_string()).await {
        Ok(text) => Ok(text),
        Err(_) => {
            // The connection may have been closed for another tab: once more with a new one.
            KNOWN.with_borrow_mut(|known| known.database = None);
            Ok(database().await?.text(&doc.to_string()).await?)
        }
    }
}

/// The texts of some documents, as far as they are in storage.
pub async fn texts(docs: &[DocId]) -> Result<Vec<Option<String>>, Trouble> {
    let ids: Vec<String> = docs.iter().map(ToString::to_string).collect();
    match database().await?.texts(&ids).await {
        Ok(texts) => Ok(texts),
        Err(_) => {
            KNOWN.with_borrow_mut(|known| known.database = None);
            Ok(database().await?.texts(&ids).await?)
        }
    }
}

async fn database() -> Result<Database, Trouble> {
    if let Some(database) = KNOWN.with_borrow(|known| known.database.clone()) {
        return Ok(database);
    }
    let database = Database::open().await?;
    KNOWN.with_borrow_mut(|known| known.database = Some(database.clone()));
    Ok(database)
}
