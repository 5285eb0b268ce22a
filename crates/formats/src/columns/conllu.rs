//! CoNLL-U with `Entity=` in MISC, as GUM and CorefUD have it: spans by brackets on words, those that mean the same under one
//! number, parts of a span as `1[1/2]`; and CoNLL-U Plus, whose further columns may hold tags. White space other than a blank stands in `SpacesAfter`, as UDPipe writes it.

mod entity;
mod layout;
mod read;
mod write;

use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, Naming, TextRule, Values, Which};

pub(crate) const FORMAT: Format = Format {
    id: "conllu",
    name: "CoNLL-U with Entity=",
    about: "words; entities and coreference in MISC",
    purpose: Purpose::Training,
    unit: None,
    extensions: &["conllu", "conllup"],
    lines: false,
    sniff: |probe| {
        let is_row = |line: &str| line.split('\t').count() == 10 && line.starts_with(|c: char| c.is_ascii_digit());
        let mut rows = probe.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        match rows.next() {
            Some(_) if probe.lines().take_while(|line| line.starts_with('#')).any(layout::names_columns) => 90,
            Some(first) if is_row(first) && (probe.extension.starts_with("conllu") || probe.head.starts_with("# ")) => {
                90
            }
            _ => 0,
        }
    },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        text: TextRule::SomeWords,
        naming: Naming::Kept,
        blank_edges: false,
        discontinuous: true,
        attribute_name: |name| {
            name.chars().map(|c| if c == '-' || c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
        },
        links: true,
        clusters: Ends::Spans,
        chains: true,
        attributes: Which::Spans,
        values: Values::Text,
        ..Holds::SPANS
    },
};
