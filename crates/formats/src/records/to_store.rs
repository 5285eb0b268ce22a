//! Documents that were read, in a store of their own.

use crate::document::uses::together;
use crate::document::{Annotated, Report, Schema};
use crate::loss::label_once;
use crate::records::annotations::to_annotations;
use crate::syntax::Error;
use postil_core::{
    ActorId, Author, Definition as CoreDefinition, Document, DocumentInfo, DocumentStatus, Draft, Intent, Record,
    RecordKey, Store, Timestamp, Transaction,
};
use postil_project::Shape;
use std::sync::Arc;

/// Documents in a store of their own.
///
/// # Errors
/// When our own reader refuses them, which is a fault of this crate.
pub fn to_store(documents: &[Annotated], source: &str) -> Result<(Store, Vec<Document>), Error> {
    let mut report = Report::default();
    let mut documents = documents.to_vec();
    label_once(&mut documents);
    let (mut store, found, _) = load(&to_annotations(&documents), source, 1, &mut report)?;
    if let Some(entry) = report.entries.first() {
        return Err(Error::new(source, &entry.place, &entry.message));
    }
    let defined = define(&store, &together(&documents));
    store.merge(defined.map(Arc::new));
    let finished = finish(&store, &documents);
    store.merge(finished.map(Arc::new));
    Ok((store, found))
}

pub(super) fn load(
    text: &str, name: &str, first_line: usize, report: &mut Report,
) -> Result<(Store, Vec<Document>, Shape), Error> {
    let loaded = postil_project::load(text, name, &|_| None).map_err(|error| {
        let place = if first_line > 1 { format!("line {first_line}") } else { String::new() };
        Error::new(name, place, error)
    })?;
    for problem in &loaded.problems {
        let place = place(&problem.place, first_line);
        match problem.is_mended {
            true => report.repaired(place, &problem.message),
            false => report.left_out(place, &problem.message),
        }
    }
    let mut store = Store::new();
    let author = author();
    store.merge(loaded.merge(&store, &author, Timestamp(1)));
    Ok((store, loaded.documents, loaded.shape))
}

/// A place such as `line 1: spans[4]` of a piece that begins on a line of a longer file.
fn place(place: &str, first_line: usize) -> String {
    let numbered = place.strip_prefix("line ").and_then(|rest| {
        let (number, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        Some((number.parse::<usize>().ok()?, rest))
    });
    match numbered {
        Some((line, rest)) => format!("line {}{rest}", line + first_line - 1),
        None => place.to_owned(),
    }
}

/// Nobody in particular, so that the same documents give the same bytes.
pub(super) fn author() -> Author {
    let annotator = "postil-convert".parse().expect("a well-formed name");
    Author { actor: ActorId::new(1), annotator, next_seq: 0 }
}

/// What annotations do not say of documents: that they are done.
fn finish(store: &Store, documents: &[Annotated]) -> Option<Transaction> {
    let author = Author { next_seq: 2, ..author() };
    let mut draft = Draft::new(store, &author);
    for it in documents.iter().filter(|it| it.is_done) {
        if let Some(info) = store.documents().get(&it.document.id()) {
            let info = DocumentInfo { status: DocumentStatus::Done, ..info.clone() };
            draft.put(RecordKey::Document(it.document.id()), info.into());
        }
    }
    draft.finish(Timestamp(3), Intent::EditDocument)
}

/// What annotations do not say of labels: their order, their places in a hierarchy, and what may stand where.
fn define(store: &Store, schema: &Schema) -> Option<Transaction> {
    let author = Author { next_seq: 1, ..author() };
    let mut draft = Draft::new(store, &author);
    let first = store.definitions().iter().map(|(_, it)| it.order + 1).max().unwrap_or_default();
    let slugs = |ids: &[String]| ids.iter().filter_map(|id| id.parse().ok()).collect();
    for (order, it) in (first..).zip(schema.iter()) {
        let Ok(slug) = it.id.parse() else { continue };
        let key = RecordKey::Definition(it.kind, slug);
        if let Some(Record::Definition(here)) = store.get(&key).map(|record| &**record) {
            let definition = CoreDefinition {
                order,
                layer: it.layer.unwrap_or(here.layer),
                parent: it.parent.as_ref().and_then(|id| id.parse().ok()),
                heads: slugs(&it.heads),
                tails: slugs(&it.tails),
                values: it.values.iter().map(|value| value.as_str().into()).collect(),
                ..here.clone()
            };
            draft.put(key, definition.into());
        }
    }
    draft.finish(Timestamp(2), Intent::Schema)
}
