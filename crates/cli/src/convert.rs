//! `postil convert`.

use crate::args::Convert;
use crate::files::{self, Input};
use crate::{encoding, pending, report, stream};
use postil_decode::Encoding;
use postil_formats::{
    Annotated, Error, Format, InUtf8, Losses, Outcome, Reading, Report, Selection, Source, Writing, gather, in_utf8,
    parse_each, serialise,
};
use std::io;
use std::path::{Path, PathBuf};

/// Converts; says how many inputs failed.
///
/// # Errors
/// Only of writing messages.
pub fn run(options: &Convert) -> io::Result<usize> {
    let Some((out, inputs)) = options.files.split_last() else { return Ok(1) };
    pending::clean_up_when_interrupted();
    let (inputs, missing) = open(inputs);
    let done = stream::formats(options, &inputs, out).and_then(|formats| match formats {
        Some(formats) => stream::run(options, &inputs, &formats, missing, out),
        None => whole(options, &inputs, missing, out),
    });
    done.or_else(|error| {
        report(&error.to_string());
        Ok(1)
    })
}

/// The inputs that there are, and how many are missing.
fn open(paths: &[PathBuf]) -> (Vec<Input>, usize) {
    let mut failed = 0;
    let opened = paths.iter().filter_map(|path| {
        let input = Input::open(path).map_err(|error| report(&error.to_string()));
        failed += usize::from(input.is_err());
        input.ok()
    });
    (opened.collect(), failed)
}

/// What was read of an input, and how much of it failed.
pub fn read(
    input: &Path, from: Option<&'static Format>, encoding: Option<Encoding>, reading: &Reading,
) -> (Vec<Annotated>, usize) {
    let (inputs, failed) = open(&[input.to_owned()]);
    let mut told = Told::new(true);
    let (documents, more) = read_all(&inputs, from, encoding, reading, &mut told);
    (documents, failed + more)
}

fn read_all(
    inputs: &[Input], from: Option<&'static Format>, encoding: Option<Encoding>, reading: &Reading, told: &mut Told,
) -> (Vec<Annotated>, usize) {
    let (mut sources, mut failed) = (Vec::new(), 0);
    for input in inputs {
        match input.read() {
            Ok(found) => sources.extend(found),
            Err(error) => {
                failed += 1;
                report(&error.to_string());
            }
        }
    }
    failed += add_beside(inputs, &mut sources, told.quiet);
    let InUtf8 { sources, report: decided, undecided, .. } = in_utf8(sources, &encoding::reading(encoding), None);
    failed += undecided.len();
    for undecided in undecided {
        report(&undecided.error().to_string());
        encoding::hint(&undecided.refusal);
    }
    let (groups, errors) = gather(sources, from);
    failed += errors.len();
    errors.iter().for_each(|error| report(&error.to_string()));
    let mut documents = Vec::new();
    told.tell(&decided);
    for group in groups {
        if from.is_none() && !told.quiet {
            let files = if group.sources.len() == 1 { "file" } else { "files" };
            report(&format!("{} {files} of {}", group.sources.len(), group.format.name));
        }
        let (parsed, errors) = parse_each(group.format, group.sources, reading);
        failed += errors.len() + usize::from(parsed.report.has_left_out());
        errors.iter().for_each(|error| report(&error.to_string()));
        told.tell(&parsed.report);
        documents.extend(parsed.documents);
    }
    told.finish();
    (documents, failed)
}

/// Reads what stands beside files that were named without it, and tells that; says how much failed.
fn add_beside(inputs: &[Input], sources: &mut Vec<Source>, quiet: bool) -> usize {
    let mut failed = 0;
    for input in inputs {
        for path in input.beside(sources) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if sources.iter().any(|source| source.name == name) {
                continue;
            }
            match Input::open(&path).and_then(|beside| beside.read()) {
                Ok(found) => {
                    if !quiet {
                        report(&format!("{name} is read too: it stands beside {}", input.name));
                    }
                    sources.extend(found);
                }
                Err(error) => {
                    failed += 1;
                    report(&error.to_string());
                }
            }
        }
    }
    failed
}

/// Remarks on what was read: so many of each kind are told, and the rest are counted.
pub struct Told {
    counts: [usize; 3],
    more: usize,
    quiet: bool,
}

impl Told {
    pub fn new(quiet: bool) -> Self {
        Self { counts: [0; 3], more: 0, quiet }
    }

    pub fn tell(&mut self, remarks: &Report) {
        const MAX_TOLD: usize = 1000;
        self.more += remarks.more.iter().sum::<usize>();
        for entry in &remarks.entries {
            let count = &mut self.counts[match entry.outcome {
                Outcome::Decided => 0,
                Outcome::Repaired => 1,
                Outcome::LeftOut => 2,
            }];
            *count += 1;
            if *count > MAX_TOLD {
                self.more += 1;
            } else if !self.quiet {
                report(&entry.to_string());
            }
        }
    }

    /// Whether anything was not as it should be, though it could be mended.
    pub fn has_repaired(&self) -> bool {
        self.counts[1] > 0
    }

    pub fn finish(&self) {
        if self.more > 0 && !self.quiet {
            report(&format!("{} further remarks", self.more));
        }
    }
}

pub fn units(options: &Convert) -> (Reading, Writing<'static>) {
    let writing = Writing { unit: options.to_unit, nested: options.nested, survey: None };
    (Reading { unit: options.unit, markup: options.markup }, writing)
}

/// What of the documents is written.
pub fn selection(options: &Convert) -> Selection {
    Selection { layers: options.layers.clone(), is_done: options.done }
}

/// What the format cannot hold.
pub fn tell_losses(options: &Convert, losses: &Losses) {
    if options.quiet && !options.strict {
        return;
    }
    let name = options.to.name;
    let (aside, missed): (Vec<_>, Vec<_>) = losses.0.iter().partition(|loss| loss.is_aside && !options.strict);
    missed.iter().for_each(|loss| report(&format!("in {name}: {loss}")));
    if !aside.is_empty() {
        let aside: Vec<String> = aside.iter().map(ToString::to_string).collect();
        report(&format!("in {name}, where it is hardly missed: {}", aside.join("; ")));
    }
}

/// Why nothing is written with `--strict`.
pub fn refuse(out: &Path) -> Error {
    Error::new(&out.to_string_lossy(), "", "not written, since something would be lost or was repaired (--strict)")
}

/// Reads everything, then writes everything.
fn whole(options: &Convert, inputs: &[Input], missing: usize, out: &Path) -> Result<usize, Error> {
    let (reading, writing) = units(options);
    let mut told = Told::new(options.quiet);
    let (mut documents, failed) = read_all(inputs, options.from, options.encoding, &reading, &mut told);
    let failed = failed + missing;
    let mut losses = selection(options).apply(&mut documents);
    if options.done && documents.is_empty() && !options.quiet {
        report("no document is done: projects of Postil say which are, other files know of no such thing");
    }
    let written = serialise(options.to, &documents, &writing)?;
    losses.merge(written.losses);
    tell_losses(options, &losses);
    if options.strict && (failed > 0 || told.has_repaired() || !losses.is_lossless()) {
        return Err(refuse(out));
    }
    files::write(&written.files, out)?;
    Ok(failed)
}
