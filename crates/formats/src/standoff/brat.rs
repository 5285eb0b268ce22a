//! brat standoff: offsets in code points, ends exclusive; a `.txt` and a `.ann` for each document, and `annotation.conf`.

mod conf;
mod escape;
mod read;
mod write;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, LabelScores, Naming, Schemas, Values, Which, ascii_name};

pub(crate) const FORMAT: Format = Format {
    id: "brat",
    name: "brat standoff",
    about: "code points; .txt, .ann, annotation.conf and visual.conf",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["ann"],
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
            None if probe.extension == "ann" => 50,
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
