//! `postil extract`.

use crate::args::Extract;
use crate::input::{Trouble, documents};
use crate::output::Writer;
use crate::report;
use postil_extract::{Settings, digest, extract};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Reads every input and writes what is found; says how many inputs failed.
///
/// # Errors
/// Only of writing: trouble with an input is reported and counted.
pub fn run(options: &Extract) -> io::Result<usize> {
    if options.digest {
        return writeln!(io::stdout(), "{}", digest()).map(|()| 0);
    }
    let stdin = [PathBuf::from("-")];
    let files = if options.files.is_empty() { &stdin[..] } else { &options.files[..] };
    let mut writer = Writer::new(BufWriter::new(io::stdout().lock()), options.to, options.unit);
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
            writer.document(&document, &extract(&document.text, settings))?;
            // Whoever feeds us through a pipe may wait for each answer.
            if piped { writer.flush() } else { Ok(()) }
        })?;
    }
    writer.finish()?;
    Ok(failed)
}
