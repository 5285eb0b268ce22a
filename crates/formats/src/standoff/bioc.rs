//! BioC XML and JSON: an offset and a length, counted from the beginning of the document. The DTD says bytes, most tools
//! count code points: quotes decide when read, code points are written and the collection says so.

mod collection;
mod json_form;
mod read;
mod write;
mod xml_form;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Holds, Naming, Schemas, TextRule, Values, Which};
use collection::attribute_name;

const HOLDS: Holds = Holds {
    naming: Naming::Kept,
    attribute_name,
    link_uris: false,
    attributes: Which::All,
    // One compares the quote with all from the first part to the last, another (bconv) with the parts alone.
    gaps: Some("written with what stands in their parts, which the validator of the library bioc does not take"),
    values: Values::Text,
    notes: Which::None,
    scores: Which::None,
    document_labels: false,
    label_scores: crate::loss::LabelScores::None,
    sets: false,
    language: false,
    dct: false,
    schema: Schemas::None,
    ..Holds::ALL
};

pub(crate) const JSON: Format = Format {
    id: "bioc-json",
    name: "BioC JSON",
    about: "code points, decided by the quotes",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has("*.documents[].passages:l") || probe.has("*.passages[].offset:n") { 95 } else { 0 },
    read: Some(json_form::read),
    write: Some(json_form::write),
    holds: HOLDS,
};

pub(crate) const XML: Format = Format {
    id: "bioc",
    name: "BioC XML",
    about: "code points, decided by the quotes",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["xml"],
    lines: false,
    sniff: |probe| {
        if probe.is_xml() && probe.head.contains("<collection") && probe.head.contains("<document") { 95 } else { 0 }
    },
    read: Some(xml_form::read),
    write: Some(xml_form::write),
    holds: Holds { text: TextRule::Xml, ..HOLDS },
};
