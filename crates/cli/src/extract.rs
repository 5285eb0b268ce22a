//! `postil extract`.

use crate::args::Extract;
use crate::input::{Trouble, documents};
use crate::output::Writer;
use crate::report;
use postil_extract::{Model, Settings, digest, digest_with, extract, extract_with};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// The model that the page has too.
const MODEL: &[u8] = include_bytes!("../../extract/models/en.postil-model");

/// Reads every input and writes what is found; says how many inputs failed.
///
/// # Errors
/// Only of writing: trouble with an input is reported and counted.
pub fn run(options: &Extract) -> io::Result<usize> {
    let model = || Arc::new(Model::read(MODEL).expect("the model was checked when it was built in"));
    if options.digest {
        return writeln!(io::stdout(), "{} {}", digest(), digest_with(&model())).map(|()| 0);
    }
    let model = (!options.rules).then(model);
    let stdin = [PathBuf::from("-")];
    let files = if options.files.is_empty() { &stdin[..] } else { &options.files[..] };
    let mut writer = Writer::new(BufWriter::new(io::stdout().lock()), options.to, options.unit, options.why);
    let mut failed = 0;
    for file in files {
        let piped = file.as_os_str() == "-";
        documents(file, options.from, |document| {
            let document = match document {
                Ok(document) => document,
                Err(Trouble(why)) => {
                    failed += 1;
                    report(&why);
                    return Ok(());
                }
            };
            let settings = Settings { dct: document.dct.or(options.dct), layers: options.layers };
            let found = match &model {
                Some(model) => extract_with(&document.text, settings, model),
                None => extract(&document.text, settings),
            };
            writer.document(&document, &found)?;
            // Whoever feeds us through a pipe may wait for each answer.
            if piped { writer.flush() } else { Ok(()) }
        })?;
    }
    writer.finish()?;
    Ok(failed)
}
