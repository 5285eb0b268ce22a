//! Label Studio JSON: offsets in code points (UTF-16 units before 2021, decided by the quotes), ends exclusive; tasks with
//! annotations and predictions, and the labelling configuration that they need. Regions of HTML count in the text of the page. The
//! flat exports, JSON-MIN, CSV and TSV, are read too.

mod config;
mod flat;
mod page;
mod read;
mod tags;
mod write;

use crate::document::{Looks, Report, Schema, Unit};
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, LabelScores, Naming, Schemas, Values, Which};
use crate::syntax::xml::Element;
use tags::tag_name;

/// What a labelling interface offers, with its colours, keys and hints.
pub(crate) fn configuration(root: &Element) -> (Schema, Looks) {
    let mut schema = Schema::default();
    config::read(root, &mut schema, &mut Report::default());
    let looks = config::looks(root, &schema);
    (schema, looks)
}

pub(crate) const FORMAT: Format = Format {
    id: "labelstudio",
    name: "Label Studio JSON",
    about: "code points, decided by the quotes; tasks and config.xml",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["json", "csv", "tsv"],
    lines: false,
    sniff: |probe| match () {
        () if probe.any(&["*.annotations[].result:l", "*.predictions[].result:l", "*.completions[].result:l"]) => 90,
        () if flat::is_flat(probe) => 88,
        () if probe.has("*.data:o") && probe.any(&["*.data.text:s", "*.annotations:l", "*.predictions:l"]) => 70,
        () => 0,
    },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        naming: Naming::Kept,
        zero_width: false,
        discontinuous: false,
        attribute_name: tag_name,
        links: false,
        link_uris: false,
        relations: Ends::Spans,
        clusters: Ends::None,
        events: Ends::None,
        attributes: Which::Spans,
        values: Values::Json,
        notes: Which::Spans,
        scores: Which::Spans,
        label_scores: LabelScores::None,
        across_sets: false,
        language: false,
        dct: false,
        schema: Schemas::Flat,
        ..Holds::ALL
    },
};
