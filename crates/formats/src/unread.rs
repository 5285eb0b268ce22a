//! What in a file looks like annotations, so that no file is taken for a text without any where its reader looked for them
//! elsewhere.

use crate::syntax::Source;
use crate::syntax::json::{self, Value};
use csv::ReaderBuilder;
use std::collections::BTreeSet;

/// Fields and columns that say a label.
const LABELS: &[&str] = &[
    "label",
    "labels",
    "tag",
    "tags",
    "ner",
    "ner_tag",
    "ner_tags",
    "entity",
    "entity_type",
    "entity_label",
    "entity_group",
    "category",
    "relation",
    "choices",
];

/// Fields that list spans.
const SPANS: &[&str] = &[
    "locations",
    "spans",
    "span",
    "entities",
    "ents",
    "annotations",
    "mentions",
    "labels",
    "label",
    "denotations",
    "tags",
    "result",
    "results",
    "predictions",
];

/// Fields of words, each of which has its place and its part of speech.
const WORDS: &[&str] = &["tokens", "words", "sents", "sentences"];

/// What begins a span, and what ends it or says how long it is.
const ENDS: &[[&str; 2]] = &[
    ["start", "end"],
    ["begin", "end"],
    ["start_offset", "end_offset"],
    ["start_char", "end_char"],
    ["offset", "length"],
];

/// Names in common markup.
const ELEMENTS: &[&str] = &["ENAMEX", "TIMEX", "NUMEX", "persName", "placeName", "orgName", "annotation"];

/// Names of what looks like annotations in a file, sorted; none where nothing does.
pub(crate) fn signs(source: &Source) -> Vec<String> {
    let Ok(text) = source.text() else { return Vec::new() };
    let mut found = BTreeSet::new();
    if text.trim_start().starts_with(['{', '[']) {
        json::rows(source).unwrap_or_default().iter().for_each(|(_, row)| in_value(row, "", &mut found));
    } else {
        let is_there = |name: &&&str| text.contains(&format!("<{name} ")) || text.contains(&format!("<{name}>"));
        found.extend(ELEMENTS.iter().filter(is_there).map(|name| format!("<{name}>")));
        found.extend(in_table(&text));
        found.extend(in_columns(&text));
    }
    found.into_iter().collect()
}

/// The same of one row of JSON.
pub(crate) fn signs_of_row(row: &Value) -> Vec<String> {
    let mut found = BTreeSet::new();
    in_value(row, "", &mut found);
    found.into_iter().collect()
}

/// What stands in a field of JSON.
fn in_value(value: &Value, field: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let number = |name: &str| value.get(name).filter(|it| it.as_text().is_none()).and_then(Value::as_int);
            for [start, end] in ENDS.iter().filter(|_| SPANS.contains(&field)) {
                if let (Some(from), Some(to)) = (number(start), number(end))
                    && (to >= from || *end == "length")
                {
                    found.extend([*start, *end].map(str::to_owned));
                }
            }
            for (name, value) in fields.iter().filter(|(name, _)| !WORDS.contains(&name.as_str())) {
                if is_label_name(name) && is_label(value) {
                    found.insert(name.clone());
                }
                in_value(value, name, found);
            }
        }
        Value::List(items) => {
            // A span as a list, such as `[0, 3, "PER"]`.
            if let [Value::Int(start), Value::Int(end), Value::Text(_), ..]
            | [Value::Text(_), Value::Int(start), Value::Int(end), ..] = &items[..]
                && start <= end
            {
                found.insert(field.to_owned());
            }
            items.iter().for_each(|item| in_value(item, field, found));
        }
        _ => {}
    }
}

/// Whether a field says a label, or lists some.
fn is_label(value: &Value) -> bool {
    match value {
        Value::Text(text) => is_named(text),
        Value::List(items) => items.iter().any(is_label),
        _ => false,
    }
}

/// Whether a field or column says labels, such as `label` or `doc_label`; not of words, as `pos_tags`.
fn is_label_name(name: &str) -> bool {
    let is_label =
        |label: &&str| name.strip_suffix(label).is_some_and(|rest| rest.is_empty() || rest.ends_with(['_', '.']));
    LABELS.iter().any(is_label) && !["pos", "chunk", "dep"].iter().any(|of_words| name.starts_with(of_words))
}

/// Whether it is a label, and not the sign for none.
fn is_named(label: &str) -> bool {
    !matches!(label.trim(), "" | "O")
}

/// Columns of a table, by their heads.
fn in_table(text: &str) -> BTreeSet<String> {
    let head = text.lines().next().unwrap_or_default();
    // A remark before columns of words, whatever it says, is no head.
    if head.starts_with('#') && head.contains(" = ") {
        return BTreeSet::new();
    }
    let sign =
        [b',', b'|', b';', b'\t'].into_iter().max_by_key(|sign| head.bytes().filter(|byte| byte == sign).count());
    let mut reader = ReaderBuilder::new().delimiter(sign.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> =
        reader.headers().into_iter().flatten().map(|cell| cell.trim().to_ascii_lowercase()).collect();
    let has = |name: &str| heads.len() > 1 && heads.iter().any(|head| head == name);
    let is_end = |name: &str| ENDS.iter().any(|ends| ends.contains(&name) && ends.iter().all(|end| has(end)));
    let is_sign = |name: &str, cell: &str| {
        is_label_name(name) && has(name) && is_named(cell) || is_end(name) && cell.trim().parse::<u32>().is_ok()
    };
    let mut found = BTreeSet::new();
    if heads.iter().any(|name| is_label_name(name) || is_end(name)) {
        for record in reader.records().map_while(Result::ok) {
            let cells = heads.iter().zip(record.iter()).filter(|(name, cell)| is_sign(name, cell));
            found.extend(cells.map(|(name, _)| name.clone()));
        }
    }
    found
}

/// A column of tags such as `B-PER` and `O`, and of nothing else.
fn in_columns(text: &str) -> Option<String> {
    let is_row = |line: &&str| !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("-DOCSTART-");
    // Counted from the end, since a word may have a blank in it: a tag of each column, if it may hold tags.
    let mut columns: Vec<Option<&str>> = Vec::new();
    for (n, line) in text.lines().filter(is_row).enumerate() {
        // Where tabs part columns, blanks are of the words.
        let cells: Vec<&str> = match line.contains('\t') {
            true => line.trim_end().split('\t').rev().map(str::trim).collect(),
            false => line.split_whitespace().rev().collect(),
        };
        if n == 0 {
            columns = vec![Some(""); cells.len()];
        }
        columns.truncate(cells.len());
        for (column, cell) in columns.iter_mut().zip(cells) {
            let is_tag = matches!(cell.as_bytes(), [b'B' | b'I' | b'E' | b'L' | b'S' | b'U', b'-', _, ..]);
            *column = match *column {
                Some("") if is_tag => Some(cell),
                Some(seen) if is_tag || matches!(cell, "O" | "_" | "-") => Some(seen),
                _ => None,
            };
        }
        if columns.iter().all(Option::is_none) {
            return None;
        }
    }
    let has_words = columns.iter().any(Option::is_none);
    let found = columns.into_iter().flatten().find(|tag| !tag.is_empty());
    found.filter(|_| has_words).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_annotations_is_seen() {
        for (text, expected) in [
            (r#"{"text": "Mia left.", "marks": [[0, 3, "P"]]}"#, "marks"),
            (r#"{"text": "Mia left.", "marks": [["P", 0, 3, 0.5]]}"#, "marks"),
            (r#"{"text": "Mia left.", "annotations": [{"begin": 0, "end": 3, "what": "P"}]}"#, "begin end"),
            (
                r#"{"text": "Mia left.", "entities": [{"offset": 0, "length": 3, "category": "P"}]}"#,
                "category length offset",
            ),
            (r#"[{"words": ["Mia"], "tags": ["B-P"]}, {"words": ["left"], "tags": ["O"]}]"#, "tags"),
            ("{\"a\": \"x\"}\n{\"a\": \"y\", \"label\": \"P\"}", "label"),
            (r#"{"text": "Mia left.", "entities": [], "tags": ["O", "O"], "label": ""}"#, ""),
            (r#"{"text": "Mia left.", "tokens": [{"start": 0, "end": 3, "tag": "NNP"}]}"#, ""),
            ("Mia B-P\nleft O\n\nLeo B-Q\n", "B-P"),
            ("1\tMia\tNNP\tB-P\n2\tleft\tVBD\tO\n", "B-P"),
            ("Mia NNP\nleft VBD\n", ""),
            ("B-52 bombers fly.\nI-95 is a road.\n", ""),
            ("A-1\nB-1\n", ""),
            ("O\nO\n", ""),
            ("# newdoc id = a, b.c = x-y_entity\n1\tMia, B.\n", ""),
            ("# newdoc id = a;global.entity;\n1;Mia;B\n", ""),
            ("I-P was here once\tO\n", ""),
            ("E-mail\n", ""),
            ("sentence;Entity;note\nMia left.;P;\n", "entity"),
            ("sentence,start,end\nMia left.,0,3\n", "end start"),
            ("sentence,entity\nMia left.,O\n", ""),
            ("We start, in the end, with a label.\nAnd go on, a, b.\n", ""),
            ("<s><ENAMEX TYPE=\"PERSON\">Mia</ENAMEX> left.</s>", "<ENAMEX>"),
            ("", ""),
        ] {
            assert_eq!(signs(&Source::new("a", text)).join(" "), expected, "{text}");
        }
    }
}
