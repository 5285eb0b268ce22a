//! What of a schema documents use.

use crate::document::{Annotated, Definition, Facts, Node, Schema};
use postil_core::{AttributeValue, Kind, filled};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Schema {
    /// Lets definitions allow what stands in a document. What allows all goes on to do so.
    pub(crate) fn allow_used(&mut self, it: &Annotated) {
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
        let known: BTreeSet<String> = filled(ids.iter().cloned());
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
