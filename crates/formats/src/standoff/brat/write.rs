//! Writing: a text, its annotations a line each, and the configuration of all.

use super::conf;
use super::escape::{LINE_ENDS, TEXT_BREAK, escape, reference};
use crate::document::{Annotated, Node, Span, Unit};
use crate::format::Writing;
use crate::syntax::source::text_file;
use crate::syntax::{Error, File};
use postil_core::{AttributeValue, TextRange};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for document in documents {
        files.push(text_file(format!("{}.txt", document.name), document.text()));
        files.push(File::new(format!("{}.ann", document.name), annotations(document)));
    }
    let schema = documents.first().map(|it| it.schema.clone()).unwrap_or_default();
    files.extend(conf::of(&schema));
    Ok(files)
}

fn annotations(it: &Annotated) -> String {
    let mut out = String::new();
    let mut broken: BTreeMap<usize, String> = BTreeMap::new();
    for (i, span) in it.spans.iter().enumerate() {
        let pieces = pieces(it, span);
        if pieces.iter().any(|parts| parts.len() > 1) {
            let counts: Vec<String> = pieces.iter().map(|parts| parts.len().to_string()).collect();
            broken.insert(i, format!("{TEXT_BREAK} {}", counts.join(" ")));
        }
        let pieces = pieces.concat();
        let ranges: Vec<String> = pieces
            .iter()
            .map(|range| {
                let (start, end) = Unit::Char.ends(&it.document, *range);
                format!("{start} {end}")
            })
            .collect();
        let quotes: Vec<&str> = pieces.iter().map(|range| it.document.slice(*range)).collect();
        let _ = writeln!(out, "T{}\t{} {}\t{}", i + 1, span.label, ranges.join(";"), quotes.join(" "));
    }
    let id = |node: Node| match node {
        Node::Span(i) => format!("T{}", i + 1),
        Node::Relation(i) => format!("R{}", i + 1),
        Node::Event(i) => format!("E{}", i + 1),
        Node::Cluster(_) => String::new(),
    };
    for (i, event) in it.events.iter().enumerate() {
        let _ = write!(out, "E{}\t{}:T{}", i + 1, event.label, event.trigger + 1);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (role, node) in &event.arguments {
            let n = seen.entry(role).or_default();
            *n += 1;
            let number = if *n == 1 { String::new() } else { n.to_string() };
            let _ = write!(out, " {role}{number}:{}", id(*node));
        }
        out.push('\n');
    }
    for (i, it) in it.relations.iter().enumerate() {
        let _ = writeln!(out, "R{}\t{} Arg1:{} Arg2:{}", i + 1, it.label, id(it.head), id(it.tail));
    }
    for it in &it.clusters {
        let members: Vec<String> = it.members.iter().map(|node| id(*node)).collect();
        let _ = writeln!(out, "*\t{} {}", it.label, members.join(" "));
    }
    let spans = it.spans.iter().enumerate().map(|(i, it)| (Node::Span(i), &it.facts));
    let events = it.events.iter().enumerate().map(|(i, it)| (Node::Event(i), &it.facts));
    let relations = it.relations.iter().enumerate().map(|(i, it)| (Node::Relation(i), &it.facts));
    let (mut attributes, mut notes) = (0, 0);
    for (node, facts) in spans.clone().chain(events.clone()).chain(relations.clone()) {
        for (name, value) in &facts.attributes {
            attributes += 1;
            let value = match value {
                AttributeValue::Boolean(_) => String::new(),
                AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) => format!(" {it}"),
            };
            let _ = writeln!(out, "A{attributes}\t{name} {}{value}", id(node));
        }
    }
    for (n, (i, link)) in it.spans.iter().enumerate().filter_map(|(i, span)| Some((i, span.link.as_ref()?))).enumerate()
    {
        let text = link.uri.as_deref().unwrap_or(&link.id).replace(LINE_ENDS, " ");
        let _ = writeln!(out, "N{}\tReference T{} {}\t{text}", n + 1, i + 1, reference(&link.id));
    }
    for (node, facts) in spans.chain(events).chain(relations) {
        let of_break = if let Node::Span(i) = node { broken.get(&i) } else { None };
        for note in of_break.map(String::as_str).into_iter().chain(facts.notes.iter().map(String::as_str)) {
            notes += 1;
            let _ = writeln!(out, "#{notes}\tAnnotatorNotes {}\t{}", id(node), escape(note));
        }
    }
    out
}

/// The fragments of a span, each cut where a line ends, since a line of the file holds one annotation.
fn pieces(it: &Annotated, span: &Span) -> Vec<Vec<TextRange>> {
    let cut = |range: &TextRange| {
        let mut pieces = Vec::new();
        let mut from = range.start().to_usize();
        for part in it.document.slice(*range).split(LINE_ENDS) {
            let to = from + part.len();
            if !part.is_empty() || range.is_empty() {
                pieces.push(TextRange::from_usize(from..to));
            }
            from = to + it.text()[to..].chars().next().map_or(0, char::len_utf8);
        }
        pieces
    };
    span.fragments.as_slice().iter().map(cut).collect()
}
