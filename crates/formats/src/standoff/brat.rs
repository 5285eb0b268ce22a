//! brat standoff: offsets in code points, ends exclusive; a `.txt` and a `.ann` for each document, and `annotation.conf`. The
//! shared tasks of BioNLP have what is given in `.a1` and what is to be found in `.a2`.

mod conf;
mod escape;
mod look;
mod read;
mod write;

use crate::document::{Looks, Report, Schema, Unit};
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, LabelScores, Naming, Schemas, Values, Which, ascii_name};
use crate::syntax::{Error, Source};

/// What annotations of one text end in that stand in several files, in the order in which they build on each other: entities,
/// events, coreference, relations.
pub(crate) const PARTS: [&str; 4] = ["a1", "a2", "co", "rel"];

/// Whether a file with this ending has annotations of a text beside it.
pub(crate) fn is_annotations(extension: &str) -> bool {
    extension == "ann" || PARTS.contains(&extension)
}

/// What a configuration says, with the colours and keys that stand in other files.
///
/// # Errors
/// When a file is no text.
pub(crate) fn configuration(sources: &[Source], report: &mut Report) -> Result<(Schema, Looks), Error> {
    let Some(first) = sources.first() else { return Ok(Default::default()) };
    let schema = conf::read(first, sources, report)?;
    let looks = look::looks(&schema, sources)?;
    Ok((schema, looks))
}

pub(crate) const FORMAT: Format = Format {
    id: "brat",
    name: "brat standoff",
    about: "code points; .txt, .ann (or .a1 and .a2), annotation.conf and visual.conf",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["ann", "a1", "a2", "co", "rel"],
    lines: false,
    sniff: |probe| {
        let is_line = |line: &str| {
            let mut parts = line.split('\t');
            let id = parts.next().unwrap_or_default();
            let body = parts.next().unwrap_or_default();
            id == "*"
                || id.starts_with(['T', 'R', 'E', 'A', 'M', 'N', '#'])
                    && id[1..].bytes().all(|b| b.is_ascii_digit())
                    && body.contains([' ', ':'])
        };
        let mut lines = probe.lines().filter(|line| !line.is_empty());
        match lines.next() {
            Some(first) if is_line(first) && lines.all(is_line) => 80,
            None if is_annotations(&probe.extension) => 50,
            _ => 0,
        }
    },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        naming: Naming::File,
        blank_edges: false,
        rename: ascii_name,
        attribute_name: ascii_name,
        relations: Ends::SpansAndEvents,
        clusters: Ends::Spans,
        events: Ends::SpansAndEvents,
        attributes: Which::Named,
        values: Values::Choices,
        notes: Which::Linked,
        scores: Which::None,
        document_labels: false,
        label_scores: LabelScores::None,
        sets: false,
        language: false,
        dct: false,
        schema: Schemas::Types,
        ..Holds::ALL
    },
};
