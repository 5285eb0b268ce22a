//! STAM JSON: stores of texts, data and annotations. Offsets in code points, ends exclusive, counted from the beginning of what is
//! selected or, where negative, from its end.
//!
//! STAM has no vocabulary: ours is the data set `postil`, and attributes stand in the data set `attributes`. Of others a key
//! called label, type, class, category or tag says the label, and all other keys are attributes.

mod data;
mod read;
mod select;
mod store;
mod write;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, LabelScores, Naming, Values, Which};
pub(crate) use store::includes;

pub(crate) const FORMAT: Format = Format {
    id: "stam",
    name: "STAM JSON",
    about: "code points; texts inside or included",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has(".@type:s") && probe.head.contains("\"AnnotationStore\"") { 95 } else { 0 },
    read: Some(read::read),
    write: Some(write::write),
    holds: Holds {
        naming: Naming::Unique,
        discontinuous: true,
        zero_width: true,
        links: true,
        link_uris: true,
        relations: Ends::Spans,
        clusters: Ends::Spans,
        attributes: Which::All,
        values: Values::Json,
        notes: Which::All,
        scores: Which::All,
        document_labels: true,
        label_scores: LabelScores::All,
        sets: true,
        language: true,
        dct: true,
        ..Holds::SPANS
    },
};

/// Our own data set, and the one of attributes.
const OURS: &str = "postil";
const ATTRIBUTES: &str = "attributes";

/// Keys of our own data set.
mod key {
    pub(super) const LABEL: &str = "label";
    pub(super) const NOTE: &str = "note";
    pub(super) const SCORE: &str = "score";
    pub(super) const LINK: &str = "link";
    pub(super) const LINK_URI: &str = "link-uri";
    /// Whose annotation it is: a person's, or a program's.
    pub(super) const ANNOTATOR: &str = "annotator";
    pub(super) const PROGRAM: &str = "program";
    /// Of documents.
    pub(super) const LANGUAGE: &str = "language";
    pub(super) const DATE: &str = "date";
    pub(super) const ALL: [&str; 9] = [LABEL, NOTE, SCORE, LINK, LINK_URI, ANNOTATOR, PROGRAM, LANGUAGE, DATE];
}
