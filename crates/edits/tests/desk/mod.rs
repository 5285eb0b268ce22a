//! A project with one document, as those meet it who have no page.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

use postil_core::*;
use postil_edits::{Edit, Scope};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const TEXT: &str = "“It went well,” Ana Petrović said in Split.";

#[derive(Debug)]
pub struct Desk {
    pub store: Store,
    pub history: History,
    pub author: Author,
    pub set: SetId,
    pub doc: DocId,
    pub now: u64,
}

impl Desk {
    pub fn new() -> Self {
        let document = Document::new(TEXT);
        let author = Author { actor: ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let (set, doc) = ("mine".parse().unwrap(), document.id());
        let mut desk = Self { store: Store::new(), history: History::default(), author, set, doc, now: 1 };
        let info = DocumentInfo::of(&document, "It");
        let add = |desk: &Desk| {
            postil_edits::add_document(&desk.store, &desk.author, Timestamp(desk.now), &document, info.clone())
        };
        let edit = add(&desk);
        desk.commit(edit);
        assert!(add(&desk).transaction.is_none(), "it is there already");
        desk
    }

    pub fn commit(&mut self, edit: Edit) -> Option<NodeId> {
        if let Some(transaction) = edit.transaction {
            self.history.note(&transaction);
            self.store.commit(transaction.into()).unwrap();
            self.author.next_seq += 1;
            self.now += 1;
        }
        edit.node
    }

    pub fn edit(&mut self, verb: impl FnOnce(Scope) -> Edit) -> Option<NodeId> {
        let Self { store, author, set, doc, now, .. } = &*self;
        let edit = verb(Scope { store, author, set, doc: *doc, now: Timestamp(*now) });
        self.commit(edit)
    }

    pub fn tagged(&mut self, name: &str, words: &str) -> NodeId {
        self.edit(|scope| postil_edits::tag(scope, label(name), one(words), None)).unwrap()
    }

    pub fn state(&self) -> BTreeMap<RecordKey, Record> {
        self.store.snapshot().into_iter().map(|(key, record)| (key.clone(), (**record).clone())).collect()
    }

    /// Does something, and undoes it: it must be as before.
    pub fn there_and_back(&mut self, verb: impl FnOnce(Scope) -> Edit) -> Option<NodeId> {
        let (before, len) = (self.state(), self.store.log_len());
        let node = self.edit(verb);
        assert_eq!(self.store.log_len(), len + 1, "one transaction");
        let after = self.state();
        assert_ne!(before, after);
        revert(self, true);
        assert_eq!(self.state(), before);
        revert(self, false);
        assert_eq!(self.state(), after);
        node
    }

    pub fn said(&self) -> Vec<String> {
        let span = |id| {
            let span = self.store.span(id).unwrap();
            let parts: Vec<&str> = span.fragments.as_slice().iter().map(|range| &TEXT[range.to_usize()]).collect();
            format!("{} {}", span.label, parts.join("|"))
        };
        self.store.spans(self.doc).into_iter().map(span).collect()
    }
}

pub fn range(words: &str) -> TextRange {
    let at = TEXT.find(words).unwrap();
    TextRange::from_usize(at..at + words.len())
}

pub fn one(words: &str) -> Fragments {
    Fragments::one(range(words))
}

pub fn label(name: &str) -> Slug {
    name.parse().unwrap()
}

pub fn provenance(score: f64, reason: &str) -> Arc<Provenance> {
    let score = Score::from(score);
    Arc::new(Provenance { extractor: "rules".into(), version: "1".into(), score, reasons: vec![reason.into()] })
}

pub fn suggested(words: &str, name: &str, score: f64) -> SuggestedSpan {
    SuggestedSpan { range: range(words), label: label(name), value: None, provenance: provenance(score, name) }
}

/// Undoes the last step, or does it again.
pub fn revert(desk: &mut Desk, is_undo: bool) {
    let (store, author, now) = (&desk.store, &desk.author, Timestamp(desk.now));
    let reversal = if is_undo { desk.history.undo(store, author, now) } else { desk.history.redo(store, author, now) };
    let reversal = reversal.unwrap();
    assert!(reversal.kept.is_empty());
    desk.commit(Edit { transaction: Some(reversal.transaction), ..Edit::default() });
}
