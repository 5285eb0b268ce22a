//! The lessons of a project, read out of its records.

use crate::sheet::{join, key_of};
use crate::{Lesson, Lessons};
use postil_core::{DocId, DocumentStatus, Dot, RecordKey, SetId, Store, Target, sort_by};
use std::collections::{BTreeMap, BTreeSet};

/// Of documents with decisions so many are learned from, the last that came into the project. Older ones are left out a quarter at a time, so
/// that what was learned from the others stands.
pub const MAX_DOCUMENTS: usize = 400;

/// Follows a project: what was decided about each of its documents.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    set: Option<SetId>,
    /// Steps of the log that were looked at, and the last of them.
    seen: usize,
    last: Option<Dot>,
    /// What was ever turned down, by document.
    refused: BTreeMap<DocId, BTreeSet<RecordKey>>,
    lessons: BTreeMap<DocId, Lessons>,
    order: Vec<DocId>,
}

impl Plan {
    /// Of lessons in the order of their documents: for simulations.
    pub fn of(lessons: Vec<(DocId, Lessons)>) -> Self {
        let order = lessons.iter().map(|(doc, _)| *doc).collect();
        Self { order, lessons: lessons.into_iter().collect(), ..Self::default() }
    }

    /// Takes in what happened to a project since it was followed last: the decisions in one set. In proportion to what happened, and to the
    /// annotations of the documents that it happened to; all of the log where it is another project.
    pub fn follow(&mut self, store: &Store, set: &SetId) {
        let goes_on = self.set.as_ref() == Some(set)
            && self.seen <= store.log_len()
            && self.seen.checked_sub(1).is_none_or(|at| store.log_since(at).next().map(|it| it.dot) == self.last);
        if !goes_on {
            *self = Self { set: Some(set.clone()), ..Self::default() };
        }
        let mut touched: BTreeSet<DocId> = BTreeSet::new();
        for transaction in store.log_since(self.seen) {
            self.last = Some(transaction.dot);
            for op in &transaction.ops {
                for record in [&op.before, &op.after].into_iter().flatten() {
                    touched.extend(op.key.document(&**record));
                }
                if let RecordKey::Rejection(doc, of, Target::Span { .. }) = &op.key
                    && of == set
                {
                    self.refused.entry(*doc).or_default().insert(op.key.clone());
                }
            }
        }
        self.seen = store.log_len();
        for doc in &touched {
            let lessons = self.lessons_of(store, set, *doc);
            // A document that is gone has none.
            match lessons.is_empty() {
                true => self.lessons.remove(doc),
                false => self.lessons.insert(*doc, lessons),
            };
        }
        if !touched.is_empty() {
            self.order = self.lessons.keys().copied().collect();
            sort_by(&mut self.order, &|a, b| (store.added(*a), a).cmp(&(store.added(*b), b)));
            let quarter = MAX_DOCUMENTS / 4;
            let spare = self.order.len().saturating_sub(MAX_DOCUMENTS).div_ceil(quarter) * quarter;
            self.order.drain(..spare.min(self.order.len()));
        }
    }

    fn lessons_of(&self, store: &Store, set: &SetId, doc: DocId) -> Lessons {
        let Some(info) = store.documents().get(&doc) else { return Lessons::default() };
        let spans = store.spans(doc).into_iter().filter_map(|id| store.span(id)).filter(|span| span.set == *set);
        let wanted = spans.map(|span| (&span.fragments, &span.label, true));
        let refused = self.refused.get(&doc).into_iter().flatten().filter(|key| store.get(key).is_some());
        let refused = refused.filter_map(|key| match key {
            RecordKey::Rejection(_, _, Target::Span { label, fragments }) => Some((fragments, label, false)),
            _ => None,
        });
        let all = wanted.chain(refused).filter_map(|(fragments, label, is_wanted)| {
            // What is in several parts says nothing of stretches.
            let [range] = fragments.as_slice() else { return None };
            Some(Lesson { range: *range, label: label.clone(), is_wanted })
        });
        Lessons::new(all.collect(), info.status == DocumentStatus::Done)
    }

    /// What was decided about a document.
    pub fn of_document(&self, doc: DocId) -> Option<&Lessons> {
        self.lessons.get(&doc)
    }

    /// The documents that are learned from, in the order in which they came into the project, each with what was decided about it.
    pub fn documents(&self) -> impl Iterator<Item = (DocId, &Lessons)> {
        self.order.iter().filter_map(|doc| Some((*doc, self.lessons.get(doc)?)))
    }

    /// Says which decisions these are: two plans with other decisions have other numbers, but for one case in four thousand million. 0 where
    /// nothing was decided.
    pub fn fingerprint(&self) -> u32 {
        let mut key = 0;
        for (doc, lessons) in self.documents() {
            key = join(key, key_of(&doc.to_string()) ^ u64::from(lessons.is_done()));
            for lesson in lessons.as_slice() {
                let place = u64::from(lesson.range.start().get()) << 32 | u64::from(lesson.range.end().get());
                key = join(join(key, place), key_of(lesson.label.as_str()) ^ u64::from(lesson.is_wanted));
            }
        }
        if self.order.is_empty() { 0 } else { ((key >> 32) as u32).max(1) }
    }
}
