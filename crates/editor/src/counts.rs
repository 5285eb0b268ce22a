//! Counts over the open document, where it is small enough to count one by one.

use super::{Filter, State, is_pending};
use postil_core::{DocId, Layer, Map, Score, SetId, Slug};
use std::rc::Rc;

/// With more spans and suggestions than this nothing on the page counts them one by one.
const FEW: u32 = 1_000;

/// Changes whenever what is shown of the open document's spans and suggestions may have changed: what is derived from
/// them is kept as long as this stays the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    doc: Option<DocId>,
    set: SetId,
    log_len: usize,
    epoch: u32,
    suggestions: u32,
    threshold: Score,
    hidden: Vec<Layer>,
    with_rejected: bool,
    filter: Rc<Filter>,
}

/// What there is of one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub spans: u32,
    /// Suggestions at the threshold or above it that nobody has decided about.
    pub pending: u32,
}

impl Count {
    pub fn total(self) -> u32 {
        self.spans + self.pending
    }
}

impl State {
    /// The revision of what is shown of the open document; a clone or two.
    pub fn revision(&self) -> Revision {
        Revision {
            doc: self.document().map(|document| document.id()),
            set: self.set.clone(),
            log_len: self.store.log_len(),
            epoch: self.saving.epoch(),
            suggestions: self.suggestions().len(),
            threshold: self.preferences.threshold,
            hidden: self.preferences.hidden_layers.clone(),
            with_rejected: self.preferences.with_rejected,
            filter: self.filter.clone(),
        }
    }

    /// Spans of the shown set and pending suggestions of the open document by label, hidden layers included. None when
    /// there are so many that counting them would be felt.
    pub fn counts(&self) -> Option<Map<Slug, Count>> {
        let doc = self.document()?.id();
        if self.store.tally(doc).spans + self.suggestions().len() > FEW {
            return None;
        }
        let mut counts = Map::<Slug, Count>::new();
        for span in self.store.spans(doc).into_iter().filter_map(|id| self.store.span(id)) {
            if span.set == self.set {
                counts.or_default(span.label.clone()).spans += 1;
            }
        }
        for (_, suggestion) in self.suggestions().iter() {
            let is_above = suggestion.score() >= self.preferences.threshold;
            if is_above && is_pending(&self.store, doc, &self.set, suggestion) {
                counts.or_default(suggestion.label.clone()).pending += 1;
            }
        }
        Some(counts)
    }
}
