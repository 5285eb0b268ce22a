//! Flat exports, JSON-MIN, CSV and TSV: a row for each annotation, with the data of its task and what each control says side by
//! side. They become tasks as in the full export.

use super::tags::TEXT;
use crate::document::{Report, Schema, excerpt};
use crate::probe::Probe;
use crate::syntax::json::{self, Value, object};
use crate::syntax::{Error, Source};
use csv::ReaderBuilder;
use postil_core::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of an annotation beside its result.
const ABOUT: [&str; 8] =
    ["id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "inner_id", "total_annotations"];

/// What says where a region is.
const PLACE: [&str; 5] = ["start", "end", "startOffset", "endOffset", "globalOffsets"];

/// Whether a file is a flat export.
pub(super) fn is_flat(probe: &Probe) -> bool {
    if probe.is_json() {
        let is_region = probe.has_in_field("[].start:n") || probe.has_in_field("[].start:s");
        let is_labelled = probe.has_in_field("[].labels[]:s") || probe.has_in_field("[].hypertextlabels[]:s");
        return is_region && is_labelled || probe.has("*.annotation_id:n") && probe.has("*.lead_time:n");
    }
    let head = probe.lines().next().unwrap_or_default();
    let names: Vec<&str> = head.split([',', '\t']).map(|name| name.trim_matches('"')).collect();
    let has_regions = || {
        let is_labelled =
            ["labels", "hypertextlabels"].iter().any(|name| probe.head.contains(&format!("\"\"{name}\"\":")));
        is_labelled && probe.head.contains("\"\"start\"\":")
    };
    names.len() > 1 && (names.contains(&"annotation_id") && names.contains(&"lead_time") || has_regions())
}

/// The tasks of a file, each with its place.
///
/// # Errors
/// Where it is neither JSON nor a table.
pub(super) fn tasks(source: &Source, schema: &Schema, report: &mut Report) -> Result<Vec<(String, Value)>, Error> {
    let rows = if is_table(source) { table(source, report)? } else { json::rows(source)? };
    let mut tasks: Vec<(String, Value)> = Vec::new();
    // Where the task of an id and a text is among them, and what else tasks have in words.
    let (mut known, mut open) = (BTreeMap::new(), BTreeSet::new());
    for (place, row) in rows {
        let is_whole = ["data", "annotations", "completions", "predictions"].iter().any(|name| row.get(name).is_some());
        if is_whole || row.fields().is_empty() {
            tasks.push((place, row));
            continue;
        }
        let (data, annotation) = parted(&row, schema);
        let texts = data.fields().iter().filter(|(name, value)| name != "title" && value.as_text().is_some());
        open.extend(texts.map(|(name, _)| name.clone()));
        let id = row.get("id").and_then(Value::as_name);
        // What one annotation chose stands among the data of its row alone: the longest of it is the text.
        let longest = data.fields().iter().filter_map(|(_, value)| value.as_text()).max_by_key(|text| text.len());
        let key = id.zip(longest.map(str::to_owned));
        // Each annotation of a task is a row.
        let first = key.as_ref().and_then(|key| known.get(key)).copied();
        if let Some((_, Value::Object(fields))) = first.and_then(|i: usize| tasks.get_mut(i))
            && let Some((_, Value::List(annotations))) = fields.iter_mut().find(|(name, _)| name == "annotations")
        {
            annotations.push(annotation);
            continue;
        }
        known.extend(key.map(|key| (key, tasks.len())));
        let mut task = object! { "data" => data, "annotations" => vec![annotation] };
        if let Some(id) = row.get("id") {
            task.push("id", id.clone());
        }
        tasks.push((place, task));
    }
    if open.len() > 1 {
        let names: Vec<String> = open.into_iter().map(|name| format!("`{}`", excerpt(&name))).collect();
        let all = names.join(", ");
        report.decided(
            "",
            format!(
                "of {all} one is the text, and the others are passed over; the configuration says which are choices"
            ),
        );
    }
    Ok(tasks)
}

/// The data of a row, and its annotation.
fn parted(row: &Value, schema: &Schema) -> (Value, Value) {
    let (mut data, mut result) = (Vec::new(), Vec::new());
    for (name, value) in row.fields().iter().filter(|(name, _)| !ABOUT.contains(&name.as_str())) {
        let found = results(name, value, schema);
        match found.is_empty() {
            true => data.push((name.clone(), value.clone())),
            false => result.extend(found),
        }
    }
    let mut annotation = object! { "result" => result };
    if let Some(by) = row.get("annotator") {
        annotation.push("completed_by", by.clone());
    }
    (Value::Object(data), annotation)
}

/// What a control says: a list of regions, choices, or one of the choices that the configuration offers.
fn results(name: &str, value: &Value, schema: &Schema) -> Vec<Value> {
    if let Some(text) = value.as_text() {
        let is_choice = name != TEXT && schema.get(Kind::DocumentLabel, text).is_some();
        let said = object! { "choices" => vec![Value::from(text)] };
        return is_choice
            .then(|| object! { "from_name" => name, "type" => "choices", "value" => said })
            .into_iter()
            .collect();
    }
    let result = |value: &Value| {
        let kind = value.fields().iter().map(|(kind, _)| kind).find(|kind| is_kind(kind))?;
        let mut result = object! { "from_name" => name, "type" => kind, "value" => value.clone() };
        // What is said of one place is said of one region.
        let place = value.fields().iter().filter(|(name, _)| PLACE.contains(&name.as_str()));
        let place: Vec<String> = place.map(|(_, value)| value.compact()).collect();
        if !place.is_empty() {
            result.push("id", place.join(" "));
        }
        Some(result)
    };
    let items = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
    items.iter().filter_map(result).collect()
}

fn is_kind(name: &str) -> bool {
    name.ends_with("labels") || ["choices", "taxonomy", "rating", "number", "datetime"].contains(&name)
}

fn is_table(source: &Source) -> bool {
    let start = source.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&source.bytes).trim_ascii_start().first();
    !matches!(start, Some(b'[' | b'{') | None)
}

/// The rows of a table. Cells that hold JSON are what it says.
fn table(source: &Source, report: &Report) -> Result<Vec<(String, Value)>, Error> {
    let text = source.text()?;
    let head = text.lines().next().unwrap_or_default();
    let sign = if head.contains('\t') { b'\t' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(text.as_bytes());
    let bad = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        report.error(format!("line {line}"), error)
    };
    let names: Vec<String> = reader.headers().map_err(bad)?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let place = format!("line {}", record.position().map_or(0, csv::Position::line));
        let cell = |cell: &str| match cell.starts_with(['[', '{']) {
            true => json::parse(cell, &source.name, 1).unwrap_or_else(|_| Value::from(cell)),
            false => Value::from(cell),
        };
        let cells = names.iter().zip(record.iter()).filter(|(_, it)| !it.is_empty());
        rows.push((place, Value::Object(cells.map(|(name, it)| (name.clone(), cell(it))).collect())));
    }
    Ok(rows)
}
