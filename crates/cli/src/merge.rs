//! `postil merge`: the union of project files, as two people's or two devices'.

use crate::args::Merge;
use crate::pending::{self, Pending};
use crate::report;
use postil_core::{Document, Record, RecordKey, Store};
use postil_project::{Union, project, union};
use std::fs;
use std::io::{self, Write};
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
    let mut failed = 0;
    let mut files = Vec::new();
    for input in inputs {
        let name = input.to_string_lossy().into_owned();
        match fs::read(input).map_err(|error| error.to_string()).and_then(text) {
            Ok(text) => files.push((name, text)),
            Err(error) => {
                failed += 1;
                report(&format!("{name}: {error}"));
            }
        }
    }
    let union = union(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    failed += union.problems.len();
    for (name, problem) in &union.problems {
        report(&format!("{name}: {problem}"));
    }
    if union.read == 0 || options.strict && failed > 0 {
        report("nothing was written");
        return Ok(failed);
    }
    let store = union.store();
    let documents: Vec<Document> = union.documents().values().cloned().collect();
    write(out, &project::write(&store, &documents))?;
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

fn write(out: &Path, text: &str) -> io::Result<()> {
    if out.as_os_str() == "-" {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        return out.flush();
    }
    let mut pending = Pending::new(out)?;
    pending.write_all(text.as_bytes())?;
    pending.finish()
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
