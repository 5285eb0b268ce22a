//! What is asked about a span: suggested events that it says, relations that it heads, and the cluster that it is in. They come
//! along where a suggestion is accepted as a whole; where its span is there already they are decided about one by one, by the
//! same keys as spans.

use crate::review::{accepted, go_on};
use crate::verbs::Done;
use crate::{Far, Item, Mention, Place, Shown, State, SuggestedCluster, SuggestionId, Suggestions};
use postil_core::{
    Kind, NodeId, RecordKey, Score, Slug, SuggestedArgument, SuggestedEvent, SuggestedRelation, TextRange, Timestamp,
};
use postil_edits::{
    Accepted, Edit, End, Scope, SuggestedMention, events_of, is_single, rejected_cluster_key, rejected_event_key,
    rejected_relation_key, relations_of,
};

/// Something that is suggested of a span. What it says names it.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// An event of this type, by its trigger.
    Event(SuggestionId, Slug),
    /// A relation of this type, from its head to its tail.
    Relation(SuggestionId, Slug, SuggestionId),
    /// A cluster by its number.
    Cluster(u32),
}

/// A suggested event about which nobody has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEvent {
    pub trigger: SuggestionId,
    pub label: Slug,
    pub score: Score,
    /// What takes part in it, in the order in which it was found.
    pub parts: Vec<(Slug, Far)>,
    /// What else is said of it, by the names of attributes.
    pub attributes: Vec<(Slug, std::sync::Arc<str>)>,
}

/// A suggested relation about which nobody has decided, from its head.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenRelation {
    pub head: SuggestionId,
    pub label: Slug,
    pub tail: SuggestionId,
    pub far: Far,
}

impl Shown<'_> {
    /// The suggestions where an item stands: itself, or whatever a span was suggested as.
    fn said_at(&self, item: Item) -> Vec<SuggestionId> {
        match item {
            Item::Suggestion(id) => vec![id],
            Item::Rejected(_) => Vec::new(),
            Item::Span(id) => {
                let Some(span) = self.store.span(id) else { return Vec::new() };
                let start = TextRange::empty(span.fragments.cover().start());
                let here = self.suggestions.touching(start);
                here.filter(|(_, it)| span.fragments.as_slice() == [it.range]).map(|(id, _)| id).collect()
            }
        }
    }

    /// Where a suggestion is by now: itself while it is pending, else the span of its words.
    pub fn far(&self, id: SuggestionId) -> Option<Far> {
        let range = self.suggestions.get(id)?.range;
        let pending = self.place(Item::Suggestion(id)).map(|placed| placed.item);
        Some(Far { item: pending.or_else(|| self.span_at(range))?, range })
    }

    /// The events that are suggested of an item as their trigger.
    pub fn open_events(&self, item: Item) -> Vec<OpenEvent> {
        let mut open = Vec::new();
        for id in self.said_at(item) {
            for event in self.suggestions.events_of(id) {
                if self.is_open_event(item, id, event) {
                    open.push(self.open_event(event));
                }
            }
        }
        open
    }

    fn is_open_event(&self, item: Item, trigger: SuggestionId, event: &SuggestedEvent) -> bool {
        let Some(said) = self.suggestions.get(trigger) else { return false };
        let is_there = |id: NodeId| events_of(self.store, self.set, id).any(|(_, it)| it.label == event.label);
        event.score() >= self.threshold
            && self.shows_kind(Kind::Event, &event.label)
            && self.store.get(&rejected_event_key(self.document.id(), self.set, &event.label, said)).is_none()
            && !matches!(item, Item::Span(id) if is_there(id))
    }

    fn open_event(&self, event: &SuggestedEvent) -> OpenEvent {
        let part = |it: &SuggestedArgument| Some((it.role.clone(), self.far(SuggestionId(it.span))?));
        OpenEvent {
            trigger: SuggestionId(event.trigger),
            label: event.label.clone(),
            score: event.score(),
            parts: event.arguments.iter().filter_map(part).collect(),
            attributes: event.attributes.clone(),
        }
    }

    /// The suggested events in which an item takes part, each with its role.
    pub fn open_roles(&self, item: Item) -> Vec<(OpenEvent, Slug)> {
        let mut open = Vec::new();
        for id in self.said_at(item) {
            for event in self.suggestions.events_with(id) {
                let trigger = SuggestionId(event.trigger);
                let Some(at) = self.far(trigger).filter(|at| self.is_open_event(at.item, trigger, event)) else {
                    continue;
                };
                let roles = event.arguments.iter().filter(|it| it.span == id.0 && at.item != item);
                open.extend(roles.map(|it| (self.open_event(event), it.role.clone())));
            }
        }
        open
    }

    /// The relations that are suggested of an item as their head.
    pub fn open_relations(&self, item: Item) -> Vec<OpenRelation> {
        let mut open = Vec::new();
        for head in self.said_at(item) {
            for (relation, tail) in self.suggestions.relations_of(head) {
                if let Some(far) = self.far(tail).filter(|far| self.is_open_relation(item, head, relation, far)) {
                    open.push(OpenRelation { head, label: relation.label.clone(), tail, far });
                }
            }
        }
        open
    }

    fn is_open_relation(&self, item: Item, head: SuggestionId, relation: &SuggestedRelation, far: &Far) -> bool {
        let ends = self.suggestions.get(head).zip(self.suggestions.get(SuggestionId(relation.tail)));
        let Some((from, to)) = ends else { return false };
        let label = &relation.label;
        // Of what there is once, any other one is the decision.
        let is_there = |id: NodeId| {
            relations_of(self.store, id).any(|(_, it)| {
                it.head == id && it.label == *label && (is_single(label) || Item::Span(it.tail) == far.item)
            })
        };
        // What comes along with its head is not asked.
        (relation.score() >= self.threshold || item.is_suggestion())
            && self.shows_kind(Kind::Relation, label)
            && self.store.get(&rejected_relation_key(self.document.id(), self.set, label, from, to)).is_none()
            && !matches!(item, Item::Span(id) if is_there(id))
    }

    /// Whether a decision is wanted of an item: it is a suggestion, or something is asked about it.
    pub fn awaits(&self, item: Item) -> bool {
        item.is_suggestion() || self.asks(item)
    }

    /// Whether something is asked at a span where whoever walks over suggestions comes by: of a cluster only at the first
    /// of its mentions.
    pub(crate) fn asks(&self, item: Item) -> bool {
        match self.question(item) {
            Some(Question::Cluster(id)) => {
                self.open_cluster(id).is_some_and(|cluster| cluster.mentions[0].item == item)
            }
            question => question.is_some(),
        }
    }

    /// What is asked first about a span.
    pub fn question(&self, item: Item) -> Option<Question> {
        let Item::Span(_) = item else { return None };
        let event = self.open_events(item).into_iter().next().map(|it| Question::Event(it.trigger, it.label));
        let relation = || {
            let first = self.open_relations(item).into_iter().next()?;
            Some(Question::Relation(first.head, first.label, first.tail))
        };
        let cluster = || self.suggested_cluster(item).map(|it| Question::Cluster(it.id));
        event.or_else(relation).or_else(cluster)
    }

    /// A question in words, with what is asked about: `Consult: Ana (actor), Tom (recipient)?`
    pub fn told_question(&self, item: Item, question: &Question) -> String {
        let words = |far: &Far| crate::brief(self.document, far.range);
        match question {
            Question::Event(_, label) => {
                let event = self.open_events(item).into_iter().find(|it| it.label == *label);
                let part = |(role, far): &(Slug, Far)| format!("{} ({})", words(far), self.name(Kind::Role, role));
                let parts: Vec<String> = event.iter().flat_map(|it| &it.parts).map(part).collect();
                let name = self.name(Kind::Event, label);
                if parts.is_empty() { format!("{name}?") } else { format!("{name}: {}?", parts.join(", ")) }
            }
            Question::Relation(_, label, tail) => {
                let to = self.far(*tail).map(|far| words(&far)).unwrap_or_default();
                format!("{}: {to}?", self.name(Kind::Relation, label))
            }
            Question::Cluster(id) => self.open_cluster(*id).map(|it| self.told_same(item, &it)).unwrap_or_default(),
        }
    }

    fn told_same(&self, item: Item, cluster: &SuggestedCluster) -> String {
        let mut others: Vec<String> = Vec::new();
        for mention in cluster.open().filter(|mention| mention.item != item) {
            let words = crate::brief(self.document, mention.range);
            if !others.contains(&words) {
                others.push(words);
            }
        }
        let more = others.len().saturating_sub(NAMED);
        others.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("The same as {}{more}?", others.join(", "))
    }
}

/// So many different words for the same are told.
const NAMED: usize = 4;

impl State {
    /// What is asked about the focused span: what accepting and rejecting is about there.
    pub fn asked(&self) -> Option<Question> {
        let item = self.focused()?.item;
        Shown::of(self)?.question(item)
    }

    /// The key under which it is remembered that something was turned down.
    fn rejection(&self, question: &Question) -> Option<RecordKey> {
        let (doc, set, said) = (self.current?, &self.set, |id| self.suggestions().get(id));
        Some(match question {
            Question::Event(trigger, label) => rejected_event_key(doc, set, label, said(*trigger)?),
            Question::Relation(head, label, tail) => rejected_relation_key(doc, set, label, said(*head)?, said(*tail)?),
            Question::Cluster(id) => rejected_cluster_key(&self.store, doc, set, &self.said_in(*id)),
        })
    }

    /// Decides about what is suggested of the focused item. The focus stays where it is: on the span that a suggestion is by
    /// then.
    pub(crate) fn decide(&mut self, question: Question, is_right: bool, now: Timestamp) -> Option<Done> {
        let rejection = self.rejection(&question)?;
        let was = self.focused()?;
        let suggestions = self.suggestions().clone();
        let cluster = match question {
            Question::Cluster(id) => Shown::of(self)?.open_cluster(id),
            _ => None,
        };
        let done = self.annotate(now, |scope| match is_right {
            true => accepting(scope, &suggestions, &question, cluster, was.item).unwrap_or_default(),
            false => postil_edits::reject_by(scope, rejection),
        });
        self.refocus(was);
        done
    }

    /// Accepts or rejects what is asked about the focused span, and goes on: to the next question about it, or to the next
    /// suggestion. Says whether anything is asked.
    pub(crate) fn answer(&mut self, is_right: bool, now: Timestamp) -> bool {
        let (Some(question), Some(placed)) = (self.asked(), self.focused()) else { return false };
        if self.decide(question, is_right, now).is_some()
            && !Shown::of(self).is_some_and(|shown| shown.asks(placed.item))
        {
            go_on(self, Place::On(placed));
        }
        true
    }
}

/// What makes it so that what is asked about an item is right.
fn accepting(
    scope: Scope, suggestions: &Suggestions, question: &Question, cluster: Option<SuggestedCluster>, at: Item,
) -> Option<Edit> {
    Some(match (question, at) {
        (Question::Cluster(_), _) => {
            let cluster = cluster?;
            let mut mentions: Vec<SuggestedMention> = Vec::with_capacity(cluster.mentions.len());
            for Mention { item, provenance, .. } in cluster.mentions {
                let end = match item {
                    Item::Span(id) => End::Node(id),
                    // What else it heads is another decision.
                    Item::Suggestion(id) | Item::Rejected(id) => End::Suggestion(Accepted {
                        span: suggestions.get(id)?,
                        relations: Vec::new(),
                        events: Vec::new(),
                    }),
                };
                mentions.push((end, provenance));
            }
            postil_edits::accept_cluster(scope, cluster.into, &mentions)
        }
        (Question::Event(trigger, label), Item::Span(at)) => {
            let accepted = accepted(suggestions, *trigger, Score::default())?;
            let event = accepted.events.into_iter().find(|it| it.event.label == *label)?;
            postil_edits::accept_event(scope, &event, at)
        }
        (Question::Relation(head, label, tail), Item::Span(at)) => {
            let is_it = |(it, to): &(&SuggestedRelation, SuggestionId)| it.label == *label && to == tail;
            let (relation, _) = suggestions.relations_of(*head).find(is_it)?;
            postil_edits::accept_relation(scope, relation, at, suggestions.get(*tail)?)
        }
        _ => return None,
    })
}
