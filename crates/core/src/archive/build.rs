//! How an archive is made of a store.

use super::{NOBODY, SECTIONS, Section};
use crate::store::PAGE_BYTES;
use crate::trie::fingerprint;
use crate::{
    ActorId, DocId, Dot, History, NodeId, RecordKey, Span, Store, Tally, TextRange, Transaction, filled, sort_by,
};
use std::collections::{BTreeMap, BTreeSet};

/// Lays a store to rest, with what can be undone in it; `write` gives the bytes of a transaction. O(n log n).
///
/// # Errors
/// When it is too large: places are 32 bits.
pub fn build(
    store: &Store, history: &History, mut write: impl FnMut(&Transaction) -> Vec<u8>,
) -> Result<Vec<u8>, &'static str> {
    let mut sections = Sections::default();
    let actors = Actors::of(store);
    for actor in &actors.0 {
        let bits = actor.bits();
        sections.words(Section::Actors, [bits as u32, (bits >> 32) as u32]);
    }
    let mut places = BTreeMap::new();
    let mut own = vec![0u32; store.log_len().div_ceil(32)];
    for (at, transaction) in store.log().enumerate() {
        sections.words(Section::Dots, actors.dot(transaction.dot));
        sections.starts(Section::Starts, Section::Bytes, 1);
        sections.bytes(Section::Bytes, &write(transaction));
        places.insert(transaction.dot, at as u32);
        own[at / 32] |= u32::from(history.knows(transaction.dot)) << (at % 32);
    }
    sections.starts(Section::Starts, Section::Bytes, 1);
    sections.words(Section::ByDot, places.values().copied());
    sections.words(Section::Own, own);
    let records = records(store, &places, &mut sections);
    pages(store, &actors, &mut sections);
    references(store, &actors, &records, &mut sections);
    let (done, undone) = history.steps();
    let known = |dots: Vec<Dot>| dots.into_iter().filter_map(|dot| places.get(&dot).copied()).collect::<Vec<_>>();
    sections.words(Section::Done, known(done));
    sections.words(Section::Undone, known(undone));
    sections.join()
}

#[derive(Default)]
struct Sections([Vec<u8>; SECTIONS]);

impl Sections {
    fn bytes(&mut self, section: Section, bytes: &[u8]) {
        self.0[section as usize].extend_from_slice(bytes);
    }

    fn words(&mut self, section: Section, words: impl IntoIterator<Item = u32>) {
        words.into_iter().for_each(|word| self.bytes(section, &word.to_le_bytes()));
    }

    /// Notes where the next group of items begins, each of so many bytes.
    fn starts(&mut self, section: Section, of: Section, bytes: usize) {
        let start = self.0[of as usize].len() / bytes;
        self.words(section, [start as u32]);
    }

    fn join(self) -> Result<Vec<u8>, &'static str> {
        let mut joined = Vec::new();
        for section in &self.0 {
            let len = u32::try_from(section.len()).map_err(|_| "the project is too large to be laid to rest")?;
            joined.extend_from_slice(&len.to_le_bytes());
        }
        self.0.iter().for_each(|section| joined.extend_from_slice(section));
        Ok(joined)
    }
}

/// Writing sessions in order.
struct Actors(Vec<ActorId>);

impl Actors {
    /// Those of transactions and of nodes: a file may bring nodes whose transactions it does not.
    fn of(store: &Store) -> Self {
        let mut actors = BTreeSet::new();
        for transaction in store.log() {
            actors.insert(transaction.dot.actor);
            for op in &transaction.ops {
                let records = [&op.before, &op.after].into_iter().flatten().map(|record| Some(&**record));
                let nodes = records.chain([None]).flat_map(|record| op.key.refers_to(record));
                actors.extend(op.key.node().into_iter().chain(nodes).map(|node| node.dot.actor));
            }
        }
        Self(actors.into_iter().collect())
    }

    fn dot(&self, dot: Dot) -> [u32; 2] {
        [self.0.binary_search(&dot.actor).expect("every actor was collected") as u32, dot.seq]
    }

    fn node(&self, node: NodeId) -> [u32; 3] {
        let [actor, seq] = self.dot(node.dot);
        [actor, seq, node.n]
    }
}

/// Writes the records, and gives the place of each.
fn records<'a>(store: &'a Store, places: &BTreeMap<Dot, u32>, sections: &mut Sections) -> BTreeMap<&'a RecordKey, u32> {
    let mut records: Vec<_> = store.entries().map(|(key, entry)| (fingerprint(key), key, entry)).collect();
    sort_by(&mut records, &|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    for (print, _, entry) in &records {
        sections.words(Section::Keys, [*print as u32, (*print >> 32) as u32]);
        sections.starts(Section::OpStarts, Section::Ops, 8);
        for op in entry.ops() {
            sections.words(Section::Ops, [places[&op.transaction.dot], op.index]);
        }
    }
    sections.starts(Section::OpStarts, Section::Ops, 8);
    records.into_iter().enumerate().map(|(at, (_, key, _))| (key, at as u32)).collect()
}

fn pages(store: &Store, actors: &Actors, sections: &mut Sections) {
    let mut pages: BTreeMap<(DocId, u32), Vec<(TextRange, NodeId)>> = BTreeMap::new();
    for (id, span) in spans(store) {
        for fragment in span.fragments.as_slice() {
            for page in fragment.start().get() / PAGE_BYTES..=fragment.end().get() / PAGE_BYTES {
                pages.entry((span.doc, page)).or_default().push((*fragment, id));
            }
        }
    }
    let documents = documents(store, actors, pages.keys().map(|(doc, _)| *doc), sections);
    for ((doc, page), mut fragments) in pages {
        sections.words(Section::Pages, [documents[&doc], page]);
        sections.starts(Section::PageStarts, Section::Fragments, 20);
        sort_by(&mut fragments, &|a, b| a.cmp(b));
        fragments.dedup();
        for (range, id) in fragments {
            sections.words(Section::Fragments, [range.start().get(), range.end().get()]);
            sections.words(Section::Fragments, actors.node(id));
        }
    }
    sections.starts(Section::PageStarts, Section::Fragments, 20);
}

/// Writes the documents, and gives the place of each.
fn documents(
    store: &Store, actors: &Actors, with_spans: impl Iterator<Item = DocId>, sections: &mut Sections,
) -> BTreeMap<DocId, u32> {
    let known = store.entries().filter_map(|(key, _)| match key {
        RecordKey::Document(doc) | RecordKey::Rejection(doc, ..) => Some(*doc),
        _ => None,
    });
    let documents: BTreeSet<DocId> = filled(known.chain(with_spans));
    for doc in &documents {
        sections.bytes(Section::Documents, doc.as_bytes());
        let (at, [actor, seq]) = match store.added(*doc) {
            Some((at, dot)) => (at.0, actors.dot(dot)),
            None => (0, [NOBODY; 2]),
        };
        let Tally { spans, accepted, rejections } = store.tally(*doc);
        sections.words(Section::Documents, [at as u32, (at >> 32) as u32, actor, seq, spans, accepted, rejections]);
    }
    documents.into_iter().zip(0..).collect()
}

fn spans(store: &Store) -> impl Iterator<Item = (NodeId, &Span)> {
    store.entries().filter_map(|(key, entry)| match key {
        RecordKey::Node(id) => Some((*id, entry.value.as_deref()?.as_span()?)),
        _ => None,
    })
}

fn references(store: &Store, actors: &Actors, records: &BTreeMap<&RecordKey, u32>, sections: &mut Sections) {
    let mut references: BTreeMap<NodeId, BTreeSet<&RecordKey>> = BTreeMap::new();
    for (key, entry) in store.entries() {
        if let Some(value) = &entry.value {
            for node in key.refers_to(&**value) {
                references.entry(node).or_default().insert(key);
            }
        }
    }
    for (node, keys) in references {
        sections.words(Section::Nodes, actors.node(node));
        sections.starts(Section::NodeStarts, Section::References, 4);
        sections.words(Section::References, keys.into_iter().map(|key| records[key]));
    }
    sections.starts(Section::NodeStarts, Section::References, 4);
}
