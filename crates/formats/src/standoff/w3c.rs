//! W3C Web Annotation (JSON-LD): positions in code points, ends exclusive, as the Recommendation says; several tools count
//! UTF-16 units, so that the quotes decide when read. The text stands in a `.txt` of the same name.

use crate::document::texts::Texts;
use crate::document::values::text;
use crate::document::{
    Annotated, Claim, DocumentLabel, Draft, Node, Relation, Report, Span, Unit, excerpt, labelled, settle,
};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming, Values, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::source::text_file;
use crate::syntax::{Error, File, Source};
use postil_core::{AttributeValue, Link};
use std::sync::Arc;

pub(crate) const FORMAT: Format = Format {
    id: "w3c",
    name: "W3C Web Annotation",
    about: "code points and quotes; .jsonld and .txt",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["jsonld"],
    lines: false,
    sniff: |probe| if probe.is_json() && probe.head.contains(CONTEXT) { 95 } else { 0 },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        naming: Naming::File,
        attribute_name: |name| name.replace('=', "_"),
        discontinuous: true,
        zero_width: true,
        links: true,
        link_uris: true,
        relations: Ends::Spans,
        attributes: Which::Spans,
        values: Values::Text,
        notes: Which::Spans,
        document_labels: true,
        sets: true,
        ..Holds::SPANS
    },
};

pub(crate) const CONTEXT: &str = "www.w3.org/ns/anno.jsonld";
/// Code points of the text around a quote.
const CONTEXT_CHARS: usize = 32;

fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut texts = Texts::default();
    for source in sources.iter().filter(|source| source.extension() != "txt") {
        report.file(&source.name);
        let beside = sources.iter().find(|it| it.extension() == "txt" && it.path_stem() == source.path_stem());
        let Some(beside) = beside else {
            return Err(report.error(
                "",
                format!("its text, {}.txt, is missing: annotations of the web come without it", source.stem()),
            ));
        };
        let document = texts.document(beside)?;
        let root: Value = json::parse(&source.text()?, &source.name, 1)?;
        let page = root.get("first").unwrap_or(&root);
        let items = match &root {
            Value::List(items) => items,
            _ if page.get("items").is_some() => page.list("items"),
            one => std::slice::from_ref(one),
        };
        let mut draft = Draft::new(Annotated::new(source.stem(), document));
        for (i, item) in items.iter().enumerate() {
            annotation(item, &format!("[{i}]"), &mut draft, report);
        }
        let mut drafts = [draft];
        settle(&mut drafts, Unit::Char, true, reading.unit, report);
        for (i, item) in items.iter().enumerate().filter(|(_, item)| item.text("motivation") == Some("linking")) {
            link(item, &format!("[{i}]"), &mut drafts[0], report);
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// Who made an annotation, and whether that is a program.
fn creator(item: &Value) -> (Arc<str>, bool) {
    let Some(creator) = item.get("creator") else { return (Arc::default(), false) };
    let name = creator.as_text().or_else(|| creator.text("name")).or_else(|| creator.text("id"));
    (name.unwrap_or_default().into(), creator.text("type") == Some("Software"))
}

/// The labels, notes and so on that bodies say.
struct Said {
    labels: Vec<String>,
    span: Span,
}

fn bodies(item: &Value) -> Said {
    let mut said = Said { labels: Vec::new(), span: labelled("") };
    let motivation = item.text("motivation").unwrap_or_default();
    let (mut id, mut uri) = (None, None);
    if let Some(text) = item.text("bodyValue") {
        said.span.facts.notes.push(text.to_owned());
    }
    for body in list(item.get("body")) {
        let value = body.text("value");
        match (body.text("purpose").unwrap_or(motivation), value) {
            ("tagging" | "classifying", Some(value)) => said.labels.push(value.to_owned()),
            ("tagging" | "classifying", None) => {
                said.labels.extend(body.text("source").or(body.text("id")).map(str::to_owned))
            }
            ("identifying", Some(value)) => id = Some(value.to_owned()),
            ("identifying", None) => uri = body.text("source").or(body.text("id")).map(str::to_owned),
            ("describing", Some(value)) if value.contains('=') => {
                if let Some((name, value)) = value.split_once('=') {
                    said.span.facts.attribute(name, AttributeValue::Text(value.into()));
                }
            }
            (_, Some(value)) => said.span.facts.notes.push(value.to_owned()),
            _ => {}
        }
    }
    let id = id.or_else(|| uri.clone());
    said.span.link = id.map(|id| Link { id: id.into(), uri: uri.map(Into::into) });
    (said.span.facts.set, _) = creator(item);
    said
}

fn annotation(item: &Value, place: &str, draft: &mut Draft, report: &mut Report) {
    if let (set, true) = creator(item) {
        draft.it.machines.insert(set);
    }
    if item.text("motivation") == Some("linking") {
        return;
    }
    let said = bodies(item);
    let mut claim = Claim { ranges: Vec::new(), quote: None, gap: " " };
    let mut quotes = Vec::new();
    let mut whole = false;
    for (n, target) in list(item.get("target")).iter().enumerate() {
        let selectors = list(target.get("selector"));
        whole |= selectors.is_empty();
        let mut position = None;
        let mut waiting: Vec<&Value> = selectors.iter().collect();
        while let Some(selector) = waiting.pop() {
            let number = |name: &str| selector.get(name).and_then(Value::as_int);
            match selector.text("type") {
                Some("TextPositionSelector") => position = number("start").zip(number("end")),
                Some("TextQuoteSelector") => quotes.extend(selector.text("exact")),
                // Recogito's own form says both in one.
                None if selector.text("quote").is_some() => {
                    quotes.extend(selector.text("quote"));
                    position = number("start").zip(number("end"));
                }
                _ => {}
            }
            waiting.extend(selector.get("refinedBy"));
        }
        match position {
            Some(position) => claim.ranges.push(position),
            None if quotes.len() > n => claim.ranges.push((-1, -1)),
            None => {}
        }
    }
    if claim.ranges.is_empty() {
        if whole && !said.labels.is_empty() {
            let label =
                |label: &String| DocumentLabel { label: label.clone(), set: said.span.facts.set.clone(), score: None };
            draft.it.labels.extend(said.labels.iter().map(label));
        } else {
            report.left_out(place, "no selector of it says a position or a quote");
        }
        return;
    }
    if quotes.len() == claim.ranges.len() {
        claim.quote = Some(quotes.join(" "));
    }
    let labels = if said.labels.is_empty() { &[String::new()][..] } else { &said.labels };
    if labels.len() > 1 {
        report.decided(place, format!("{} tags are as many spans", labels.len()));
    }
    for (i, label) in labels.iter().enumerate() {
        let name = item.text("id").filter(|_| i == 0).map(str::to_owned);
        draft.claim(name, claim.clone(), Span { label: label.clone(), ..said.span.clone() }, place.to_owned());
    }
}

/// `body` and `target` are the ids of what is linked; a tag says how.
fn link(item: &Value, place: &str, draft: &mut Draft, report: &mut Report) {
    let id = |value: &Value| value.as_text().or_else(|| value.text("id")).and_then(|id| draft.names.get(id).copied());
    let head = list(item.get("body")).iter().find_map(id);
    let tail = list(item.get("target")).iter().find_map(id);
    match (head, tail) {
        (Some(head), Some(tail)) => {
            let said = bodies(item);
            let mut relation = Relation {
                head,
                tail,
                label: said.labels.first().cloned().unwrap_or_default(),
                facts: Default::default(),
            };
            relation.facts.set = said.span.facts.set;
            draft.it.relations.push(relation);
        }
        _ => report.left_out(
            place,
            format!("an end of “{}” is no annotation of this file", excerpt(item.text("id").unwrap_or_default())),
        ),
    }
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
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
            File::new(format!("{}.jsonld", it.name), self::Value::List(all).pretty()),
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
