//! Writing: annotations to cells, cells to lines.

use super::cells::{escape, escape_text};
use crate::document::tokens::sentences;
use crate::document::values::text;
use crate::document::{Annotated, Node, Sentence, Span, Unit};
use crate::format::Writing;
use crate::standoff::cas::dkpro::{NAMED_ENTITY, RELATION};
use crate::syntax::{Error, File};
use postil_core::{TextRange, filled, sort};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub(super) fn write(documents: &[Annotated], _: &Writing) -> Result<Vec<File>, Error> {
    Ok(documents.iter().map(|it| File::new(format!("{}.tsv", it.name), file(it))).collect())
}

/// A line of the file: a token, or a part of one.
struct Row {
    /// `1-2`, or `1-2.1`.
    id: String,
    range: TextRange,
    cells: Vec<Vec<String>>,
    relations: Vec<Vec<String>>,
}

fn names<'a>(facts: impl Iterator<Item = &'a crate::document::Facts>) -> Vec<&'a str> {
    let names: BTreeSet<&str> = filled(facts.flat_map(|facts| facts.attributes.keys().map(String::as_str)));
    names.into_iter().collect()
}

fn file(it: &Annotated) -> String {
    let of_spans = names(it.spans.iter().map(|span| &span.facts));
    let of_relations = names(it.relations.iter().map(|relation| &relation.facts));
    // Columns in the order of the alphabet, as INCEpTION writes them.
    let mut span_columns: Vec<&str> = of_spans.iter().copied().chain(["identifier", "value"]).collect();
    sort(&mut span_columns);
    let mut relation_columns: Vec<&str> = of_relations.iter().copied().chain(["label"]).collect();
    sort(&mut relation_columns);
    let mut out = String::from("#FORMAT=WebAnno TSV 3.3\n");
    let _ = writeln!(out, "#T_SP={NAMED_ENTITY}|{}", span_columns.join("|"));
    let has_relations = !it.relations.is_empty();
    if has_relations {
        let _ = writeln!(out, "#T_RL={RELATION}|{}|BT_{NAMED_ENTITY}", relation_columns.join("|"));
    }
    out.push_str("\n\n");
    let sentences = sentences(it);
    let mut rows = rows(it, &sentences);
    let (first, marks) = fill(it, &mut rows, &span_columns);
    if has_relations {
        relate(it, &mut rows, &first, &marks, &relation_columns);
    }
    let mut at = 0;
    for n in 0..sentences.len() {
        for line in sentence_text(it, &sentences, n).split('\n') {
            let _ = writeln!(out, "#Text={}", escape_text(line));
        }
        let prefix = format!("{}-", n + 1);
        while let Some(row) = rows.get(at).filter(|row| row.id.starts_with(&prefix)) {
            let (start, end) = Unit::Utf16.ends(&it.document, row.range);
            let _ = write!(out, "{}\t{start}-{end}\t{}\t", row.id, it.document.slice(row.range));
            let width = span_columns.len();
            push_cells(&mut out, &row.cells, width);
            if has_relations {
                push_cells(&mut out, &row.relations, relation_columns.len() + 1);
            }
            out.push('\n');
            at += 1;
        }
        out.push('\n');
    }
    out
}

/// Stacked annotations of a line, column by column.
fn push_cells(out: &mut String, stack: &[Vec<String>], width: usize) {
    for column in 0..width {
        let cells: Vec<&str> = stack.iter().map(|cells| cells[column].as_str()).collect();
        let cell = if cells.is_empty() { "_".to_owned() } else { cells.join("|") };
        let _ = write!(out, "{cell}\t");
    }
}

/// The text of a sentence up to where readers begin to fill in by themselves: a line end and blanks.
fn sentence_text<'t>(it: &'t Annotated, sentences: &[Sentence], n: usize) -> &'t str {
    let text = it.text();
    let (start, end) = (sentences[n].range.start().to_usize(), sentences[n].range.end().to_usize());
    let next = sentences.get(n + 1).map_or(text.len(), |next| next.range.start().to_usize());
    let gap = &text[end..next];
    let is_filled =
        n + 1 < sentences.len() && gap.strip_prefix('\n').is_some_and(|blanks| blanks.chars().all(|c| c == ' '));
    if is_filled { &text[start..end] } else { &text[start..next] }
}

/// A line for each token, and for each place where a span of no width is.
fn rows(it: &Annotated, sentences: &[Sentence]) -> Vec<Row> {
    let places: BTreeSet<TextRange> = filled(it.spans.iter().map(Span::cover).filter(|range| range.is_empty()));
    let mut rows = Vec::new();
    let mut places = places.into_iter().peekable();
    let total: usize = sentences.iter().map(|sentence| sentence.tokens.len()).sum();
    let starts: Vec<TextRange> = sentences.iter().flat_map(|sentence| sentence.tokens.clone()).collect();
    let mut seen = 0;
    for (n, sentence) in sentences.iter().enumerate() {
        for (m, token) in sentence.tokens.iter().enumerate() {
            seen += 1;
            let id = format!("{}-{}", n + 1, m + 1);
            rows.push(Row { id: id.clone(), range: *token, cells: Vec::new(), relations: Vec::new() });
            let next = if seen == total { None } else { Some(starts[seen].start()) };
            let mut part = 0;
            while let Some(place) = places.next_if(|place| next.is_none_or(|next| place.start() < next)) {
                part += 1;
                rows.push(Row { id: format!("{id}.{part}"), range: place, cells: Vec::new(), relations: Vec::new() });
            }
        }
    }
    rows
}

/// Puts the spans into the lines that they cover. Gives the first line of each, and the number that tells it from others
/// where one is needed.
fn fill(it: &Annotated, rows: &mut [Row], columns: &[&str]) -> (Vec<usize>, Vec<usize>) {
    // Lines of parts stand among those of tokens, whatever their place.
    let tokens: Vec<usize> = (0..rows.len()).filter(|i| !rows[*i].range.is_empty()).collect();
    let covered = |span: &Span| -> Vec<usize> {
        let range = span.cover();
        if range.is_empty() {
            return rows.iter().position(|row| row.range == range).into_iter().collect();
        }
        let from = tokens.partition_point(|i| rows[*i].range.start() < range.start());
        tokens[from..].iter().copied().take_while(|i| rows[*i].range.end() <= range.end()).collect()
    };
    let places: Vec<Vec<usize>> = it.spans.iter().map(covered).collect();
    let mut stacked: BTreeMap<usize, usize> = BTreeMap::new();
    places.iter().flatten().for_each(|i| *stacked.entry(*i).or_default() += 1);
    let mut next = 0;
    let mut marks = Vec::with_capacity(places.len());
    for (span, places) in it.spans.iter().zip(&places) {
        let is_marked = places.len() > 1 || places.iter().any(|i| stacked[i] > 1);
        next += usize::from(is_marked);
        let mark = if is_marked { format!("[{next}]") } else { String::new() };
        marks.push(if is_marked { next } else { 0 });
        let cells = columns.iter().map(|column| {
            let value = match *column {
                "value" => Some(span.label.clone()),
                "identifier" => span.link.as_ref().map(|link| link.id.to_string()),
                name => span.facts.attributes.get(name).map(text),
            };
            format!("{}{mark}", value.map_or_else(|| "*".to_owned(), |value| escape(&value)))
        });
        let cells: Vec<String> = cells.collect();
        places.iter().for_each(|i| rows[*i].cells.push(cells.clone()));
    }
    (places.iter().map(|places| places.first().copied().unwrap_or_default()).collect(), marks)
}

/// Relations stand in the line of what they lead to, and name where they come from.
fn relate(it: &Annotated, rows: &mut [Row], first: &[usize], marks: &[usize], columns: &[&str]) {
    for relation in &it.relations {
        let end = |node: Node| it.span_at(node).unwrap_or_default();
        let (from, to) = (end(relation.head), end(relation.tail));
        let cells = columns.iter().map(|column| match *column {
            "label" => escape(&relation.label),
            name => relation.facts.attributes.get(name).map_or_else(|| "*".to_owned(), |value| escape(&text(value))),
        });
        let mut cells: Vec<String> = cells.collect();
        let which =
            if marks[from] + marks[to] > 0 { format!("[{}_{}]", marks[from], marks[to]) } else { String::new() };
        cells.push(format!("{}{which}", rows[first[from]].id));
        rows[first[to]].relations.push(cells);
    }
}
