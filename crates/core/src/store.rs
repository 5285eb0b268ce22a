//! The state of a project: what all its transactions amount to.

use crate::archive::Archive;
use crate::entry::{Entry, OpRef};
use crate::summary::Summary;
use crate::trie::{List, Trie};
use crate::{
    Definition, Digest, DocId, DocumentInfo, Dot, Intent, Kind, Map, NodeId, Op, Origin, Record, RecordKey, SetId,
    SetInfo, SetKind, Slug, Span, Target, TextRange, Timestamp, Transaction, genesis, sort_by,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

/// Spans are found by pages of the text of this many bytes.
pub(crate) const PAGE_BYTES: u32 = 1 << 10;

/// A project's records and how they came to be.
///
/// A clone is a few reference counts, and a change costs the same however many annotations there are. Texts are kept
/// elsewhere: the store knows documents by their hash and length.
///
/// ```
/// use postil_core::{Document, DocumentInfo, Draft, Store};
/// # use postil_core::*;
/// let mut store = Store::new();
/// let document = Document::new("Erdoğan met Putin.");
/// let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
/// let mut draft = Draft::new(&store, &author);
/// draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
/// let range = TextRange::from_usize(0..8);
/// let id = draft.add(Span {
///     doc: document.id(), set: "mine".parse().unwrap(), label: "PERSON".parse().unwrap(),
///     fragments: Fragments::one(range), origin: Origin::Person, link: None,
/// }.into());
/// let transaction = draft.finish(Timestamp(1_537_142_400_000), Intent::Tag).unwrap();
/// store.commit(transaction.into()).unwrap();
/// assert_eq!(store.spans_touching(document.id(), range), [id]);
/// ```
#[derive(Clone, Debug)]
pub struct Store {
    /// What happened before, if it is at rest: `entries`, `log`, `by_dot`, `pages` and `references` hold what is otherwise
    /// since.
    archive: Option<Arc<Archive>>,
    entries: Trie<RecordKey, Entry>,
    /// In the order of arrival.
    log: List<Arc<Transaction>>,
    by_dot: Trie<Dot, Arc<Transaction>>,
    pages: Trie<(DocId, u32), Page>,
    /// Records that refer to a node: relations, memberships, arguments, attributes, notes.
    references: Trie<NodeId, Arc<[RecordKey]>>,
    tallies: Trie<DocId, Tally>,
    /// The first thing that ever happened to a document.
    added: Trie<DocId, (Timestamp, Dot)>,
    disputed: Trie<RecordKey, ()>,
    digest: Digest,
    /// Few and seldom changed, so copied whole.
    documents: Arc<Map<DocId, DocumentInfo>>,
    definitions: Arc<Map<(Kind, Slug), Definition>>,
    sets: Arc<Map<SetId, SetInfo>>,
    /// How many spans are in each set that has any.
    used_sets: Trie<SetId, u32>,
}

/// The fragments that touch a page, sorted.
type Page = Arc<[(TextRange, NodeId)]>;

/// How many spans there are in a document, over all sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub spans: u32,
    /// Those of the spans that were suggested and accepted as they were.
    pub accepted: u32,
    /// Spans that were suggested and turned down.
    pub rejections: u32,
}

/// Why a transaction was not committed. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub key: Option<RecordKey>,
    pub reason: &'static str,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason)
    }
}

impl std::error::Error for Conflict {}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl Store {
    /// A project with the first schema and nothing else.
    pub fn new() -> Self {
        let mut store = Self::blank();
        store.merge([Arc::new(genesis())]);
        store
    }

    fn blank() -> Self {
        Self {
            archive: None,
            entries: Trie::default(),
            log: List::default(),
            by_dot: Trie::default(),
            pages: Trie::default(),
            references: Trie::default(),
            tallies: Trie::default(),
            added: Trie::default(),
            disputed: Trie::default(),
            digest: Digest::default(),
            documents: Arc::default(),
            definitions: Arc::default(),
            sets: Arc::default(),
            used_sets: Trie::default(),
        }
    }

    /// The store that an archive was built from, and its [`summary`](Self::summary). O(documents, labels and sets).
    pub fn at_rest(summary: Summary, archive: Arc<Archive>) -> Self {
        let Summary { digest, documents, disputed, definitions, sets, used_sets } = summary;
        let mut store = Self { archive: Some(archive), digest, ..Self::blank() };
        store.documents = Arc::new(documents.into_iter().collect());
        disputed.into_iter().for_each(|key| store.disputed.insert(key, ()));
        store.definitions = Arc::new(definitions.into_iter().map(|(kind, slug, it)| ((kind, slug), it)).collect());
        store.sets = Arc::new(sets.into_iter().collect());
        used_sets.into_iter().for_each(|(set, count)| store.used_sets.insert(set, count));
        store
    }

    /// What is known of a store at rest before anything in it is read.
    pub fn summary(&self) -> Summary {
        Summary {
            digest: self.digest,
            documents: self.documents.iter().map(|(doc, info)| (*doc, info.clone())).collect(),
            disputed: self.disputed().into_iter().cloned().collect(),
            definitions: self.definitions.iter().map(|((kind, slug), it)| (*kind, slug.clone(), it.clone())).collect(),
            sets: self.sets.iter().map(|(set, info)| (set.clone(), info.clone())).collect(),
            used_sets: self.used_sets.iter().map(|(set, count)| (set.clone(), *count)).collect(),
        }
    }

    fn entry(&self, key: &RecordKey) -> Option<&Entry> {
        self.entries.get(key).or_else(|| self.archive.as_ref()?.entry(key))
    }

    /// Every record that there ever was, in no meaningful order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&RecordKey, &Entry)> {
        let archived = self.archive.iter().flat_map(|archive| archive.entries());
        archived.filter(|(key, _)| self.entries.get(key).is_none()).chain(self.entries.iter())
    }

    fn is_known(&self, dot: Dot) -> bool {
        self.by_dot.get(&dot).is_some() || self.archive.as_ref().is_some_and(|archive| archive.find(dot).is_some())
    }

    /// The fragments that touch a page of a document, sorted.
    fn page(&self, doc: DocId, page: u32) -> Page {
        let archived = || self.archive.as_ref().map(|archive| archive.page(doc, page).collect());
        self.pages.get(&(doc, page)).cloned().or_else(archived).unwrap_or_default()
    }

    /// Applies what was just decided here. Strict: all of it, or nothing.
    ///
    /// # Errors
    /// When the transaction is not new, is malformed, or was drafted against another state than this one.
    pub fn commit(&mut self, transaction: Arc<Transaction>) -> Result<(), Conflict> {
        self.admit(&transaction)?;
        self.apply(&transaction, Entry::follow);
        Ok(())
    }

    fn admit(&self, transaction: &Transaction) -> Result<(), Conflict> {
        let refuse = |op: &Op, reason| Err(Conflict { key: Some(op.key.clone()), reason });
        if self.is_known(transaction.dot) {
            return Err(Conflict { key: None, reason: "this transaction is already here" });
        }
        let mut keys: Trie<RecordKey, ()> = Trie::default();
        for op in &transaction.ops {
            let entry = self.entry(&op.key);
            let (heads, value) = entry.map_or((&[][..], None), |e| (&e.heads[..], e.value.as_ref()));
            if !is_well_formed(op) {
                return refuse(op, "the record is of another kind than its key");
            }
            if keys.get(&op.key).is_some() {
                return refuse(op, "the record is changed twice in one transaction");
            }
            if transaction.ops.len() > 1 {
                keys.insert(op.key.clone(), ());
            }
            if op.bases != heads || op.before.as_ref() != value {
                return refuse(op, "the record has changed since");
            }
            if entry.and_then(Entry::last_time).is_some_and(|last| last >= transaction.at) {
                return refuse(op, "the transaction is older than what it changes");
            }
            if let Some(Record::Span(span)) = op.after.as_deref()
                && self.documents.get(&span.doc).is_some_and(|d| span.fragments.cover().end().get() > d.bytes)
            {
                return refuse(op, "the span ends beyond its document");
            }
        }
        Ok(())
    }

    /// Takes in transactions from anywhere, in any order. Total: those that are here already are passed over, and
    /// concurrent changes of a record are settled field by field (see `docs/decisions.md`).
    pub fn merge(&mut self, transactions: impl IntoIterator<Item = Arc<Transaction>>) {
        for transaction in transactions {
            if !self.is_known(transaction.dot) {
                self.apply(&transaction, Entry::join);
            }
        }
    }

    fn apply(&mut self, transaction: &Arc<Transaction>, step: fn(&Entry, OpRef) -> Entry) {
        let empty = Entry::default();
        for (index, op) in transaction.ops.iter().enumerate() {
            let entry = self.entry(&op.key).unwrap_or(&empty);
            if !is_well_formed(op) || entry.knows(transaction.dot) {
                continue;
            }
            let before = entry.value.clone();
            let next = step(entry, OpRef { transaction: transaction.clone(), index: index as u32 });
            let after = next.value.clone();
            match next.is_disputed() {
                true => self.disputed.insert(op.key.clone(), ()),
                false => self.disputed.remove(&op.key),
            }
            if let (RecordKey::Document(doc), Some(first)) = (&op.key, next.ops().first()) {
                let first = first.stamp();
                if self.added(*doc) != Some(first) {
                    self.added.insert(*doc, first);
                }
            }
            self.entries.insert(op.key.clone(), next);
            if before != after {
                self.reindex(&op.key, before.as_deref(), after.as_deref());
            }
        }
        self.digest.add(transaction);
        self.by_dot.insert(transaction.dot, transaction.clone());
        self.log.push(transaction.clone());
    }

    fn reindex(&mut self, key: &RecordKey, before: Option<&Record>, after: Option<&Record>) {
        for (record, is_added) in [(before, false), (after, true)] {
            let Some(record) = record else { continue };
            for node in key.refers_to(record) {
                let changed = changed(self.references(node), key.clone(), is_added);
                keep(&mut self.references, node, changed, self.archive.is_some());
            }
            if let (RecordKey::Node(id), Record::Span(span)) = (key, record) {
                for fragment in span.fragments.as_slice() {
                    for page in fragment.start().get() / PAGE_BYTES..=fragment.end().get() / PAGE_BYTES {
                        let changed = changed(&self.page(span.doc, page), (*fragment, *id), is_added);
                        keep(&mut self.pages, (span.doc, page), changed, self.archive.is_some());
                    }
                }
                self.count(span.doc, is_added, |tally| &mut tally.spans);
                self.count_in_set(&span.set, is_added);
                if matches!(span.origin, Origin::Suggestion(_)) {
                    self.count(span.doc, is_added, |tally| &mut tally.accepted);
                }
            }
        }
        match key {
            RecordKey::Rejection(doc, _, Target::Span { .. }) if before.is_none() || after.is_none() => {
                self.count(*doc, after.is_some(), |tally| &mut tally.rejections);
            }
            RecordKey::Document(doc) => {
                let documents = Arc::make_mut(&mut self.documents);
                match after {
                    Some(Record::DocumentInfo(info)) => drop(documents.insert(*doc, info.clone())),
                    _ => drop(documents.remove(doc)),
                }
            }
            RecordKey::Definition(kind, slug) => {
                let definitions = Arc::make_mut(&mut self.definitions);
                match after {
                    Some(Record::Definition(it)) => drop(definitions.insert((*kind, slug.clone()), it.clone())),
                    _ => drop(definitions.remove(&(*kind, slug.clone()))),
                }
            }
            RecordKey::Set(set) => {
                let sets = Arc::make_mut(&mut self.sets);
                match after {
                    Some(Record::SetInfo(info)) => drop(sets.insert(set.clone(), info.clone())),
                    _ => drop(sets.remove(set)),
                }
                if after.is_none() && self.used_sets.get(set).is_some() {
                    self.name_set(set);
                }
            }
            _ => {}
        }
    }

    /// A set that spans are in and no record describes, as a file from elsewhere may bring it: it is called by its id.
    fn name_set(&mut self, set: &SetId) {
        let info = SetInfo { name: set.as_str().into(), kind: SetKind::Imported, annotator: None };
        Arc::make_mut(&mut self.sets).insert(set.clone(), info);
    }

    /// A span came into a set, or left it. One that no record describes is there as long as spans are in it.
    fn count_in_set(&mut self, set: &SetId, is_added: bool) {
        let count = self.used_sets.get(set).copied().unwrap_or(0);
        match (is_added, count) {
            (true, _) => self.used_sets.insert(set.clone(), count + 1),
            (false, 0 | 1) => self.used_sets.remove(set),
            (false, _) => self.used_sets.insert(set.clone(), count - 1),
        }
        if is_added && !self.sets.contains_key(set) {
            self.name_set(set);
        } else if !is_added && count <= 1 && self.get(&RecordKey::Set(set.clone())).is_none() {
            Arc::make_mut(&mut self.sets).remove(set);
        }
    }

    fn count(&mut self, doc: DocId, is_added: bool, field: impl Fn(&mut Tally) -> &mut u32) {
        let mut tally = self.tally(doc);
        let count = field(&mut tally);
        *count = if is_added { *count + 1 } else { count.saturating_sub(1) };
        self.tallies.insert(doc, tally);
    }

    /// The same project without anything about a document, in its history either: what belongs to it, and what hangs on a
    /// node that ever did.
    pub fn purge(&self, doc: DocId) -> Self {
        let mut nodes: Vec<NodeId> = Vec::new();
        for op in self.log().flat_map(|transaction| &transaction.ops) {
            let mut records = [&op.before, &op.after].into_iter().flatten();
            if records.any(|record| op.key.document(&**record) == Some(doc)) {
                nodes.extend(op.key.node());
            }
        }
        sort_by(&mut nodes, &NodeId::cmp);
        let is_about = |key: &RecordKey| {
            let node = key.owner().or(key.node());
            key.document(None) == Some(doc) || node.is_some_and(|id| nodes.binary_search(&id).is_ok())
        };
        let mut purged = Self::new();
        purged.merge(self.log().filter_map(|transaction| {
            if !transaction.ops.iter().any(|op| is_about(&op.key)) {
                return Some(transaction.clone());
            }
            let mut rest = Transaction::clone(transaction);
            rest.ops.retain(|op| !is_about(&op.key));
            (!rest.ops.is_empty()).then(|| Arc::new(rest))
        }));
        purged
    }

    /// Every transaction, in the order of arrival; the first is the first schema.
    pub fn log(&self) -> impl Iterator<Item = &Arc<Transaction>> {
        self.log_since(0)
    }

    /// The transactions that arrived after the first `known`.
    pub fn log_since(&self, known: usize) -> impl Iterator<Item = &Arc<Transaction>> {
        let rested = self.rested();
        let archived = self.archive.iter().flat_map(move |archive| (known..rested).map(|at| archive.transaction(at)));
        archived.chain(self.log.iter_from(known.saturating_sub(rested)))
    }

    /// So many transactions are at rest.
    pub fn rested(&self) -> usize {
        self.archive.as_ref().map_or(0, |archive| archive.len())
    }

    /// The project as it was when a transaction was made: it, and all that is earlier by the clocks of those who made them.
    /// None where there is no such transaction. O(n log n) in the log.
    pub fn as_of(&self, dot: Dot) -> Option<Self> {
        let last = self.transaction(dot)?;
        let mut past = Self::blank();
        past.merge(self.log().filter(|it| (it.at, it.dot) <= (last.at, last.dot)).cloned());
        Some(past)
    }

    /// Tells two sets of transactions apart; O(1).
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// How many transactions arrived.
    pub fn log_len(&self) -> usize {
        self.rested() + self.log.len()
    }

    /// A transaction by its name.
    pub fn transaction(&self, dot: Dot) -> Option<&Arc<Transaction>> {
        self.by_dot.get(&dot).or_else(|| {
            let archive = self.archive.as_ref()?;
            Some(archive.transaction(archive.find(dot)?))
        })
    }

    /// The record under `key`.
    pub fn get(&self, key: &RecordKey) -> Option<&Arc<Record>> {
        self.entry(key)?.value.as_ref()
    }

    /// The operations that no other one was based on: what an edit of this record is based on.
    pub fn heads(&self, key: &RecordKey) -> &[Dot] {
        self.entry(key).map_or(&[], |entry| &entry.heads)
    }

    /// The transactions that changed a record, first to last.
    pub fn history_of(&self, key: &RecordKey) -> impl Iterator<Item = &Arc<Transaction>> {
        self.entry(key).into_iter().flat_map(Entry::ops).map(|op| &op.transaction)
    }

    /// A time for a transaction that changes `keys`: `now`, or just after what it follows where a clock is behind.
    /// A clock that is ahead drags along only the records that it touched.
    pub fn stamp<'a>(&self, now: Timestamp, keys: impl IntoIterator<Item = &'a RecordKey>) -> Timestamp {
        keys.into_iter()
            .filter_map(|key| self.entry(key)?.last_time())
            .fold(now, |at, last| at.max(Timestamp(last.0 + 1)))
    }

    /// A span by its name.
    pub fn span(&self, id: NodeId) -> Option<&Span> {
        self.get(&RecordKey::Node(id))?.as_span()
    }

    /// The spans of a document, over all sets, of which some fragment overlaps `range` or touches its edge, in
    /// reading order: by first byte, the longer first, then by name.
    pub fn spans_touching(&self, doc: DocId, range: TextRange) -> Vec<NodeId> {
        let mut found: Vec<NodeId> = (range.start().get() / PAGE_BYTES..=range.end().get() / PAGE_BYTES)
            .map(|page| self.page(doc, page))
            .flat_map(|page| page.iter().filter(|(it, _)| it.touches(range)).map(|(_, id)| *id).collect::<Vec<_>>())
            .collect();
        let place = |id: &NodeId| {
            let cover = self.span(*id).map(|span| span.fragments.cover()).unwrap_or_default();
            (cover.start(), std::cmp::Reverse(cover.end()), *id)
        };
        sort_by(&mut found, &|a, b| place(a).cmp(&place(b)));
        found.dedup();
        found
    }

    /// The spans of a document over all sets, as [`spans_touching`](Self::spans_touching).
    pub fn spans(&self, doc: DocId) -> Vec<NodeId> {
        // A file may bring spans of a document that it does not describe: then the last page with any says how far to look.
        let bytes = self.documents.get(&doc).map(|info| info.bytes).or_else(|| {
            let pages = self.pages.iter().filter(|((of, _), _)| *of == doc);
            let archived = self.archive.as_ref().and_then(|archive| archive.last_page(doc));
            pages.map(|((_, page), _)| *page).chain(archived).max().map(|page| (page + 1) * PAGE_BYTES)
        });
        self.spans_touching(doc, TextRange::from_usize(0..bytes.unwrap_or(0) as usize))
    }

    /// Records that refer to a node, sorted: relations, events, memberships, arguments, attributes, notes.
    pub fn references(&self, node: NodeId) -> &[RecordKey] {
        let archived = || self.archive.as_ref()?.references(node);
        self.references.get(&node).or_else(archived).map_or(&[], |keys| keys)
    }

    /// Counts of a document, over all sets.
    pub fn tally(&self, doc: DocId) -> Tally {
        let archived = || self.archive.as_ref()?.tally(doc);
        self.tallies.get(&doc).copied().or_else(archived).unwrap_or_default()
    }

    /// Records that people changed at the same time in different ways, sorted; each waits to be settled by an edit.
    pub fn disputed(&self) -> Vec<&RecordKey> {
        let mut keys: Vec<_> = self.disputed.iter().map(|(key, ())| key).collect();
        sort_by(&mut keys, &|a, b| a.cmp(b));
        keys
    }

    /// What a dispute about a record is between, the earliest first: each transaction with the record as it left it. An undo
    /// of a settlement opens the dispute again.
    pub fn sides(&self, key: &RecordKey) -> impl Iterator<Item = (&Arc<Transaction>, Option<&Arc<Record>>)> {
        let sides = self.entry(key).into_iter().flat_map(Entry::sides);
        sides.map(|side| (&side.transaction, side.op().after.as_ref()))
    }

    /// Whether a transaction settled a dispute.
    pub fn is_settlement(&self, transaction: &Transaction) -> bool {
        let settles = |op: &Op| self.entry(&op.key).is_some_and(|entry| !entry.between(&op.bases).is_empty());
        !matches!(transaction.intent, Intent::Revert { .. }) && transaction.ops.iter().any(settles)
    }

    /// The documents of the project.
    pub fn documents(&self) -> &Arc<Map<DocId, DocumentInfo>> {
        &self.documents
    }

    /// The schema.
    pub fn definitions(&self) -> &Arc<Map<(Kind, Slug), Definition>> {
        &self.definitions
    }

    /// The sets of annotations, those included that spans are in and that no record describes.
    pub fn sets(&self) -> &Arc<Map<SetId, SetInfo>> {
        &self.sets
    }

    /// How many spans are in a set, over all documents.
    pub fn spans_in(&self, set: &SetId) -> u32 {
        self.used_sets.get(set).copied().unwrap_or(0)
    }

    /// Every record that exists, sorted by key: the whole state, whatever way it came about; O(n log n).
    pub fn snapshot(&self) -> BTreeMap<&RecordKey, &Arc<Record>> {
        self.entries().filter_map(|(key, entry)| Some((key, entry.value.as_ref()?))).collect()
    }

    /// When a document came in, and by which transaction. None when nothing ever happened to it.
    pub fn added(&self, doc: DocId) -> Option<(Timestamp, Dot)> {
        self.added.get(&doc).copied().or_else(|| self.archive.as_ref()?.added(doc))
    }
}

fn is_well_formed(op: &Op) -> bool {
    [&op.before, &op.after].into_iter().flatten().all(|record| op.key.holds(record))
}

/// A sorted list with an item more, or less. None where that is the list as it is.
fn changed<T: Ord + Clone>(old: &[T], item: T, is_added: bool) -> Option<Arc<[T]>> {
    let at = old.partition_point(|other| *other < item);
    match (is_added, old.get(at) == Some(&item)) {
        (true, false) => Some(old[..at].iter().cloned().chain([item]).chain(old[at..].iter().cloned()).collect()),
        (false, true) => Some(old[..at].iter().chain(&old[at + 1..]).cloned().collect()),
        _ => None,
    }
}

/// Keeps a list that changed. An empty one says something only where there may be another one at rest.
fn keep<K: Hash + Ord + Clone, T>(map: &mut Trie<K, Arc<[T]>>, key: K, changed: Option<Arc<[T]>>, hides: bool) {
    match changed {
        Some(list) if list.is_empty() && !hides => map.remove(&key),
        Some(list) => map.insert(key, list),
        None => {}
    }
}
