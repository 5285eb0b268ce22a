//! `postil agree`: who said what of which text, and how it is shown; the figures are those of `postil-score`.

mod groups;
mod json;
mod page;
mod tables;

use crate::args::{Agree, Shown};
use crate::convert::read;
use crate::report;
use groups::{Raters, group};
use postil_formats::{Reading, Selection};
use postil_score::agree;
use std::io::{self, Write};

/// Compares; says how many inputs failed.
///
/// # Errors
/// Only of writing.
pub fn run(options: &Agree) -> io::Result<usize> {
    let selection = Selection { layers: options.layers.clone(), is_done: options.done };
    let mut failed = 0;
    let mut files = Vec::new();
    for path in &options.files {
        let (mut documents, more) = read(path, options.from, options.encoding, &Reading::default());
        failed += more;
        // What goes with a layer that is not wanted is not wanted either.
        let _ = selection.apply(&mut documents);
        files.push((path.as_path(), documents));
    }
    let raters = Raters::of(files, options.people);
    if raters.names.len() < 2 {
        report(&match raters.names.first() {
            Some(one) => format!("only `{one}` says something: there must be at least two to agree"),
            None => "nobody says anything in these files".to_owned(),
        });
        return Ok(failed.max(1));
    }
    let documents = group(&raters);
    let shared = documents.iter().filter(|it| it.ratings.iter().flatten().count() > 1).count();
    if shared == 0 {
        report(&format!("nothing is compared: no text was seen by two of {}", raters.names.join(", ")));
        return Ok(failed.max(1));
    }
    report(&format!(
        "{} raters, {shared} of {} documents seen by at least two of them: {}",
        raters.names.len(),
        documents.len(),
        raters.names.join(", ")
    ));
    let made = agree(&documents, raters.names.len(), options.samples as usize, options.seed);
    let mut out = io::stdout().lock();
    match options.to {
        Shown::Json => writeln!(out, "{}", json::value(&made, &raters.names, options))?,
        Shown::Text => write!(out, "{}", tables::text(&tables::tables(&made, &raters.names, options)))?,
        Shown::Csv => out.write_all(&tables::csv(&tables::tables(&made, &raters.names, options))?)?,
        Shown::Html => write!(out, "{}", page::page(&tables::tables(&made, &raters.names, options), &raters.names))?,
    }
    out.flush()?;
    Ok(failed)
}
