//! From annotations to feature structures and their types.

use super::dkpro::{
    ANNOTATION, ARGUMENT, ARRAY, CHAIN, EVENT, LINK, METADATA, NAMED_ENTITY, NO_LANGUAGE, RELATION, SENTENCE, STRING,
    TOKEN,
};
use super::model::{Cas, Feature, Type};
use crate::document::tokens::sentences;
use crate::document::{Annotated, Node, Unit};
use postil_core::filled;
use std::collections::BTreeSet;

/// The types that occur in some documents, so that each file has them all.
pub(super) fn types(documents: &[Annotated]) -> Vec<Type> {
    let own = |facts: &mut dyn Iterator<Item = &crate::document::Facts>| -> BTreeSet<String> {
        filled(facts.flat_map(|facts| facts.attributes.keys().cloned()))
    };
    let of_spans = own(&mut documents.iter().flat_map(|it| &it.spans).map(|it| &it.facts));
    let of_relations = own(&mut documents.iter().flat_map(|it| &it.relations).map(|it| &it.facts));
    let of_events = own(&mut documents.iter().flat_map(|it| &it.events).map(|it| &it.facts));
    let strings = |names: &[&str], more: BTreeSet<String>| -> Vec<(String, String, Option<String>)> {
        names.iter().map(|name| (*name).to_owned()).chain(more).map(|name| (name, STRING.to_owned(), None)).collect()
    };
    let feature = |name: &str, range: &str| (name.to_owned(), range.to_owned(), None);
    let array = |name: &str, of: &str| (name.to_owned(), ARRAY.to_owned(), Some(of.to_owned()));
    let kind = |name: &str, parent: &str, features| Type { name: name.to_owned(), parent: parent.to_owned(), features };
    let mut types = vec![
        kind(METADATA, "uima.tcas.DocumentAnnotation", strings(&["documentTitle", "documentId"], BTreeSet::new())),
        kind(SENTENCE, ANNOTATION, Vec::new()),
        kind(TOKEN, ANNOTATION, Vec::new()),
        kind(NAMED_ENTITY, ANNOTATION, strings(&["value", "identifier"], of_spans)),
    ];
    if documents.iter().any(|it| !it.relations.is_empty()) {
        let ends = [feature("Governor", ANNOTATION), feature("Dependent", ANNOTATION)];
        types.push(kind(RELATION, ANNOTATION, ends.into_iter().chain(strings(&["label"], of_relations)).collect()));
    }
    if documents.iter().any(|it| !it.clusters.is_empty()) {
        types.push(kind(CHAIN, "uima.cas.AnnotationBase", vec![feature("first", LINK)]));
        let links = [feature("next", LINK), feature("mention", NAMED_ENTITY)];
        types.push(kind(
            LINK,
            ANNOTATION,
            links.into_iter().chain(strings(&["referenceType", "referenceRelation"], BTreeSet::new())).collect(),
        ));
    }
    if documents.iter().any(|it| !it.events.is_empty()) {
        types.push(kind(ARGUMENT, "uima.cas.TOP", vec![feature("role", STRING), feature("target", ANNOTATION)]));
        let slots = [feature("trigger", NAMED_ENTITY), array("arguments", ARGUMENT)];
        types.push(kind(EVENT, ANNOTATION, slots.into_iter().chain(strings(&["value"], of_events)).collect()));
    }
    types
}

/// A document as feature structures.
pub(super) fn cas(it: &Annotated, types: Vec<Type>) -> Cas {
    let mut cas = Cas { types, text: it.text().to_owned(), structures: Vec::new() };
    let unit = |range| Unit::Utf16.ends(&it.document, range);
    let whole = unit(it.document.range());
    let language = it.language.as_deref().unwrap_or(NO_LANGUAGE);
    cas.add(
        METADATA,
        Some(whole),
        vec![
            ("language", Feature::text(language)),
            ("documentTitle", Feature::text(&it.name)),
            ("documentId", Feature::text(&it.name)),
        ],
    );
    for sentence in sentences(it) {
        cas.add(SENTENCE, Some(unit(sentence.range)), Vec::new());
        for token in sentence.tokens {
            cas.add(TOKEN, Some(unit(token)), Vec::new());
        }
    }
    let said = |facts: &crate::document::Facts| -> Vec<(String, Feature)> {
        facts
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), Feature::text(crate::document::values::text(value))))
            .collect()
    };
    let first_span = cas.next();
    for span in &it.spans {
        let mut features = vec![("value".to_owned(), Feature::text(&span.label))];
        features.extend(span.link.as_ref().map(|link| ("identifier".to_owned(), Feature::text(&*link.id))));
        features.extend(said(&span.facts));
        cas.put(NAMED_ENTITY, Some(unit(span.cover())), features);
    }
    let first_event = cas.next();
    let id = |node: Node| match node {
        Node::Event(i) => first_event + i as i64,
        Node::Span(i) => first_span + i as i64,
        Node::Relation(_) | Node::Cluster(_) => 0,
    };
    let mut next_argument = first_event + it.events.len() as i64;
    for event in &it.events {
        let arguments: Vec<i64> = (next_argument..).take(event.arguments.len()).collect();
        next_argument += event.arguments.len() as i64;
        let mut features = vec![
            ("value".to_owned(), Feature::text(&event.label)),
            ("trigger".to_owned(), Feature::Reference(id(Node::Span(event.trigger)))),
        ];
        if !arguments.is_empty() {
            features.push(("arguments".to_owned(), Feature::References(arguments)));
        }
        features.extend(said(&event.facts));
        cas.put(EVENT, Some(unit(it.spans[event.trigger].cover())), features);
    }
    for (role, node) in it.events.iter().flat_map(|event| &event.arguments) {
        cas.add(ARGUMENT, None, vec![("role", Feature::text(role)), ("target", Feature::Reference(id(*node)))]);
    }
    let place = |node: Node| match node {
        Node::Event(i) => unit(it.spans[it.events[i].trigger].cover()),
        node => unit(it.spans[it.span_at(node).unwrap_or_default()].cover()),
    };
    for relation in &it.relations {
        let mut features = vec![
            ("Governor".to_owned(), Feature::Reference(id(relation.head))),
            ("Dependent".to_owned(), Feature::Reference(id(relation.tail))),
            ("label".to_owned(), Feature::text(&relation.label)),
        ];
        features.extend(said(&relation.facts));
        cas.put(RELATION, Some(place(relation.tail)), features);
    }
    for cluster in &it.clusters {
        let first = cas.next() + 1;
        cas.add(CHAIN, None, vec![("first", Feature::Reference(first))]);
        for (n, member) in cluster.members.iter().enumerate() {
            let mut features =
                vec![("referenceType", Feature::text(&cluster.label)), ("mention", Feature::Reference(id(*member)))];
            if n + 1 < cluster.members.len() {
                features.push(("next", Feature::Reference(first + n as i64 + 1)));
            }
            cas.add(LINK, Some(place(*member)), features);
        }
    }
    cas
}
