//! Reading files that belong together.

use crate::document::mend::mend;
use crate::document::{Annotated, Parsed, Report, excerpt};
use crate::format::{Format, Purpose, Reading};
use crate::syntax::{Error, Source};
use crate::table::told_by_content;
use crate::unread::signs;

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
            continue;
        }
        let signs = signs(source);
        let named: Vec<String> = signs.iter().take(MAX_SIGNS).map(|sign| format!("`{}`", excerpt(sign))).collect();
        let what = match told_by_content(source).find(|other| is_annotated(other, format, source, reading)) {
            Some(other) => format!("as {} it has", other.name),
            None if signs.is_empty() => continue,
            None => format!("there is {} in it", named.join(", ")),
        };
        report.file(&source.name);
        report.left_out("", format!("as {} it has no annotations, but {what}", format.name));
    }
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
