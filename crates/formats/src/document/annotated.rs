//! One document with all that is said of it: what every format is read into and written from.

use crate::document::Schema;
use crate::document::names::MAX_LABEL;
use postil_core::{AttributeValue, Document, Fragments, Kind, Layer, Link, Score, TextRange, filled};
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
    /// Whether somebody said that the work on it is done; kept for choosing, and no annotation.
    pub is_done: bool,
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

impl Node {
    /// Its name within a document, such as `s0`.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Span(i) => format!("s{i}"),
            Self::Relation(i) => format!("r{i}"),
            Self::Cluster(i) => format!("c{i}"),
            Self::Event(i) => format!("e{i}"),
        }
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
            is_done: false,
            layout: None,
        }
    }

    /// Whether nothing is said of it.
    pub fn is_bare(&self) -> bool {
        let nodes = self.spans.len() + self.relations.len() + self.clusters.len() + self.events.len();
        nodes + self.labels.len() == 0
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The layer of a label or a type.
    pub fn layer_of(&self, kind: Kind, id: &str) -> Layer {
        let unsaid = || match kind {
            // Pronouns and descriptions, which the first schema does not know.
            Kind::Label if id.eq_ignore_ascii_case("MENTION") => Layer::Coreference,
            _ => Layer::usual(kind, id),
        };
        self.schema.get(kind, id).and_then(|it| it.layer).unwrap_or_else(unsaid)
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

    /// What is said of a node.
    pub(crate) fn facts_at(&mut self, node: Node) -> &mut Facts {
        match node {
            Node::Span(i) => &mut self.spans[i].facts,
            Node::Relation(i) => &mut self.relations[i].facts,
            Node::Cluster(i) => &mut self.clusters[i].facts,
            Node::Event(i) => &mut self.events[i].facts,
        }
    }

    /// The names of the sets in use, sorted.
    pub fn sets(&self) -> BTreeSet<Arc<str>> {
        filled(self.facts().map(|facts| facts.set.clone()).chain(self.labels.iter().map(|label| label.set.clone())))
    }

    /// Every reference from one node to another.
    pub(crate) fn references_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        let ends = self.relations.iter_mut().flat_map(|it| [&mut it.head, &mut it.tail]);
        let members = self.clusters.iter_mut().flat_map(|it| it.members.iter_mut());
        let arguments = self.events.iter_mut().flat_map(|it| it.arguments.iter_mut().map(|(_, node)| node));
        ends.chain(members).chain(arguments)
    }
}
