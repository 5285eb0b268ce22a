//! PubAnnotation JSON: offsets in code points, ends exclusive; a span in several parts is a list of them.

use crate::document::texts::document;
use crate::document::values::{attribute, plain};
use crate::document::{Annotated, Claim, Draft, Node, Relation, Report, Span, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Values, Which};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use std::sync::Arc;

pub(crate) const FORMAT: Format = Format {
    id: "pubannotation",
    name: "PubAnnotation JSON",
    about: "code points; tracks are sets",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["json"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has("*.text:s") && probe.any(&["*.denotations:l", "*.tracks:l"]) => 90,
        () if probe.has("*.text:s") && probe.any(&["*.sourcedb:s", "*.blocks:l"]) => 60,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds {
        discontinuous: true,
        relations: Ends::Spans,
        attributes: Which::Spans,
        values: Values::Json,
        sets: true,
        machines: false,
        across_sets: false,
        ..Holds::SPANS
    },
};

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut drafts = Vec::new();
        let mut rows = Vec::new();
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let name = row.get("sourceid").and_then(Value::as_name);
            let name = match (name, row.get("divid").and_then(Value::as_name)) {
                (Some(name), Some(part)) => format!("{name}-{part}"),
                (Some(name), None) => name,
                (None, _) => format!("{}-{}", source.stem(), n + 1),
            };
            let mut draft = Draft::new(Annotated::new(name, document));
            for (track, set, path) in tracks(&row, &place) {
                claim(track, &set, &path, &mut draft, report);
            }
            drafts.push(draft);
            rows.push((place, row));
        }
        settle(&mut drafts, Unit::Char, false, reading.unit, report);
        for (draft, (place, row)) in drafts.iter_mut().zip(rows) {
            for (track, set, path) in tracks(&row, &place) {
                link(track, &set, &path, draft, report);
            }
        }
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// What stands in the document itself and in its tracks, with the sets' names.
fn tracks<'v>(row: &'v Value, place: &str) -> Vec<(&'v Value, Arc<str>, String)> {
    let set = |value: &Value| value.get("project").and_then(Value::as_name).unwrap_or_default().into();
    let own = (row, set(row), place.to_owned());
    let numbered = row.list("tracks").iter().enumerate();
    let tracks = numbered.map(|(i, track)| (track, set(track), path(place, &format!("tracks[{i}]"))));
    std::iter::once(own).chain(tracks).collect()
}

fn path(place: &str, rest: &str) -> String {
    if place.is_empty() { rest.to_owned() } else { format!("{place}.{rest}") }
}

/// Ids count within a track.
fn name(place: &str, id: Option<&Value>) -> Option<String> {
    Some(format!("{place} {}", id?.as_name()?))
}

fn claim(track: &Value, set: &Arc<str>, place: &str, draft: &mut Draft, report: &mut Report) {
    for kind in ["denotations", "blocks"] {
        for (i, item) in track.list(kind).iter().enumerate() {
            let path = path(place, &format!("{kind}[{i}]"));
            let whole = item.get("span").unwrap_or(item);
            let parts = if let Value::List(parts) = whole { &parts[..] } else { std::slice::from_ref(whole) };
            let number = |part: &Value, name: &str| part.get(name).and_then(Value::as_int);
            let ranges: Option<Vec<(i64, i64)>> =
                parts.iter().map(|part| Some((number(part, "begin")?, number(part, "end")?))).collect();
            match ranges.filter(|ranges| !ranges.is_empty()) {
                Some(ranges) => {
                    let mut span = labelled(item.get("obj").and_then(Value::as_name).unwrap_or_default());
                    span.facts.set = set.clone();
                    draft.claim(name(place, item.get("id")), Claim::of_parts(ranges, None), span, path);
                }
                None => report.left_out(path, "it has no begin and end"),
            }
        }
    }
}

fn link(track: &Value, set: &Arc<str>, place: &str, draft: &mut Draft, report: &mut Report) {
    let text = |item: &Value, field: &str| item.get(field).and_then(Value::as_name).unwrap_or_default();
    let node = |draft: &Draft, id: Option<&Value>| draft.names.get(&name(place, id)?).copied();
    for (i, item) in track.list("relations").iter().enumerate() {
        match (node(draft, item.get("subj")), node(draft, item.get("obj"))) {
            (Some(head), Some(tail)) => {
                let mut relation = Relation { head, tail, label: text(item, "pred"), facts: Default::default() };
                relation.facts.set = set.clone();
                draft
                    .names
                    .extend(name(place, item.get("id")).map(|name| (name, Node::Relation(draft.it.relations.len()))));
                draft.it.relations.push(relation);
            }
            _ => report.left_out(
                path(place, &format!("relations[{i}]")),
                "an end of it is not in this track, or was left out",
            ),
        }
    }
    // Older files call what is said of one node a modification, and turn it round.
    for (kind, of, value) in [("attributes", "subj", "obj"), ("modifications", "obj", "")] {
        for (i, item) in track.list(kind).iter().enumerate() {
            let said = if value.is_empty() {
                Some(postil_core::AttributeValue::Boolean(true))
            } else {
                item.get(value).and_then(attribute)
            };
            match (node(draft, item.get(of)), said) {
                (Some(node), Some(value)) => draft.it.facts_at(node).attribute(&text(item, "pred"), value),
                _ => report.left_out(
                    path(place, &format!("{kind}[{i}]")),
                    "what it is about is not in this track, or it has no value",
                ),
            }
        }
    }
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let mut values: Vec<Value> = documents.iter().map(document_value).collect();
    let value = if values.len() == 1 { values.remove(0) } else { Value::List(values) };
    Ok(vec![File::new("pubannotation.json", value.pretty())])
}

fn document_value(it: &Annotated) -> Value {
    let mut value = object! { "sourcedb" => "postil", "sourceid" => &it.name, "text" => it.text() };
    let sets = it.sets();
    match sets.len() {
        0 | 1 => {
            let set = sets.into_iter().next().unwrap_or_default();
            if !set.is_empty() {
                value.push("project", &*set);
            }
            push_track(&mut value, it, &set);
        }
        _ => {
            let tracks = sets.iter().map(|set| {
                let mut track = object! { "project" => &**set };
                push_track(&mut track, it, set);
                track
            });
            value.push("tracks", tracks.collect::<Vec<_>>());
        }
    }
    value
}

fn push_track(value: &mut Value, it: &Annotated, set: &str) {
    let spans: Vec<(usize, &Span)> = it.spans.iter().enumerate().filter(|(_, span)| &*span.facts.set == set).collect();
    let denotation = |(i, span): &(usize, &Span)| {
        let mut parts: Vec<Value> = span
            .fragments
            .as_slice()
            .iter()
            .map(|range| {
                let (begin, end) = Unit::Char.ends(&it.document, *range);
                object! { "begin" => begin, "end" => end }
            })
            .collect();
        let place = if parts.len() == 1 { parts.remove(0) } else { Value::List(parts) };
        object! { "id" => format!("T{}", i + 1), "span" => place, "obj" => &span.label }
    };
    value.push("denotations", spans.iter().map(denotation).collect::<Vec<_>>());
    let id = |node: Node| format!("T{}", it.span_at(node).unwrap_or_default() + 1);
    let relations = it.relations.iter().enumerate().filter(|(_, relation)| &*relation.facts.set == set);
    let relations: Vec<Value> = relations
        .map(|(i, it)| {
            object! { "id" => format!("R{}", i + 1), "subj" => id(it.head), "pred" => &it.label, "obj" => id(it.tail) }
        })
        .collect();
    if !relations.is_empty() {
        value.push("relations", relations);
    }
    let said = spans.iter().flat_map(|(i, span)| span.facts.attributes.iter().map(move |it| (i, it)));
    let attributes: Vec<Value> = said.enumerate().map(|(n, (i, (name, value)))| {
        object! { "id" => format!("A{}", n + 1), "subj" => format!("T{}", i + 1), "pred" => name, "obj" => plain(value) }
    }).collect();
    if !attributes.is_empty() {
        value.push("attributes", attributes);
    }
}
