//! Spans: tag, relabel, resize, add a part, delete.

use crate::cluster::{clusters_of, leave};
use crate::review::accepted;
use crate::{Edit, Scope};
use postil_core::{
    Draft, Fragments, Intent, NodeId, Origin, RecordKey, Rejection, SetId, Slug, Span, Store, SuggestedSpan, Target,
    TextRange,
};

/// The span of a set that says exactly this, if there is one. Looks at the spans of one page of the text.
pub fn find(
    store: &Store, doc: postil_core::DocId, set: &SetId, label: &Slug, fragments: &Fragments,
) -> Option<NodeId> {
    // A span with the same first byte is found in one page.
    let start = TextRange::empty(fragments.cover().start());
    store
        .spans_touching(doc, start)
        .into_iter()
        .find(|id| store.span(*id).is_some_and(|it| it.set == *set && it.label == *label && it.fragments == *fragments))
}

impl Scope<'_> {
    /// The span of the scope that says exactly this.
    pub(crate) fn find(&self, label: &Slug, fragments: &Fragments) -> Option<NodeId> {
        find(self.store, self.doc, self.set, label, fragments)
    }

    /// A span of the scope that covers just this, whatever its label is.
    pub(crate) fn find_any(&self, fragments: &Fragments) -> Option<NodeId> {
        let near = self.store.spans_touching(self.doc, TextRange::empty(fragments.cover().start()));
        let is_it =
            |id: &NodeId| self.store.span(*id).is_some_and(|it| it.set == *self.set && it.fragments == *fragments);
        near.into_iter().find(is_it)
    }

    /// What a span says.
    pub(crate) fn target(&self, id: NodeId) -> Option<Target> {
        let span = self.store.span(id)?;
        Some(Target::Span { label: span.label.clone(), fragments: span.fragments.clone() })
    }

    /// The other span that says already what `span` would say: the same is not said twice.
    fn said_by(&self, id: NodeId, span: &Span) -> Option<NodeId> {
        find(self.store, span.doc, &span.set, &span.label, &span.fragments).filter(|other| *other != id)
    }
}

/// Labels some text. A suggestion that says exactly this is accepted by it.
pub fn tag(scope: Scope, label: Slug, fragments: Fragments, suggestion: Option<&SuggestedSpan>) -> Edit {
    if let Some(id) = scope.find(&label, &fragments) {
        return Edit::said(id);
    }
    let Scope { set, doc, .. } = scope;
    scope.annotate(Intent::Tag, |draft| {
        draft.delete(RecordKey::rejected_span(doc, set.clone(), label.clone(), fragments.clone()));
        Some(match suggestion {
            Some(suggestion) => accepted(draft, doc, set, suggestion),
            None => {
                let (set, origin) = (set.clone(), Origin::Person);
                draft.add(Span { doc, set, label, fragments, origin, link: None }.into())
            }
        })
    })
}

/// Gives a span another label. `is_suggested` says whether an extractor suggests the span as it was: then it is told not
/// to again.
pub fn relabel(scope: Scope, id: NodeId, label: Slug, is_suggested: bool) -> Edit {
    let Some(old) = scope.store.span(id) else { return Edit::default() };
    let origin = if old.label == label { old.origin.clone() } else { Origin::Person };
    change(scope, id, Span { label, origin, ..old.clone() }, is_suggested, Intent::Relabel)
}

/// Gives a span other fragments. `is_suggested` as for [`relabel`].
pub fn resize(scope: Scope, id: NodeId, fragments: Fragments, is_suggested: bool) -> Edit {
    let Some(old) = scope.store.span(id) else { return Edit::default() };
    change(scope, id, Span { fragments, origin: Origin::Person, ..old.clone() }, is_suggested, Intent::Resize)
}

/// Adds a part to a span; parts that touch become one. `is_suggested` as for [`relabel`].
pub fn add_fragment(scope: Scope, id: NodeId, range: TextRange, is_suggested: bool) -> Edit {
    let Some(old) = scope.store.span(id) else { return Edit::default() };
    let ranges = old.fragments.as_slice().iter().copied().chain([range]).collect();
    match Fragments::new(ranges) {
        Some(fragments) => resize(scope, id, fragments, is_suggested),
        None => Edit::default(),
    }
}

fn change(scope: Scope, id: NodeId, new: Span, is_suggested: bool, intent: Intent) -> Edit {
    if let Some(other) = scope.said_by(id, &new) {
        return Edit::said(other);
    }
    scope.annotate(intent, |draft| {
        let old = draft.store().span(id)?;
        change_in(draft, id, old, new, is_suggested);
        Some(id)
    })
}

/// Puts `new` in the place of a span.
pub(crate) fn change_in(draft: &mut Draft, id: NodeId, old: &Span, new: Span, is_suggested: bool) {
    if (&old.label, &old.fragments) != (&new.label, &new.fragments) {
        forget(draft, old, is_suggested);
    }
    draft.delete(RecordKey::rejected_span(new.doc, new.set.clone(), new.label.clone(), new.fragments.clone()));
    draft.put(RecordKey::Node(id), new.into());
}

/// Deletes a span with all that hangs on it. `is_suggested` as for [`relabel`].
pub fn delete(scope: Scope, id: NodeId, is_suggested: bool) -> Edit {
    scope.annotate(Intent::Delete, |draft| {
        let old = draft.store().span(id)?;
        draft.delete_node(id);
        // Of a cluster of two, one is left: it is the same as nothing.
        for cluster in clusters_of(scope.store, &old.set, id) {
            leave(draft, cluster, id);
        }
        forget(draft, old, is_suggested);
        None
    })
}

/// Keeps a suggestion that says exactly what a span said from coming back once the span is gone or changed.
fn forget(draft: &mut Draft, span: &Span, is_suggested: bool) {
    if is_suggested || matches!(span.origin, Origin::Suggestion(_)) {
        let key = RecordKey::rejected_span(span.doc, span.set.clone(), span.label.clone(), span.fragments.clone());
        draft.put(key, Rejection { origin: Origin::Person }.into());
    }
}
