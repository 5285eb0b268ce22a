//! What is said of labels, types and so on by themselves, whether anything is annotated with them or not.

use crate::document::annotated::{Annotated, Facts, Node};
use crate::loss::holds::Schemas;
use postil_core::{AttributeValue, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An entry of a schema, as in the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: Kind,
    /// What annotations say.
    pub id: String,
    /// What people read.
    pub name: String,
    /// The id above it, of the same kind.
    pub parent: Option<String>,
    /// Ids of what may stand at the head of a relation or in a cluster, have a role, or have an attribute; empty is all.
    pub heads: Vec<String>,
    /// Ids of what may stand at the tail of a relation; empty is all.
    pub tails: Vec<String>,
    /// Values of an attribute, roles of an event.
    pub values: Vec<String>,
}

impl Definition {
    /// One of which nothing else is said.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        let id = id.into();
        Self { kind, name: id.clone(), id, parent: None, heads: Vec::new(), tails: Vec::new(), values: Vec::new() }
    }

    /// Whether something is said of it besides what it is called.
    fn is_told(&self) -> bool {
        self.parent.is_some() || !self.heads.is_empty() || !self.tails.is_empty() || !self.values.is_empty()
    }
}

/// Definitions in the order in which lists show them, each kind and id once.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    all: Vec<Definition>,
    places: BTreeMap<(Kind, String), usize>,
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl FromIterator<Definition> for Schema {
    /// Of several with one kind and id the first is taken.
    fn from_iter<T: IntoIterator<Item = Definition>>(definitions: T) -> Self {
        let mut schema = Self::default();
        definitions.into_iter().for_each(|it| schema.add(it));
        schema
    }
}

impl Schema {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.all.iter()
    }

    /// The definitions of a kind, in order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Definition> {
        self.iter().filter(move |it| it.kind == kind)
    }

    pub fn get(&self, kind: Kind, id: &str) -> Option<&Definition> {
        self.places.get(&(kind, id.to_owned())).map(|place| &self.all[*place])
    }

    /// Adds a definition, unless there is one of its kind and id.
    pub fn add(&mut self, definition: Definition) {
        let key = (definition.kind, definition.id.clone());
        if !self.places.contains_key(&key) {
            self.places.insert(key, self.all.len());
            self.all.push(definition);
        }
    }

    /// The definition of a kind and id; a new one at the end, where there is none.
    pub(crate) fn entry(&mut self, kind: Kind, id: &str) -> &mut Definition {
        self.add(Definition::new(kind, id));
        let place = self.places[&(kind, id.to_owned())];
        &mut self.all[place]
    }

    /// The same with other names.
    pub(crate) fn renamed(&self, of_kind: &dyn Fn(Kind, &str) -> String) -> Self {
        let definition = |it: &Definition| {
            let ends = |ids: &[String]| ids.iter().map(|id| of_kind(Kind::Label, id)).collect();
            let values = match it.kind {
                Kind::Event => it.values.iter().map(|role| of_kind(Kind::Role, role)).collect(),
                _ => it.values.clone(),
            };
            Definition {
                kind: it.kind,
                id: of_kind(it.kind, &it.id),
                name: it.name.clone(),
                parent: it.parent.as_deref().map(|id| of_kind(it.kind, id)),
                heads: ends(&it.heads),
                tails: ends(&it.tails),
                values,
            }
        };
        self.iter().map(definition).collect()
    }

    /// Lets definitions allow what stands in a document. What allows all goes on to do so.
    fn allow_used(&mut self, it: &Annotated) {
        let label = |node: Node| match node {
            Node::Span(i) => it.spans[i].label.as_str(),
            Node::Relation(i) => &it.relations[i].label,
            Node::Cluster(i) => &it.clusters[i].label,
            Node::Event(i) => &it.events[i].label,
        };
        let mut uses: BTreeMap<(Kind, &str), Uses> = BTreeMap::new();
        for relation in &it.relations {
            let uses = uses.entry((Kind::Relation, &relation.label)).or_default();
            uses.heads.insert(label(relation.head));
            uses.tails.insert(label(relation.tail));
        }
        for cluster in &it.clusters {
            let uses = uses.entry((Kind::Cluster, &cluster.label)).or_default();
            uses.heads.extend(cluster.members.iter().map(|member| label(*member)));
        }
        for event in &it.events {
            for (role, node) in &event.arguments {
                uses.entry((Kind::Event, &event.label)).or_default().values.insert(role);
                uses.entry((Kind::Role, role)).or_default().heads.insert(label(*node));
            }
        }
        for (node, facts) in facts(it) {
            for (name, value) in &facts.attributes {
                let uses = uses.entry((Kind::Attribute, name)).or_default();
                uses.heads.insert(label(node));
                if let AttributeValue::Choice(value) = value {
                    uses.values.insert(value);
                }
            }
        }
        for ((kind, id), uses) in uses {
            let definition = self.entry(kind, id);
            extend(&mut definition.heads, uses.heads, false);
            extend(&mut definition.tails, uses.tails, false);
            extend(&mut definition.values, uses.values, true);
        }
    }
}

/// What stands where a definition could forbid it.
#[derive(Default)]
struct Uses<'a> {
    heads: BTreeSet<&'a str>,
    tails: BTreeSet<&'a str>,
    values: BTreeSet<&'a str>,
}

/// Adds what is not there. An empty list stands for all, unless it is to be `begun`.
fn extend(ids: &mut Vec<String>, more: BTreeSet<&str>, begun: bool) {
    if begun || !ids.is_empty() {
        let known: BTreeSet<String> = ids.iter().cloned().collect();
        ids.extend(more.into_iter().filter(|id| !known.contains(*id)).map(str::to_owned));
    }
}

/// Nodes with what is said of them.
fn facts(it: &Annotated) -> impl Iterator<Item = (Node, &Facts)> {
    let spans = it.spans.iter().enumerate().map(|(i, it)| (Node::Span(i), &it.facts));
    let relations = it.relations.iter().enumerate().map(|(i, it)| (Node::Relation(i), &it.facts));
    let clusters = it.clusters.iter().enumerate().map(|(i, it)| (Node::Cluster(i), &it.facts));
    let events = it.events.iter().enumerate().map(|(i, it)| (Node::Event(i), &it.facts));
    spans.chain(relations).chain(clusters).chain(events)
}

/// Kinds and ids that a document uses, sorted.
pub(crate) fn used(it: &Annotated) -> BTreeSet<(Kind, &str)> {
    let mut used = BTreeSet::new();
    used.extend(it.spans.iter().map(|it| (Kind::Label, it.label.as_str())));
    used.extend(it.relations.iter().map(|it| (Kind::Relation, it.label.as_str())));
    used.extend(it.clusters.iter().map(|it| (Kind::Cluster, it.label.as_str())));
    used.extend(it.events.iter().map(|it| (Kind::Event, it.label.as_str())));
    used.extend(it.events.iter().flat_map(|it| &it.arguments).map(|(role, _)| (Kind::Role, role.as_str())));
    used.extend(it.facts().flat_map(|it| it.attributes.keys()).map(|name| (Kind::Attribute, name.as_str())));
    used.extend(it.labels.iter().map(|it| (Kind::DocumentLabel, it.label.as_str())));
    used
}

/// Defines what a document uses and does not define.
pub(crate) fn define_used(it: &mut Annotated) {
    let is_new = |(kind, id): &(Kind, &str)| it.schema.get(*kind, id).is_none();
    let new: Vec<Definition> =
        used(it).into_iter().filter(is_new).map(|(kind, id)| Definition::new(kind, id)).collect();
    if !new.is_empty() {
        let schema = Arc::make_mut(&mut it.schema);
        new.into_iter().for_each(|definition| schema.add(definition));
    }
}

/// What some documents define, together.
pub(crate) fn together(documents: &[Annotated]) -> Schema {
    let mut whole = Schema::default();
    for (n, it) in documents.iter().enumerate() {
        // Documents of one file share what it defines.
        if n == 0 || !Arc::ptr_eq(&it.schema, &documents[n - 1].schema) {
            it.schema.iter().for_each(|definition| whole.add(definition.clone()));
        }
    }
    whole
}

/// Makes the schemas of some documents one that a format can hold. Gives how many unused definitions went, and of how many
/// others something is not said any more.
pub(crate) fn unite(documents: &mut [Annotated], rule: Schemas) -> (usize, usize) {
    let used = documents.iter().flat_map(used).map(|(kind, id)| (kind, id.to_owned())).collect();
    let common = Common { declared: together(documents), used, ..Common::default() };
    common.lost(&common.give(documents, rule))
}

/// What documents that are written together define and use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    declared: Schema,
    used: BTreeSet<(Kind, String)>,
    /// What some of them call otherwise than the first.
    renamed: BTreeSet<(Kind, String)>,
}

impl Common {
    /// Takes further documents into account.
    pub(crate) fn add(&mut self, documents: &[Annotated]) {
        for it in documents.iter().flat_map(|it| it.schema.iter()) {
            match self.declared.get(it.kind, &it.id) {
                None => self.declared.add(it.clone()),
                // What nobody named is called by its id.
                Some(first) if it.name != first.name && it.name != it.id => {
                    self.renamed.insert((it.kind, it.id.clone()));
                }
                Some(_) => {}
            }
        }
        for (kind, id) in documents.iter().flat_map(used) {
            self.used.insert((kind, id.to_owned()));
        }
    }

    /// Gives some of these documents, or all, the one schema that a format can hold.
    pub(crate) fn give(&self, documents: &mut [Annotated], rule: Schemas) -> Arc<Schema> {
        let held = Arc::new(self.held(documents.iter().flat_map(used), documents, rule));
        documents.iter_mut().for_each(|it| it.schema = held.clone());
        held
    }

    /// How many unused definitions are not held, and of how many others something is not said any more.
    fn lost(&self, held: &Schema) -> (usize, usize) {
        let (mut gone, mut plain) = (0, 0);
        for it in self.declared.iter() {
            let kept = held.get(it.kind, &it.id);
            let is_used = self.used.contains(&(it.kind, it.id.clone()));
            gone += usize::from(kept.is_none() && !is_used);
            let is_whole = |kept: &Definition| {
                let has = |kept: &[String], all: &[String]| {
                    let known: BTreeSet<&String> = kept.iter().collect();
                    kept.is_empty() == all.is_empty() && all.iter().all(|id| known.contains(id))
                };
                kept.parent == it.parent
                    && has(&kept.heads, &it.heads)
                    && has(&kept.tails, &it.tails)
                    && has(&kept.values, &it.values)
            };
            plain += usize::from(it.is_told() && (kept.is_some() || is_used) && !kept.is_some_and(is_whole));
        }
        (gone, plain)
    }

    /// The same of all that were added, and of how many a name is not said.
    pub(crate) fn lost_of_all(&self, rule: Schemas) -> (usize, usize, usize) {
        let used = self.used.iter().map(|(kind, id)| (*kind, id.as_str()));
        let (gone, plain) = self.lost(&self.held(used, &[], rule));
        (gone, plain, if rule == Schemas::None { 0 } else { self.renamed.len() })
    }

    fn held<'a>(&self, used: impl Iterator<Item = (Kind, &'a str)>, documents: &[Annotated], rule: Schemas) -> Schema {
        let whole = || {
            let mut whole = self.declared.clone();
            documents.iter().for_each(|it| whole.allow_used(it));
            whole
        };
        match rule {
            Schemas::None => Schema::default(),
            Schemas::Used => {
                let used: BTreeSet<(Kind, &str)> = used.collect();
                let held = used.into_iter().filter_map(|(kind, id)| self.declared.get(kind, id));
                held.map(|it| Definition { name: it.name.clone(), ..Definition::new(it.kind, &*it.id) }).collect()
            }
            Schemas::Flat => flat(&whole()),
            Schemas::Types => types(&whole()),
            Schemas::All => whole(),
        }
    }
}

/// Labels, types of relations, labels of documents and attributes with their values, one beside the other.
fn flat(schema: &Schema) -> Schema {
    let kinds = [Kind::Label, Kind::Relation, Kind::DocumentLabel, Kind::Attribute];
    let plain = |it: &Definition| {
        let named = matches!(it.kind, Kind::Label | Kind::DocumentLabel);
        let mut plain = Definition::new(it.kind, &*it.id);
        if named {
            plain.name.clone_from(&it.name);
        }
        if it.kind == Kind::Attribute {
            // Words for what is true or not stand for just that.
            plain.values = it.values.iter().filter(|value| !is_truth(value)).cloned().collect();
        }
        plain
    };
    kinds.into_iter().flat_map(|kind| schema.of(kind)).map(plain).collect()
}

/// Whether a value is a word for a truth value.
pub(crate) fn is_truth(value: &str) -> bool {
    matches!(value, "true" | "false")
}

/// Types in trees, with what may stand where, in the order of brat's sections.
pub(crate) fn types(schema: &Schema) -> Schema {
    // A name of people stands for an id, whatever that is the id of; `|` and `#` mean something.
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for it in schema.iter() {
        let plain: String = it.name.replace(['|', '#'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        if plain != it.id && !plain.is_empty() {
            names.entry(&it.id).or_insert(plain);
        }
    }
    let is_type = |id: &str| !id.bytes().all(|byte| byte == b'-');
    let is_plain = |value: &str| {
        let words = value.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
        words && !value.contains(|c: char| c.is_control() || "|,<#".contains(c))
    };
    // A label that says an event is a type of events alone.
    let is_event = |it: &Definition| it.kind == Kind::Label && schema.get(Kind::Event, &it.id).is_some();
    let schema: Schema = schema.iter().filter(|it| is_type(&it.id) && !is_event(it)).cloned().collect();
    let kinds = [Kind::Label, Kind::Relation, Kind::Cluster, Kind::Event];
    let mut held: Vec<Definition> = kinds.into_iter().flat_map(|kind| ordered(&schema, kind)).collect();
    // Roles in the order in which events have them; what no event has has no place.
    let events = held.iter().filter(|it| it.kind == Kind::Event);
    let role = |id: &String| schema.get(Kind::Role, id).cloned().unwrap_or_else(|| Definition::new(Kind::Role, &**id));
    let roles: Vec<Definition> = events.flat_map(|it| &it.values).map(role).collect();
    held.extend(roles);
    held.extend(schema.of(Kind::Attribute).cloned());
    held.retain(|it| is_type(&it.id));
    for it in &mut held {
        it.name = names.get(it.id.as_str()).cloned().unwrap_or_else(|| it.id.clone());
        it.heads.retain(|id| is_type(id));
        it.tails.retain(|id| is_type(id));
        match it.kind {
            Kind::Attribute => it.values.retain(|value| is_plain(value)),
            Kind::Event => it.values.retain(|role| is_type(role)),
            _ => it.values.clear(),
        }
        if matches!(it.kind, Kind::Label | Kind::Event) {
            it.heads.clear();
        }
        if it.kind != Kind::Relation {
            it.tails.clear();
        }
        it.parent.take_if(|id| !matches!(it.kind, Kind::Label | Kind::Event) || schema.get(it.kind, id).is_none());
    }
    held.into_iter().collect()
}

/// The definitions of a kind, each followed by those below it. Those that stand below themselves stand alone.
fn ordered(schema: &Schema, kind: Kind) -> Vec<Definition> {
    let mut below: BTreeMap<Option<&str>, Vec<&Definition>> = BTreeMap::new();
    for it in schema.of(kind) {
        let parent = it.parent.as_deref().filter(|id| schema.get(kind, id).is_some());
        below.entry(parent).or_default().push(it);
    }
    let mut made: Vec<Definition> = Vec::new();
    let mut waiting: Vec<&Definition> = below.get(&None).into_iter().flatten().rev().copied().collect();
    while let Some(it) = waiting.pop() {
        made.push(it.clone());
        waiting.extend(below.get(&Some(it.id.as_str())).into_iter().flatten().rev().copied());
    }
    let done: BTreeSet<String> = made.iter().map(|it| it.id.clone()).collect();
    let rest = schema.of(kind).filter(|it| !done.contains(&it.id));
    made.extend(rest.map(|it| Definition { parent: None, ..it.clone() }));
    made
}
