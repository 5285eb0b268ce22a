//! Writing: a row a span.

use crate::document::{Annotated, Node, Span, Unit};
use crate::format::Writing;
use crate::syntax::{Error, File};
use ::csv::{QuoteStyle, Terminator, WriterBuilder};

const COLUMNS: [&str; 11] =
    ["doc_id", "text", "span_id", "start", "end", "fragments", "label", "span_text", "score", "link", "doc_label"];

/// A text longer than this, in bytes, stands in the first row of its document and not in the others.
const MAX_REPEATED: usize = 10_000;
const RELATION_COLUMNS: [&str; 5] = ["doc_id", "relation_id", "head", "tail", "relation"];

pub(super) fn write(documents: &[Annotated], _: &Writing, sign: u8, extension: &str) -> Result<Vec<File>, Error> {
    let table = |rows: Vec<Vec<String>>| -> Result<Vec<u8>, Error> {
        let mut writer = WriterBuilder::new()
            .delimiter(sign)
            .quote_style(QuoteStyle::Necessary)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        let bad = |what: String| Error::new("csv", "", what);
        for row in rows {
            writer.write_record(&row).map_err(|error| bad(error.to_string()))?;
        }
        writer.into_inner().map_err(|error| bad(error.to_string()))
    };
    let (mut spans, mut relations) = (vec![columns(&COLUMNS)], vec![columns(&RELATION_COLUMNS)]);
    if documents.iter().flat_map(|it| &it.spans).any(|span| span.link.as_ref().is_some_and(|link| link.uri.is_some())) {
        spans[0].push("link_uri".to_owned());
    }
    let width = spans[0].len();
    for it in documents {
        let name = &it.name;
        let mut rows = 0;
        let mut push = |cells: &[(&str, String)]| {
            let mut row = vec![String::new(); width];
            let text = if rows == 0 || it.text().len() <= MAX_REPEATED { it.text() } else { "" };
            rows += 1;
            for (column, cell) in [("doc_id", name.clone()), ("text", text.to_owned())].iter().chain(cells) {
                let place = spans[0].iter().position(|name| name == column);
                if let Some(place) = place {
                    row[place].clone_from(cell);
                }
            }
            spans.push(row);
        };
        for (i, span) in it.spans.iter().enumerate() {
            push(&cells(it, i, span));
        }
        it.labels.iter().for_each(|label| push(&[("doc_label", label.label.clone())]));
        if it.spans.is_empty() && it.labels.is_empty() {
            push(&[]);
        }
        for (i, relation) in it.relations.iter().enumerate() {
            let end = |node: Node| it.span_at(node).unwrap_or_default().to_string();
            relations.push(vec![
                name.clone(),
                i.to_string(),
                end(relation.head),
                end(relation.tail),
                relation.label.clone(),
            ]);
        }
    }
    let mut files = vec![File::new(format!("spans.{extension}"), table(spans)?)];
    if relations.len() > 1 {
        files.push(File::new(format!("relations.{extension}"), table(relations)?));
    }
    Ok(files)
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn cells(it: &Annotated, i: usize, span: &Span) -> Vec<(&'static str, String)> {
    let (start, end) = Unit::Char.ends(&it.document, span.cover());
    let mut cells = vec![
        ("span_id", i.to_string()),
        ("start", start.to_string()),
        ("end", end.to_string()),
        ("label", span.label.clone()),
        ("span_text", it.document.slice(span.cover()).to_owned()),
    ];
    if span.is_discontinuous() {
        let parts: Vec<String> = span
            .fragments
            .as_slice()
            .iter()
            .map(|range| {
                let (start, end) = Unit::Char.ends(&it.document, *range);
                format!("{start} {end}")
            })
            .collect();
        cells.push(("fragments", parts.join(";")));
    }
    if let Some(score) = span.facts.score {
        cells.push(("score", score.to_f64().to_string()));
    }
    if let Some(link) = &span.link {
        cells.push(("link", link.id.to_string()));
        cells.extend(link.uri.as_ref().map(|uri| ("link_uri", uri.to_string())));
    }
    cells
}
