//! Writing annotations of the web.

use super::CONTEXT;
use crate::document::values::text;
use crate::document::{Annotated, Node, Span, Unit};
use crate::format::Writing;
use crate::syntax::json::{Value, object};
use crate::syntax::source::text_file;
use crate::syntax::{Error, File};
use std::sync::Arc;

/// Code points of the text around a quote.
const CONTEXT_CHARS: usize = 32;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let files = documents.iter().flat_map(|it| {
        let id = it.document.id().to_string();
        let name = |kind: &str, i: usize| format!("urn:postil:{}:{kind}{i}", &id[..16]);
        let spans = it.spans.iter().enumerate().map(|(i, span)| span_value(it, span, name("s", i)));
        let relations = it.relations.iter().enumerate().map(|(i, relation)| {
            let end = |node: Node| name("s", it.span_at(node).unwrap_or_default());
            let mut value = head(name("r", i), "linking");
            value.push("body", vec![Value::from(end(relation.head)), tag(&relation.label)]);
            value.push("target", end(relation.tail));
            with_creator(value, it, &relation.facts.set)
        });
        let labels = it.labels.iter().enumerate().map(|(i, label)| {
            let mut value = head(name("d", i), "classifying");
            value.push("body", vec![tag(&label.label)]);
            value.push("target", format!("{}.txt", it.name));
            with_creator(value, it, &label.set)
        });
        let all = spans.chain(relations).chain(labels).collect();
        [
            text_file(format!("{}.txt", it.name), it.text()),
            File::new(format!("{}.jsonld", it.name), Value::List(all).pretty()),
        ]
    });
    Ok(files.collect())
}

fn head(id: String, motivation: &str) -> Value {
    object! { "@context" => format!("http://{CONTEXT}"), "id" => id, "type" => "Annotation", "motivation" => motivation }
}

fn with_creator(mut value: Value, it: &Annotated, set: &Arc<str>) -> Value {
    if !set.is_empty() {
        let kind = if it.machines.contains(set) { "Software" } else { "Person" };
        value.push("creator", object! { "type" => kind, "name" => &**set });
    }
    value
}

fn body(purpose: &str, value: &str) -> Value {
    object! { "type" => "TextualBody", "purpose" => purpose, "value" => value }
}

fn tag(label: &str) -> Value {
    body("tagging", label)
}

fn span_value(it: &Annotated, span: &Span, id: String) -> Value {
    let mut value = head(id, "tagging");
    let mut bodies = vec![tag(&span.label)];
    if let Some(link) = &span.link {
        bodies.push(body("identifying", &link.id));
        if let Some(uri) = &link.uri {
            bodies.push(object! { "type" => "SpecificResource", "purpose" => "identifying", "source" => &**uri });
        }
    }
    bodies.extend(
        span.facts.attributes.iter().map(|(name, value)| body("describing", &format!("{name}={}", text(value)))),
    );
    bodies.extend(span.facts.notes.iter().map(|note| body("commenting", note)));
    value.push("body", bodies);
    let mut targets: Vec<Value> = span.fragments.as_slice().iter().map(|range| {
        let (start, end) = Unit::Char.ends(&it.document, *range);
        let (before, after) = (&it.text()[..range.start().to_usize()], &it.text()[range.end().to_usize()..]);
        let from = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
        let mut selectors = Vec::new();
        // A quote must not be empty.
        if !range.is_empty() {
            selectors.push(object! {
                "type" => "TextQuoteSelector", "exact" => it.document.slice(*range), "prefix" => &before[from..], "suffix" => &after[..to],
            });
        }
        selectors.push(object! { "type" => "TextPositionSelector", "start" => start, "end" => end });
        object! { "source" => format!("{}.txt", it.name), "selector" => selectors }
    }).collect();
    value.push("target", if targets.len() == 1 { targets.remove(0) } else { Value::List(targets) });
    with_creator(value, it, &span.facts.set)
}
