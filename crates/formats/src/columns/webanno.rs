//! WebAnno TSV 3.3: offsets in UTF-16 units, ends exclusive; a token a line, layers as columns, annotations on parts of tokens
//! as lines of their own.

mod cells;
mod lines;
mod read;
mod write;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, Naming, TextRule, Values, Which};
use crate::standoff::cas::dkpro::attribute_name;

pub(crate) const FORMAT: Format = Format {
    id: "webanno",
    name: "WebAnno TSV 3.3",
    about: "UTF-16 units; tokens, spans and relations",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Utf16),
    extensions: &["tsv"],
    lines: false,
    sniff: |probe| if probe.head.starts_with("#FORMAT=WebAnno TSV") { 99 } else { 0 },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        text: TextRule::Tsv,
        naming: Naming::File,
        blank_edges: false,
        attribute_name,
        zero_width: true,
        links: true,
        relations: Ends::Spans,
        attributes: Which::Linked,
        values: Values::Text,
        ..Holds::SPANS
    },
};
