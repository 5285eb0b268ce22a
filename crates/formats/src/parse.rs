//! Reading files that belong together.

use crate::document::mend::mend;
use crate::document::{Parsed, Report};
use crate::format::{Format, Reading};
use crate::syntax::{Error, Source};

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
    documents.iter_mut().for_each(|document| mend(document, &mut report));
    Ok(Parsed { documents, report })
}
