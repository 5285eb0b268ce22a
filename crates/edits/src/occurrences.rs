//! Many places at once: tag all occurrences of some words, relabel what stands on them.

use crate::review::accepted;
use crate::scope::begin;
use crate::span::{change_in, find};
use crate::{Edit, Scope};
use postil_core::{
    Author, DocId, Draft, Fragments, Intent, Kind, Layer, NodeId, Origin, RecordKey, SetId, Slug, Span, Store,
    SuggestedSpan, TextRange, Timestamp,
};

/// Some words that are to have a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub doc: DocId,
    pub range: TextRange,
    pub label: Slug,
}

/// What stands where an occurrence would be tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that is in the way.
    Free,
    /// The span itself.
    Said,
    /// An annotation of the same layer on some of the words, which is left alone.
    Overlapped,
}

/// What stands where an occurrence would be tagged in a set. Looks at the spans of one page of the text.
pub fn standing(store: &Store, set: &SetId, occurrence: &Occurrence) -> Standing {
    let Occurrence { doc, range, label } = occurrence;
    if find(store, *doc, set, label, &Fragments::one(*range)).is_some() {
        return Standing::Said;
    }
    let layer = layer_of(store, label);
    let is_in_the_way = |span: &Span| {
        span.set == *set
            && layer_of(store, &span.label) == layer
            && span.fragments.as_slice().iter().any(|fragment| fragment.overlaps(*range))
    };
    match store.spans_touching(*doc, *range).into_iter().filter_map(|id| store.span(id)).any(is_in_the_way) {
        true => Standing::Overlapped,
        false => Standing::Free,
    }
}

fn layer_of(store: &Store, label: &Slug) -> Option<Layer> {
    store.definitions().get(&(Kind::Label, label.clone())).map(|it| it.layer)
}

/// Tags all occurrences that are free, in one step over any number of documents. What an extractor suggests, as `suggested` knows, is accepted by
/// it. The occurrences do not overlap each other.
pub fn tag_all<'a>(
    store: &Store, author: &Author, set: &SetId, now: Timestamp, occurrences: &[Occurrence],
    suggested: impl Fn(&Occurrence) -> Option<&'a SuggestedSpan>,
) -> Edit {
    let mut draft = Draft::new(store, author);
    let mut first = None;
    for occurrence in occurrences.iter().filter(|it| standing(store, set, it) == Standing::Free) {
        let Occurrence { doc, range, label } = occurrence;
        if !begin(&mut draft, set, *doc) {
            continue;
        }
        let fragments = Fragments::one(*range);
        draft.delete(RecordKey::rejected_span(*doc, set.clone(), label.clone(), fragments.clone()));
        let id = match suggested(occurrence) {
            Some(suggestion) => accepted(&mut draft, *doc, set, suggestion),
            None => {
                let (set, label, origin) = (set.clone(), label.clone(), Origin::Person);
                draft.add(Span { doc: *doc, set, label, fragments, origin, link: None }.into())
            }
        };
        first.get_or_insert(id);
    }
    Edit { transaction: draft.finish(now, Intent::Tag), node: first, is_said: false }
}

/// Gives spans another label in one step; those that another one says already with that label stay as they are. `is_suggested` as for
/// [`relabel`](crate::relabel).
pub fn relabel_all(
    store: &Store, author: &Author, set: &SetId, now: Timestamp, spans: &[NodeId], label: &Slug,
    is_suggested: impl Fn(&Span) -> bool,
) -> Edit {
    let mut draft = Draft::new(store, author);
    let mut first = None;
    for id in spans {
        let Some(old) = store.span(*id).filter(|old| old.set == *set && old.label != *label) else { continue };
        let scope = Scope { store, author, set, doc: old.doc, now };
        let is_said = scope.find(label, &old.fragments).is_some();
        if !is_said && begin(&mut draft, set, old.doc) {
            let new = Span { label: label.clone(), origin: Origin::Person, ..old.clone() };
            change_in(&mut draft, *id, old, new, is_suggested(old));
            first.get_or_insert(*id);
        }
    }
    Edit { transaction: draft.finish(now, Intent::Relabel), node: first, is_said: false }
}
