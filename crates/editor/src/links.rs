//! What an item is linked to.

use crate::{Item, Shown, brief};
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

impl Shown<'_> {
    /// The relations of an item with what is at their other ends, those that it heads first.
    pub fn links(&self, item: Item) -> Vec<Link> {
        let mut links = match item {
            Item::Span(id) => self.links_of_span(id),
            Item::Rejected(_) => Vec::new(),
            Item::Suggestion(id) => {
                let found = self.suggestions.relations_of(id).filter_map(|(relation, tail)| {
                    let range = self.suggestions.get(tail)?.range;
                    // Decided about, it may be a span by now.
                    let pending = self.place(Item::Suggestion(tail)).map(|placed| placed.item);
                    let item = pending.or_else(|| self.span_at(range))?;
                    let (label, far) = (relation.label.clone(), Some(Far { item, range }));
                    Some(Link { id: None, label, is_head: true, far, is_allowed: true })
                });
                found.collect()
            }
        };
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
            Link { id: Some(relation), label: it.label.clone(), is_head, far, is_allowed }
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
    fn span_at(&self, range: TextRange) -> Option<Item> {
        let near = self.store.spans_touching(self.document.id(), TextRange::empty(range.start()));
        let mut near = near.into_iter().map(Item::Span);
        near.find(|item| self.place(*item).is_some_and(|placed| placed.fragments == [range]))
    }

    /// The cluster that an item is a mention in.
    pub fn cluster_of(&self, item: Item) -> Option<NodeId> {
        let Item::Span(id) = item else { return None };
        clusters_of(self.store, self.set, id).next()
    }

    /// The text of the other mentions of what an item means, fragment by fragment.
    pub fn mates_of(&self, item: Item) -> Vec<TextRange> {
        let Some(cluster) = self.cluster_of(item) else { return Vec::new() };
        let others = members(self.store, cluster).into_iter().filter(|id| Item::Span(*id) != item);
        let spans = others.filter_map(|id| self.store.span(id));
        spans.flat_map(|span| span.fragments.as_slice().iter().copied()).collect()
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
        let Item::Span(id) = item else { return told };
        for (event, it) in events_of(self.store, self.set, id) {
            told += &format!("; event {}", self.name(Kind::Event, &it.label));
            for (.., argument) in arguments(self.store, event) {
                let words = self.anchor(argument.node).map(|far| brief(self.document, far.range)).unwrap_or_default();
                told += &format!(", {} {words}", self.name(Kind::Role, &argument.role));
            }
        }
        told
    }

    /// What people call an entry of the schema; its key where the schema has lost it.
    pub fn name(&self, kind: Kind, slug: &Slug) -> String {
        let definition = self.store.definitions().get(&(kind, slug.clone()));
        definition.map_or(slug.as_str(), |it| &it.name).to_owned()
    }
}
