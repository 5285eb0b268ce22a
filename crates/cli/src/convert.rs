//! `postil convert`.

use crate::args::{Convert, Unit};
use crate::{files, report};
use postil_formats::{Annotated, Error, Format, Reading, Report, Source, Writing, gather, parse, serialise};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Files of lines that are larger than this are converted piece by piece.
const WHOLE_BYTES: u64 = 32 << 20;
/// Lines of such a piece.
const PIECE_LINES: usize = 2000;

/// Converts; says how many inputs failed.
///
/// # Errors
/// Only of writing messages.
pub fn run(options: &Convert) -> io::Result<usize> {
    let Some((out, inputs)) = options.files.split_last() else { return Ok(1) };
    let done = match streamed(options, inputs, out) {
        Some(done) => done,
        None => whole(options, inputs, out),
    };
    done.or_else(|error| {
        report(&error.to_string());
        Ok(1)
    })
}

/// What was read of some inputs, and how many of them failed.
pub fn read(
    inputs: &[PathBuf], from: Option<&'static Format>, reading: &Reading, quiet: bool,
) -> (Vec<Annotated>, usize) {
    let (mut sources, mut failed) = (Vec::new(), 0);
    for input in inputs {
        match files::read(input) {
            Ok(found) => sources.extend(found),
            Err(error) => {
                failed += 1;
                report(&error.to_string());
            }
        }
    }
    let (groups, errors) = gather(sources, from);
    failed += errors.len();
    errors.iter().for_each(|error| report(&error.to_string()));
    let mut documents = Vec::new();
    for group in &groups {
        if from.is_none() && !quiet {
            let files = if group.sources.len() == 1 { "file" } else { "files" };
            report(&format!("{} {files} of {}", group.sources.len(), group.format.name));
        }
        match parse(group.format, &group.sources, reading) {
            Ok(parsed) => {
                failed += usize::from(parsed.report.has_left_out());
                tell(&parsed.report, quiet);
                documents.extend(parsed.documents);
            }
            Err(error) => {
                failed += 1;
                report(&error.to_string());
            }
        }
    }
    (documents, failed)
}

fn tell(told: &Report, quiet: bool) {
    if quiet {
        return;
    }
    told.entries.iter().for_each(|entry| report(&entry.to_string()));
    let more: usize = told.more.iter().sum();
    if more > 0 {
        report(&format!("{more} further remarks"));
    }
}

fn units(options: &Convert) -> (Reading, Writing) {
    (Reading { unit: options.unit.map(Unit::of_formats) }, Writing { unit: options.to_unit.map(Unit::of_formats) })
}

fn whole(options: &Convert, inputs: &[PathBuf], out: &Path) -> Result<usize, Error> {
    let (reading, writing) = units(options);
    let (documents, failed) = read(inputs, options.from, &reading, options.quiet);
    let written = serialise(options.to, &documents, &writing)?;
    for loss in &written.losses.0 {
        if !options.quiet || options.strict {
            report(&format!("in {}: {loss}", options.to.name));
        }
    }
    if options.strict && (failed > 0 || !written.losses.0.is_empty()) {
        return Err(Error::new(&out.to_string_lossy(), "", "not written, since something would be lost (--strict)"));
    }
    files::write(&written.files, out)?;
    Ok(failed)
}

/// A large file of lines into another, so that memory is bounded by a piece of it. None where that does not apply.
fn streamed(options: &Convert, inputs: &[PathBuf], out: &Path) -> Option<Result<usize, Error>> {
    let ([input], Some(from)) = (inputs, options.from) else { return None };
    let is_large = input.metadata().is_ok_and(|it| it.is_file() && it.len() > WHOLE_BYTES);
    let is_file = out.extension().is_some_and(|end| !end.eq_ignore_ascii_case("zip")) || out.as_os_str() == "-";
    (from.lines && options.to.lines && is_large && is_file && !options.strict)
        .then(|| stream(options, from, input, out))
}

fn stream(options: &Convert, from: &'static Format, input: &Path, out: &Path) -> Result<usize, Error> {
    let (reading, writing) = units(options);
    let name = input.to_string_lossy().into_owned();
    let bad = |name: &str, error: io::Error| Error::new(name, "", error);
    let mut reader = BufReader::new(File::open(input).map_err(|error| bad(&name, error))?);
    let target = out.to_string_lossy();
    let mut writer: Box<dyn Write> = match out.as_os_str() == "-" {
        true => Box::new(io::stdout().lock()),
        false => Box::new(BufWriter::new(File::create(out).map_err(|error| bad(&target, error))?)),
    };
    let (mut failed, mut first_line) = (0, 1);
    loop {
        let mut bytes = Vec::new();
        let mut lines = 0;
        while lines < PIECE_LINES && reader.read_until(b'\n', &mut bytes).map_err(|error| bad(&name, error))? > 0 {
            lines += 1;
        }
        if lines == 0 {
            break;
        }
        let source = Source { first_line, ..Source::new(name.clone(), bytes) };
        first_line += lines;
        match parse(from, &[source], &reading) {
            Ok(parsed) => {
                failed += usize::from(parsed.report.has_left_out());
                tell(&parsed.report, options.quiet);
                let written = serialise(options.to, &parsed.documents, &writing)?;
                for file in &written.files {
                    writer.write_all(&file.bytes).map_err(|error| bad(&target, error))?;
                }
            }
            Err(error) => {
                failed += 1;
                report(&error.to_string());
            }
        }
    }
    writer.flush().map_err(|error| bad(&target, error))?;
    Ok(failed)
}
