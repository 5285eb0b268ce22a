//! Training tuples and the training JSON of version 2.

use super::{Found, GROUP, cats, cats_of, documents, flat};
use crate::columns::tags::{Scheme, decode, encode};
use crate::document::annotated::{Annotated, DocumentLabel, Span};
use crate::document::tokens::{Joined, sentences, spans_of};
use crate::document::unit::{Claim, Unit};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::source::document;
use crate::{Error, File, Report, Source};
use postil_core::{Score, TextRange};

/// `["text", {"entities": [[0, 7, "PER"]], "spans": {"sc": […]}, "cats": {…}}]`, in a list or one a line.
pub(super) fn read_tuples(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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

pub(super) fn write_tuples(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().map(|it| {
        let span = |i: usize| {
            let (start, end) = Unit::Char.ends(&it.document, it.spans[i].cover());
            Value::List(vec![start.into(), end.into(), Value::from(&it.spans[i].label)])
        };
        let flat = flat(it);
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

/// `[{"paragraphs": [{"raw", "sentences": [{"tokens": [{"orth", "ner"}]}], "cats": [{"label", "value"}]}]}]`
pub(super) fn read_v2(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        let mut n = 0;
        for (place, row) in json::rows(source)? {
            for (i, paragraph) in row.list("paragraphs").iter().enumerate() {
                n += 1;
                let place = format!("{place}.paragraphs[{i}]");
                made.push(paragraph_of(paragraph, format!("{}-{n}", source.stem()), &place, report)?);
            }
        }
    }
    Ok(made)
}

fn paragraph_of(paragraph: &Value, name: String, place: &str, report: &mut Report) -> Result<Annotated, Error> {
    let sentences: Vec<&[Value]> = paragraph.list("sentences").iter().map(|sentence| sentence.list("tokens")).collect();
    let raw = paragraph.text("raw");
    let mut joined = Joined::new();
    let mut ranges = Vec::new();
    let mut at = 0;
    for (n, tokens) in sentences.iter().enumerate() {
        for (m, token) in tokens.iter().enumerate() {
            let orth = token.get("orth").and_then(Value::as_name).unwrap_or_default();
            ranges.push(match raw {
                Some(raw) => {
                    let found = raw[at..].find(&orth).ok_or_else(|| {
                        report.error(
                            format!("{place}.sentences[{n}].tokens[{m}]"),
                            format!("“{orth}” does not follow in `raw`"),
                        )
                    })?;
                    let start = at + found;
                    at = start + orth.len();
                    TextRange::from_usize(start..at)
                }
                None => joined.push(
                    if n + m == 0 {
                        ""
                    } else if m == 0 {
                        "\n"
                    } else {
                        " "
                    },
                    &orth,
                ),
            });
        }
    }
    if raw.is_none() {
        report.decided(place, "there is no `raw` text: words are joined by blanks, sentences by line ends");
    }
    let text = raw.map_or(joined.text, str::to_owned);
    let mut it = Annotated::new(name, document(text).map_err(|what| report.error(place, what))?);
    let mut from = 0;
    for (n, tokens) in sentences.iter().enumerate() {
        let tags: Vec<String> =
            tokens.iter().map(|token| token.get("ner").and_then(Value::as_name).unwrap_or_default()).collect();
        let tags: Vec<&str> = tags.iter().map(|tag| if tag == "-" { "O" } else { tag }).collect();
        for (first, end, label) in decode(&tags, Scheme::Bilou, &format!("{place}.sentences[{n}]"), report) {
            it.spans.push(Span::new(ranges[from + first].cover(ranges[from + end - 1]), label));
        }
        from += tokens.len();
    }
    for cat in paragraph.list("cats") {
        let score =
            cat.get("value").and_then(Value::as_float).map(Score::from).filter(|score| *score != Score::default());
        if let (Some(label), Some(score)) = (cat.get("label").and_then(Value::as_name), score) {
            it.labels.push(DocumentLabel {
                label,
                set: Default::default(),
                score: (score != Score::ONE).then_some(score),
            });
        }
    }
    Ok(it)
}

pub(super) fn write_v2(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().enumerate().map(|(n, it)| {
        let mut id = 0;
        let sentence = |sentence: &crate::document::annotated::Sentence| {
            let spans = spans_of(it, sentence);
            let tags = encode(sentence.tokens.len(), spans, Scheme::Bilou);
            let tokens = sentence.tokens.iter().zip(tags).map(|(token, tag)| {
                id += 1;
                object! { "id" => id - 1, "orth" => it.document.slice(*token), "ner" => tag }
            });
            object! { "tokens" => tokens.collect::<Vec<_>>(), "brackets" => Vec::new() }
        };
        let sentences: Vec<Value> = sentences(it).iter().map(sentence).collect();
        let cats = it
            .labels
            .iter()
            .map(|label| object! { "label" => &label.label, "value" => label.score.map_or(1.0, Score::to_f64) });
        let paragraph = object! { "raw" => it.text(), "sentences" => sentences, "cats" => cats.collect::<Vec<_>>() };
        object! { "id" => n, "paragraphs" => vec![paragraph] }
    });
    Ok(vec![File::new("spacy-v2.json", Value::List(rows.collect()).pretty())])
}
