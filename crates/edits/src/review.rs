//! Deciding about suggestions: accept, correct, reject.

use crate::hang::VALUE;
use crate::schema::{define_missing, define_missing_of};
use crate::{Edit, Scope, find};
use postil_core::{
    Argument, Arguments, Attribute, AttributeValue, DocId, Draft, Event, Fragments, Intent, Kind, NodeId, Origin,
    RecordKey, Rejection, Relation, SetId, Slug, Span, Store, SuggestedArgument, SuggestedEvent, SuggestedRelation,
    SuggestedSpan, Target, TextRange,
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
    /// The events of which it is the trigger.
    pub events: Vec<AcceptedEvent<'a>>,
}

/// A suggested event to accept.
#[derive(Clone, Debug)]
pub struct AcceptedEvent<'a> {
    pub event: &'a SuggestedEvent,
    /// What takes part in it. What somebody turned down does not.
    pub arguments: Vec<(&'a SuggestedArgument, &'a SuggestedSpan)>,
}

/// Accepts suggestions in one step. Spans and relations each keep their own score and reasons.
pub fn accept(scope: Scope, suggestions: &[Accepted]) -> Edit {
    scope.annotate(Intent::Accept, |draft| {
        let is_joined = |it: &Accepted| !it.relations.is_empty() || !it.events.is_empty();
        let mut accepting = Accepting::new(scope, suggestions.iter().any(is_joined));
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

    /// Accepts one suggestion with the relations that it heads and the events that it says; gives its span.
    pub fn take(&mut self, draft: &mut Draft, Accepted { span, relations, events }: &Accepted) -> NodeId {
        let Scope { store, set, doc, .. } = self.scope;
        let head = self.span(draft, span);
        for (relation, part) in relations {
            if store.get(&rejected_relation_key(doc, set, &relation.label, span, part)).is_none() {
                self.relation(draft, relation, head, part);
            }
        }
        for it in events {
            if store.get(&rejected_event_key(doc, set, &it.event.label, span)).is_none() {
                self.event(draft, it, head);
            }
        }
        head
    }

    /// A relation from a span, unless its tail was turned down.
    fn relation(&mut self, draft: &mut Draft, relation: &SuggestedRelation, head: NodeId, part: &SuggestedSpan) {
        let Scope { set, doc, .. } = self.scope;
        if let Some(tail) = self.part(draft, part) {
            let (set, label, origin) = (set.clone(), relation.label.clone(), relation.origin());
            define_missing(draft, Kind::Relation, &label);
            draft.add(Relation { doc, set, label, head, tail, origin }.into());
        }
    }

    fn event(&mut self, draft: &mut Draft, AcceptedEvent { event, arguments }: &AcceptedEvent, trigger: NodeId) {
        let Scope { set, doc, .. } = self.scope;
        let (set, label, origin) = (set.clone(), event.label.clone(), event.origin());
        define_missing(draft, Kind::Event, &label);
        let id = draft.add(Event { doc, set, label, trigger, origin }.into());
        for (argument, part) in arguments {
            let Some(node) = self.part(draft, part) else { continue };
            let (role, origin) = (argument.role.clone(), argument.origin());
            define_missing(draft, Kind::Role, &role);
            let key = RecordKey::Argument(id, draft.mint());
            draft.put(key, Argument { role, node, origin }.into());
        }
        for (name, value) in &event.attributes {
            // What is said of events is no question about every span.
            define_missing_of(draft, Kind::Attribute, name, vec![event.label.clone()]);
            let value = AttributeValue::Text(value.clone());
            draft.put(RecordKey::Attribute(id, name.clone()), Attribute { value }.into());
        }
    }

    /// The span of what is joined, by whatever label it has now. None where it was turned down.
    fn part(&mut self, draft: &mut Draft, part: &SuggestedSpan) -> Option<NodeId> {
        let Scope { store, set, doc, .. } = self.scope;
        let known = self.scope.find(&part.label, &part.fragments());
        match known.or_else(|| self.scope.find_any(&part.fragments())) {
            None if store.get(&rejection_key(doc, set, part)).is_some() => None,
            None => Some(self.span(draft, part)),
            known => known,
        }
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

fn target(span: &SuggestedSpan) -> Target {
    Target::Span { label: span.label.clone(), fragments: span.fragments() }
}

/// The key under which it is remembered that a suggested relation was turned down.
pub fn rejected_relation_key(
    doc: DocId, set: &SetId, label: &Slug, head: &SuggestedSpan, tail: &SuggestedSpan,
) -> RecordKey {
    let (head, tail) = (target(head).into(), target(tail).into());
    RecordKey::Rejection(doc, set.clone(), Target::Relation { label: label.clone(), head, tail })
}

/// The key under which it is remembered that a suggested event was turned down, whatever takes part in it.
pub fn rejected_event_key(doc: DocId, set: &SetId, label: &Slug, trigger: &SuggestedSpan) -> RecordKey {
    let (trigger, arguments) = (target(trigger).into(), Arguments::default());
    RecordKey::Rejection(doc, set.clone(), Target::Event { label: label.clone(), trigger, arguments })
}

/// Accepts a suggested relation of a span that is there.
pub fn accept_relation(scope: Scope, relation: &SuggestedRelation, head: NodeId, tail: &SuggestedSpan) -> Edit {
    scope.annotate(Intent::Accept, |draft| {
        Accepting::new(scope, false).relation(draft, relation, head, tail);
        Some(head)
    })
}

/// Accepts a suggested event that a span says which is there, with all that takes part in it.
pub fn accept_event(scope: Scope, event: &AcceptedEvent, trigger: NodeId) -> Edit {
    scope.annotate(Intent::Accept, |draft| {
        Accepting::new(scope, true).event(draft, event, trigger);
        Some(trigger)
    })
}

/// Turns down what was suggested, by its key: a relation, an event or a cluster.
pub fn reject_by(scope: Scope, key: RecordKey) -> Edit {
    scope.annotate(Intent::Reject, |draft| {
        draft.put(key, Rejection { origin: Origin::Person }.into());
        None
    })
}

/// Keeps a relation that was suggested from coming back once it is gone or changed.
pub(crate) fn forget_relation(scope: &Scope, draft: &mut Draft, old: &Relation) {
    if let (Some(head), Some(tail)) = (scope.target(old.head), scope.target(old.tail)) {
        let (label, head, tail) = (old.label.clone(), head.into(), tail.into());
        forget(scope, draft, &old.origin, Target::Relation { label, head, tail });
    }
}

/// Keeps an event that was suggested from coming back once it is gone or changed.
pub(crate) fn forget_event(scope: &Scope, draft: &mut Draft, old: &Event) {
    if let Some(trigger) = scope.target(old.trigger) {
        let (label, trigger, arguments) = (old.label.clone(), trigger.into(), Arguments::default());
        forget(scope, draft, &old.origin, Target::Event { label, trigger, arguments });
    }
}

fn forget(scope: &Scope, draft: &mut Draft, origin: &Origin, target: Target) {
    if matches!(origin, Origin::Suggestion(_)) {
        let key = RecordKey::Rejection(scope.doc, scope.set.clone(), target);
        draft.put(key, Rejection { origin: Origin::Person }.into());
    }
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
