//! From annotations to a collection.

use super::collection::{Annotation, Found, HEAD, LINK, Linked, MEMBER, TAIL, TRIGGER, TYPE};
use crate::document::values::text;
use crate::document::{Annotated, Node, Unit};
use crate::syntax::{Error, File};

/// A document as it is written: one passage with all the text.
fn shaped(it: &Annotated) -> Found {
    let mut found = Found { id: it.name.clone(), parts: vec![(0, it.text().to_owned())], ..Found::default() };
    let name = |node: Node| match node {
        Node::Span(i) => format!("T{}", i + 1),
        Node::Relation(i) => format!("R{}", i + 1),
        Node::Cluster(i) => format!("C{}", i + 1),
        Node::Event(i) => format!("E{}", i + 1),
    };
    let infons = |label: &str, facts: &crate::document::Facts| {
        let own = std::iter::once((TYPE.to_owned(), label.to_owned()));
        own.chain(facts.attributes.iter().map(|(name, value)| (name.clone(), text(value)))).collect::<Vec<_>>()
    };
    for (i, span) in it.spans.iter().enumerate() {
        let mut infons = infons(&span.label, &span.facts);
        if let Some(link) = &span.link {
            infons.insert(1, (LINK.to_owned(), link.id.to_string()));
        }
        let locations = span.fragments.as_slice().iter().map(|range| {
            let (start, end) = Unit::Char.ends(&it.document, *range);
            (i64::from(start), i64::from(end - start))
        });
        found.annotations.push(Annotation {
            id: name(Node::Span(i)),
            infons,
            locations: locations.collect(),
            text: Some(it.quote(span, " ")),
            ..Annotation::default()
        });
    }
    for (i, relation) in it.relations.iter().enumerate() {
        let nodes = vec![(name(relation.head), HEAD.to_owned()), (name(relation.tail), TAIL.to_owned())];
        found.relations.push(Linked {
            id: name(Node::Relation(i)),
            infons: infons(&relation.label, &relation.facts),
            nodes,
            ..Linked::default()
        });
    }
    for (i, cluster) in it.clusters.iter().enumerate() {
        let nodes = cluster.members.iter().map(|node| (name(*node), MEMBER.to_owned())).collect();
        found.relations.push(Linked {
            id: name(Node::Cluster(i)),
            infons: infons(&cluster.label, &cluster.facts),
            nodes,
            ..Linked::default()
        });
    }
    for (i, event) in it.events.iter().enumerate() {
        let trigger = (name(Node::Span(event.trigger)), TRIGGER.to_owned());
        let arguments = event.arguments.iter().map(|(role, node)| (name(*node), role.clone()));
        let nodes = std::iter::once(trigger).chain(arguments).collect();
        found.relations.push(Linked {
            id: name(Node::Event(i)),
            infons: infons(&event.label, &event.facts),
            nodes,
            ..Linked::default()
        });
    }
    found
}

type Write = fn(&[Found]) -> Vec<File>;

pub(super) fn write(documents: &[Annotated], form: Write) -> Result<Vec<File>, Error> {
    Ok(form(&documents.iter().map(shaped).collect::<Vec<_>>()))
}

/// What every collection says of itself.
pub(super) const SOURCE: &str = "postil";
pub(super) const KEY: &str = "postil.key";
pub(super) const OFFSETS: (&str, &str) = ("offsets", "code points");
