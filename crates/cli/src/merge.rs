//! `postil merge`: the union of project files, as two people's or two devices'.

use crate::args::Merge;
use crate::files::{self, KEPT, is_same};
use crate::{pending, report};
use postil_core::{Record, RecordKey, Store};
use postil_formats::File;
use postil_project::{Union, union};
use std::fs;
use std::io;
use std::path::Path;

/// How much is said of one record, in characters.
const EXCERPT: usize = 80;

/// Reads all files and writes what they hold together; what people changed at the same time in different ways is told.
/// Says how many things were wrong.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Merge) -> io::Result<usize> {
    pending::clean_up_when_interrupted();
    let Some((out, inputs)) = options.files.split_last() else { return Ok(0) };
    let mut files = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    for input in inputs {
        let name = input.to_string_lossy().into_owned();
        match fs::read(input).map_err(|error| error.to_string()).and_then(text) {
            Ok(text) => files.push((name, text)),
            Err(error) => {
                report(&format!("{name}: {error}"));
                refused.push(name);
            }
        }
    }
    let union = union(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for (name, problem) in &union.problems {
        report(&format!("{name}: {problem}"));
        refused.push(name.clone());
    }
    let failed = refused.len();
    if union.read == 0 || options.strict && failed > 0 {
        report("nothing was written");
        return Ok(failed);
    }
    if refused.iter().any(|name| is_same(Path::new(name), out)) {
        report(&format!("{}: {KEPT}", out.display()));
        return Ok(failed);
    }
    let store = union.store();
    if let Err(error) = files::write(&[File::new("project.postil.json", union.write(&store))], out) {
        report(&error.to_string());
        return Ok(failed + 1);
    }
    if !options.quiet {
        let disputed = store.disputed();
        for key in &disputed {
            report(&told(&store, &union, key));
        }
        let documents = count(store.documents().len(), "document");
        let (steps, conflicts) = (count(union.steps(), "step"), count(disputed.len(), "conflict"));
        report(&format!("{} merged: {documents}, {steps}, {conflicts}", count(union.read, "file")));
    }
    Ok(failed)
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
}

/// What each side says of a record, and what holds until somebody settles it.
fn told(store: &Store, union: &Union, key: &RecordKey) -> String {
    let sides: Vec<String> = store
        .heads(key)
        .iter()
        .filter_map(|dot| store.transaction(*dot))
        .map(|step| {
            let op = step.ops.iter().find(|op| op.key == *key);
            format!("{}: {}", step.annotator, shown(union, op.and_then(|op| op.after.as_deref())))
        })
        .collect();
    let stands = shown(union, store.get(key).map(|record| &**record));
    format!("conflict: {}; {stands} stands until it is edited", sides.join(", "))
}

/// A record in a few words: a span by its label and text, everything else by its kind and what it holds.
fn shown(union: &Union, record: Option<&Record>) -> String {
    let Some(record) = record else { return "deleted".to_owned() };
    if let Record::Span(span) = record {
        let cover = span.fragments.cover();
        let words = union.documents().get(&span.doc).map_or("", |document| document.slice(cover));
        return format!("{} “{}” at byte {}", span.label, excerpt(words), cover.start().to_usize());
    }
    let held = serde_json::to_string(record).unwrap_or_default();
    format!("{} {}", record.kind(), excerpt(&held))
}

fn excerpt(words: &str) -> String {
    match words.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
