//! What a browser keeps of a project, as data: rows of the log, texts by document, settings by name.

use crate::codec;
use postil_core::{History, Map, Store, Transaction};
use std::sync::Arc;

/// A row of the stored log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// One transaction in the log's codec, or several, a line each.
    pub lines: String,
    /// Whether it was made here, and can be undone here, or came with a file.
    pub is_local: bool,
}

/// What storage holds, but for the texts.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// What a [snapshot](crate::snapshot) says of the first rows.
    pub base: Option<(Store, History)>,
    /// The others, in the order in which they were appended.
    pub rows: Vec<LogRow>,
    /// Rows of the log that are not what was ever written. They stay where they are.
    pub unreadable: usize,
    /// Settings by name.
    pub meta: Map<String, String>,
    /// The documents whose texts are there.
    pub text_ids: Vec<String>,
}

/// Changes of storage that happen together or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Everything that was there goes first.
    pub clears: bool,
    /// The rows are put in place of those that are known here, rather than after them.
    pub replaces_log: bool,
    pub rows: Vec<LogRow>,
    /// By document.
    pub texts: Vec<(String, Arc<str>)>,
    /// Documents whose texts go.
    pub removed_texts: Vec<String>,
    /// Settings by name; None takes one away.
    pub meta: Vec<(String, Option<String>)>,
}

/// A log that is read line by line. Damage is told, and what is whole is used.
#[derive(Debug, Default)]
pub struct LogReader {
    store: Store,
    history: History,
    problems: Vec<String>,
    is_newer: bool,
}

impl LogReader {
    /// Begins behind what is known already, if anything is.
    pub fn new(base: Option<(Store, History)>) -> Self {
        let (store, history) = base.unwrap_or_default();
        Self { store, history, ..Self::default() }
    }

    /// Reads a line, the nth of its row. A blank one is passed over.
    pub fn read(&mut self, line: &str, number: usize, is_local: bool) {
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        match codec::decode(line) {
            Ok(transaction) => self.take_in(transaction, is_local),
            Err(_) if codec::newer_version(line).is_some() => self.is_newer = true,
            Err(error) => self.problems.push(format!("line {number}: {error}; left out")),
        }
    }

    fn take_in(&mut self, transaction: Transaction, is_local: bool) {
        // A row may be there twice, when two tabs wrote to one log.
        if is_local && self.store.transaction(transaction.dot).is_none() {
            self.history.note(&transaction);
        }
        self.store.merge([Arc::new(transaction)]);
    }

    /// Whether a newer version wrote some of it.
    pub fn is_newer(&self) -> bool {
        self.is_newer
    }

    /// What is damaged.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// What the log amounts to.
    pub fn finish(self) -> (Store, History) {
        (self.store, self.history)
    }
}
