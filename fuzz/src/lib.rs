//! What reads files, as targets of a fuzzer: one for each format, and for what tells, packs and loads files.
//!
//! An input is some files: each is a line with its name and then its bytes, [`SEPARATOR`] stands between them. [`run`]
//! reads them and panics where something does not hold that must; [`seeds`] gives inputs to begin with. The program `fuzz`
//! is what libFuzzer drives, `seeds` writes the inputs to begin with. `docs/fuzzing.md` says how they are run.

mod holds;
mod seeds;
mod texts;

use postil_formats::{FORMATS, Format, Reading, Source, format, gather, parse, unzip};

pub use seeds::{dictionary, seeds};

/// Stands between the files of an input.
pub const SEPARATOR: &[u8] = b"\n\x1e\n";

/// Something that reads.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// Files that are said to be of a format.
    Format(&'static Format),
    /// Files of which nothing is said.
    Gather,
    /// An archive. The input is its bytes.
    Unzip,
    /// A project, annotations or a log of ours, with its history. The input is its text.
    Project,
    /// A text in whatever encoding. The input is its bytes.
    Decode,
}

impl Target {
    /// Every target.
    pub fn all() -> impl Iterator<Item = Self> {
        let formats = FORMATS.iter().filter(|format| format.reads()).map(Self::Format);
        formats.chain([Self::Gather, Self::Unzip, Self::Project, Self::Decode])
    }

    /// The target of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|target| target.name() == name)
    }

    /// Its name: that of the format, or what it does.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format(format) => format.id,
            Self::Gather => "gather",
            Self::Unzip => "unzip",
            Self::Project => "project",
            Self::Decode => "decode",
        }
    }
}

/// Reads an input. What is refused with an error is fine.
///
/// # Panics
/// When something does not hold that must: of what was read, of what is written of it, or of what is read of that.
pub fn run(target: Target, input: &[u8]) {
    match target {
        Target::Format(format) => read(format, &files(input)),
        Target::Gather => gathered(files(input)),
        Target::Unzip => {
            if let Ok(files) = unzip("a.zip", input) {
                gathered(files);
            }
        }
        Target::Project => holds::project(input, &seeds::fixture().1),
        Target::Decode => texts::text(input),
    }
}

fn read(format: &Format, files: &[Source]) {
    if let Ok(read) = parse(format, files, &Reading::default()) {
        holds::documents(format, &read.documents);
    }
}

fn gathered(files: Vec<Source>) {
    for group in gather(files, None).0 {
        read(group.format, &group.sources);
    }
}

/// The files of an input.
fn files(input: &[u8]) -> Vec<Source> {
    let mut files = Vec::new();
    let mut rest = Some(input);
    while let Some(bytes) = rest {
        let at = bytes.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
        let (file, others) = match at {
            Some(at) => (&bytes[..at], Some(&bytes[at + SEPARATOR.len()..])),
            None => (bytes, None),
        };
        let line = file.iter().position(|byte| *byte == b'\n').unwrap_or(file.len());
        let name = String::from_utf8_lossy(&file[..line]).into_owned();
        files.push(Source::new(name, file.get(line + 1..).unwrap_or_default()));
        rest = others;
    }
    files
}

/// An input of files.
fn input<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let files: Vec<Vec<u8>> = files.into_iter().map(|(name, bytes)| [name.as_bytes(), b"\n", bytes].concat()).collect();
    files.join(SEPARATOR)
}

/// The format that our own exports are made of.
fn ours() -> &'static Format {
    format("postil").expect("it is in the table")
}
