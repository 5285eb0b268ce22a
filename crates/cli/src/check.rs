//! `postil check`.

use crate::args::Check;
use crate::report;
use postil_project::{Report, schema};
use std::fs;
use std::io::{self, Write};

/// Verifies each file and says what is in it; what is wrong goes to standard error. Says how many files failed.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Check) -> io::Result<usize> {
    let mut out = io::stdout().lock();
    let mut failed = 0;
    for file in &options.files {
        let name = file.to_string_lossy();
        let Report { shape, summary, problems } = match fs::read(file) {
            Ok(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) if schema::is_schema(text) => {
                    failed += usize::from(!is_right_schema(text, &name, &mut out)?);
                    continue;
                }
                _ => postil_project::check(&bytes, &name),
            },
            Err(error) => {
                failed += 1;
                report(&format!("{name}: {error}"));
                continue;
            }
        };
        failed += usize::from(!problems.is_empty());
        for problem in &problems {
            report(&format!("{name}: {problem}"));
        }
        if let Some(shape) = shape {
            let counts = [
                (summary.documents, "documents"),
                (summary.spans, "spans"),
                (summary.relations, "relations"),
                (summary.clusters, "clusters"),
                (summary.events, "events"),
                (summary.transactions, "transactions"),
            ];
            let named =
                |(n, what): &(usize, &str)| format!("{n} {}", if *n == 1 { &what[..what.len() - 1] } else { what });
            let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(named).collect();
            let counts = if counts.is_empty() { "empty".to_owned() } else { counts.join(", ") };
            let verdict = if problems.is_empty() { "right" } else { "read in part" };
            writeln!(out, "{name}: {shape}, {verdict}: {counts}")?;
        }
    }
    out.flush()?;
    Ok(failed)
}

/// Says what is in a schema, and what is wrong with it; whether nothing is.
fn is_right_schema(text: &str, name: &str, out: &mut impl Write) -> io::Result<bool> {
    let schema = match schema::read(text) {
        Ok(schema) => schema,
        Err(error) => {
            report(&format!("{name}: {error}"));
            return Ok(false);
        }
    };
    let clashes = schema.clashes();
    for problem in schema.problems.iter().chain(&clashes) {
        report(&format!("{name}: {problem}"));
    }
    let is_right = schema.problems.is_empty() && clashes.is_empty();
    let verdict = match (schema.problems.is_empty(), is_right) {
        (_, true) => "right",
        (true, false) => "at odds with itself",
        (false, _) => "read in part",
    };
    writeln!(out, "{name}: schema, {verdict}: {}", schema.told())?;
    Ok(is_right)
}
