//! What a browser keeps of a project, as data: rows of the log, texts by document, settings by name.

use postil_core::Map;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// In the order in which they were appended.
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
