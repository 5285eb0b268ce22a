//! A file as rows with named cells.

use crate::document::Report;
use crate::probe::Probe;
use crate::syntax::{Error, Source};
use ::csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

pub(super) const DOC_ID: &[&str] = &["doc_id", "id", "doc"];
pub(super) const TEXT: &[&str] = &["text"];
pub(super) const SPAN_ID: &[&str] = &["span_id"];
pub(super) const START: &[&str] = &["start", "start_offset", "begin"];
pub(super) const END: &[&str] = &["end", "end_offset", "stop"];
pub(super) const FRAGMENTS: &[&str] = &["fragments"];
pub(super) const LABEL: &[&str] = &["label", "type", "tag"];
pub(super) const QUOTE: &[&str] = &["span_text", "quote", "mention"];
pub(super) const SCORE: &[&str] = &["score"];
pub(super) const LINK: &[&str] = &["link", "kb_id"];
pub(super) const LINK_URI: &[&str] = &["link_uri"];
pub(super) const DOC_LABEL: &[&str] = &["doc_label"];
pub(super) const HEAD: &[&str] = &["head"];
pub(super) const TAIL: &[&str] = &["tail"];
pub(super) const RELATION: &[&str] = &["relation", "label", "type"];
const RELATION_ID: &[&str] = &["relation_id"];

/// All columns that are known, under all their names.
const KNOWN: [&[&str]; 16] = [
    DOC_ID,
    TEXT,
    SPAN_ID,
    START,
    END,
    FRAGMENTS,
    LABEL,
    QUOTE,
    SCORE,
    LINK,
    LINK_URI,
    DOC_LABEL,
    HEAD,
    TAIL,
    RELATION,
    RELATION_ID,
];

/// What may part cells.
const SIGNS: [u8; 4] = *b",\t;|";

/// The first line of a file, what parts the cells in it, and how many lines precede it. Excel begins with `sep=;` where it says
/// the sign itself.
struct Head {
    sign: u8,
    names: Vec<String>,
    before: usize,
}

impl Head {
    /// The sign is that under which most columns are known.
    fn of(text: &str) -> Self {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let said = first.trim_matches('"').strip_prefix("sep=").and_then(|sign| sign.bytes().next());
        let (line, before) = if said.is_some() { (lines.next().unwrap_or_default(), 1) } else { (first, 0) };
        let line = line.to_ascii_lowercase();
        let names = |sign: u8| -> Vec<String> {
            line.split(char::from(sign)).map(|name| name.trim().trim_matches('"').to_owned()).collect()
        };
        let known = |sign: &u8| names(*sign).iter().filter(|name| is_known(name)).count();
        // Of equal ones the first.
        let sign = said.or_else(|| SIGNS.into_iter().rev().max_by_key(known)).unwrap_or(SIGNS[0]);
        Self { sign, names: names(sign), before }
    }

    fn has(&self, wanted: &[&str]) -> bool {
        self.names.iter().any(|name| wanted.contains(&name.as_str()))
    }
}

fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|names| names.contains(&name))
}

/// A head with a text, a label or places, parted by one of these signs.
pub(super) fn sniff(probe: &Probe, signs: &[u8]) -> u8 {
    let head = Head::of(&probe.head);
    match () {
        () if !signs.contains(&head.sign) || head.names.len() < 2 => 0,
        () if head.has(TEXT) && head.has(&["label", "doc_label", "start"]) => 85,
        () if head.has(RELATION_ID) && head.has(HEAD) => 85,
        () => 0,
    }
}

/// A row, by the names of its columns.
pub(super) struct Row {
    pub(super) place: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// The first cell of these that says anything.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().filter_map(|name| self.cells.get(*name)).map(String::as_str).find(|cell| !cell.is_empty())
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.cells.contains_key(*name))
    }
}

/// # Errors
/// When it is no table, or one of which no column is known.
pub(super) fn rows(source: &Source, report: &mut Report) -> Result<Vec<Row>, Error> {
    let text = source.text()?;
    let Head { sign, before, .. } = Head::of(&text);
    let table = text.splitn(before + 1, '\n').last().unwrap_or_default();
    let mut reader = ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(table.as_bytes());
    let line_of = |position: Option<&::csv::Position>| position.map_or(1, ::csv::Position::line) as usize + before;
    let bad =
        |report: &Report, error: ::csv::Error| report.error(format!("line {}", line_of(error.position())), &error);
    let head = reader.headers().map_err(|error| bad(report, error))?;
    let head: Vec<String> = head.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let has = |wanted: &[&str]| head.iter().any(|name| wanted.contains(&name.as_str()));
    if !(has(TEXT) || has(DOC_ID) || has(HEAD) && has(TAIL)) {
        let listed =
            |names: &[String]| names.iter().map(|name| crate::document::excerpt(name)).collect::<Vec<_>>().join(", ");
        let wanted = "text, with doc_id, start, end and label, or doc_label; or head, tail and relation";
        return Err(report.error(
            format!("line {}", before + 1),
            format!("no column is known of {}; looked for are {wanted}", listed(&head)),
        ));
    }
    let unknown: Vec<String> = head.iter().filter(|name| !is_known(name) && !name.is_empty()).cloned().collect();
    if !unknown.is_empty() {
        report.decided("", format!("columns that are not known here are passed over: {}", unknown.join(", ")));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record: StringRecord = record.map_err(|error| bad(report, error))?;
        let place = format!("line {}", line_of(record.position()));
        if record.len() > head.len() {
            report.left_out(&place, format!("it has {} cells, and there are {} columns", record.len(), head.len()));
        }
        let cells = head.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        rows.push(Row { place, cells });
    }
    Ok(rows)
}
