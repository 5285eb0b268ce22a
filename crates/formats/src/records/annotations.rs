//! Documents that were read, as a file of annotations that our own reader verifies.

use crate::document::names::title;
use crate::document::uses::{together, used};
use crate::document::{Annotated, Cluster, Definition, DocumentLabel, Event, Facts, Node, Relation, Span, Unit};
use crate::syntax::json::{Value, object};
use postil_core::{AttributeValue, Kind, TextRange};
use std::sync::Arc;

/// A file of annotations in Postil's own JSON, for [`postil_project::load`], which verifies it once more and brings it
/// into a store. `source` is what the set is called of annotations that name none.
pub fn to_annotations(documents: &[Annotated]) -> String {
    let whole = together(documents);
    let value = |(n, it): (usize, &Annotated)| {
        // All stand in the first, what is used in each.
        let used = used(it);
        document_value(it, whole.iter().filter(|one| n == 0 || used.contains(&(one.kind, one.id.as_str()))))
    };
    let documents: Vec<Value> = documents.iter().enumerate().map(value).collect();
    object! { "format" => postil_project::annotations::FORMAT, "version" => postil_project::annotations::VERSION, "documents" => documents }.compact()
}

fn document_value<'s>(it: &Annotated, schema: impl Iterator<Item = &'s Definition>) -> Value {
    let id = it.document.id().to_string();
    let mut value = object! { "id" => &id, "sha256" => &id, "title" => title(&it.name) };
    for (field, said) in [("language", &it.language), ("dct", &it.dct)] {
        if let Some(said) = said {
            value.push(field, said);
        }
    }
    value.push("text", it.text());
    let sets: Vec<Arc<str>> = it.sets().into_iter().filter(|set| !set.is_empty()).collect();
    let kind = |set: &Arc<str>| if it.machines.contains(set) { "imported" } else { "work" };
    value.push(
        "sets",
        sets.iter().map(|set| object! { "id" => &**set, "name" => &**set, "kind" => kind(set) }).collect::<Vec<_>>(),
    );
    let label = |it: &Definition| object! { "kind" => kind_name(it.kind), "id" => &it.id, "name" => &it.name };
    value.push("labels", schema.map(label).collect::<Vec<_>>());
    let span = |(i, span): (usize, &Span)| {
        let mut value = object! { "id" => format!("s{i}"), "label" => &span.label };
        push_offsets(&mut value, it, span.cover());
        if span.is_discontinuous() {
            let fragment = |range: &TextRange| {
                let mut value = object! {};
                push_offsets(&mut value, it, *range);
                value
            };
            value.push("fragments", span.fragments.as_slice().iter().map(fragment).collect::<Vec<_>>());
        }
        if let Some(link) = &span.link {
            let mut object = object! { "id" => &*link.id };
            if let Some(uri) = &link.uri {
                object.push("uri", &**uri);
            }
            value.push("link", object);
        }
        said(&mut value, &span.facts);
        value
    };
    value.push("spans", it.spans.iter().enumerate().map(span).collect::<Vec<_>>());
    let relation = |(i, it): (usize, &Relation)| {
        let mut value = object! { "id" => format!("r{i}"), "type" => &it.label, "head" => it.head.name(), "tail" => it.tail.name() };
        said(&mut value, &it.facts);
        value
    };
    value.push("relations", it.relations.iter().enumerate().map(relation).collect::<Vec<_>>());
    let cluster = |(i, it): (usize, &Cluster)| {
        let members: Vec<Value> = it.members.iter().map(|node| node.name().into()).collect();
        let mut value = object! { "id" => format!("c{i}"), "type" => &it.label, "members" => members };
        said(&mut value, &it.facts);
        value
    };
    value.push("clusters", it.clusters.iter().enumerate().map(cluster).collect::<Vec<_>>());
    let event = |(i, it): (usize, &Event)| {
        let argument = |(j, (role, node)): (usize, &(String, Node))| object! { "id" => format!("e{i}a{j}"), "role" => role, "node" => node.name() };
        let arguments: Vec<Value> = it.arguments.iter().enumerate().map(argument).collect();
        let mut value = object! { "id" => format!("e{i}"), "type" => &it.label, "trigger" => format!("s{}", it.trigger), "arguments" => arguments };
        said(&mut value, &it.facts);
        value
    };
    value.push("events", it.events.iter().enumerate().map(event).collect::<Vec<_>>());
    let label = |it: &DocumentLabel| {
        let mut value = object! { "label" => &it.label };
        if !it.set.is_empty() {
            value.push("set", &*it.set);
        }
        if let Some(score) = it.score {
            value.push("score", score.to_f64());
        }
        value
    };
    value.push("document_labels", it.labels.iter().map(label).collect::<Vec<_>>());
    value
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Label => "label",
        Kind::Relation => "relation",
        Kind::Cluster => "cluster",
        Kind::Event => "event",
        Kind::Role => "role",
        Kind::Attribute => "attribute",
        Kind::DocumentLabel => "document_label",
    }
}

/// Offsets in every unit, and what stands there.
fn push_offsets(value: &mut Value, it: &Annotated, range: TextRange) {
    for (field, unit) in [("char", Unit::Char), ("utf16", Unit::Utf16), ("byte", Unit::Byte)] {
        let (start, end) = unit.ends(&it.document, range);
        value.push(field, vec![Value::from(start), Value::from(end)]);
    }
    value.push("quote", it.document.slice(range));
}

fn said(value: &mut Value, facts: &Facts) {
    if !facts.set.is_empty() {
        value.push("set", &*facts.set);
    }
    if let Some(score) = facts.score {
        value.push("score", score.to_f64());
    }
    if !facts.attributes.is_empty() {
        let attributes = facts.attributes.iter().map(|(name, value)| (name.clone(), attribute_value(value)));
        value.push("attributes", Value::Object(attributes.collect()));
    }
    if !facts.notes.is_empty() {
        // A note is named by its annotator: further ones need names of their own.
        let note = |(i, text): (usize, &String)| match i {
            0 => Value::from(text),
            _ => object! { "annotator" => format!("note-{:03}", i + 1), "text" => text },
        };
        value.push("notes", facts.notes.iter().enumerate().map(note).collect::<Vec<_>>());
    }
}

fn attribute_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Boolean(it) => object! { "boolean" => *it },
        AttributeValue::Number(it) => object! { "number" => &**it },
        AttributeValue::Choice(it) => object! { "choice" => &**it },
        AttributeValue::Text(it) => object! { "text" => &**it },
    }
}
