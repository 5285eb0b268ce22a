//! One document with all that is said of it: what every format is read into and written from.

use crate::document::schema::Schema;
use crate::table::MAX_LABEL;
use postil_core::{AttributeValue, Document, Fragments, Link, Score, TextRange};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A document with its annotations. Positions are bytes of its text, ends exclusive, as everywhere in the core.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// What the file calls it: a file's name without its ending, or an id.
    pub name: String,
    pub document: Document,
    /// BCP 47 tag, when known.
    pub language: Option<String>,
    /// When it was written, `YYYY-MM-DD`.
    pub dct: Option<String>,
    pub spans: Vec<Span>,
    pub relations: Vec<Relation>,
    pub clusters: Vec<Cluster>,
    pub events: Vec<Event>,
    pub labels: Vec<DocumentLabel>,
    /// The sets that a program made, rather than a person.
    pub machines: BTreeSet<Arc<str>>,
    /// What is known of labels and types, used or not.
    pub schema: Arc<Schema>,
    /// Words and sentences as the file has them, if it has; kept for formats that count words, and no annotation.
    pub layout: Option<Arc<[Sentence]>>,
}

/// A sentence, or a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first word to the last.
    pub range: TextRange,
    /// None empty; in order, apart from each other or touching.
    pub tokens: Vec<TextRange>,
}

/// What can be said of any node.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    /// Whose annotation it is; empty where the file knows of one set alone.
    pub set: Arc<str>,
    pub score: Option<Score>,
    pub attributes: BTreeMap<String, AttributeValue>,
    pub notes: Vec<String>,
}

/// Some text with a label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub fragments: Fragments,
    pub label: String,
    pub link: Option<Link>,
    pub facts: Facts,
}

/// A node of a document, by its place in the list of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Span(usize),
    Relation(usize),
    Cluster(usize),
    Event(usize),
}

/// A directed link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    pub head: Node,
    pub tail: Node,
    pub label: String,
    pub facts: Facts,
}

/// Nodes that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cluster {
    pub members: Vec<Node>,
    pub label: String,
    pub facts: Facts,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The span that says so.
    pub trigger: usize,
    pub label: String,
    /// Who or what takes part, and as what. Roles may repeat.
    pub arguments: Vec<(String, Node)>,
    pub facts: Facts,
}

/// A label of the whole document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentLabel {
    pub label: String,
    pub set: Arc<str>,
    pub score: Option<Score>,
}

/// What a label is called that the file leaves out.
pub const UNLABELLED: &str = "unlabelled";

impl PartialEq for Annotated {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.document.id() == other.document.id()
            && (&self.language, &self.dct, &self.machines) == (&other.language, &other.dct, &other.machines)
            && (&self.spans, &self.relations) == (&other.spans, &other.relations)
            && (&self.clusters, &self.events, &self.labels) == (&other.clusters, &other.events, &other.labels)
            && self.schema == other.schema
    }
}

impl Facts {
    /// Adds an attribute; a second value under a name that is taken gets the name with a number behind it.
    pub fn attribute(&mut self, name: &str, value: AttributeValue) {
        let mut free = name.to_owned();
        let mut n = 1;
        while let Some(other) = self.attributes.get(&free) {
            if *other == value {
                return;
            }
            n += 1;
            let number = format!("-{n}");
            let room = name.floor_char_boundary(MAX_LABEL - number.len());
            free = name[..room].to_owned() + &number;
        }
        self.attributes.insert(free, value);
    }
}

impl Span {
    /// A span of one fragment with nothing else said of it.
    pub fn new(range: TextRange, label: impl Into<String>) -> Self {
        Self { fragments: Fragments::one(range), label: label.into(), link: None, facts: Facts::default() }
    }

    /// From the first byte to the last, gaps included.
    pub fn cover(&self) -> TextRange {
        self.fragments.cover()
    }

    /// Whether it has gaps.
    pub fn is_discontinuous(&self) -> bool {
        self.fragments.as_slice().len() > 1
    }

    /// In reading order: by start, the longer first, then by what is said.
    fn order(&self, other: &Self) -> Ordering {
        let (a, b) = (self.cover(), other.cover());
        (a.start(), b.end())
            .cmp(&(b.start(), a.end()))
            .then_with(|| self.label.cmp(&other.label))
            .then_with(|| self.cmp(other))
    }
}

impl Annotated {
    /// A document of which nothing is said.
    pub fn new(name: impl Into<String>, document: Document) -> Self {
        Self {
            name: name.into(),
            document,
            language: None,
            dct: None,
            spans: Vec::new(),
            relations: Vec::new(),
            clusters: Vec::new(),
            events: Vec::new(),
            labels: Vec::new(),
            machines: BTreeSet::new(),
            schema: Arc::default(),
            layout: None,
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The text of a span, fragments joined by `gap`.
    pub fn quote(&self, span: &Span, gap: &str) -> String {
        let parts: Vec<&str> = span.fragments.as_slice().iter().map(|range| self.document.slice(*range)).collect();
        parts.join(gap)
    }

    /// The span at a node, if it is one.
    pub fn span_at(&self, node: Node) -> Option<usize> {
        match node {
            Node::Span(i) => Some(i),
            _ => None,
        }
    }

    /// What is said of every node, in no particular order.
    pub fn facts_mut(&mut self) -> impl Iterator<Item = &mut Facts> {
        let spans = self.spans.iter_mut().map(|it| &mut it.facts);
        let relations = self.relations.iter_mut().map(|it| &mut it.facts);
        let clusters = self.clusters.iter_mut().map(|it| &mut it.facts);
        spans.chain(relations).chain(clusters).chain(self.events.iter_mut().map(|it| &mut it.facts))
    }

    /// The same, for reading.
    pub fn facts(&self) -> impl Iterator<Item = &Facts> {
        let spans = self.spans.iter().map(|it| &it.facts);
        let relations = self.relations.iter().map(|it| &it.facts);
        let clusters = self.clusters.iter().map(|it| &it.facts);
        spans.chain(relations).chain(clusters).chain(self.events.iter().map(|it| &it.facts))
    }

    /// The names of the sets in use, sorted.
    pub fn sets(&self) -> BTreeSet<Arc<str>> {
        self.facts().map(|facts| facts.set.clone()).chain(self.labels.iter().map(|label| label.set.clone())).collect()
    }

    /// Every reference from one node to another.
    pub(crate) fn references_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        let ends = self.relations.iter_mut().flat_map(|it| [&mut it.head, &mut it.tail]);
        let members = self.clusters.iter_mut().flat_map(|it| it.members.iter_mut());
        let arguments = self.events.iter_mut().flat_map(|it| it.arguments.iter_mut().map(|(_, node)| node));
        ends.chain(members).chain(arguments)
    }

    /// Brings everything into one order, so that the same annotations are written the same way: spans in reading order,
    /// what links them by what it links.
    pub fn sort(&mut self) {
        let order = sorted(&self.spans, Span::order);
        let new = inverse(&order);
        permute(&mut self.spans, &order);
        for node in self.references_mut() {
            if let Node::Span(i) = node {
                *i = new[*i];
            }
        }
        for event in &mut self.events {
            event.trigger = new[event.trigger];
        }
        // Spans are in place. What links other links is placed by what those link, a few steps deep; beyond that it keeps
        // the order in which it came.
        const ROUNDS: usize = 4;
        let mut ranks = [vec![0; self.relations.len()], vec![0; self.clusters.len()], vec![0; self.events.len()]];
        let (mut relations, mut clusters, mut events) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let key = |node: Node| match node {
                Node::Span(i) => (0, i),
                Node::Relation(i) => (1, ranks[0][i]),
                Node::Cluster(i) => (2, ranks[1][i]),
                Node::Event(i) => (3, ranks[2][i]),
            };
            for cluster in &mut self.clusters {
                cluster.members.sort_by_key(|node| key(*node));
            }
            for event in &mut self.events {
                event.arguments.sort_by(|a, b| (&a.0, key(a.1)).cmp(&(&b.0, key(b.1))));
            }
            let of_relation = |it: &Relation| (key(it.head), key(it.tail), it.label.clone(), it.facts.clone());
            let of_cluster = |it: &Cluster| {
                (it.members.iter().map(|node| key(*node)).collect::<Vec<_>>(), it.label.clone(), it.facts.clone())
            };
            let of_event = |it: &Event| {
                let arguments = it.arguments.iter().map(|(role, node)| (role.clone(), key(*node)));
                (it.trigger, it.label.clone(), arguments.collect::<Vec<_>>(), it.facts.clone())
            };
            let (new_relations, rank_relations) = ranked(&self.relations, of_relation);
            let (new_clusters, rank_clusters) = ranked(&self.clusters, of_cluster);
            let (new_events, rank_events) = ranked(&self.events, of_event);
            (relations, clusters, events) = (new_relations, new_clusters, new_events);
            let before = std::mem::replace(&mut ranks, [rank_relations, rank_clusters, rank_events]);
            if before == ranks {
                break;
            }
        }
        let (new_relation, new_cluster, new_event) = (inverse(&relations), inverse(&clusters), inverse(&events));
        permute(&mut self.relations, &relations);
        permute(&mut self.clusters, &clusters);
        permute(&mut self.events, &events);
        for node in self.references_mut() {
            match node {
                Node::Span(_) => {}
                Node::Relation(i) => *i = new_relation[*i],
                Node::Cluster(i) => *i = new_cluster[*i],
                Node::Event(i) => *i = new_event[*i],
            }
        }
        self.labels.sort();
        self.labels.dedup();
        let sets = self.sets();
        self.machines.retain(|set| sets.contains(set));
    }

    /// Keeps the nodes that `keep` says, and of the others' dependants those that can stand without them. Gives how many
    /// dependants went.
    pub fn retain(&mut self, keep: &dyn Fn(Node) -> bool) -> usize {
        let mut gone = Gone {
            spans: (0..self.spans.len()).map(|i| !keep(Node::Span(i))).collect(),
            relations: (0..self.relations.len()).map(|i| !keep(Node::Relation(i))).collect(),
            clusters: (0..self.clusters.len()).map(|i| !keep(Node::Cluster(i))).collect(),
            events: (0..self.events.len()).map(|i| !keep(Node::Event(i))).collect(),
        };
        let wanted = gone.count();
        loop {
            let before = gone.count();
            for (i, it) in self.relations.iter().enumerate() {
                gone.relations[i] |= gone.has(it.head) || gone.has(it.tail);
            }
            for (i, it) in self.clusters.iter().enumerate() {
                gone.clusters[i] |= !it.members.is_empty() && it.members.iter().all(|node| gone.has(*node));
            }
            for (i, it) in self.events.iter().enumerate() {
                gone.events[i] |= gone.has(Node::Span(it.trigger));
            }
            if gone.count() == before {
                break;
            }
        }
        if gone.count() == 0 {
            return 0;
        }
        for cluster in &mut self.clusters {
            cluster.members.retain(|node| !gone.has(*node));
        }
        for event in &mut self.events {
            event.arguments.retain(|(_, node)| !gone.has(*node));
        }
        drop_marked(&mut self.spans, &gone.spans);
        drop_marked(&mut self.relations, &gone.relations);
        drop_marked(&mut self.clusters, &gone.clusters);
        drop_marked(&mut self.events, &gone.events);
        let places = [&gone.spans, &gone.relations, &gone.clusters, &gone.events].map(|marks| {
            let mut next = 0;
            let place = |is_gone: &bool| {
                next += usize::from(!is_gone);
                next.saturating_sub(1)
            };
            marks.iter().map(place).collect::<Vec<usize>>()
        });
        for node in self.references_mut() {
            match node {
                Node::Span(i) => *i = places[0][*i],
                Node::Relation(i) => *i = places[1][*i],
                Node::Cluster(i) => *i = places[2][*i],
                Node::Event(i) => *i = places[3][*i],
            }
        }
        for event in &mut self.events {
            event.trigger = places[0][event.trigger];
        }
        gone.count() - wanted
    }
}

struct Gone {
    spans: Vec<bool>,
    relations: Vec<bool>,
    clusters: Vec<bool>,
    events: Vec<bool>,
}

impl Gone {
    /// Whether a node goes; one that is not there counts as gone.
    fn has(&self, node: Node) -> bool {
        let (marks, i) = match node {
            Node::Span(i) => (&self.spans, i),
            Node::Relation(i) => (&self.relations, i),
            Node::Cluster(i) => (&self.clusters, i),
            Node::Event(i) => (&self.events, i),
        };
        marks.get(i).copied().unwrap_or(true)
    }

    fn count(&self) -> usize {
        [&self.spans, &self.relations, &self.clusters, &self.events]
            .iter()
            .map(|it| it.iter().filter(|gone| **gone).count())
            .sum()
    }
}

fn drop_marked<T>(items: &mut Vec<T>, marks: &[bool]) {
    let mut marks = marks.iter();
    items.retain(|_| !marks.next().is_some_and(|mark| *mark));
}

/// The places of the items in the order that they should have; equal ones stay as they are.
fn sorted<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|a, b| compare(&items[*a], &items[*b]));
    order
}

/// The same by keys, and the rank of each item: equal keys, equal ranks.
fn ranked<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> (Vec<usize>, Vec<usize>) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = sorted(&keys, K::cmp);
    let mut ranks = vec![0; items.len()];
    for pair in order.windows(2) {
        ranks[pair[1]] = ranks[pair[0]] + usize::from(keys[pair[0]] != keys[pair[1]]);
    }
    (order, ranks)
}

fn inverse(order: &[usize]) -> Vec<usize> {
    let mut new = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        new[*from] = to;
    }
    new
}

fn permute<T>(items: &mut Vec<T>, order: &[usize]) {
    let mut old: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.iter().filter_map(|i| old[*i].take()));
}
