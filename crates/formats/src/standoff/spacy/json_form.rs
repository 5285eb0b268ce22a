//! Documents as JSON, as `Doc.to_json` writes them.

use super::found::{Claimed, Found, GROUP, cats, cats_of, documents, flat};
use super::words::{Words, sents};
use crate::document::texts::document;
use crate::document::{Annotated, Claim, Report, Span, Unit};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::{Link, TextRange};

/// `{"start", "end", "label", "kb_id"}`
fn named_span(value: &Value, place: &str, report: &mut Report) -> Option<Claimed> {
    let number = |name: &str| value.get(name).and_then(Value::as_int);
    let (Some(start), Some(end)) = (number("start"), number("end")) else {
        report.left_out(place, "it has no start and end");
        return None;
    };
    let label = value.get("label").and_then(Value::as_name).unwrap_or_default();
    let link = value.text("kb_id").filter(|id| !id.is_empty()).map(|id| Link { id: id.into(), uri: None });
    Some((Claim::new(start, end, None), Span { link, ..Span::new(TextRange::default(), label) }, place.to_owned()))
}

pub(super) fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut found = Vec::new();
        for (place, row) in json::rows(source)? {
            let Some(text) = row.text("text") else {
                report.left_out(place, "there is no text in it");
                continue;
            };
            let document = document(text).map_err(|what| report.error(&place, what))?;
            let mut list = |items: &[Value], name: &str| -> Vec<Claimed> {
                items
                    .iter()
                    .enumerate()
                    .filter_map(|(i, item)| named_span(item, &format!("{place}: {name}[{i}]"), report))
                    .collect()
            };
            let entities = list(row.list("ents"), "ents");
            let groups = row.get("spans").map_or(&[][..], Value::fields);
            let groups = groups
                .iter()
                .map(|(name, items)| (name.clone(), list(items.items(), &format!("spans.{name}"))))
                .collect();
            found.push(Found { document, entities, groups, labels: cats(row.get("cats")), place });
        }
        made.extend(documents(source, found, reading, report));
    }
    Ok(made)
}

pub(super) fn write(documents: &[Annotated], writing: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let words = Words::of(it);
        let range = |range: TextRange| Unit::Char.ends(&it.document, range);
        let token = |(id, (token, _)): (usize, &(TextRange, bool))| {
            let (start, end) = range(*token);
            object! { "id" => id, "start" => start, "end" => end }
        };
        let span = |i: usize| {
            let (start, end) = range(it.spans[i].cover());
            object! { "start" => start, "end" => end, "label" => &it.spans[i].label }
        };
        let flat = flat(it, writing);
        let tokens: Vec<Value> = words.tokens.iter().enumerate().map(token).collect();
        let mut value = object! { "text" => it.text(), "ents" => flat.iter().copied().map(span).collect::<Vec<_>>() };
        value.push(
            "sents",
            sents(&words)
                .into_iter()
                .map(|sent| {
                    let (start, end) = range(sent);
                    object! { "start" => start, "end" => end }
                })
                .collect::<Vec<_>>(),
        );
        value.push("tokens", tokens);
        if !it.labels.is_empty() {
            value.push("cats", cats_of(it));
        }
        // An entity has no `kb_id`, and spaCy reads no span of a group without one.
        if flat.len() < it.spans.len() || it.spans.iter().any(|span| span.link.is_some()) {
            let grouped = |i: usize| {
                let mut value = span(i);
                value.push("kb_id", it.spans[i].link.as_ref().map_or("", |link| &*link.id));
                value
            };
            value.push("spans", object! { GROUP => (0..it.spans.len()).map(grouped).collect::<Vec<_>>() });
        }
        value
    });
    Ok(vec![File::new("spacy.json", Value::List(rows.collect()).pretty())])
}
