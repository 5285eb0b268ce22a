//! One way in for every file of ours: told apart by content, verified, then merged or copied.

mod copy;
mod labels;
mod merge;
mod schema;
mod sniff;

pub use labels::{Meeting, Stranger};
use sniff::HEAD;
pub use sniff::is_native;

use crate::project::{Contents, present};
use crate::{Error, Problem, annotations, portable, project};
use postil_core::{Author, DocId, Document, Record, RecordKey, Store, Timestamp, Transaction};
use std::fmt;
use std::sync::Arc;

/// Which of our files it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Everything, with its history.
    Project,
    /// Annotations for other programs, one JSON value.
    Annotations,
    /// The same, one document a line.
    AnnotationLines,
    /// The bare log: transactions without texts, as the page offers it when all else fails.
    Log,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Project => "project",
            Self::Annotations => "annotations (JSON)",
            Self::AnnotationLines => "annotations (JSON Lines)",
            Self::Log => "log",
        })
    }
}

/// A file that was read and verified: everything in here may enter a store.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub shape: Shape,
    /// The documents whose texts came with the file, by id. Keep their texts before the store learns of them.
    pub documents: Vec<Document>,
    /// What was wrong; it was repaired or left out, and the rest is here.
    pub problems: Vec<Problem>,
    /// Pending suggestions in the file. They are derived, and so not taken over.
    suggestions: usize,
    /// The file's name.
    source: Arc<str>,
    pub(crate) content: Content,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// By time, then name.
    Log(Vec<Arc<Transaction>>),
    /// What the file says about documents and nodes, in an order in which it can be written down.
    Records(Vec<(RecordKey, Record)>),
}

/// Reads a project, annotations (JSON or JSON Lines) or a log, whichever `text` is. `source` is the file's name, for the
/// records; `known` finds documents that the reader has already, for files that come without texts.
///
/// # Errors
/// When it is none of these, was written by a newer version, or is too damaged for anything to be read. Whatever can be
/// read of a damaged file is read, and the rest is in [`Loaded::problems`].
pub fn load(text: &str, source: &str, known: &dyn Fn(DocId) -> Option<Document>) -> Result<Loaded, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let inner =
        if portable::is_page(&text[..text.floor_char_boundary(HEAD)]) { portable::embedded(text) } else { None };
    if inner.as_deref() == Some("") {
        return Err(Error::new("there is no project in this page: it is Postil itself"));
    }
    let text = inner.as_deref().unwrap_or(text);
    let mut problems = Vec::new();
    let shape = sniff::shape(text)?;
    let (documents, content, suggestions) = match shape {
        Shape::Project => {
            let Contents { documents, log } = project::read(text, known, &mut problems)?;
            (documents, Content::Log(log), 0)
        }
        Shape::Log => (Vec::new(), Content::Log(project::read_log(text, known, &mut problems)?), 0),
        Shape::Annotations | Shape::AnnotationLines => {
            let is_lines = shape == Shape::AnnotationLines;
            let read = annotations::read(text, is_lines, source, known, &mut problems)?;
            (read.documents, Content::Records(read.records), read.suggestions)
        }
    };
    Ok(Loaded { shape, documents, problems, suggestions, source: source.into(), content })
}

impl Loaded {
    /// What is in the file, and how much of it `store` does not have yet.
    pub fn summary(&self, store: &Store) -> Summary {
        let mut summary = Summary { suggestions: self.suggestions, ..Summary::default() };
        for (key, record) in self.records() {
            let field = match (&key, &record) {
                (RecordKey::Document(_), _) => &mut summary.documents,
                (_, Record::Span(_)) => &mut summary.spans,
                (_, Record::Relation(_)) => &mut summary.relations,
                (_, Record::Cluster(_)) => &mut summary.clusters,
                (_, Record::Event(_)) => &mut summary.events,
                (_, Record::Attribute(_)) => &mut summary.attributes,
                (_, Record::Note(_)) => &mut summary.notes,
                (_, Record::DocumentLabel(_)) => &mut summary.document_labels,
                (_, Record::Rejection(_)) => &mut summary.rejections,
                _ => continue,
            };
            *field += 1;
            match (&key, store.get(&key)) {
                (RecordKey::Document(_), None) => summary.new_documents += 1,
                (RecordKey::Node(_), None) => summary.new_annotations += 1,
                (RecordKey::Node(_), Some(other)) if **other != record => summary.changed_annotations += 1,
                _ => {}
            }
        }
        if let Content::Log(log) = &self.content {
            summary.transactions = log.len();
            summary.new_transactions = log.iter().filter(|it| store.transaction(it.dot).is_none()).count();
        }
        summary
    }

    /// The transactions that bring the file into `store`, for [`Store::merge`]: a project's own, as far as they are new;
    /// or one that `author` makes at `now` of a file of annotations. Empty when all of it is there already. Merging the
    /// same file twice is merging it once.
    ///
    /// A file of annotations adds and never changes: an annotation that stands here otherwise than in the file is added
    /// beside, and one that was deleted here, of a document that is still here, stays deleted.
    pub fn merge(&self, store: &Store, author: &Author, now: Timestamp) -> Vec<Arc<Transaction>> {
        match &self.content {
            Content::Log(log) => log.iter().filter(|it| store.transaction(it.dot).is_none()).cloned().collect(),
            Content::Records(records) => {
                merge::merge(records, &self.source, store, author, now).map(Arc::new).into_iter().collect()
            }
        }
    }

    /// The transaction that adds everything in the file as a separate copy: all its live annotations under new names, in
    /// new sets of kind imported that are called `name`, so that no later change or deletion in either touches the other.
    /// Texts never change, so documents are shared. None when there is nothing to copy.
    pub fn copy(&self, store: &Store, author: &Author, now: Timestamp, name: &str) -> Option<Transaction> {
        copy::copy(&self.records(), &self.source, store, author, now, name)
    }

    /// The state that the file amounts to.
    fn records(&self) -> Vec<(RecordKey, Record)> {
        match &self.content {
            Content::Records(records) => records.clone(),
            Content::Log(log) => {
                let mut store = Store::new();
                store.merge(log.iter().cloned());
                present(&store)
            }
        }
    }
}

/// How much is in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub documents: usize,
    /// Documents that the store does not have.
    pub new_documents: usize,
    pub spans: usize,
    pub relations: usize,
    pub clusters: usize,
    pub events: usize,
    pub attributes: usize,
    pub notes: usize,
    pub document_labels: usize,
    pub rejections: usize,
    /// Pending suggestions, which are not taken over.
    pub suggestions: usize,
    /// Spans, relations, clusters and events that are not in the store now.
    pub new_annotations: usize,
    /// The same that are in the store, but otherwise than in the file.
    pub changed_annotations: usize,
    /// Steps of history; none in a file of annotations.
    pub transactions: usize,
    /// Steps that the store does not have.
    pub new_transactions: usize,
}

/// What [`check`] finds.
#[derive(Clone, Debug)]
pub struct Report {
    /// None when the file is none of ours.
    pub shape: Option<Shape>,
    pub summary: Summary,
    /// Empty when the file is right throughout.
    pub problems: Vec<Problem>,
}

/// Verifies a file by itself. `source` is its name. A byte-order mark is passed over.
pub fn check(bytes: &[u8], source: &str) -> Report {
    let refusal = |problem| Report { shape: None, summary: Summary::default(), problems: vec![problem] };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            return refusal(Problem::new(format!("line {line}, byte {at} of the file"), "not UTF-8"));
        }
    };
    match load(text, source, &|_| None) {
        Ok(loaded) => {
            let summary = loaded.summary(&Store::new());
            Report { shape: Some(loaded.shape), summary, problems: loaded.problems }
        }
        Err(error) => refusal(Problem::new(source, error.to_string())),
    }
}
