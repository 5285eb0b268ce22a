//! Hugging Face token classification: rows of tokens with IOB2 by number, and the names of the numbers in a file beside
//! them. A row is a document; its text is its tokens with blanks between them.

use crate::columns::row::{joined, tokens, words};
use crate::columns::tags::{Scheme, decode, encode, scheme};
use crate::document::tokens::covered;
use crate::document::{Annotated, Report, Span};
use crate::format::{Format, Purpose, Reading, Writing};
use crate::loss::{Holds, no_blanks};
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, File, Source};
use postil_core::filled;
use std::collections::BTreeSet;

pub(crate) const FORMAT: Format = Format {
    id: "hf",
    name: "Hugging Face token classification",
    about: "IOB2 on tokens by number; hf.names names the numbers",
    purpose: Purpose::Training,
    unit: None,
    extensions: &["jsonl", "json"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has("*.tokens[]:s") && probe.any(&["*.ner_tags:l", "*.tags:l", "*.labels:l"]) => 90,
        () => 0,
    },
    read: Some(read),
    write: Some(write),
    holds: Holds { rename: no_blanks, ..Holds::WORDS },
};

fn read(sources: &[Source], _: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
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

fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let labels: BTreeSet<&str> = filled(documents.iter().flat_map(|it| &it.spans).map(|span| span.label.as_str()));
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
