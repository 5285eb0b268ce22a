//! GLiNER: rows of tokens with spans by number, the last token inclusive. A row is a document; its text is its tokens with
//! blanks between them. Mentions that are given by their words alone are read where they stand once.

use crate::columns::row::{joined, tokens, words};
use crate::document::mentions::Words;
use crate::document::tokens::covered;
use crate::document::{Annotated, Node, Relation, Report, Span, excerpt};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Ends, Holds};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};

pub(crate) const FORMAT: Format = Format {
    id: "gliner",
    name: "GLiNER JSON",
    about: "tokens, the last inclusive",
    purpose: Purpose::Training,
    unit: None,
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| if probe.has("*.tokenized_text:l") { 95 } else { 0 },
    read: Some(read),
    write: Some(write),
    holds: Holds { overlap: crate::loss::Overlap::Any, relations: Ends::Spans, ..Holds::WORDS },
};

fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let (mut it, ranges) =
                joined(row.list("tokenized_text"), format!("{}-{}", source.stem(), n + 1), &place, report)?;
            let mut named: Vec<Option<usize>> = Vec::new();
            // Some give mentions by their words.
            let text = it.document.clone();
            let mut words = None;
            for (i, item) in row.list("ner").iter().enumerate() {
                let place = format!("{place}.ner[{i}]");
                if let [Value::Text(quote), Value::Text(label)] = item.items() {
                    let places = words.get_or_insert_with(|| Words::of(text.text())).places(quote);
                    named.push((places.len() == 1).then_some(it.spans.len()));
                    match places[..] {
                        [range] => it.spans.push(Span::new(range, label)),
                        [] => report.left_out(place, format!("“{}” is not in the text", excerpt(quote))),
                        ref several => report.left_out(
                            place,
                            format!("“{}” stands in {} places, and no token is named", excerpt(quote), several.len()),
                        ),
                    }
                    continue;
                }
                let parts = match item.items() {
                    [first, last, label, ..] => (first.as_int(), last.as_int(), label.as_name()),
                    _ => (None, None, None),
                };
                let range = match parts {
                    (Some(first), Some(last), Some(label)) => {
                        let at = |n: i64| ranges.get(usize::try_from(n).ok()?).copied();
                        at(first)
                            .zip(at(last))
                            .filter(|_| first <= last)
                            .map(|(first, last)| (first.cover(last), label))
                    }
                    _ => None,
                };
                named.push(range.is_some().then_some(it.spans.len()));
                match range {
                    Some((range, label)) => it.spans.push(Span::new(range, label)),
                    None => report.left_out(
                        place,
                        format!(
                            "it is not of the form [first, last, label] with tokens 0 to {}",
                            ranges.len().saturating_sub(1)
                        ),
                    ),
                }
            }
            for (i, item) in row.list("relations").iter().enumerate() {
                let end = |value: &Value| Some(Node::Span((*named.get(usize::try_from(value.as_int()?).ok()?)?)?));
                let found = match item.items() {
                    [head, tail, label, ..] => end(head).zip(end(tail)).zip(label.as_name()),
                    _ => None,
                };
                match found {
                    Some(((head, tail), label)) => {
                        it.relations.push(Relation { head, tail, label, facts: Default::default() })
                    }
                    None => report
                        .left_out(format!("{place}.relations[{i}]"), "an end of it is not in `ner`, or was left out"),
                }
            }
            made.push(it);
        }
    }
    Ok(made)
}

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let tokens = tokens(it);
        let span = |span: &Span| {
            let (first, end) = covered(&tokens, span.cover()).unwrap_or_default();
            Value::List(vec![first.into(), end.saturating_sub(1).into(), Value::from(&span.label)])
        };
        let mut row =
            object! { "tokenized_text" => words(it, &tokens), "ner" => it.spans.iter().map(span).collect::<Vec<_>>() };
        if !it.relations.is_empty() {
            let end = |node: Node| Value::from(it.span_at(node).unwrap_or_default());
            let relation = |it: &Relation| Value::List(vec![end(it.head), end(it.tail), Value::from(&it.label)]);
            row.push("relations", it.relations.iter().map(relation).collect::<Vec<_>>());
        }
        row.compact()
    });
    let rows: Vec<String> = rows.collect();
    Ok(vec![File::new("gliner.json", format!("[\n{}\n]\n", rows.join(",\n")))])
}
