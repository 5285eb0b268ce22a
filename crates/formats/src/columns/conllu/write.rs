//! Writing: spans as brackets on words.

use super::entity::{GROUP, LABEL, LINK, NONE, encode, escape_spaces};
use crate::document::tokens::sentences;
use crate::document::values::text;
use crate::document::{Annotated, Span};
use crate::format::Writing;
use crate::syntax::{Error, File};
use postil_core::{TextRange, filled, sort_by_key};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let spans = documents.iter().flat_map(|it| &it.spans);
    let names: BTreeSet<&str> = filled(spans.flat_map(|span| span.facts.attributes.keys().map(String::as_str)));
    let has_link = documents.iter().flat_map(|it| &it.spans).any(|span| span.link.is_some());
    let mut fields = vec![GROUP, LABEL];
    fields.extend(names.iter().copied());
    fields.extend(has_link.then_some(LINK));
    let mut out = String::new();
    for (n, it) in documents.iter().enumerate() {
        let _ = writeln!(out, "# newdoc id = {}", it.name.replace(char::is_control, " "));
        if n == 0 {
            let _ = writeln!(out, "# global.Entity = {}", fields.join("-"));
        }
        write_one(&mut out, it, &fields);
    }
    Ok(vec![File::new("entities.conllu", out)])
}

fn write_one(out: &mut String, it: &Annotated, fields: &[&str]) {
    let sentences = sentences(it);
    let tokens: Vec<TextRange> = sentences.iter().flat_map(|sentence| sentence.tokens.clone()).collect();
    let brackets = brackets(it, &tokens, fields);
    let text = it.text();
    let mut at = 0;
    for (n, sentence) in sentences.iter().enumerate() {
        let last = at + sentence.tokens.len() - 1;
        let gap = |i: usize| {
            &text[tokens[i].end().to_usize()..tokens.get(i + 1).map_or(text.len(), |next| next.start().to_usize())]
        };
        let words: String = (at..=last)
            .map(|i| {
                format!("{}{}", it.document.slice(tokens[i]), if i == last || gap(i).is_empty() { "" } else { " " })
            })
            .collect();
        let _ = writeln!(out, "# sent_id = {}-{}\n# text = {words}", it.name.replace(char::is_control, " "), n + 1);
        for (number, token) in sentence.tokens.iter().enumerate() {
            let mut misc = Vec::new();
            if let Some(value) = brackets.get(&at) {
                misc.push(format!("Entity={value}"));
            }
            if at == 0 && token.start().to_usize() > 0 {
                misc.push(format!("SpacesBefore={}", escape_spaces(&text[..token.start().to_usize()])));
            }
            match gap(at) {
                "" => misc.push("SpaceAfter=No".to_owned()),
                " " if at + 1 < tokens.len() => {}
                gap => misc.push(format!("SpacesAfter={}", escape_spaces(gap))),
            }
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            let _ = writeln!(out, "{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", number + 1, it.document.slice(*token));
            at += 1;
        }
        out.push('\n');
    }
}

/// The value of `Entity=` for each word that has one.
fn brackets(it: &Annotated, tokens: &[TextRange], fields: &[&str]) -> BTreeMap<usize, String> {
    let mut group: Vec<usize> = vec![0; it.spans.len()];
    for (n, cluster) in it.clusters.iter().enumerate() {
        for member in cluster.members.iter().filter_map(|node| it.span_at(*node)) {
            group[member] = n + 1;
        }
    }
    let mut next = it.clusters.len();
    for group in group.iter_mut().filter(|group| **group == 0) {
        next += 1;
        *group = next;
    }
    let word = |range: TextRange| {
        let first = tokens.partition_point(|token| token.start() < range.start());
        (first, tokens.partition_point(|token| token.end() < range.end()))
    };
    let mut parts: Vec<((usize, usize), String, &Span)> = Vec::new();
    for (i, span) in it.spans.iter().enumerate() {
        let ranges = span.fragments.as_slice();
        for (n, range) in ranges.iter().enumerate() {
            let part = if ranges.len() > 1 { format!("[{}/{}]", n + 1, ranges.len()) } else { String::new() };
            parts.push((word(*range), format!("{}{part}", group[i]), span));
        }
    }
    // What opens first and closes last stands outside.
    sort_by_key(&mut parts, |((first, last), ..)| (*first, std::cmp::Reverse(*last)));
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut closing: Vec<&((usize, usize), String, &Span)> =
        parts.iter().filter(|((first, last), ..)| first < last).collect();
    sort_by_key(&mut closing, |((first, last), ..)| (*last, std::cmp::Reverse(*first)));
    for ((_, last), id, _) in closing {
        let _ = write!(found.entry(*last).or_default(), "{id})");
    }
    for ((first, last), id, span) in &parts {
        let values = fields[1..].iter().map(|field| match *field {
            LABEL => encode(&span.label),
            LINK => span.link.as_ref().map_or_else(|| NONE.to_owned(), |link| encode(&link.id)),
            name => span.facts.attributes.get(name).map_or_else(|| NONE.to_owned(), |value| encode(&text(value))),
        });
        let values: Vec<String> = values.collect();
        let close = if first == last { ")" } else { "" };
        let _ = write!(found.entry(*first).or_default(), "({id}-{}{close}", values.join("-"));
    }
    found
}
