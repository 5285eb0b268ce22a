//! `postil extract`.

use crate::args::Extract;
use crate::encoding;
use crate::input::{Trouble, documents};
use crate::output::Writer;
use crate::report;
use postil_extract::{Model, RULES_VERSION, Settings, digest, digest_with, extract, extract_with};
use std::fs;
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
    let model = match model(options) {
        Ok(model) => model.map(Arc::new),
        Err(why) => {
            report(&why);
            return Ok(1);
        }
    };
    if options.digest {
        let with_model = model.as_ref().map(|model| format!(" {} {}", digest_with(model), model.version()));
        return writeln!(io::stdout(), "{} {RULES_VERSION}{}", digest(), with_model.unwrap_or_default()).map(|()| 0);
    }
    let stdin = [PathBuf::from("-")];
    let files = if options.files.is_empty() { &stdin[..] } else { &options.files[..] };
    let mut writer = Writer::new(BufWriter::new(io::stdout().lock()), options.to, options.unit, options.why);
    let mut failed = 0;
    for file in files {
        let piped = file.as_os_str() == "-";
        documents(file, options.from, options.encoding, |document| {
            let document = match document {
                Ok(document) => document,
                Err(trouble) => {
                    failed += 1;
                    tell(&trouble);
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

fn tell(trouble: &Trouble) {
    match trouble {
        Trouble::Document(why) => report(why),
        Trouble::File(name, refusal) => {
            let line = refusal.damage.as_ref().map(|damage| format!(":{}", damage.place.line)).unwrap_or_default();
            report(&format!("{name}{line}: it {}", refusal.problem.trim_end_matches('.')));
            encoding::hint(refusal);
        }
    }
}

/// The model that is asked for, if any.
fn model(options: &Extract) -> Result<Option<Model>, String> {
    if options.rules {
        return Ok(None);
    }
    let Some(file) = &options.model else {
        return Ok(Some(Model::read(MODEL).expect("the model that is built in is right")));
    };
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Model::read(&bytes).map(Some).map_err(|error| format!("{}: {error}", file.display()))
}
