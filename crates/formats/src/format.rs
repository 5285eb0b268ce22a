//! The table of formats: one entry each, with how it is told from others, read, written, and what it holds.

use crate::document::annotated::Annotated;
use crate::document::unit::Unit;
use crate::loss::holds::Holds;
use crate::syntax::json;
use crate::{Error, File, Report, Source, Survey};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

/// A format of annotations.
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What offsets count and which files it is made of, in a few words.
    pub about: &'static str,
    /// What offsets count in files that are written, where they count characters of any kind.
    pub unit: Option<Unit>,
    /// Endings of its files, without dots.
    pub extensions: &'static [&'static str],
    /// Whether each line stands by itself, so that a file can be converted line by line.
    pub lines: bool,
    /// How sure it is that a file is of this format, from 0 to 100.
    pub(crate) sniff: fn(&Probe) -> u8,
    pub(crate) read: Option<Read>,
    pub(crate) write: Option<Write>,
    /// What is kept of a document that is written.
    pub holds: Holds,
}

pub(crate) type Read = fn(&[Source], &Reading, &mut Report) -> Result<Vec<Annotated>, Error>;
pub(crate) type Write = fn(&[Annotated], &Writing) -> Result<Vec<File>, Error>;

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Format {
    /// Whether files of this format can be read.
    pub fn reads(&self) -> bool {
        self.read.is_some()
    }

    /// Whether files of this format can be written.
    pub fn writes(&self) -> bool {
        self.write.is_some()
    }
}

/// How to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// What offsets count; decided from the file where it is None.
    pub unit: Option<Unit>,
}

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writing<'s> {
    /// What offsets count, where the format leaves it open; its own tool's unit where it is None.
    pub unit: Option<Unit>,
    /// What lines have in common that are written one at a time; the documents are all there is where it is None.
    pub survey: Option<&'s Survey>,
}

impl Writing<'_> {
    /// What the documents have in common with all that are written.
    pub(crate) fn survey(&self, documents: &[Annotated]) -> Cow<'_, Survey> {
        self.survey.map_or_else(|| Cow::Owned(Survey::of(documents)), Cow::Borrowed)
    }
}

/// The beginning of a file, looked at once for all formats.
#[derive(Debug)]
pub(crate) struct Probe {
    pub(crate) extension: String,
    /// The first characters; empty where the file is no text.
    pub(crate) head: String,
    pub(crate) bytes: Vec<u8>,
    /// What [`json::paths`] finds, if it may be JSON.
    paths: BTreeSet<String>,
}

impl Probe {
    const HEAD: usize = 256 << 10;

    pub(crate) fn new(source: &Source) -> Self {
        let mut bytes = source.bytes[..source.bytes.len().min(Self::HEAD)].to_vec();
        let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        if wide {
            bytes.truncate(bytes.len() / 2 * 2);
        } else {
            // Not in the middle of a character.
            let cut = match std::str::from_utf8(&bytes) {
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                _ => bytes.len(),
            };
            bytes.truncate(cut);
        }
        let head = Source::new(source.name.clone(), bytes.clone()).text().unwrap_or_default();
        let start = head.trim_start();
        let paths = if start.starts_with(['{', '[']) { json::paths(start) } else { BTreeSet::new() };
        Self { extension: source.extension(), head, bytes, paths }
    }

    /// Whether a path such as `[].text:s` occurs; `*` at the beginning stands for the file as one object, as a list of
    /// objects, or lines of either.
    pub(crate) fn has(&self, path: &str) -> bool {
        match path.strip_prefix('*') {
            Some(rest) => ["", "[]"].iter().any(|start| self.paths.contains(&format!("{start}{rest}"))),
            None => self.paths.contains(path),
        }
    }

    /// Whether one of these paths occurs.
    pub(crate) fn any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.has(path))
    }

    pub(crate) fn is_json(&self) -> bool {
        !self.paths.is_empty()
    }

    pub(crate) fn is_xml(&self) -> bool {
        self.head.trim_start().starts_with('<')
    }

    /// The first lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.head.lines().take(200)
    }
}
