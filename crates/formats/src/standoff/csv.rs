//! CSV and TSV, a span a row: offsets in code points, ends exclusive, decided by the quotes; RFC 4180 quoting for both.
//! Relations stand in a second file, by the numbers of the rows' spans. What spreadsheets write where a comma is that of numbers,
//! semicolons between cells, is read too.

mod read;
mod rows;
mod write;

use self::read::read;
use self::rows::sniff;
use self::write::write;
use crate::document::Unit;
use crate::format::{Format, Purpose};
use crate::loss::{Ends, Holds, Naming, Which};

const HOLDS: Holds = Holds {
    naming: Naming::Unique,
    discontinuous: true,
    zero_width: true,
    links: true,
    link_uris: true,
    relations: Ends::Spans,
    scores: Which::Spans,
    document_labels: true,
    ..Holds::SPANS
};

pub(crate) const CSV: Format = Format {
    id: "csv",
    name: "CSV",
    about: "code points; a span a row",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["csv"],
    lines: false,
    sniff: |probe| sniff(probe, b",;|"),
    read: Some(read),
    write: Some(|documents, writing| write(documents, writing, b',', "csv")),
    holds: HOLDS,
};

pub(crate) const TSV: Format = Format {
    id: "tsv",
    name: "TSV",
    about: "code points; a span a row, quoted as CSV",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Char),
    extensions: &["tsv"],
    lines: false,
    sniff: |probe| sniff(probe, b"\t"),
    read: Some(read),
    write: Some(|documents, writing| write(documents, writing, b'\t', "tsv")),
    holds: HOLDS,
};
