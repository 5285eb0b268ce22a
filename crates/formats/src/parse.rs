//! Reading files that belong together.

use crate::document::mend::mend;
use crate::document::{Annotated, Parsed, Report, excerpt};
use crate::format::{Format, Purpose, Reading};
use crate::syntax::{Error, Source, json};
use crate::table::told_by_content;
use crate::unread::{signs, signs_of_row};
use std::collections::BTreeSet;

/// So many names of what looks like annotations are told.
const MAX_SIGNS: usize = 5;

/// Reads files that belong together: all of one format, with their companions (see [`gather`](crate::gather())). What is
/// wrong in part is left out and reported.
///
/// # Errors
/// When a file cannot be read at all, with its place.
pub fn parse(format: &Format, sources: &[Source], reading: &Reading) -> Result<Parsed, Error> {
    let first = sources.first().map_or("", |source| &source.name);
    let read = format.read.ok_or_else(|| Error::new(first, "", format!("{} is only written", format.name)))?;
    let mut report = Report::default();
    let mut documents = read(sources, reading, &mut report)?;
    if format.purpose != Purpose::Own && documents.iter().any(Annotated::is_bare) {
        tell_unread(format, sources, reading, &documents, &mut report);
    }
    documents.iter_mut().for_each(|document| mend(document, &mut report));
    Ok(Parsed { documents, report })
}

/// Tells of each file of which nothing was read and nothing was said, although something in it looks like annotations, or
/// another format finds some.
fn tell_unread(format: &Format, sources: &[Source], reading: &Reading, documents: &[Annotated], report: &mut Report) {
    let is_silent = |documents: &[Annotated], report: &Report| {
        report.entries.is_empty() && !documents.is_empty() && documents.iter().all(Annotated::is_bare)
    };
    for source in sources {
        let is_unread = match sources.len() {
            1 => is_silent(documents, report),
            // What comes of this file alone. What cannot be read without others is no text that hides annotations.
            _ => alone(format, source, reading).is_some_and(|(read, said)| is_silent(&read, &said)),
        };
        if !is_unread {
            if sources.len() == 1 {
                tell_unread_rows(format, source, documents, report);
            }
            continue;
        }
        let mut signs = signs(source);
        signs.retain(|sign| !is_word(sign, documents));
        let named = named(&signs);
        let what = match told_by_content(source).find(|other| is_annotated(other, format, source, reading)) {
            Some(other) => format!("as {} it has", other.name),
            None if signs.is_empty() => continue,
            None => format!("there is {named} in it"),
        };
        report.file(&source.name);
        report.left_out("", format!("as {} it has no annotations, but {what}", format.name));
    }
}

/// Tells of each row of which nothing was read and nothing was said, although something in it looks like annotations.
fn tell_unread_rows(format: &Format, source: &Source, documents: &[Annotated], report: &mut Report) {
    let is_json = source.text().is_ok_and(|text| text.trim_start().starts_with(['{', '[']));
    let rows = if is_json { json::rows(source).unwrap_or_default() } else { Vec::new() };
    // Otherwise it is not known which row a document comes from.
    if rows.len() != documents.len() {
        return;
    }
    let told: BTreeSet<String> =
        report.entries.iter().filter_map(|it| it.place.split([':', '.']).next().map(str::to_owned)).collect();
    report.file(&source.name);
    for ((place, row), document) in rows.iter().zip(documents) {
        let is_silent = document.is_bare() && !told.contains(place);
        let signs = if is_silent { signs_of_row(row) } else { Vec::new() };
        if !signs.is_empty() {
            let named = named(&signs);
            report.left_out(place, format!("as {} it has no annotations, but there is {named} in it", format.name));
        }
    }
}

/// Whether what looks like an annotation is part of a word where the file says which words there are: a text may speak of tags.
fn is_word(sign: &str, documents: &[Annotated]) -> bool {
    let sign = sign.trim_end_matches('>');
    documents.iter().any(|document| {
        let sentences = document.layout.iter().flat_map(|layout| layout.iter());
        let mut words = sentences.flat_map(|sentence| &sentence.tokens).map(|range| document.document.slice(*range));
        words.any(|word| word.contains(sign))
    })
}

/// The first of some signs, as they are told.
fn named(signs: &[String]) -> String {
    let named: Vec<String> = signs.iter().take(MAX_SIGNS).map(|sign| format!("`{}`", excerpt(sign))).collect();
    named.join(", ")
}

/// What is read of a file without others.
fn alone(format: &Format, source: &Source, reading: &Reading) -> Option<(Vec<Annotated>, Report)> {
    let mut report = Report::default();
    let read = format.read.map(|read| read(std::slice::from_ref(source), reading, &mut report))?;
    Some((read.ok()?, report))
}

/// Whether another format finds annotations in a file, or knows it for its own but for the texts that belong to it.
fn is_annotated(other: &Format, format: &Format, source: &Source, reading: &Reading) -> bool {
    other.id != format.id
        && other.purpose != Purpose::Articles
        && alone(other, source, reading).is_none_or(|(read, _)| !read.iter().all(Annotated::is_bare))
}
