//! W3C Web Annotation (JSON-LD): positions in code points, ends exclusive, as the Recommendation says; several tools count
//! UTF-16 units, so that the quotes decide when read. The texts stand beside it, each in a `.txt` that the `source` of its
//! annotations names, or in one of the same name. Hypothesis has the same places in rows of its own, in UTF-16 units.

mod beside;
pub(crate) mod hypothesis;
mod read;
mod selector;
mod write;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, Naming, Values, Which};
use crate::probe::Probe;
pub(crate) use beside::base;

pub(crate) const FORMAT: Format = Format {
    id: "w3c",
    name: "W3C Web Annotation",
    about: "code points and quotes; .jsonld and .txt",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["jsonld"],
    lines: false,
    sniff,
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        naming: Naming::File,
        attribute_name: |name| name.replace('=', "_"),
        discontinuous: true,
        zero_width: true,
        links: true,
        link_uris: true,
        relations: Ends::Spans,
        attributes: Which::Spans,
        values: Values::Text,
        notes: Which::Spans,
        document_labels: true,
        sets: true,
        ..Holds::SPANS
    },
};

const CONTEXT: &str = "www.w3.org/ns/anno.jsonld";

/// Some leave the context out.
fn sniff(probe: &Probe) -> u8 {
    let targets = ["*.target:o", "*.target:l", "*.items[].target:o", "*.@graph[].target:o"];
    match () {
        () if probe.is_json() && probe.head.contains(CONTEXT) => 95,
        () if probe.any(&["*.type:s", "*.motivation:s"])
            && probe.any(&["*.body:o", "*.body:l"])
            && probe.any(&targets) =>
        {
            60
        }
        () => 0,
    }
}
