//! Rows of tokens for training: GLiNER (last token inclusive) and Hugging Face token classification (IOB2 by number, with
//! the names of the numbers in a file beside it). A row is a document; its text is its tokens with blanks between them.

use crate::columns::tags::Scheme;
use crate::columns::tags::{decode, encode, scheme};
use crate::document::annotated::{Annotated, Node, Relation, Span};
use crate::document::tokens::{Joined, covered, sentences};
use crate::format::{Format, Reading, Writing};
use crate::loss::holds::{Ends, Holds, no_blanks};
use crate::syntax::json::{self, Value, object};
use crate::syntax::source::document;
use crate::{Error, File, Report, Source};
use postil_core::TextRange;
use std::collections::BTreeSet;

pub(crate) const GLINER: Format = Format {
    id: "gliner",
    name: "GLiNER JSON",
    about: "tokens, the last inclusive",
    unit: None,
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| if probe.has("*.tokenized_text:l") { 95 } else { 0 },
    read: Some(read_gliner),
    write: Some(write_gliner),
    holds: Holds { overlap: crate::Overlap::Any, relations: Ends::Spans, ..Holds::WORDS },
};

pub(crate) const HF: Format = Format {
    id: "hf",
    name: "Hugging Face token classification",
    about: "IOB2 on tokens by number; hf.names names the numbers",
    unit: None,
    extensions: &["jsonl", "json"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has("*.tokens[]:s") && probe.any(&["*.ner_tags:l", "*.tags:l", "*.labels:l"]) => 90,
        () => 0,
    },
    read: Some(read_hf),
    write: Some(write_hf),
    holds: Holds { rename: no_blanks, ..Holds::WORDS },
};

/// The tokens of a row as a document.
fn joined(tokens: &[Value], name: String, place: &str, report: &Report) -> Result<(Annotated, Vec<TextRange>), Error> {
    let mut joined = Joined::new();
    joined.begin();
    for (i, token) in tokens.iter().enumerate() {
        joined.push(if i == 0 { "" } else { " " }, &token.as_name().unwrap_or_default());
    }
    let layout = joined.layout();
    let mut it = Annotated::new(name, document(joined.text).map_err(|what| report.error(place, what))?);
    it.layout = layout;
    Ok((it, joined.tokens))
}

/// The tokens of a document as a list.
fn tokens(it: &Annotated) -> Vec<TextRange> {
    sentences(it).into_iter().flat_map(|sentence| sentence.tokens).collect()
}

fn words(it: &Annotated, tokens: &[TextRange]) -> Vec<Value> {
    tokens.iter().map(|token| Value::from(it.document.slice(*token))).collect()
}

fn read_gliner(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    for source in sources {
        report.file(&source.name);
        for (n, (place, row)) in json::rows(source)?.into_iter().enumerate() {
            let (mut it, ranges) =
                joined(row.list("tokenized_text"), format!("{}-{}", source.stem(), n + 1), &place, report)?;
            let mut named: Vec<Option<usize>> = Vec::new();
            for (i, item) in row.list("ner").iter().enumerate() {
                let place = format!("{place}.ner[{i}]");
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

fn write_gliner(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
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

fn read_hf(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let names = match sources.iter().find(|source| source.extension() == "names") {
        Some(source) => source.text()?.lines().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let mut made = Vec::new();
    for source in sources.iter().filter(|source| source.extension() != "names") {
        report.file(&source.name);
        let mut rows = Vec::new();
        for (place, row) in json::rows(source)? {
            let tags =
                ["ner_tags", "tags", "labels"].iter().find_map(|name| row.get(name)).map_or(&[][..], Value::items);
            let tag = |tag: &Value| match tag {
                Value::Int(n) => {
                    let name = usize::try_from(*n).ok().and_then(|n| names.get(n));
                    name.cloned().ok_or_else(|| {
                        report.error(
                            &place,
                            format!("tag {n} has no name: a file with the ending `names` says them, one a line"),
                        )
                    })
                }
                tag => Ok(tag.as_name().unwrap_or_default()),
            };
            let tags = tags.iter().map(tag).collect::<Result<Vec<String>, Error>>()?;
            if tags.len() != row.list("tokens").len() {
                return Err(
                    report.error(&place, format!("{} tokens and {} tags", row.list("tokens").len(), tags.len()))
                );
            }
            rows.push((place, row, tags));
        }
        let scheme = scheme(rows.iter().map(|(.., tags)| tags.iter().map(String::as_str).collect()), report);
        for (n, (place, row, tags)) in rows.into_iter().enumerate() {
            let (mut it, ranges) = joined(row.list("tokens"), format!("{}-{}", source.stem(), n + 1), &place, report)?;
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            for (first, end, label) in decode(&tags, scheme, &place, report) {
                it.spans.push(Span::new(ranges[first].cover(ranges[end - 1]), label));
            }
            made.push(it);
        }
    }
    Ok(made)
}

fn write_hf(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let labels: BTreeSet<&str> = documents.iter().flat_map(|it| &it.spans).map(|span| span.label.as_str()).collect();
    let mut names = vec!["O".to_owned()];
    names.extend(labels.iter().flat_map(|label| [format!("B-{label}"), format!("I-{label}")]));
    let rows = documents.iter().enumerate().map(|(n, it)| {
        let tokens = tokens(it);
        let spans = it.spans.iter().filter_map(|span| Some((covered(&tokens, span.cover())?, span.label.as_str())));
        let tags = encode(tokens.len(), spans, Scheme::Iob2);
        let number = |tag: &String| Value::from(names.iter().position(|name| name == tag).unwrap_or_default());
        object! { "id" => n.to_string(), "tokens" => words(it, &tokens), "ner_tags" => tags.iter().map(number).collect::<Vec<_>>() }
    });
    let rows = json::lines(rows);
    Ok(vec![File::new("hf.jsonl", rows), File::new("hf.names", names.join("\n") + "\n")])
}
