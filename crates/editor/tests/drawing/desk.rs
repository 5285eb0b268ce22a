//! An open document, and what is annotated in it.

use crate::words;
use postil_core::{
    ActorId, Author, Document, Draft, Fragments, Intent, NodeId, Origin, Provenance, Record, Relation, Score, Span,
    SuggestedRelation, SuggestedSpan, Suggestions, TextRange, Timestamp,
};
use postil_editor::{Action, Command, Decoded, Item, Phase, Progress, State, drawing};
use std::sync::Arc;

pub struct Desk {
    pub state: State,
    clock: u64,
}

impl Desk {
    pub fn new(text: &str) -> Self {
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let mut desk = Self { state: State::new(author), clock: 1_000 };
        desk.state.phase = Phase::Ready;
        let decoded =
            Decoded { document: Document::new(text), title: None, language: None, dct: None, source: None, file: None };
        desk.state.apply(Action::Open { decoded, now: Timestamp(desk.clock) });
        desk
    }

    /// Where some words stand first.
    pub fn range(&self, words: &str) -> TextRange {
        let text = self.state.document().unwrap().text();
        let at = text.find(words).unwrap_or_else(|| panic!("the text has no {words:?}"));
        TextRange::from_usize(at..at + words.len())
    }

    /// A span of fragments.
    pub fn span(&mut self, label: &str, fragments: &[&str]) -> NodeId {
        let ranges = fragments.iter().map(|words| self.range(words)).collect();
        self.add(label, Fragments::new(ranges).unwrap())
    }

    pub fn span_at(&mut self, label: &str, range: TextRange) -> NodeId {
        self.add(label, Fragments::one(range))
    }

    /// A span without width; bytes.
    pub fn point(&mut self, label: &str, at: usize) -> NodeId {
        self.add(label, Fragments::one(TextRange::from_usize(at..at)))
    }

    fn add(&mut self, label: &str, fragments: Fragments) -> NodeId {
        let (doc, set, label) = (self.state.current.unwrap(), self.state.set.clone(), label.parse().unwrap());
        self.commit(Record::Span(Span { doc, set, label, fragments, origin: Origin::Person, link: None }))
    }

    pub fn relate(&mut self, label: &str, head: NodeId, tail: NodeId) {
        let (doc, set, label) = (self.state.current.unwrap(), self.state.set.clone(), label.parse().unwrap());
        self.commit(Record::Relation(Relation { doc, set, label, head, tail, origin: Origin::Person }));
    }

    fn commit(&mut self, record: Record) -> NodeId {
        self.clock += 1;
        let mut draft = Draft::new(&self.state.store, &self.state.author);
        let id = draft.add(record);
        let transaction = draft.finish(Timestamp(self.clock), Intent::Tag).unwrap();
        self.state.store.commit(Arc::new(transaction)).unwrap();
        self.state.author.next_seq += 1;
        id
    }

    /// Label, words and score of each suggested span; label, head and tail of each relation between them.
    pub fn suggest(&mut self, spans: &[(&str, &str, f64)], relations: &[(&str, u32, u32)]) {
        let doc = self.state.current.unwrap();
        let provenance = |score: f64| {
            let (extractor, version, score) = ("rules".into(), "1".into(), Score::from(score));
            Arc::new(Provenance { extractor, version, score, reasons: vec!["a test".into()] })
        };
        let found = Suggestions {
            spans: spans
                .iter()
                .map(|(label, words, score)| SuggestedSpan {
                    range: self.range(words),
                    label: label.parse().unwrap(),
                    value: None,
                    provenance: provenance(*score),
                })
                .collect(),
            relations: relations
                .iter()
                .map(|(label, head, tail)| SuggestedRelation {
                    label: label.parse().unwrap(),
                    head: *head,
                    tail: *tail,
                    provenance: provenance(0.9),
                })
                .collect(),
            ..Suggestions::default()
        };
        self.state.apply(Action::ExtractionStarted { doc, seq: 1, total: 1 });
        self.state.apply(Action::Batch { doc, seq: 1, done: 1, total: 1, found });
        self.state.apply(Action::ExtractionEnded { doc, seq: 1, end: Progress::Finished, note: None, learned: 0 });
    }

    pub fn focus(&mut self, item: Item) {
        self.state.apply(Action::Focus(Some(item)));
    }

    pub fn press(&mut self, command: Command) {
        self.clock += 1;
        self.state.apply(Action::Command(command, Timestamp(self.clock)));
    }

    /// Every chunk, in words.
    pub fn draw(&self) -> String {
        let document = self.state.document().unwrap();
        let chunks = document.chunks();
        let of = |chunk| words::of(document, &drawing::chunk(&self.state, document, chunk));
        match chunks {
            [only] => of(only),
            all => all.iter().enumerate().map(|(at, chunk)| format!("chunk {at}\n{}", of(chunk))).collect(),
        }
    }
}
