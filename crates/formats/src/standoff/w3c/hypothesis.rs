//! Rows of Hypothesis, as its search answers: offsets in UTF-16 units of the page's text, ends exclusive. The text stands in a
//! `.txt` beside them.

use super::beside::{Beside, Documents};
use super::read::{Said, take};
use super::selector::targets;
use crate::document::{Annotated, Report, Unit, labelled, settle};
use crate::format::{Format, Purpose, Reading};
use crate::loss::Holds;
use crate::syntax::json::{self, Value};
use crate::syntax::{Error, Source};

pub(crate) const FORMAT: Format = Format {
    id: "hypothesis",
    name: "Hypothesis",
    about: "UTF-16 units and quotes; rows of its search, and the page's text as .txt",
    purpose: Purpose::Interchange,
    unit: Some(Unit::Utf16),
    extensions: &["json"],
    lines: false,
    sniff: |probe| {
        let is_row = |start: &str| {
            [".uri:s", ".tags:l", ".target[].source:s"].iter().all(|path| probe.has(&format!("{start}{path}")))
        };
        if is_row(".rows[]") || is_row("*") { 90 } else { 0 }
    },
    read: Some(read),
    write: None,
    holds: Holds::SPANS,
};

const WITHOUT: &str = "Hypothesis does not give the text of the page that its offsets count; save it beside the rows";

fn read(sources: &[Source], reading: &Reading, report: &mut Report) -> Result<Vec<Annotated>, Error> {
    let mut made = Vec::new();
    let mut beside = Beside::new(sources);
    for source in sources.iter().filter(|source| source.extension() != "txt") {
        report.file(&source.name);
        let mut documents = Documents::new(source, &mut beside)?;
        for (place, row) in rows(source)? {
            if !row.list("references").is_empty() {
                report.left_out(place, "it answers another row, and says nothing of the text");
                continue;
            }
            let mut span = labelled("");
            span.facts.set = row.text("user").map(|user| user.trim_start_matches("acct:")).unwrap_or_default().into();
            span.facts.notes.extend(row.text("text").filter(|text| !text.is_empty()).map(str::to_owned));
            let labels = row.list("tags").iter().filter_map(Value::as_name).collect();
            let said = Said { labels, span, is_machine: false };
            for mut parts in targets(row.get("target")) {
                let uri = row.text("uri").unwrap_or_default();
                parts.iter_mut().filter(|part| part.source.is_empty()).for_each(|part| part.source = uri);
                take(&said, row.get("id").and_then(Value::as_name), &parts, &place, &mut documents, report)?;
            }
        }
        let mut drafts = documents.finish(source, WITHOUT, report)?;
        settle(&mut drafts, Unit::Utf16, false, reading.unit, report);
        made.extend(drafts.into_iter().map(|draft| draft.it));
    }
    Ok(made)
}

/// An answer with `rows`, or the rows by themselves.
fn rows(source: &Source) -> Result<Vec<(String, Value)>, Error> {
    let mut rows = Vec::new();
    for (place, mut value) in json::rows(source)? {
        match &mut value {
            Value::Object(fields) if fields.iter().any(|(name, value)| name == "rows" && !value.items().is_empty()) => {
                let found = fields.drain(..).find(|(name, _)| name == "rows").map(|(_, rows)| rows);
                let Some(Value::List(items)) = found else { continue };
                rows.extend(items.into_iter().enumerate().map(|(i, row)| (format!("rows[{i}]"), row)));
            }
            _ => rows.push((place, value)),
        }
    }
    Ok(rows)
}
