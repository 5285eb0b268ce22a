//! The project as it was after a step, and what is otherwise since.

use crate::{State, first_place};
use postil_core::{
    DocId, Dot, Intent, Op, Record, RecordKey, Store, TextRange, Timestamp, Transaction, filled, sort_by,
};
use postil_edits::Change;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// A record that is otherwise than it was, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// `Labelled Person “Erdoğan”`.
    pub said: String,
    /// Where it is, if it is of a text.
    pub place: Option<(DocId, TextRange)>,
}

impl State {
    /// The page as it would be if nothing had been done after a transaction. It is for looking at, and for writing files of.
    pub fn as_of(&self, dot: Dot) -> Option<Self> {
        let store = self.store.as_of(dot)?;
        let mut past = Self {
            store,
            dialog: None,
            notice: None,
            focus: None,
            cursor: None,
            filter: Default::default(),
            ..self.clone()
        };
        (past.hints, past.linking, past.selection, past.recent) = (None, None, None, None);
        past.suggestions = Rc::default();
        past.current = past.current.filter(|doc| past.store.documents().contains_key(doc));
        Some(past)
    }

    /// What is otherwise now than it was in `past`, document by document as they are listed, in the order of the text.
    pub fn changed_since(&self, past: &Store) -> Vec<Changed> {
        let mut all: Vec<Changed> =
            postil_edits::changes(past, &self.store).into_iter().map(|it| self.changed(it)).collect();
        let order: BTreeMap<DocId, usize> = filled(self.documents_in_order().into_iter().zip(0..));
        let place = |it: &Changed| it.place.map(|(doc, range)| (order.get(&doc).copied(), range));
        sort_by(&mut all, &|a, b| place(a).cmp(&place(b)));
        all
    }

    fn changed(&self, Change { key, before, after }: Change) -> Changed {
        let intent = intent(&key, before.as_deref(), after.as_deref());
        let (dot, at, annotator) = (self.author.next_dot(), Timestamp(0), self.author.annotator.clone());
        let ops = vec![Op { key, bases: Vec::new(), before, after }];
        let step = Transaction { dot, at, annotator, intent, ops };
        Changed { said: self.told(&step), place: first_place(&step) }
    }

    /// Steps from the last to the first by the clocks of those who made them, without the first schema.
    pub fn steps(&self) -> Vec<&Arc<Transaction>> {
        let mut steps: Vec<_> = self.store.log().filter(|it| it.intent != Intent::Genesis).collect();
        sort_by(&mut steps, &|a, b| (b.at, b.dot).cmp(&(a.at, a.dot)));
        steps
    }

    /// The step that makes the project what it was in `past`, which people call `name`. None where it is so.
    pub fn returning(&self, past: &Store, name: &str, now: Timestamp) -> Option<Transaction> {
        postil_edits::return_to(&self.store, past, &self.author, now, name)
    }
}

/// As what kind of step a change would be told.
fn intent(key: &RecordKey, before: Option<&Record>, after: Option<&Record>) -> Intent {
    match (key, before, after) {
        (RecordKey::Document(_), None, _) => Intent::AddDocument,
        (RecordKey::Document(_), _, None) => Intent::Delete,
        (RecordKey::Document(_) | RecordKey::DocumentLabel(..), ..) => Intent::EditDocument,
        (RecordKey::Node(_), Some(Record::Relation(_)), _) | (RecordKey::Node(_), _, Some(Record::Relation(_))) => {
            Intent::Relate
        }
        (RecordKey::Node(_), Some(Record::Cluster(_)), _) | (RecordKey::Node(_), _, Some(Record::Cluster(_))) => {
            Intent::Cluster
        }
        (RecordKey::Node(_), Some(Record::Event(_)), _) | (RecordKey::Node(_), _, Some(Record::Event(_))) => {
            Intent::Event
        }
        (RecordKey::Node(_), None, _) => Intent::Tag,
        (RecordKey::Node(_), _, None) => Intent::Delete,
        (RecordKey::Node(_), Some(Record::Span(before)), Some(Record::Span(after))) if before.label == after.label => {
            Intent::Resize
        }
        (RecordKey::Node(_), ..) => Intent::Relabel,
        (RecordKey::Member(..), ..) => Intent::Cluster,
        (RecordKey::Argument(..), ..) => Intent::Event,
        (RecordKey::Attribute(..), ..) => Intent::Attribute,
        (RecordKey::Note(..), ..) => Intent::Note,
        (RecordKey::Rejection(..), ..) => Intent::Reject,
        (RecordKey::Definition(..), ..) => Intent::Schema,
        (RecordKey::Set(_) | RecordKey::Annotator(_), ..) => Intent::Team,
    }
}
