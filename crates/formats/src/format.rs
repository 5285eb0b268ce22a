//! A format: what it is for, how it is told from others, read, written, and what it holds.

use crate::document::{Annotated, Report, Unit};
use crate::loss::{Holds, Nested, Survey};
use crate::probe::Probe;
use crate::syntax::{Error, File, Source};
use std::borrow::Cow;
use std::fmt;

/// A format of annotations.
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What offsets count and which files it is made of, in a few words.
    pub about: &'static str,
    /// What people want it for, by which it is offered.
    pub purpose: Purpose,
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

/// What people want a format for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Our own files, in which nothing is lost.
    Own,
    /// To train and measure models.
    Training,
    /// To go on in another program in which people annotate.
    Annotators,
    /// To read and print.
    Print,
    /// To exchange annotations, whatever program made them.
    Interchange,
    /// Texts that nobody has annotated yet.
    Articles,
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
    /// Whether markup that says what its text is becomes spans where it is no annotation: elements of HTML, and more of TEI than
    /// names. Other formats have none.
    pub markup: bool,
}

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writing<'s> {
    /// What offsets count, where the format leaves it open; its own tool's unit where it is None.
    pub unit: Option<Unit>,
    /// Which of nested spans is kept, or is an entity, where there is room for one; as the format has it where it is None.
    pub nested: Option<Nested>,
    /// What lines have in common that are written one at a time; the documents are all there is where it is None.
    pub survey: Option<&'s Survey>,
}

impl Writing<'_> {
    /// What a format holds of documents that are written so.
    pub fn holds(&self, format: &Format) -> Holds {
        Holds { nested: self.nested.unwrap_or(format.holds.nested), ..format.holds }
    }

    /// What the documents have in common with all that are written.
    pub(crate) fn survey(&self, documents: &[Annotated]) -> Cow<'_, Survey> {
        self.survey.map_or_else(|| Cow::Owned(Survey::of(documents)), Cow::Borrowed)
    }
}
