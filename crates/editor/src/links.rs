//! What an item is linked to.

use crate::{Item, OpenRelation, Question, Shown, brief};
use postil_core::{Kind, NodeId, Record, RecordKey, Slug, TextRange, sort_by};
use postil_edits::{arguments, clusters_of, events_of, members, name_of};

/// More nodes that hang on each other than any annotation has: a circle of relations ends here.
const DEEPEST: usize = 8;

/// A relation, as it is met at one of its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The relation. None where it is suggested only.
    pub id: Option<NodeId>,
    pub label: Slug,
    /// Whether the item is the relation's head.
    pub is_head: bool,
    /// The far end. None where it is gone, as after somebody else deleted it.
    pub far: Option<Far>,
    /// What is asked, where it is suggested of a span.
    pub question: Option<Question>,
    /// Whether the schema allows such a relation between such ends.
    pub is_allowed: bool,
}

/// The far end of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Far {
    /// What can be focused there: for an event its trigger, for another relation its head, for a cluster its first mention.
    pub item: Item,
    pub range: TextRange,
}

/// What an item leads to, by a relation or as a part of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The type of the relation, or the role.
    pub name: String,
    /// Whether it leads from the item, rather than to it.
    pub is_head: bool,
    pub far: Far,
    pub is_suggested: bool,
}

impl Shown<'_> {
    /// Everything that an item leads to: the ends of its relations; of an event that it says, all that takes part; and the
    /// events in which it takes part itself.
    pub fn ends(&self, item: Item) -> Vec<End> {
        let mut ends = Vec::new();
        let mut add = |kind, slug: &Slug, is_head, far: Option<Far>, is_suggested| {
            ends.extend(far.map(|far| End { name: self.name(kind, slug), is_head, far, is_suggested }));
        };
        for link in self.links(item) {
            add(Kind::Relation, &link.label, link.is_head, link.far, link.id.is_none());
        }
        for event in self.open_events(item) {
            event.parts.into_iter().for_each(|(role, far)| add(Kind::Role, &role, true, Some(far), true));
        }
        for (event, role) in self.open_roles(item) {
            add(Kind::Role, &role, false, self.far(event.trigger), true);
        }
        let Item::Span(id) = item else { return ends };
        for (event, _) in events_of(self.store, self.set, id) {
            for (.., argument) in arguments(self.store, event) {
                add(Kind::Role, &argument.role, true, self.anchor(argument.node), false);
            }
        }
        for (event, _, argument) in postil_edits::roles_of(self.store, id) {
            let event = postil_edits::event(self.store, event).filter(|event| event.set == *self.set);
            add(Kind::Role, &argument.role, false, event.and_then(|event| self.anchor(event.trigger)), false);
        }
        ends
    }

    /// The relations of an item with what is at their other ends, those that it heads first.
    pub fn links(&self, item: Item) -> Vec<Link> {
        let mut links = match item {
            Item::Span(id) => self.links_of_span(id),
            Item::Rejected(_) | Item::Suggestion(_) => Vec::new(),
        };
        for OpenRelation { head, label, tail, far } in self.open_relations(item) {
            let question = matches!(item, Item::Span(_)).then(|| Question::Relation(head, label.clone(), tail));
            links.push(Link { id: None, label, is_head: true, far: Some(far), question, is_allowed: true });
        }
        sort_by(&mut links, &|a, b| b.is_head.cmp(&a.is_head));
        links
    }

    fn links_of_span(&self, id: NodeId) -> Vec<Link> {
        let found = postil_edits::relations_of(self.store, id).filter(|(_, it)| it.set == *self.set);
        let of = |end| self.store.span(end).map(|span| &span.label);
        let found = found.map(|(relation, it)| {
            let is_head = it.head == id;
            let far = self.anchor(if is_head { it.tail } else { it.head });
            let is_allowed = postil_edits::allows(self.store, &it.label, of(it.head), of(it.tail));
            Link { id: Some(relation), label: it.label.clone(), is_head, far, question: None, is_allowed }
        });
        found.collect()
    }

    /// Where a node stands in the text, and what can be focused there.
    pub fn anchor(&self, node: NodeId) -> Option<Far> {
        let mut node = node;
        for _ in 0..DEEPEST {
            node = match &**self.store.get(&RecordKey::Node(node))? {
                Record::Span(span) => return Some(Far { item: Item::Span(node), range: span.fragments.cover() }),
                Record::Event(event) => event.trigger,
                Record::Relation(relation) => relation.head,
                Record::Cluster(_) => self.store.references(node).iter().find_map(|key| match key {
                    RecordKey::Member(cluster, member) if *cluster == node => Some(*member),
                    _ => None,
                })?,
                _ => return None,
            };
        }
        None
    }

    /// A span of the shown set that covers just this.
    pub(crate) fn span_at(&self, range: TextRange) -> Option<Item> {
        let near = self.store.spans_touching(self.document.id(), TextRange::empty(range.start()));
        let mut near = near.into_iter().map(Item::Span);
        near.find(|item| self.place(*item).is_some_and(|placed| placed.fragments == [range]))
    }

    /// The cluster that an item is a mention in, while clusters are shown.
    pub fn cluster_of(&self, item: Item) -> Option<NodeId> {
        let Item::Span(id) = item else { return None };
        let is_shown = |id: &NodeId| {
            postil_edits::cluster(self.store, *id).is_some_and(|it| self.shows_kind(Kind::Cluster, &it.label))
        };
        clusters_of(self.store, self.set, id).find(is_shown)
    }

    /// The text of the other mentions of what an item means, fragment by fragment: those that are joined, and those that
    /// are suggested.
    pub fn mates_of(&self, item: Item) -> Vec<TextRange> {
        let joined = self.cluster_of(item).map(|cluster| members(self.store, cluster)).unwrap_or_default();
        let others = joined.into_iter().filter(|id| Item::Span(*id) != item).filter_map(|id| self.store.span(id));
        let mut mates: Vec<TextRange> = others.flat_map(|span| span.fragments.as_slice().iter().copied()).collect();
        if let Some(cluster) = self.suggested_cluster(item) {
            mates.extend(cluster.open().filter(|mention| mention.item != item).map(|mention| mention.range));
        }
        mates
    }

    /// What the thing is called that a cluster is about: by a person, else by its longest mention.
    pub fn thing(&self, cluster: NodeId) -> String {
        let called = name_of(self.store, cluster).map(str::to_owned);
        let longest = || {
            let spans = members(self.store, cluster).into_iter().filter_map(|id| self.store.span(id));
            let longest = spans.map(|span| span.fragments.cover()).max_by_key(|range| (range.len(), range.start()))?;
            Some(brief(self.document, longest))
        };
        called.or_else(longest).unwrap_or_default()
    }

    /// What joins an item with others, in words that follow its name: `; Speaker: Ana; one of 3 mentions of Ana`.
    pub fn told_joined(&self, item: Item) -> String {
        let mut told = String::new();
        for link in self.links(item) {
            let far =
                link.far.map_or_else(|| "something that is gone".to_owned(), |far| brief(self.document, far.range));
            let name = self.name(Kind::Relation, &link.label);
            told += &if link.is_head { format!("; {name}: {far}") } else { format!("; {name} of {far}") };
        }
        if let Some(cluster) = self.cluster_of(item) {
            let count = members(self.store, cluster).len();
            told += &format!("; one of {count} mentions of {}", self.thing(cluster));
        }
        if let Some(cluster) = self.suggested_cluster(item) {
            let others = cluster.open().filter(|mention| mention.item != item);
            let words: Vec<String> = others.map(|mention| brief(self.document, mention.range)).collect();
            told += &format!("; suggested to be the same as {}", words.join(", "));
        }
        for event in self.open_events(item) {
            let parts = event.parts.iter().map(|(role, far)| (role, Some(far.range)));
            self.tell_event(&mut told, "suggested event", &event.label, parts.collect());
        }
        let Item::Span(id) = item else { return told };
        for (event, it) in events_of(self.store, self.set, id) {
            let parts = arguments(self.store, event);
            let parts = parts.map(|(.., it)| (&it.role, self.anchor(it.node).map(|far| far.range)));
            self.tell_event(&mut told, "event", &it.label, parts.collect());
        }
        told
    }

    fn tell_event(&self, told: &mut String, what: &str, label: &Slug, parts: Vec<(&Slug, Option<TextRange>)>) {
        *told += &format!("; {what} {}", self.name(Kind::Event, label));
        for (role, range) in parts {
            let words = range.map(|range| brief(self.document, range)).unwrap_or_default();
            *told += &format!(", {} {words}", self.name(Kind::Role, role));
        }
    }

    /// What people call an entry of the schema; its key where the schema has lost it.
    pub fn name(&self, kind: Kind, slug: &Slug) -> String {
        let definition = self.store.definitions().get(&(kind, slug.clone()));
        definition.map_or(slug.as_str(), |it| &it.name).to_owned()
    }
}
