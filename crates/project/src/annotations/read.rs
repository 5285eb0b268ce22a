//! Reading annotations: the file as a whole, document by document.

mod document;
mod names;
mod nodes;
mod origin;
mod place;

pub(crate) use names::node_from_hash;

use super::anchor::Search;
use super::fields::Remarks;
use super::{FORMAT, VERSION};
use crate::error::{Lines, json_message};
use crate::project::Head;
use crate::records::{dangling, node_of};
use crate::verify::Texts;
use crate::{Error, Problem};
use postil_core::{DocId, Document, NodeId, Record, RecordKey};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
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
    places: BTreeMap<RecordKey, usize>,
    /// How often a name was made of the same content: see [`Reader::mint`].
    minted: BTreeMap<NodeId, u32>,
    suggestions: usize,
}

/// Reads annotations. What is wrong in part is left out and reported.
///
/// # Errors
/// When the file was written by a newer version, or is not JSON in a way that no line of it can be read.
pub(crate) fn read(
    text: &str, is_lines: bool, source: &str, known: &dyn Fn(DocId) -> Option<Document>, problems: &mut Vec<Problem>,
) -> Result<Contents, Error> {
    let parts = if is_lines { text.lines().collect() } else { parts(text, problems)? };
    let mut lines = Lines::of(text);
    let mut reader = Reader {
        texts: Texts::new(known),
        search: Search::new(),
        source: source.into(),
        records: Vec::new(),
        places: BTreeMap::new(),
        minted: BTreeMap::new(),
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
        if let Err(message) = reader.document(&value, is_lines, &mut remarks) {
            remarks.tell("", format!("{message}; the document is left out"));
        }
        remarks.finish();
    }
    let Reader { texts, records, suggestions, .. } = reader;
    Ok(Contents { documents: texts.into_documents(), records, suggestions })
}

/// The documents of a JSON file, as they stand there.
fn parts<'t>(text: &'t str, problems: &mut Vec<Problem>) -> Result<Vec<&'t str>, Error> {
    let mut lines = Lines::of(text);
    let mut refuse = |error: &serde_json::Error, part: &str| {
        Error::new(format!("{}: {}", lines.place_in(part, error), json_message(error)))
    };
    match serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
        Ok(fields) => {
            let head: Head = serde_json::from_str(text).map_err(|error| refuse(&error, text))?;
            check_version(head.version.as_ref().and_then(serde_json::Number::as_u64))?;
            for field in fields.keys().filter(|field| !["format", "version", "documents"].contains(&field.as_str())) {
                let message = format!("the field `{field}` is not known here, and is not kept");
                problems.push(Problem::new("line 1", message));
            }
            let documents = fields.get("documents").map_or("[]", |raw| raw.get());
            let documents: Vec<&RawValue> =
                serde_json::from_str(documents).map_err(|error| refuse(&error, documents))?;
            Ok(documents.into_iter().map(RawValue::get).collect())
        }
        Err(error) => {
            let refusal = refuse(&error, text);
            let parts = by_lines(text).ok_or(refusal)??;
            let message =
                format!("the file is damaged ({}); what can be read line by line is kept", json_message(&error));
            problems.push(Problem::new(lines.place_in(text, &error), message));
            Ok(parts)
        }
    }
}

/// A file that is no longer JSON as a whole, but was laid out as [`json`](super::json) does it.
fn by_lines(text: &str) -> Option<Result<Vec<&str>, Error>> {
    let mut lines = text.lines().map(str::trim_ascii);
    let head: Head = serde_json::from_str(&format!("{}]}}", lines.next()?)).ok()?;
    if head.format.as_deref() != Some(FORMAT) {
        return None;
    }
    let version = head.version.as_ref().and_then(serde_json::Number::as_u64);
    let parts = lines.filter(|line| *line != "]}").map(|line| line.strip_suffix(',').unwrap_or(line));
    Some(check_version(version).map(|()| parts.collect()))
}

fn check_version(version: Option<u64>) -> Result<(), Error> {
    match version {
        Some(version) if version == u64::from(VERSION) => Ok(()),
        Some(version) if version > u64::from(VERSION) => Err(Error::new(format!(
            "written by a newer version of Postil (format version {version}; this one reads {VERSION})"
        ))),
        _ => Err(Error::new(format!("a {FORMAT} file says its version, such as {VERSION}; this one does not"))),
    }
}

/// What was read of one document, each record with its path in it.
struct Found {
    doc: DocId,
    /// Nodes by the names that the file gives them.
    names: BTreeMap<String, NodeId>,
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
        let said = |key: &RecordKey| self.places.get(key).map(|place| &self.records[*place].1);
        let mut own: BTreeMap<&RecordKey, &Record> = BTreeMap::new();
        let mut refused = vec![false; found.records.len()];
        for (i, (key, record)) in found.records.iter().enumerate() {
            match said(key).or_else(|| own.get(key).copied()) {
                None => drop(own.insert(key, record)),
                Some(other) if other == record => {}
                // The document was in the file before, under another title perhaps.
                Some(_) if matches!(key, RecordKey::Document(_)) => refused[i] = true,
                Some(_) => {
                    refused[i] = true;
                    remarks.tell(&found.paths[i], "the file says something else of this before; the first is kept");
                }
            }
        }
        let gone: BTreeSet<NodeId> = (found.records.iter().zip(&refused))
            .filter_map(|((key, _), is_refused)| is_refused.then(|| node_of(key))?)
            .collect();
        let dangling = dangling(&found.records, &gone);
        for (i, ((key, record), path)) in found.records.into_iter().zip(found.paths).enumerate() {
            if refused[i] {
                continue;
            }
            if let Some(node) = dangling.get(&i) {
                if !gone.contains(node) || node_of(&key).is_some() {
                    remarks.tell(&path, format!("{node}, which it refers to, was left out; left out too"));
                }
                continue;
            }
            if !self.places.contains_key(&key) {
                self.places.insert(key.clone(), self.records.len());
                self.records.push((key, record));
            }
        }
    }
}
