//! doccano JSON Lines: offsets in UTF-16 units as its page stores them, ends exclusive; decided by word edges when read.

use crate::document::texts::document;
use crate::document::{Annotated, Claim, Decider, DocumentLabel, Node, Relation, Report, Span, Unit, anchor};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds, Naming};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::TextRange;
use std::collections::BTreeMap;

pub(crate) const FORMAT: Format = Format {
    id: "doccano",
    name: "doccano JSON Lines",
    about: "UTF-16 units, decided when read; spans and relations",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Utf16),
    extensions: &["jsonl", "json"],
    lines: true,
    sniff: |probe| {
        let spans = [
            "*.label[][]:n",
            "*.labels[][]:n",
            "*.column_label[][]:n",
            "*.entities[].start_offset:n",
            "*.entities[][]:n",
        ];
        match () {
            () if probe.any(&spans) && probe.any(&["*.text:s", "*.data:s", "*.column_data:s"]) => 80,
            () if probe.any(&["*.label:l", "*.entities:l"]) && probe.has("*.text:s") && probe.has("*.Comments:l") => 70,
            () if probe.any(&["*.label[]:s", "*.labels[]:s", "*.label:l", "*.labels:l"])
                && probe.has("*.text:s")
                && !probe.has("*.spans:l") =>
            {
                40
            }
            () => 0,
        }
    },
    read: Some(read),
    write: Some(write),
    holds: Holds { naming: Naming::Lost, units: &Unit::ALL, relations: Ends::Spans, ..Holds::SPANS },
};

pub(crate) const CLASSES: Format = Format {
    id: "doccano-classes",
    name: "doccano JSON Lines, classification",
    about: "labels of whole documents",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Utf16),
    extensions: &["jsonl", "json"],
    lines: true,
    sniff: |_| 0,
    read: Some(read),
    write: Some(write_classes),
    holds: Holds { naming: Naming::Lost, document_labels: true, spans: false, ..Holds::SPANS },
};

/// The names that doccano's importer offers for its two columns.
const TEXTS: [&str; 3] = ["text", "data", "column_data"];
const LABELS: [&str; 4] = ["label", "labels", "entities", "column_label"];

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut decider = Decider::new(Unit::Utf16);
        let mut rows = Vec::new();
        for (place, row) in json::rows(source)? {
            let Some(text) = TEXTS.iter().find_map(|name| row.text(name)) else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let spans = spans(&row, &place, report);
            spans.iter().for_each(|(_, _, claim, _)| decider.weigh(&document, claim));
            rows.push((place, document, row, spans));
        }
        let unit = report.unit(&decider, reading.unit);
        for (n, (place, document, row, spans)) in rows.into_iter().enumerate() {
            let mut it = Annotated::new(format!("{}-{}", source.stem(), n + source.first_line), document);
            let mut names = BTreeMap::new();
            for (id, label, claim, path) in spans {
                let Some(fragments) = anchor(&it.document, &claim, unit, &path, report) else { continue };
                if fragments.is_zero_width() {
                    report.left_out(path, "it covers nothing");
                    continue;
                }
                names.extend(id.map(|id| (id, it.spans.len())));
                it.spans.push(Span { fragments, ..Span::new(TextRange::default(), label) });
            }
            for (i, relation) in row.list("relations").iter().enumerate() {
                let end = |field: &str| names.get(&relation.get(field)?.as_name()?).map(|i| Node::Span(*i));
                match (end("from_id"), end("to_id")) {
                    (Some(head), Some(tail)) => {
                        let label = relation.text("type").unwrap_or_default().to_owned();
                        it.relations.push(Relation { head, tail, label, facts: Default::default() });
                    }
                    _ => {
                        report.left_out(format!("{place}: relations[{i}]"), "an end of it is no span of this document")
                    }
                }
            }
            for label in row.list("cats").iter().chain(LABELS.iter().flat_map(|name| labels(&row, name))) {
                if let Some(label) = label.as_text() {
                    it.labels.push(DocumentLabel { label: label.to_owned(), set: Default::default(), score: None });
                }
            }
            made.push(it);
        }
    }
    Ok(made)
}

fn labels<'v>(row: &'v Value, name: &str) -> &'v [Value] {
    match row.get(name) {
        Some(value @ Value::Text(_)) => std::slice::from_ref(value),
        Some(value) => value.items(),
        None => &[],
    }
}

type Found = (Option<String>, String, Claim, String);

/// The spans of a row, each with its id, label, claim and place.
fn spans(row: &Value, place: &str, report: &mut Report) -> Vec<Found> {
    let mut found = Vec::new();
    for name in LABELS {
        for (i, item) in labels(row, name).iter().enumerate() {
            let path = if place.is_empty() { format!("{name}[{i}]") } else { format!("{place}: {name}[{i}]") };
            let parts = match item {
                Value::Text(_) => continue,
                Value::List(parts) => match &parts[..] {
                    [start, end, label, ..] => (start.as_int(), end.as_int(), label.as_name(), None),
                    _ => (None, None, None, None),
                },
                item => {
                    let number = |name: &str| item.get(name).and_then(Value::as_int);
                    (
                        number("start_offset"),
                        number("end_offset"),
                        item.get("label").and_then(Value::as_name),
                        item.get("id").and_then(Value::as_name),
                    )
                }
            };
            match parts {
                (Some(start), Some(end), Some(label), id) => {
                    found.push((id, label, Claim::new(start, end, None), path))
                }
                _ => report.left_out(path, "it has no start, end and label"),
            }
        }
    }
    found
}

fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let unit = writing.unit.unwrap_or(Unit::Utf16);
    // A project has one form: all its rows have ids if some are linked.
    let is_linked = writing.survey(documents).is_linked;
    let rows = documents.iter().map(|it| {
        let entity = |(i, span): (usize, &Span)| {
            let (start, end) = unit.ends(&it.document, span.cover());
            match is_linked {
                true => object! { "id" => i, "start_offset" => start, "end_offset" => end, "label" => &span.label },
                false => Value::List(vec![start.into(), end.into(), Value::from(&span.label)]),
            }
        };
        let entities: Vec<Value> = it.spans.iter().enumerate().map(entity).collect();
        if !is_linked {
            return object! { "text" => it.text(), "label" => entities };
        }
        let id = |node: Node| it.span_at(node).unwrap_or_default();
        let relation = |(i, it): (usize, &Relation)| object! { "id" => i, "from_id" => id(it.head), "to_id" => id(it.tail), "type" => &it.label };
        let relations: Vec<Value> = it.relations.iter().enumerate().map(relation).collect();
        object! { "text" => it.text(), "entities" => entities, "relations" => relations }
    });
    Ok(vec![File::new("doccano.jsonl", json::lines(rows))])
}

fn write_classes(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let labels: Vec<Value> = it.labels.iter().map(|label| Value::from(&label.label)).collect();
        object! { "text" => it.text(), "label" => labels }
    });
    Ok(vec![File::new("doccano.jsonl", json::lines(rows))])
}
