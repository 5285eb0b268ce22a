//! Training tuples.

use super::found::{Found, GROUP, cats, cats_of, documents, flat};
use crate::document::texts::document;
use crate::document::{Annotated, Claim, Report, Span, Unit};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::TextRange;

/// `["text", {"entities": [[0, 7, "PER"]], "spans": {"sc": […]}, "cats": {…}}]`, in a list or one a line.
pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut rows = json::rows(source)?;
        // A single tuple by itself.
        if let [(_, Value::Text(_)), (_, Value::Object(_))] = &rows[..] {
            let pair = rows.drain(..).map(|(_, value)| value).collect();
            rows = vec![(String::new(), Value::List(pair))];
        }
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
        made.extend(documents(source, found, reading, report));
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
