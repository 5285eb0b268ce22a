//! What happened before, at rest: transactions as bytes, of which none is read before somebody looks at it, and what is
//! needed to find them.
//!
//! A [`Store`](crate::Store) on an archive answers as one that took in the same transactions, and is changed in the same
//! way. Opening costs a few allocations however much there is; a record costs what reading its transactions costs,
//! once.
//!
//! The bytes are some *sections*, each of which is an array: of words (32 bits, little-endian) that stand in groups, or of
//! bytes. Numbers of transactions, records and documents are their places in these arrays. How a transaction is written is
//! the business of whoever builds and opens the archive.

mod build;

pub use build::build;

use crate::entry::{Entry, OpRef};
use crate::trie::fingerprint;
use crate::{ActorId, DocId, Dot, NodeId, RecordKey, Tally, TextRange, Timestamp, Transaction};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Which array a section is.
#[derive(Clone, Copy)]
enum Section {
    /// Writing sessions, sorted: two words each, the low one first. Names are stored as their places here.
    Actors,
    /// The names of the transactions, in the order of arrival: actor, seq.
    Dots,
    /// The transactions in the order of their names.
    ByDot,
    /// A bit for each transaction: whether it was made here.
    Own,
    /// Where each transaction begins in `Bytes`, and where the last one ends.
    Starts,
    Bytes,
    /// Fingerprints of the records' keys, sorted: two words each, the low one first.
    Keys,
    /// Where the operations of each record begin in `Ops`, and where the last ones end.
    OpStarts,
    /// A transaction and the place of the operation in it.
    Ops,
    /// Documents that there ever were, sorted: eight words of a name; when it came in, the low word first, and by which
    /// transaction, as actor and seq; its tally. One that has spans and was never described came in at no time.
    Documents,
    /// Pages that have spans, sorted: document, page.
    Pages,
    PageStarts,
    /// The fragments that touch a page, sorted: start, end, and the node as actor, seq, n.
    Fragments,
    /// Nodes that others refer to, sorted: actor, seq, n.
    Nodes,
    NodeStarts,
    /// The records that refer to a node.
    References,
    /// What can be undone, and redone, the last at the end.
    Done,
    Undone,
}

/// Words of a document.
const DOCUMENT: usize = 15;
/// In place of an actor where there is none.
const NOBODY: u32 = u32::MAX;
const SECTIONS: usize = Section::Undone as usize + 1;

/// Reads the bytes of one transaction as they were written.
pub type Read = dyn Fn(&[u8]) -> Transaction + Send + Sync;

/// See the module.
pub struct Archive {
    bytes: Arc<Vec<u8>>,
    sections: [Range<usize>; SECTIONS],
    read: Box<Read>,
    transactions: Box<[OnceLock<Arc<Transaction>>]>,
    entries: Box<[OnceLock<Box<Entry>>]>,
    references: Box<[OnceLock<Arc<[RecordKey]>>]>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive").field("transactions", &self.len()).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens what [`build`] made, which stands somewhere in `bytes`. It must be what that gave: it is not looked at here.
    ///
    /// # Errors
    /// When it cannot be an archive.
    pub fn open(bytes: Arc<Vec<u8>>, within: Range<usize>, read: Box<Read>) -> Result<Self, &'static str> {
        const WRONG: &str = "these are not the bytes of an archive";
        let lengths = bytes.get(within.clone()).ok_or(WRONG)?.as_chunks::<4>().0;
        let mut start = within.start + SECTIONS * 4;
        let mut sections = [const { 0..0 }; SECTIONS];
        for (section, len) in sections.iter_mut().zip(lengths) {
            let end = start + u32::from_le_bytes(*len) as usize;
            *section = start..end;
            start = end;
        }
        if start != within.end {
            return Err(WRONG);
        }
        let count = |section: Section, words: usize| sections[section as usize].len() / (words * 4);
        Ok(Self {
            transactions: unread(count(Section::Dots, 2)),
            entries: unread(count(Section::Keys, 2)),
            references: unread(count(Section::Nodes, 3)),
            bytes,
            sections,
            read,
        })
    }

    fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.sections[section as usize].clone()]
    }

    fn word(&self, section: Section, at: usize) -> u32 {
        let word = self.section(section)[at * 4..].first_chunk().expect("four bytes a word");
        u32::from_le_bytes(*word)
    }

    /// How many groups of so many words there are.
    fn count(&self, section: Section, words: usize) -> usize {
        self.sections[section as usize].len() / (words * 4)
    }

    fn range(&self, starts: Section, at: usize) -> Range<usize> {
        self.word(starts, at) as usize..self.word(starts, at + 1) as usize
    }

    /// How many transactions there are.
    pub fn len(&self) -> usize {
        self.transactions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn actor(&self, at: u32) -> ActorId {
        let at = at as usize * 2;
        let (low, high) = (self.word(Section::Actors, at), self.word(Section::Actors, at + 1));
        ActorId::new(u64::from(high) << 32 | u64::from(low))
    }

    fn actor_place(&self, actor: ActorId) -> Option<u32> {
        search(self.count(Section::Actors, 2), |at| self.actor(at as u32).cmp(&actor)).map(|at| at as u32)
    }

    fn node(&self, section: Section, at: usize) -> NodeId {
        let dot = Dot { actor: self.actor(self.word(section, at)), seq: self.word(section, at + 1) };
        NodeId { dot, n: self.word(section, at + 2) }
    }

    /// The name of a transaction.
    pub(crate) fn dot(&self, at: usize) -> Dot {
        Dot { actor: self.actor(self.word(Section::Dots, at * 2)), seq: self.word(Section::Dots, at * 2 + 1) }
    }

    /// A transaction, by its place in the order of arrival.
    pub(crate) fn transaction(&self, at: usize) -> &Arc<Transaction> {
        self.transactions[at].get_or_init(|| {
            let bytes = &self.section(Section::Bytes)[self.range(Section::Starts, at)];
            Arc::new((self.read)(bytes))
        })
    }

    /// The place of a transaction; O(log n).
    pub(crate) fn find(&self, dot: Dot) -> Option<usize> {
        let wanted = (self.actor_place(dot.actor)?, dot.seq);
        let at = |at: usize| self.word(Section::ByDot, at) as usize;
        let name = |at: usize| (self.word(Section::Dots, at * 2), self.word(Section::Dots, at * 2 + 1));
        search(self.len(), |place| name(at(place)).cmp(&wanted)).map(at)
    }

    /// Whether a transaction was made here.
    pub(crate) fn is_own(&self, at: usize) -> bool {
        self.word(Section::Own, at / 32) >> (at % 32) & 1 == 1
    }

    fn ops(&self, record: usize) -> impl Iterator<Item = OpRef> {
        self.range(Section::OpStarts, record).map(|at| OpRef {
            transaction: self.transaction(self.word(Section::Ops, at * 2) as usize).clone(),
            index: self.word(Section::Ops, at * 2 + 1),
        })
    }

    /// A record with its key.
    fn record(&self, record: usize) -> (&RecordKey, &Entry) {
        let entry = self.entries[record]
            .get_or_init(|| Box::new(self.ops(record).fold(Entry::default(), |entry, op| entry.join(op))));
        let first = entry.ops().first().expect("a record has operations");
        (&first.op().key, entry)
    }

    /// Everything that is known of a record.
    pub(crate) fn entry(&self, key: &RecordKey) -> Option<&Entry> {
        let wanted = fingerprint(key);
        let print = |at: usize| {
            u64::from(self.word(Section::Keys, at * 2 + 1)) << 32 | u64::from(self.word(Section::Keys, at * 2))
        };
        let count = self.entries.len();
        let first = partition_point(count, |at| print(at) < wanted);
        let alike = (first..count).take_while(|at| print(*at) == wanted);
        alike.map(|at| self.record(at)).find(|(other, _)| *other == key).map(|(_, entry)| entry)
    }

    /// Every record, in no meaningful order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&RecordKey, &Entry)> {
        (0..self.entries.len()).map(|at| self.record(at))
    }

    fn document_place(&self, doc: DocId) -> Option<u32> {
        let name = |at: usize| &self.section(Section::Documents)[at * DOCUMENT * 4..][..32];
        search(self.count(Section::Documents, DOCUMENT), |at| name(at).cmp(doc.as_bytes())).map(|at| at as u32)
    }

    fn of_document<const N: usize>(&self, doc: DocId, first: usize) -> Option<[u32; N]> {
        let at = self.document_place(doc)? as usize * DOCUMENT + first;
        Some(std::array::from_fn(|i| self.word(Section::Documents, at + i)))
    }

    /// When a document came in, and by which transaction.
    pub(crate) fn added(&self, doc: DocId) -> Option<(Timestamp, Dot)> {
        let [low, high, actor, seq] = self.of_document(doc, 8)?;
        let dot = (actor != NOBODY).then(|| Dot { actor: self.actor(actor), seq })?;
        Some((Timestamp(u64::from(high) << 32 | u64::from(low)), dot))
    }

    /// Counts of a document.
    pub(crate) fn tally(&self, doc: DocId) -> Option<Tally> {
        let [spans, accepted, rejections] = self.of_document(doc, 12)?;
        Some(Tally { spans, accepted, rejections })
    }

    /// The fragments that touch a page of a document, sorted.
    pub(crate) fn page(&self, doc: DocId, page: u32) -> impl Iterator<Item = (TextRange, NodeId)> {
        let found = self.document_place(doc).and_then(|doc| {
            let key = |at: usize| (self.word(Section::Pages, at * 2), self.word(Section::Pages, at * 2 + 1));
            search(self.count(Section::Pages, 2), |at| key(at).cmp(&(doc, page)))
        });
        found.map_or(0..0, |at| self.range(Section::PageStarts, at)).map(|at| {
            let word = |i: usize| self.word(Section::Fragments, at * 5 + i) as usize;
            (TextRange::from_usize(word(0)..word(1)), self.node(Section::Fragments, at * 5 + 2))
        })
    }

    /// The last page of a document that a span touches.
    pub(crate) fn last_page(&self, doc: DocId) -> Option<u32> {
        let doc = self.document_place(doc)?;
        let end = partition_point(self.count(Section::Pages, 2), |at| self.word(Section::Pages, at * 2) <= doc);
        let last = end.checked_sub(1)?;
        (self.word(Section::Pages, last * 2) == doc).then(|| self.word(Section::Pages, last * 2 + 1))
    }

    /// The records that refer to a node, sorted. None when there are none.
    pub(crate) fn references(&self, node: NodeId) -> Option<&Arc<[RecordKey]>> {
        let at = search(self.count(Section::Nodes, 3), |at| self.node(Section::Nodes, at * 3).cmp(&node))?;
        Some(self.references[at].get_or_init(|| {
            let records = self.range(Section::NodeStarts, at).map(|at| self.word(Section::References, at) as usize);
            records.map(|record| self.record(record).0.clone()).collect()
        }))
    }

    /// How many steps can be undone.
    pub(crate) fn done(&self) -> usize {
        self.count(Section::Done, 1)
    }

    /// How many steps can be redone.
    pub(crate) fn undone(&self) -> usize {
        self.count(Section::Undone, 1)
    }

    /// A step that can be undone.
    pub(crate) fn done_at(&self, at: usize) -> Dot {
        self.dot(self.word(Section::Done, at) as usize)
    }

    /// A step that can be redone.
    pub(crate) fn undone_at(&self, at: usize) -> Dot {
        self.dot(self.word(Section::Undone, at) as usize)
    }
}

fn unread<T>(count: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The first of `count` sorted items of which `is_before` does not hold.
fn partition_point(count: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        match is_before(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}

/// The one of `count` sorted items that is equal to what is wanted, as `compare` says of each.
fn search(count: usize, compare: impl Fn(usize) -> Ordering) -> Option<usize> {
    let at = partition_point(count, |at| compare(at).is_lt());
    (at < count && compare(at).is_eq()).then_some(at)
}
