//! Training tuples, in JSON or as Python has them, and the file of NER Annotator around them.

use super::found::{Found, GROUP, cats, cats_of, documents, flat};
use crate::document::texts::document;
use crate::document::{Annotated, Claim, Definition, Report, Schema, Span, Unit};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source, python};
use postil_core::{Kind, TextRange};
use std::sync::Arc;

/// Whether a text begins with a tuple as Python has it.
pub(super) fn in_python(head: &str) -> bool {
    // Whatever else may stand before it, there is a dictionary with one of these names.
    const NAMES: [&str; 3] = ["entities", "spans", "cats"];
    NAMES.iter().any(|name| head.contains(name))
        && python::first(head).is_some_and(|row| match row.items() {
            [Value::Text(_), said, ..] => NAMES.iter().any(|name| said.get(name).is_some()),
            _ => false,
        })
}

/// Values, each with its place.
type Rows = Vec<(String, Value)>;

/// The rows of a file, and the labels that it lists.
fn rows(source: &Source, report: &mut Report) -> Result<(Rows, Arc<Schema>), Error> {
    let mut rows = match json::rows(source) {
        Err(_) if in_python(&source.text()?) => python::rows(source),
        read => read,
    }?;
    let mut schema = Schema::default();
    match &mut rows[..] {
        // A single tuple by itself.
        [(_, Value::Text(_)), (_, Value::Object(_))] => {
            let pair = rows.drain(..).map(|(_, value)| value).collect();
            rows = vec![(String::new(), Value::List(pair))];
        }
        // NER Annotator: what the user passed over is null.
        [(_, file)] if file.get("annotations").is_some() => {
            let file = rows.remove(0).1;
            file.list("classes")
                .iter()
                .filter_map(Value::as_name)
                .for_each(|id| schema.add(Definition::new(Kind::Label, id)));
            let all = file.list("annotations");
            let told = |n: usize| format!("annotations[{n}]");
            rows = all
                .iter()
                .enumerate()
                .filter(|(_, row)| **row != Value::Null)
                .map(|(n, row)| (told(n), row.clone()))
                .collect();
            let passed = all.len() - rows.len();
            if passed > 0 {
                report.decided(
                    "annotations",
                    format!("{passed} of {} are null: texts that were passed over and are not in the file", all.len()),
                );
            }
        }
        _ => {}
    }
    Ok((rows, Arc::new(schema)))
}

/// `["text", {"entities": [[0, 7, "PER"]], "spans": {"sc": […]}, "cats": {…}}]`, in a list or one a line.
pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let (rows, schema) = rows(source, report)?;
        let mut found = Vec::new();
        for (place, row) in rows {
            let [text, said, ..] = row.items() else {
                report.left_out(place, "it is not of the form [text, {…}]");
                continue;
            };
            let Some(text) = text.as_text() else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut list = |items: &[Value], name: &str| {
                let mut spans = Vec::new();
                for (i, item) in items.iter().enumerate() {
                    let place = format!("{place}: {name}[{i}]");
                    match item.items() {
                        [start, end, label, ..] => match (start.as_int(), end.as_int(), label.as_name()) {
                            (Some(start), Some(end), Some(label)) => spans.push((
                                Claim::new(start, end, None),
                                Span::new(TextRange::default(), label),
                                place,
                            )),
                            _ => report.left_out(place, "it is not of the form [start, end, label]"),
                        },
                        _ => report.left_out(place, "it is not of the form [start, end, label]"),
                    }
                }
                spans
            };
            let entities = list(said.list("entities"), "entities");
            let groups = said.get("spans").map_or(&[][..], Value::fields);
            let groups = groups
                .iter()
                .map(|(name, items)| (name.clone(), list(items.items(), &format!("spans.{name}"))))
                .collect();
            found.push(Found { document, entities, groups, labels: cats(said.get("cats")), place });
        }
        let read = documents(source, found, reading, report).into_iter();
        made.extend(read.map(|it| Annotated { schema: schema.clone(), ..it }));
    }
    Ok(made)
}

pub(super) fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let span = |i: usize| {
            let (start, end) = Unit::Char.ends(&it.document, it.spans[i].cover());
            Value::List(vec![start.into(), end.into(), Value::from(&it.spans[i].label)])
        };
        let flat = flat(it, writing);
        let mut said = object! { "entities" => flat.iter().copied().map(span).collect::<Vec<_>>() };
        if flat.len() < it.spans.len() {
            said.push("spans", object! { GROUP => (0..it.spans.len()).map(span).collect::<Vec<_>>() });
        }
        if !it.labels.is_empty() {
            said.push("cats", cats_of(it));
        }
        Value::List(vec![Value::from(it.text()), said])
    });
    Ok(vec![File::new("spacy-tuples.json", Value::List(rows.collect()).pretty())])
}
