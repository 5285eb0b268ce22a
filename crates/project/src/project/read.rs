//! Reading a project file.

use super::{Contents, FORMAT};
use crate::error::{Lines, json_message};
use crate::frame::Parts;
use crate::verify::{self, Placed, Texts, verify_log};
use crate::versions::{self, Envelope};
use crate::{Error, Problem, codec};
use postil_core::{DocId, Document, Transaction};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextEntry {
    id: DocId,
    text: String,
}

/// Reads a project whose text begins like one. What is wrong in part is left out and reported.
///
/// # Errors
/// When the file was written by a newer version, or is not JSON in a way that no line of it can be read.
pub(crate) fn read(
    text: &str, known: &dyn Fn(DocId) -> Option<Document>, problems: &mut Vec<Problem>,
) -> Result<Contents, Error> {
    let mut lines = Lines::of(text);
    let parts = Parts::of(text, FORMAT, problems)?;
    let mut texts = Texts::new(known);
    for (i, part) in parts.documents.into_iter().enumerate() {
        if let Err((place, message)) = read_document(part, &mut lines, &mut texts) {
            problems.push(Problem::new(
                place.unwrap_or_else(|| format!("line {}: documents[{i}]", lines.line_of(part))),
                message,
            ));
        }
    }
    let mut log = Vec::with_capacity(parts.log.len());
    for (i, part) in parts.log.into_iter().enumerate() {
        log.extend(read_transaction(part, i, parts.version, &mut lines, problems));
    }
    let log = verify_log(log, &mut texts, problems);
    Ok(Contents { documents: texts.into_documents(), log })
}

/// The place is None where it is the whole entry.
fn read_document(part: &str, lines: &mut Lines, texts: &mut Texts) -> Result<(), (Option<String>, String)> {
    let TextEntry { id, text } = serde_json::from_str(part).map_err(|error| {
        (Some(lines.place_in(part, &error)), format!("{}; the document is left out", json_message(&error)))
    })?;
    let document = verify::document(text).map_err(|message| (None, format!("{message}; left out")))?;
    if document.id() != id {
        let message = format!("the text is not that of document {id}: its SHA-256 is {}; left out", document.id());
        return Err((None, message));
    }
    texts.add(document);
    Ok(())
}

fn read_transaction(
    part: &str, i: usize, version: u32, lines: &mut Lines, problems: &mut Vec<Problem>,
) -> Option<Placed> {
    let envelope: Envelope = match serde_json::from_str(part) {
        Ok(envelope) => envelope,
        Err(error) => {
            let message = format!("log[{i}]: {}; the transaction is left out", json_message(&error));
            problems.push(Problem::new(lines.place_in(part, &error), message));
            return None;
        }
    };
    let (mut ops, mut indices, mut is_cut) = (Vec::new(), Vec::new(), false);
    for (index, raw) in envelope.ops.iter().enumerate() {
        match versions::op(raw.get(), version) {
            Ok(op) => {
                ops.push(op);
                indices.push(index);
            }
            Err((part, error)) => {
                is_cut = true;
                let message = format!("log[{i}].ops[{index}]: {}; left out", json_message(&error));
                problems.push(Problem::new(lines.place_in(part, &error), message));
            }
        }
    }
    let Envelope { dot, at, annotator, intent, .. } = envelope;
    let place = format!("line {}: log[{i}]", lines.line_of(part));
    Some(Placed { transaction: Transaction { dot, at, annotator, intent, ops }, place, indices, is_cut })
}

/// Reads a bare log: every text must be known.
///
/// # Errors
/// When some of it was written by a newer version.
pub(crate) fn read_log(
    text: &str, known: &dyn Fn(DocId) -> Option<Document>, problems: &mut Vec<Problem>,
) -> Result<Vec<Arc<Transaction>>, Error> {
    let mut log = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_ascii().is_empty()) {
        let place = format!("line {}", i + 1);
        match codec::decode(line) {
            Ok(transaction) => {
                let indices = (0..transaction.ops.len()).collect();
                log.push(Placed { transaction, place, indices, is_cut: false });
            }
            Err(error) if error.is_newer() => return Err(error),
            Err(error) => problems.push(Problem::new(place, format!("{error}; left out"))),
        }
    }
    Ok(verify_log(log, &mut Texts::new(known), problems))
}
