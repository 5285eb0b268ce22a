//! Argilla: records of version 2 with what people answered and programs suggest, and rows of version 1, which are only read.
//! Offsets in code points, ends exclusive; its page counts UTF-16 units, so that word edges decide when read.
//!
//! People and programs are sets of annotations. What is written is suggested: an answer belongs to a user whom only the server
//! knows.

mod answers;
mod records;
mod rows;

use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Holds, Naming};

pub(crate) const FORMAT: Format = Format {
    id: "argilla",
    name: "Argilla records",
    about: "code points; records of version 2",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["json", "jsonl"],
    lines: false,
    sniff: |probe| {
        let said = ["*.responses:o", "*.responses:l", "*.suggestions:o", "*.suggestions:l"];
        // Names with dots, where records are flat.
        let is_flat = || [".responses.users\"", ".suggestion.agent\""].iter().any(|name| probe.head.contains(name));
        match () {
            () if probe.has("*.fields:o") && probe.any(&said) => 92,
            () if probe.is_json() && is_flat() => 88,
            () => 0,
        }
    },
    read: Some(records::read),
    write: Some(records::write),
    holds: Holds { naming: Naming::Unique, document_labels: true, ..Holds::SPANS },
};

pub(crate) const ROWS: Format = Format {
    id: "argilla1",
    name: "Argilla rows, version 1",
    about: "code points; annotations and predictions",
    purpose: Purpose::Annotators,
    unit: Some(Unit::Char),
    extensions: &["jsonl", "json"],
    lines: false,
    sniff: |probe| {
        let spans = [
            "*.annotation[][]:n",
            "*.annotation[].start:n",
            "*.annotation.entities:l",
            "*.prediction[][]:n",
            "*.prediction[].start:n",
            "*.prediction.entities:l",
        ];
        let agents = ["*.annotation_agent:s", "*.annotation_agent:b", "*.prediction_agent:s", "*.prediction_agent:b"];
        match () {
            () if !probe.has("*.text:s") => 0,
            () if probe.has("*.tokens:l") && probe.any(&spans) => 92,
            () if probe.any(&agents) => 88,
            () => 0,
        }
    },
    read: Some(rows::read),
    write: None,
    holds: Holds { document_labels: true, ..Holds::SPANS },
};
