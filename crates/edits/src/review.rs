//! Deciding about suggestions: accept, correct, reject.

use crate::hang::VALUE;
use crate::{Edit, Scope, find};
use postil_core::{
    Attribute, AttributeValue, DocId, Draft, Fragments, Intent, NodeId, Origin, RecordKey, Rejection, Relation, SetId,
    Slug, Span, Store, SuggestedRelation, SuggestedSpan, TextRange,
};

/// The key under which a rejection of this suggestion is remembered.
pub fn rejection_key(doc: DocId, set: &SetId, suggestion: &SuggestedSpan) -> RecordKey {
    RecordKey::rejected_span(doc, set.clone(), suggestion.label.clone(), suggestion.fragments())
}

/// Whether nobody has decided about a suggestion yet: it was not turned down, and no span says the same.
pub fn is_pending(store: &Store, doc: DocId, set: &SetId, suggestion: &SuggestedSpan) -> bool {
    store.get(&rejection_key(doc, set, suggestion)).is_none()
        && find(store, doc, set, &suggestion.label, &suggestion.fragments()).is_none()
}

/// A suggestion to accept.
#[derive(Clone, Debug)]
pub struct Accepted<'a> {
    pub span: &'a SuggestedSpan,
    /// The relations that it heads, each with its tail: a quote is worth little without its cue and its speaker. A tail that
    /// somebody turned down stays away, and its relation with it.
    pub relations: Vec<(&'a SuggestedRelation, &'a SuggestedSpan)>,
}

/// Accepts suggestions in one step. Spans and relations each keep their own score and reasons.
pub fn accept(scope: Scope, suggestions: &[Accepted]) -> Edit {
    scope.annotate(Intent::Accept, |draft| {
        let mut accepting = Accepting::new(scope, suggestions.iter().any(|it| !it.relations.is_empty()));
        let mut first = None;
        for suggestion in suggestions {
            let head = accepting.take(draft, suggestion);
            first.get_or_insert(head);
        }
        first
    })
}

/// Suggestions become records of one draft. What several of them share is made once: quotes may share a speaker, and one
/// may be a part of another.
pub(crate) struct Accepting<'a> {
    scope: Scope<'a>,
    /// Whether anything may be shared at all; a long list without relations is not searched for it.
    may_share: bool,
    made: Vec<(Slug, TextRange, NodeId)>,
}

impl<'a> Accepting<'a> {
    pub fn new(scope: Scope<'a>, may_share: bool) -> Self {
        Self { scope, may_share, made: Vec::new() }
    }

    /// Accepts one suggestion with the relations that it heads; gives its span.
    pub fn take(&mut self, draft: &mut Draft, Accepted { span, relations }: &Accepted) -> NodeId {
        let Scope { store, set, doc, .. } = self.scope;
        let head = self.span(draft, span);
        for (relation, part) in relations {
            let tail = match self.scope.find(&part.label, &part.fragments()) {
                Some(known) => known,
                None if store.get(&rejection_key(doc, set, part)).is_some() => continue,
                None => self.span(draft, part),
            };
            let (set, label, origin) = (set.clone(), relation.label.clone(), relation.origin());
            draft.add(Relation { doc, set, label, head, tail, origin }.into());
        }
        head
    }

    fn span(&mut self, draft: &mut Draft, it: &SuggestedSpan) -> NodeId {
        let same = self.made.iter().find(|(label, range, _)| *label == it.label && *range == it.range);
        if let Some((.., id)) = same {
            return *id;
        }
        // What was turned down is taken after all.
        draft.delete(rejection_key(self.scope.doc, self.scope.set, it));
        let id = accepted(draft, self.scope.doc, self.scope.set, it);
        if self.may_share {
            self.made.push((it.label.clone(), it.range, id));
        }
        id
    }
}

/// The record that an accepted suggestion becomes, with its value.
pub(crate) fn accepted(draft: &mut Draft, doc: DocId, set: &SetId, suggestion: &SuggestedSpan) -> NodeId {
    let (set, label, fragments) = (set.clone(), suggestion.label.clone(), suggestion.fragments());
    let id = draft.add(Span { doc, set, label, fragments, origin: suggestion.origin(), link: None }.into());
    if let Some(value) = &suggestion.value {
        let attribute = Attribute { value: AttributeValue::Text(value.clone()) };
        draft.put(RecordKey::Attribute(id, VALUE.clone()), attribute.into());
    }
    id
}

/// Makes a span of what a suggestion should have been; the suggestion itself is turned down.
pub fn correct(scope: Scope, suggestion: &SuggestedSpan, label: Slug, range: TextRange, intent: Intent) -> Edit {
    let Scope { set, doc, .. } = scope;
    let fragments = Fragments::one(range);
    let known = scope.find(&label, &fragments);
    scope.annotate(intent, |draft| {
        draft.put(rejection_key(doc, set, suggestion), Rejection { origin: Origin::Person }.into());
        known.or_else(|| {
            draft.delete(RecordKey::rejected_span(doc, set.clone(), label.clone(), fragments.clone()));
            let (set, origin) = (set.clone(), Origin::Person);
            Some(draft.add(Span { doc, set, label, fragments, origin, link: None }.into()))
        })
    })
}

/// Takes back that a suggestion was turned down: it waits for a decision again.
pub fn restore(scope: Scope, suggestion: &SuggestedSpan) -> Edit {
    scope.annotate(Intent::Reject, |draft| {
        draft.delete(rejection_key(scope.doc, scope.set, suggestion));
        None
    })
}

/// Turns a suggestion down, for good.
pub fn reject(scope: Scope, suggestion: &SuggestedSpan) -> Edit {
    scope.annotate(Intent::Reject, |draft| {
        draft.put(rejection_key(scope.doc, scope.set, suggestion), Rejection { origin: Origin::Person }.into());
        None
    })
}
