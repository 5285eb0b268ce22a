//! spaCy's own forms: documents as JSON, training tuples, the training JSON of version 2, and DocBin. Offsets in code
//! points, ends exclusive; the last two count tokens.
//!
//! Entities must not overlap and are written where they do not; as soon as some do, all stand in the span group `sc`
//! besides, and so they do in JSON as soon as one has a link, which entities cannot have there.

mod docbin;
mod found;
mod json_form;
mod symbols;
mod tuples;
mod v2;
pub(crate) mod words;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Holds, LabelScores, Naming};

const HOLDS: Holds = Holds {
    naming: Naming::Lost,
    blank_edges: false,
    entities: true,
    within_words: Some("written, but spaCy trains without those that do not begin and end with its own tokens"),
    document_labels: true,
    label_scores: LabelScores::Probabilities,
    ..Holds::SPANS
};

pub(crate) const JSON: Format = Format {
    id: "spacy",
    name: "spaCy Doc JSON",
    about: "code points",
    purpose: Purpose::Training,
    unit: Some(Unit::Char),
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| match () {
        () if probe.has("*.text:s")
            && probe.any(&["*.tokens[].start:n", "*.tokens:l"])
            && probe.any(&["*.ents:l", "*.sents:l", "*.spans:o"]) =>
        {
            85
        }
        () if probe.has("*.text:s") && probe.has("*.ents[].start:n") => 60,
        () => 0,
    },
    read: Some(json_form::read),
    write: Some(json_form::write),
    holds: Holds { links: true, link_uris: false, ..HOLDS },
};

pub(crate) const TUPLES: Format = Format {
    id: "spacy-tuples",
    name: "spaCy training tuples",
    about: "code points; [text, {\"entities\": …}] in JSON or Python, also as NER Annotator has them",
    purpose: Purpose::Training,
    unit: Some(Unit::Char),
    extensions: &["json", "jsonl", "py"],
    lines: false,
    sniff: |probe| match () {
        () if ["[][].entities:l", "[][].spans:o", "[][].cats:o", "[].entities:l"]
            .iter()
            .any(|path| probe.has(path))
            && (probe.has("[][]:s") || probe.has("[]:s")) =>
        {
            90
        }
        () if probe.has(".annotations[][].entities:l") && probe.has(".annotations[][]:s") => 90,
        () if tuples::in_python(&probe.head) => 90,
        () => 0,
    },
    read: Some(tuples::read),
    write: Some(tuples::write),
    holds: HOLDS,
};

pub(crate) const V2: Format = Format {
    id: "spacy-v2",
    name: "spaCy training JSON, version 2",
    about: "BILUO on tokens",
    purpose: Purpose::Training,
    unit: None,
    extensions: &["json"],
    lines: false,
    sniff: |probe| if probe.has("*.paragraphs[].sentences:l") { 90 } else { 0 },
    read: Some(v2::read),
    write: Some(v2::write),
    holds: Holds { overlap: crate::loss::Overlap::None, ..HOLDS },
};

pub(crate) const DOCBIN: Format = Format {
    id: "docbin",
    name: "spaCy DocBin",
    about: "tokens; .spacy",
    purpose: Purpose::Training,
    unit: None,
    extensions: &["spacy"],
    lines: false,
    sniff: |probe| match (&probe.bytes[..], probe.extension.as_str()) {
        ([0x78, ..], "spacy") => 95,
        _ => 0,
    },
    read: Some(docbin::read),
    write: Some(docbin::write),
    holds: Holds { links: true, link_uris: false, ..HOLDS },
};
