//! Whether what a file says can be true of the texts: nothing wrong enters a store.

use crate::Problem;
use crate::metadata;
use crate::project::sort;
use crate::records::Places;
use postil_core::{
    DocId, Document, DocumentInfo, Dot, Fragments, Intent, MAX_TEXT_BYTES, NodeId, Op, Record, RecordKey, Timestamp,
    Transaction, genesis,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Milliseconds at the end of the year 9999: later times are damage, and would not fit a JSON number for long.
const END_OF_TIME: u64 = 253_402_300_799_999;
/// Spans of one file may cover this many bytes together, or a small file could ask for all memory: the store finds spans
/// by the pages of text that they cover.
const MAX_COVERED_BYTES: u64 = 2 << 30;

/// The texts that a file is about.
pub(crate) struct Texts<'a> {
    /// Those of the file, and those that were asked for.
    texts: BTreeMap<DocId, Text>,
    /// Finds those that the reader has already.
    known: &'a dyn Fn(DocId) -> Option<Document>,
    covered: u64,
}

struct Text {
    /// None where nobody has it.
    document: Option<Document>,
    is_of_file: bool,
    /// How many words it has, once that was asked.
    words: Option<u32>,
    /// Changes to it and its annotations that were left out since nobody has it.
    lost: u32,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(known: &'a dyn Fn(DocId) -> Option<Document>) -> Self {
        Self { texts: BTreeMap::new(), known, covered: 0 }
    }

    pub(crate) fn add(&mut self, document: Document) {
        self.texts.insert(document.id(), Text { document: Some(document), is_of_file: true, words: None, lost: 0 });
    }

    fn entry(&mut self, id: DocId) -> &mut Text {
        let known = self.known;
        self.texts.entry(id).or_insert_with(|| Text { document: known(id), is_of_file: false, words: None, lost: 0 })
    }

    pub(crate) fn get(&mut self, id: DocId) -> Option<&Document> {
        self.entry(id).document.as_ref()
    }

    fn words(&mut self, id: DocId) -> Option<u32> {
        let Text { document, words, .. } = self.entry(id);
        let document = document.as_ref()?;
        Some(*words.get_or_insert_with(|| DocumentInfo::of(document, "").words))
    }

    /// The documents that the file brought, by id.
    pub(crate) fn into_documents(self) -> Vec<Document> {
        self.texts.into_values().filter(|text| text.is_of_file).filter_map(|text| text.document).collect()
    }

    /// Tells of the documents that nobody has.
    fn tell_lost(&self, problems: &mut Vec<Problem>) {
        for (id, text) in self.texts.iter().filter(|(_, text)| text.lost > 0) {
            let changes = match text.lost {
                1 => "1 change to it and its annotations is".to_owned(),
                lost => format!("{lost} changes to it and its annotations are"),
            };
            let message = format!("its text is missing or damaged; {changes} left out");
            problems.push(Problem::new(format!("document {id}"), message));
        }
    }

    /// Whether the fragments lie inside the text, on character boundaries.
    pub(crate) fn verify(&mut self, doc: DocId, fragments: &Fragments) -> Result<(), String> {
        let document = self.get(doc).ok_or("its text is missing")?;
        verify_offsets(document, fragments)?;
        self.cover(u64::from(fragments.cover().len()))
    }

    /// Counts covered text.
    pub(crate) fn cover(&mut self, bytes: u64) -> Result<(), String> {
        self.covered += bytes;
        if self.covered > MAX_COVERED_BYTES { Err("the spans of this file cover too much text".into()) } else { Ok(()) }
    }
}

/// Whether the fragments lie inside the text, on character boundaries.
pub(crate) fn verify_offsets(document: &Document, fragments: &Fragments) -> Result<(), String> {
    for fragment in fragments.as_slice() {
        for offset in [fragment.start(), fragment.end()] {
            document.offsets().from_byte(offset.get()).map_err(|error| format!("byte {error}"))?;
        }
    }
    Ok(())
}

/// Reads a text that says what its hash is.
///
/// # Errors
/// When the text is too long to be a document.
pub(crate) fn document(text: String) -> Result<Document, String> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(format!("a text of {} bytes is too long; at most {MAX_TEXT_BYTES}", text.len()));
    }
    Ok(Document::new(text))
}

/// A transaction with the place of each of its operations.
pub(crate) struct Placed {
    pub(crate) transaction: Transaction,
    pub(crate) place: String,
    /// Index in the file of each operation: those that could not be read are missing.
    pub(crate) indices: Vec<usize>,
    /// Whether an operation was left out already.
    pub(crate) is_cut: bool,
}

/// Leaves out what cannot be true; gives the rest by time, then name.
pub(crate) fn verify_log(log: Vec<Placed>, texts: &mut Texts, problems: &mut Vec<Problem>) -> Vec<Arc<Transaction>> {
    let lost = lost_nodes(&log, texts);
    let genesis = genesis();
    let mut times: BTreeMap<Dot, (Timestamp, usize)> = BTreeMap::new();
    for (i, placed) in log.iter().enumerate() {
        times.entry(placed.transaction.dot).or_insert((placed.transaction.at, i));
    }
    times.entry(genesis.dot).or_insert((genesis.at, log.len()));
    let mut kept = Vec::with_capacity(log.len());
    for (i, Placed { mut transaction, place, indices, mut is_cut }) in log.into_iter().enumerate() {
        let is_later = |dot| times.get(dot).is_some_and(|(at, _)| *at >= transaction.at);
        let refusal = if transaction.at.0 > END_OF_TIME {
            Some("its time lies beyond the year 9999")
        } else if times.get(&transaction.dot).is_some_and(|(_, first)| *first != i) {
            Some("another transaction has the same name")
        } else if transaction.dot.actor == genesis.dot.actor && transaction != genesis {
            Some("the first schema is another one than this version's")
        } else if matches!(&transaction.intent, Intent::Revert { of, .. } if is_later(of)) {
            Some("it takes back what came after it")
        } else {
            None
        };
        if let Some(reason) = refusal {
            problems.push(Problem::new(place, format!("transaction {}: {reason}; left out", transaction.dot)));
            continue;
        }
        let mut keys = Places::new();
        let mut ops = Vec::with_capacity(transaction.ops.len());
        for (mut op, index) in std::mem::take(&mut transaction.ops).into_iter().zip(indices) {
            if let Some(doc) = lost_document(&op, &lost, texts) {
                texts.entry(doc).lost += 1;
                is_cut = true;
                continue;
            }
            let is_late = op.bases.iter().any(|base| times.get(base).is_some_and(|(at, _)| *at >= transaction.at));
            let outcome = if is_late {
                Err("it changes what came after it; left out".to_owned())
            } else if keys.insert(op.key.clone(), index).is_some() {
                Err("the record is changed twice in one transaction; the first change is kept".to_owned())
            } else {
                verify_op(&mut op, texts)
            };
            is_cut |= outcome.is_err();
            let is_kept = outcome.is_ok();
            if let Some(message) = outcome.unwrap_or_else(Some) {
                problems.push(Problem::new(op_place(&place, index, &op.key), message));
            }
            if is_kept {
                ops.push(op);
            }
        }
        transaction.ops = ops;
        // One that is left with nothing is left out, so that an undamaged file can bring it later.
        if !(is_cut && transaction.ops.is_empty()) {
            kept.push(Arc::new(transaction));
        }
    }
    texts.tell_lost(problems);
    sort(&mut kept);
    kept
}

fn op_place(place: &str, index: usize, key: &RecordKey) -> String {
    match key {
        RecordKey::Node(id) => format!("{place}.ops[{index}] ({id})"),
        _ => format!("{place}.ops[{index}]"),
    }
}

/// `Ok(Some(…))` tells of a repair.
fn verify_op(op: &mut Op, texts: &mut Texts) -> Result<Option<String>, String> {
    verify_places(&op.key, None, texts).map_err(|reason| format!("{reason}; left out"))?;
    let mut repair = verify_record(&op.key, &mut op.after, texts).map_err(|reason| format!("{reason}; left out"))?;
    match verify_record(&op.key, &mut op.before, texts) {
        Ok(more) => repair = repair.or(more),
        Err(reason) => {
            op.before = None;
            repair = Some(format!("what was there before is wrong ({reason}) and is forgotten; the change is kept"));
        }
    }
    Ok(repair)
}

/// Whether what a record is about lies inside the text of its document. Where its record does not say the document, nothing
/// is verified.
fn verify_places(key: &RecordKey, record: Option<&Record>, texts: &mut Texts) -> Result<(), String> {
    let Some(doc) = key.document(record) else { return Ok(()) };
    key.places(record).into_iter().try_for_each(|fragments| texts.verify(doc, fragments))
}

fn verify_record(
    key: &RecordKey, record: &mut Option<Arc<Record>>, texts: &mut Texts,
) -> Result<Option<String>, String> {
    let Some(record) = record else { return Ok(None) };
    if !key.holds(record) {
        return Err("the record is of another kind than its key".into());
    }
    // A key that says its document was verified by itself.
    if key.document(None).is_none() {
        verify_places(key, Some(record), texts)?;
    }
    let doc = match key {
        RecordKey::Document(doc) => Some(*doc),
        RecordKey::Definition(..) | RecordKey::Set(_) | RecordKey::Annotator(_) => None,
        _ => return Ok(None),
    };
    let words = doc.and_then(|doc| texts.words(doc));
    let document = doc.and_then(|doc| texts.get(doc));
    let record = Arc::make_mut(record);
    let mut repair = metadata::mend(key, record, document);
    if let (Record::DocumentInfo(info), Some(document)) = (record, document) {
        // Derived, and counted otherwise by other versions.
        info.words = words.unwrap_or(info.words);
        let (claimed, bytes) = (info.bytes, document.range().len());
        if claimed != bytes {
            info.bytes = bytes;
            let told = format!("the text has {bytes} bytes, not {claimed}; corrected");
            repair = Some(repair.map_or(told.clone(), |other| format!("{told}; {other}")));
        }
    }
    Ok(repair)
}

/// The nodes of documents whose text nobody has, by document.
fn lost_nodes(log: &[Placed], texts: &mut Texts) -> BTreeMap<NodeId, DocId> {
    let mut lost = BTreeMap::new();
    for op in log.iter().flat_map(|placed| &placed.transaction.ops) {
        if let RecordKey::Node(id) = op.key
            && let Some(doc) = told(op).find(|doc| texts.get(*doc).is_none())
        {
            lost.insert(id, doc);
        }
    }
    lost
}

/// The document that an operation is about, where nobody has its text.
fn lost_document(op: &Op, lost: &BTreeMap<NodeId, DocId>, texts: &mut Texts) -> Option<DocId> {
    let own = told(op).find(|doc| texts.get(*doc).is_none());
    own.or_else(|| lost.get(&op.key.owner()?).copied())
}

/// The documents that an operation names.
fn told(op: &Op) -> impl Iterator<Item = DocId> {
    let of_record = |record: &Option<Arc<Record>>| op.key.document(record.as_deref()?);
    [op.key.document(None), of_record(&op.before), of_record(&op.after)].into_iter().flatten()
}
