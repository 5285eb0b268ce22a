//! The training JSON of version 2.

use crate::columns::tags::{Scheme, decode, encode};
use crate::document::texts::document;
use crate::document::tokens::{Joined, sentences, spans_of};
use crate::document::{Annotated, DocumentLabel, Report, Span};
use crate::format::{Reading, Writing};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::{Score, TextRange};

/// `[{"paragraphs": [{"raw", "sentences": [{"tokens": [{"orth", "ner"}]}], "cats": [{"label", "value"}]}]}]`
pub(super) fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().enumerate().map(|(n, it)| {
        let mut id = 0;
        let sentence = |sentence: &crate::document::Sentence| {
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
