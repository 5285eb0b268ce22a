//! UIMA CAS, as XMI with its type system and as JSON 0.4: offsets in UTF-16 units, ends exclusive; a file a document.
//!
//! Spans are named entities of DKPro, so that INCEpTION shows them; what DKPro has no type for gets one of its own in the
//! type system that is written along.

pub(crate) mod dkpro;
mod json_form;
mod model;
mod read;
mod write;
mod xmi;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, LabelScores, Naming, Schemas, TextRule, Values, Which};
use dkpro::attribute_name;

pub(crate) use dkpro::LABELS;

/// Whether a type, without its package, is one of words, sentences and syntax, which nobody annotates.
pub(crate) fn is_passed(name: &str) -> bool {
    dkpro::PASSED.contains(&name)
}

const HOLDS: Holds = Holds {
    naming: Naming::File,
    attribute_name,
    discontinuous: false,
    link_uris: false,
    relations: Ends::SpansAndEvents,
    clusters: Ends::Spans,
    events: Ends::SpansAndEvents,
    attributes: Which::Linked,
    values: Values::Text,
    notes: Which::None,
    scores: Which::None,
    document_labels: false,
    label_scores: LabelScores::None,
    sets: false,
    dct: false,
    schema: Schemas::None,
    ..Holds::ALL
};

pub(crate) const XMI: Format = Format {
    id: "xmi",
    name: "UIMA CAS XMI",
    about: "UTF-16 units; .xmi and TypeSystem.xml",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Utf16),
    extensions: &["xmi"],
    lines: false,
    sniff: |probe| {
        if probe.is_xml() && probe.head.contains(":XMI") && probe.head.contains("omg.org/XMI") { 95 } else { 0 }
    },
    read: Some(xmi::read),
    write: Some(xmi::write),
    holds: Holds { text: TextRule::Xml, ..HOLDS },
};

pub(crate) const JSON: Format = Format {
    id: "cas-json",
    name: "UIMA CAS JSON",
    about: "UTF-16 units; types in the file",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Utf16),
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has(".%FEATURE_STRUCTURES:l") || probe.has(".%FEATURE_STRUCTURES:o") { 98 } else { 0 },
    read: Some(json_form::read),
    write: Some(json_form::write),
    holds: HOLDS,
};
