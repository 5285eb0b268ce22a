//! Documents that were read, as a file of annotations for our own reader, which verifies and names what is in it.

use crate::document::names::title;
use crate::document::uses::{together, used};
use crate::document::{Annotated, Facts, Node, Schema};
use postil_core::{SetKind, filled};
use postil_project::annotations::{ForeignContent, ForeignDocument, ForeignNode, foreign};
use std::collections::BTreeSet;

/// A file of annotations in Postil's own JSON, for [`postil_project::load`], which verifies it and brings it into a store. A
/// set that has no name here is called by the name of the file that is given there.
pub fn to_annotations(documents: &[Annotated]) -> String {
    let whole = together(documents);
    let titles: Vec<String> = documents.iter().map(|it| title(&it.name)).collect();
    let documents = documents.iter().zip(&titles).enumerate();
    // All labels stand in the first document, what is used in each.
    foreign(documents.map(|(n, (it, title))| document(it, title, &whole, n == 0)))
}

fn document<'a>(it: &'a Annotated, title: &'a str, schema: &'a Schema, with_all: bool) -> ForeignDocument<'a> {
    let used = used(it);
    let listed = schema.iter().filter(|one| with_all || used.contains(&(one.kind, one.id.as_str())));
    let kind = |set: &str| if it.machines.contains(set) { SetKind::Imported } else { SetKind::Work };
    let sets: BTreeSet<&str> =
        filled(it.facts().map(|facts| &*facts.set).chain(it.labels.iter().map(|label| &*label.set)));
    let sets = sets.into_iter().filter_map(named).map(|set| (set, kind(set)));
    let spans = it.spans.iter().enumerate().map(|(i, it)| {
        let content = ForeignContent::Span { fragments: &it.fragments, link: it.link.as_ref() };
        node(Node::Span(i), &it.label, content, &it.facts)
    });
    let relations = it.relations.iter().enumerate().map(|(i, it)| {
        let content = ForeignContent::Relation { head: it.head.name(), tail: it.tail.name() };
        node(Node::Relation(i), &it.label, content, &it.facts)
    });
    let clusters = it.clusters.iter().enumerate().map(|(i, it)| {
        let content = ForeignContent::Cluster { members: it.members.iter().map(|node| node.name()).collect() };
        node(Node::Cluster(i), &it.label, content, &it.facts)
    });
    let events = it.events.iter().enumerate().map(|(i, it)| {
        let arguments = it.arguments.iter().map(|(role, node)| (role.as_str(), node.name())).collect();
        let content = ForeignContent::Event { trigger: Node::Span(it.trigger).name(), arguments };
        node(Node::Event(i), &it.label, content, &it.facts)
    });
    ForeignDocument {
        document: &it.document,
        title,
        language: it.language.as_deref(),
        dct: it.dct.as_deref(),
        sets: sets.collect(),
        labels: listed.map(|one| (one.kind, one.id.as_str(), one.name.as_str())).collect(),
        nodes: spans.chain(relations).chain(clusters).chain(events).collect(),
        document_labels: it.labels.iter().map(|it| (it.label.as_str(), named(&it.set), it.score)).collect(),
    }
}

fn node<'a>(node: Node, label: &'a str, content: ForeignContent<'a>, facts: &'a Facts) -> ForeignNode<'a> {
    let Facts { set, score, attributes, notes } = facts;
    ForeignNode { name: node.name(), label, content, set: named(set), score: *score, attributes, notes }
}

/// A set, if it has a name.
fn named(set: &str) -> Option<&str> {
    Some(set).filter(|set| !set.is_empty())
}
