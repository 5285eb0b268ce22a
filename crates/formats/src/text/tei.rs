//! TEI with names inline, as Recogito exports them: no offsets at all; the text is that of `<text>` as an edition for readers
//! has it, and `docs/formats.md` says which. Spans nest; of two that cross the longer is kept.

mod elements;
mod read;
mod write;

use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, Naming, Overlap, TextRule};

pub(crate) const FORMAT: Format = Format {
    id: "tei",
    name: "TEI, names inline",
    about: "markup in the text; .xml",
    purpose: Purpose::Interchange,
    unit: None,
    extensions: &["xml", "tei"],
    lines: false,
    sniff: |probe| if probe.is_xml() && probe.head.contains(NAMESPACE) { 95 } else { 0 },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        text: TextRule::Xml,
        naming: Naming::File,
        overlap: Overlap::Nested,
        links: true,
        link_uris: true,
        relations: Ends::Spans,
        language: true,
        ..Holds::SPANS
    },
};

const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";
/// Elements that are spans, with the label that they have where they do not say a type.
const ELEMENTS: [(&str, &str); 12] = [
    ("persName", "PERSON"),
    ("placeName", "LOC"),
    ("orgName", "ORG"),
    ("geogName", "LOC"),
    ("date", "DATE"),
    ("time", "TIME"),
    ("measure", "QUANTITY"),
    ("num", "CARDINAL"),
    ("name", "name"),
    ("term", "term"),
    ("rs", "rs"),
    ("span", "span"),
];

/// Labels with an element of their own.
const LABELS: [(&str, &str); 12] = [
    ("PERSON", "persName"),
    ("PER", "persName"),
    ("LOC", "placeName"),
    ("GPE", "placeName"),
    ("FAC", "placeName"),
    ("ORG", "orgName"),
    ("DATE", "date"),
    ("TIME", "time"),
    ("QUANTITY", "measure"),
    ("CARDINAL", "num"),
    ("ORDINAL", "num"),
    ("MISC", "name"),
];

/// The label of an element that is a span, by its name in any case.
pub(super) fn label(element: &str) -> Option<&'static str> {
    ELEMENTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(element)).map(|(_, label)| *label)
}
