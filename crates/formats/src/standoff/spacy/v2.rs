//! The training JSON of version 2.

use super::words::Words;
use crate::columns::tags::{Scheme, decode, encode};
use crate::document::texts::document;
use crate::document::tokens::Joined;
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
    let placed = raw.map(|raw| in_raw(raw, &sentences));
    match &placed {
        None => report.decided(place, "there is no `raw` text: words are joined by blanks, sentences by line ends"),
        Some(Err(why)) => report.left_out(place, format!("{why}; words are joined by blanks, sentences by line ends")),
        Some(Ok(_)) => {}
    }
    let (text, ranges) = match (raw, placed) {
        (Some(raw), Some(Ok(ranges))) => (raw.to_owned(), ranges),
        _ => joined(&sentences),
    };
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

/// The words of sentences with what stands between them: a blank, or nothing where `space` says so, and a line end between
/// sentences that do not say it.
fn joined(sentences: &[&[Value]]) -> (String, Vec<TextRange>) {
    let mut joined = Joined::new();
    let mut before = "";
    for tokens in sentences {
        for (m, token) in tokens.iter().enumerate() {
            joined.push(before, &orth(token));
            before = match token.get("space") {
                Some(Value::Bool(false)) => "",
                None if m + 1 == tokens.len() => "\n",
                _ => " ",
            };
        }
    }
    (joined.text, joined.tokens)
}

fn orth(token: &Value) -> String {
    token.get("orth").and_then(Value::as_name).unwrap_or_default()
}

/// Where the words of sentences stand in a text, one behind the other.
fn in_raw(raw: &str, sentences: &[&[Value]]) -> Result<Vec<TextRange>, String> {
    let mut ranges = Vec::new();
    let mut at = 0;
    for (n, tokens) in sentences.iter().enumerate() {
        for (m, token) in tokens.iter().enumerate() {
            let orth = orth(token);
            let rest = raw[at..].trim_start();
            let mut meant = TREEBANK.iter().filter(|(written, _)| *written == orth).map(|(_, meant)| *meant);
            let found = match meant.find(|meant| rest.starts_with(meant) && !rest.starts_with(&orth)) {
                Some(meant) => Some((raw.len() - rest.len(), meant.len())),
                None => raw[at..].find(&orth).map(|found| (at + found, orth.len())),
            };
            let (start, len) = found.ok_or_else(|| {
                format!("`raw` is passed over: “{orth}”, sentences[{n}].tokens[{m}], does not follow in it")
            })?;
            at = start + len;
            ranges.push(TextRange::from_usize(start..at));
        }
    }
    Ok(ranges)
}

/// What the Penn Treebank writes for signs, and what may stand for it in the text.
const TREEBANK: [(&str, &str); 20] = [
    ("``", "\""),
    ("``", "“"),
    ("``", "„"),
    ("``", "«"),
    ("''", "\""),
    ("''", "”"),
    ("''", "“"),
    ("''", "»"),
    ("`", "‘"),
    ("`", "'"),
    ("'", "’"),
    ("--", "–"),
    ("--", "—"),
    ("-LRB-", "("),
    ("-RRB-", ")"),
    ("-LSB-", "["),
    ("-RSB-", "]"),
    ("-LCB-", "{"),
    ("-RCB-", "}"),
    ("...", "…"),
];

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let rows = documents.iter().enumerate().map(|(n, it)| {
        // spaCy makes the text anew from words and single blanks: other white space is words, and each says whether a blank
        // follows, which spaCy else guesses from `raw`, and wrongly where there are two.
        let words = Words::of(it);
        let spans = it.spans.iter().filter_map(|span| {
            let (first, last) = words.covered(span.cover())?;
            Some(((first, last + 1), span.label.as_str()))
        });
        let tags = encode(words.tokens.len(), spans, Scheme::Bilou);
        let mut sentences: Vec<Vec<Value>> = vec![Vec::new()];
        for (id, ((token, space), tag)) in words.tokens.iter().zip(tags).enumerate() {
            let value = object! { "id" => id, "orth" => it.document.slice(*token), "space" => *space, "ner" => tag };
            if words.starts.contains(&id) && id > 0 {
                sentences.push(Vec::new());
            }
            sentences.last_mut().expect("there is one from the beginning").push(value);
        }
        let sentence = |tokens| object! { "tokens" => Value::List(tokens), "brackets" => Vec::new() };
        let sentences: Vec<Value> = sentences.into_iter().map(sentence).collect();
        let cats = it
            .labels
            .iter()
            .map(|label| object! { "label" => &label.label, "value" => label.score.map_or(1.0, Score::to_f64) });
        let paragraph = object! { "raw" => it.text(), "sentences" => sentences, "cats" => cats.collect::<Vec<_>>() };
        object! { "id" => n, "paragraphs" => vec![paragraph] }
    });
    Ok(vec![File::new("spacy-v2.json", Value::List(rows.collect()).pretty())])
}
