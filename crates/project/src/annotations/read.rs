//! Reading annotations: the file as a whole, document by document.

mod document;
mod names;
mod nodes;
mod origin;
mod place;
mod rejection;

pub(crate) use names::node_from_hash;

use super::FORMAT;
use super::anchor::Search;
use super::fields::Remarks;
use crate::error::{Lines, json_message};
use crate::frame::Parts;
use crate::records::{Graph, Places};
use crate::verify::Texts;
use crate::{Error, Problem};
use postil_core::{DocId, Document, NodeId, Record, RecordKey};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file of annotations holds that is right.
pub(crate) struct Contents {
    /// Those whose texts came with the file, by id.
    pub(crate) documents: Vec<Document>,
    pub(crate) records: Vec<(RecordKey, Record)>,
    /// Pending ones: verified, counted, and left out.
    pub(crate) suggestions: usize,
}

/// A file while it is read.
struct Reader<'a> {
    texts: Texts<'a>,
    search: Search,
    /// The file's name.
    source: Arc<str>,
    records: Vec<(RecordKey, Record)>,
    /// Where each record stands in `records`.
    places: Places,
    /// The last name that was made of the same content: see [`Reader::mint`].
    minted: Names,
    suggestions: usize,
}

/// Reads annotations. What is wrong in part is left out and reported.
///
/// # Errors
/// When the file was written by a newer version, or is not JSON in a way that no line of it can be read.
pub(crate) fn read(
    text: &str, is_lines: bool, source: &str, known: &dyn Fn(DocId) -> Option<Document>, problems: &mut Vec<Problem>,
) -> Result<Contents, Error> {
    let parts = if is_lines { text.lines().collect() } else { Parts::of(text, FORMAT, problems)?.documents };
    let mut lines = Lines::of(text);
    let mut reader = Reader {
        texts: Texts::new(known),
        search: Search::new(),
        source: source.into(),
        records: Vec::new(),
        places: Places::new(),
        minted: Names::new(),
        suggestions: 0,
    };
    for (i, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.trim_ascii().is_empty()) {
        let value: Value = match serde_json::from_str(part) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("{}; the document is left out", json_message(&error));
                problems.push(Problem::new(lines.place_in(part, &error), message));
                continue;
            }
        };
        let line = lines.line_of(part);
        let mut remarks = match is_lines {
            true => Remarks::new(problems, format!("line {line}"), ": "),
            false => Remarks::new(problems, format!("line {line}: documents[{i}]"), "."),
        };
        let checked = if is_lines { document::check_line(&value) } else { Ok(()) };
        let outcome = match checked {
            // What the others mean beside it, only its writer knows.
            Err(error) if error.is_newer() => return Err(error),
            Err(error) => Err(error.to_string()),
            Ok(()) => reader.document(&value, &mut remarks),
        };
        if let Err(message) = outcome {
            remarks.tell("", format!("{message}; the document is left out"));
        }
        remarks.finish();
    }
    let Reader { texts, records, suggestions, .. } = reader;
    Ok(Contents { documents: texts.into_documents(), records, suggestions })
}

/// Names of nodes, by some text.
type Names = BTreeMap<String, NodeId>;

/// What was read of one document, each record with its path in it.
struct Found {
    doc: DocId,
    /// Nodes by the names that the file gives them.
    names: Names,
    records: Vec<(RecordKey, Record)>,
    paths: Vec<String>,
}

impl Found {
    fn add(&mut self, path: &str, key: RecordKey, record: impl Into<Record>) {
        self.records.push((key, record.into()));
        self.paths.push(path.to_owned());
    }
}

impl Reader<'_> {
    /// Takes over what was read of a document, but for what the file has said before, and what lacks something.
    fn take(&mut self, found: Found, remarks: &mut Remarks) {
        let mut own = Places::new();
        let mut refused = vec![false; found.records.len()];
        for (i, (key, record)) in found.records.iter().enumerate() {
            let before = match self.places.get(key) {
                Some(place) => Some(&self.records[*place].1),
                None => own.get(key).map(|place| &found.records[*place].1),
            };
            match before {
                None => drop(own.insert(key.clone(), i)),
                Some(other) if other == record => {}
                // The document was in the file before, under another title perhaps.
                Some(_) if matches!(key, RecordKey::Document(_)) => refused[i] = true,
                Some(_) => {
                    refused[i] = true;
                    remarks.tell(&found.paths[i], "the file says something else of this before; the first is kept");
                }
            }
        }
        let graph = Graph::of(&found.records);
        let is_refused = |id: NodeId| graph.place(id).is_some_and(|place| refused[place]);
        let dangling = graph.dangling(&found.records, &is_refused);
        for (i, ((key, record), path)) in found.records.into_iter().zip(found.paths).enumerate() {
            match dangling[i] {
                _ if refused[i] => {}
                // What hangs on something that was refused needs no words.
                Some(node) if is_refused(node) && key.node().is_none() => {}
                Some(_) => remarks.tell(&path, "what it refers to was left out; left out too"),
                None if self.places.contains_key(&key) => {}
                None => {
                    self.places.insert(key.clone(), self.records.len());
                    self.records.push((key, record));
                }
            }
        }
    }
}
