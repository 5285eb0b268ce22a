//! Files of lines into a file of lines, a line at a time: memory is that of the longest line, however many there are.
//!
//! The lines are looked at twice: first for what they have in common, which is above all what their offsets count, then to
//! write them. So each is converted as it would be among the others.

use crate::args::Convert;
use crate::convert::{Told, refuse, selection, tell_losses, units};
use crate::files::{Input, Place, had_enough, unwritten};
use crate::pending::Pending;
use crate::progress::Progress;
use crate::report;
use postil_decode::{Decoder, Encoding, Native, mark};
use postil_formats::{Error, Format, Reading, Report, Source, Survey, Writing, is_zip, parse, serialise, sniff};
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Read, Seek, Write};
use std::path::Path;

/// The beginning of a file, from which its format is told.
const HEAD_BYTES: u64 = 256 << 10;

/// The formats of the inputs, when all of them can be converted line by line, and so can what is written.
pub fn formats(options: &Convert, inputs: &[Input], out: &Path) -> Result<Option<Vec<&'static Format>>, Error> {
    // A file of lines says of no document that it is done: that is told once for all of them.
    if options.done || !options.to.lines || !matches!(Place::of(out), Place::Stdout | Place::File) || inputs.is_empty()
    {
        return Ok(None);
    }
    inputs.iter().map(|input| format(options, input)).collect()
}

/// The format of a file of lines; None where a line does not stand by itself.
fn format(options: &Convert, input: &Input) -> Result<Option<&'static Format>, Error> {
    let bad = |error: io::Error| Error::new(&input.name, "", error);
    let Some(reader) = input.reader()? else { return Ok(None) };
    let mut head = Vec::new();
    reader.take(HEAD_BYTES).read_to_end(&mut head).map_err(bad)?;
    let has_lines = match options.encoding {
        Some(encoding) => encoding.has_ascii_blanks(),
        // What is in another encoding is told when all of it is there, with what it may be.
        None => mark(&head).is_none_or(|(marked, _)| marked == Encoding::UTF_8) && is_utf8(&head),
    };
    if is_zip(&head) || !has_lines {
        return Ok(None);
    }
    if let Some(encoding) = options.encoding {
        head = Native.lossy(encoding, &head).into_bytes();
    }
    let found = options.from.or_else(|| sniff(&input.name, &head)).filter(|format| format.lines);
    let Some(format) = found else { return Ok(None) };
    // A document over several lines, or a list of all in one, is sometimes called lines too.
    let mut first = Vec::new();
    let Some(mut reader) = input.reader()? else { return Ok(None) };
    while first.trim_ascii().is_empty() {
        first.clear();
        if reader.read_until(b'\n', &mut first).map_err(bad)? == 0 {
            break;
        }
    }
    if let Some(encoding) = options.encoding {
        first = Native.lossy(encoding, &first).into_bytes();
    }
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first).trim_ascii();
    let is_row = first.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok();
    Ok(is_row.then_some(format))
}

/// Whether the beginning of a file is UTF-8, but for a character that goes on behind it.
fn is_utf8(head: &[u8]) -> bool {
    std::str::from_utf8(head).err().is_none_or(|error| error.error_len().is_none())
}

/// Converts; says how many inputs failed, with those that are missing.
///
/// # Errors
/// When something cannot be read or written, or would be lost with `--strict`. Then nothing is written.
pub fn run(
    options: &Convert, inputs: &[Input], formats: &[&'static Format], missing: usize, out: &Path,
) -> Result<usize, Error> {
    let (reading, writing) = units(options);
    let (selection, holds) = (selection(options), writing.holds(options.to));
    let mut told = Told::new(options.quiet);
    let total = inputs.iter().map(Input::len).sum();
    let mut progress = Progress::new("looked at", total, options.quiet);
    let mut survey = Survey::default();
    let mut readings = Vec::new();
    for (input, from) in inputs.iter().zip(formats) {
        if options.from.is_none() && !options.quiet {
            report(&format!("1 file of {}", from.name));
        }
        lines(input, options.encoding, &mut progress, |line| {
            // What is wrong with it is told when it is written.
            if let Ok(mut line) = line.and_then(|line| parse(from, &[line], &reading)) {
                selection.apply(&mut line.documents);
                survey.line(&line, &holds);
            }
            Ok(())
        })?;
        let mut decided = Report::default();
        let unit = survey.unit(&input.name, &mut decided);
        readings.push(Reading { unit: reading.unit.or(unit), ..reading });
        if reading.unit.is_none() {
            told.tell(&decided);
        }
    }
    progress = Progress::new("converted", total, options.quiet);
    let writing = Writing { survey: Some(&survey), ..writing };
    let mut target = Target::new(options, out)?;
    let (mut failed, mut losses) = (missing, survey.losses(&holds));
    for ((input, from), reading) in inputs.iter().zip(formats).zip(&readings) {
        let mut is_whole = true;
        let mut rest = true;
        lines(input, options.encoding, &mut progress, |line| {
            match line.and_then(|line| parse(from, &[line], reading)) {
                Ok(mut read) => {
                    is_whole &= !read.report.has_left_out();
                    told.tell(&read.report);
                    losses.merge(selection.apply(&mut read.documents));
                    let written = serialise(options.to, &read.documents, &writing)?;
                    losses.merge(written.losses);
                    for file in &written.files {
                        rest &= target.write(&file.bytes, out)?;
                    }
                }
                Err(error) => {
                    is_whole = false;
                    report(&error.to_string());
                }
            }
            Ok(())
        })?;
        failed += usize::from(!is_whole);
        if !rest {
            return Ok(failed);
        }
    }
    drop(progress);
    told.finish();
    tell_losses(options, &losses);
    if options.strict && (failed > 0 || told.has_repaired() || !losses.is_lossless()) {
        return Err(refuse(out));
    }
    target.finish(out)?;
    Ok(failed)
}

/// Goes through the lines of a file that are not empty, in UTF-8 where a person said what they are in. A line that is not in
/// that is passed on as an error.
fn lines(
    input: &Input, encoding: Option<Encoding>, progress: &mut Progress,
    mut visit: impl FnMut(Result<Source, Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(mut reader) = input.reader()? else { return Ok(()) };
    for first_line in 1.. {
        let mut bytes = Vec::new();
        let read = reader.read_until(b'\n', &mut bytes).map_err(|error| Error::new(&input.name, "", error))?;
        if read == 0 {
            break;
        }
        progress.add(read);
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let in_utf8 = match encoding {
            None => Ok(bytes),
            Some(encoding) => Native.strict(encoding, &bytes).map(String::into_bytes).ok_or(encoding),
        };
        visit(match in_utf8 {
            Ok(bytes) => Ok(Source { first_line, ..Source::new(&*input.name, bytes) }),
            Err(encoding) => {
                Err(Error::new(&input.name, format!("line {first_line}"), format!("it is not {encoding}")))
            }
        })?;
    }
    Ok(())
}

/// Where lines go.
enum Target {
    File(BufWriter<Pending>),
    Stdout(BufWriter<io::StdoutLock<'static>>),
    /// For standard output, when all is well.
    Aside(BufWriter<File>),
}

impl Target {
    fn new(options: &Convert, out: &Path) -> Result<Self, Error> {
        let bad = |error: io::Error| unwritten(out, error);
        Ok(match Place::of(out) {
            Place::Stdout if options.strict => Self::Aside(BufWriter::new(tempfile::tempfile().map_err(bad)?)),
            Place::Stdout => Self::Stdout(BufWriter::new(io::stdout().lock())),
            _ => {
                let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
                folder.map_or(Ok(()), fs::create_dir_all).map_err(bad)?;
                Self::File(BufWriter::new(Pending::new(out).map_err(bad)?))
            }
        })
    }

    /// Whether anybody still listens.
    fn write(&mut self, bytes: &[u8], out: &Path) -> Result<bool, Error> {
        match self {
            Self::File(file) => file.write_all(bytes).map(|()| true).map_err(|error| unwritten(out, error)),
            Self::Aside(file) => file.write_all(bytes).map(|()| true).map_err(|error| unwritten(out, error)),
            Self::Stdout(stdout) => match stdout.write_all(bytes) {
                Ok(()) => Ok(true),
                Err(error) => had_enough(error, out).map(|()| false),
            },
        }
    }

    fn finish(self, out: &Path) -> Result<(), Error> {
        let bad = |error: io::Error| unwritten(out, error);
        match self {
            Self::File(file) => file.into_inner().map_err(|error| bad(error.into_error()))?.finish().map_err(bad),
            Self::Stdout(mut stdout) => stdout.flush().or_else(|error| had_enough(error, out)),
            Self::Aside(file) => {
                let mut file = file.into_inner().map_err(|error| bad(error.into_error()))?;
                file.rewind().map_err(bad)?;
                io::copy(&mut file, &mut io::stdout().lock()).map(drop).or_else(|error| had_enough(error, out))
            }
        }
    }
}
