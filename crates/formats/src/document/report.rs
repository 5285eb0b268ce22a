//! What is to be said about a file that was read: decisions, repairs, what was left out.

use crate::document::{Decider, Unit};
use crate::syntax::Error;
use std::fmt;

/// More than this of one kind are counted and not told one by one.
const MAX_TOLD: usize = 1000;

/// Searching for misplaced quotes may look at this many bytes of text, about a second of work.
const MAX_SEARCHED_BYTES: usize = 1 << 30;

/// How much of the file is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Something that the file leaves open was decided from its content.
    Decided,
    /// Something was wrong, and what was meant is certain.
    Repaired,
    /// Something was not taken over.
    LeftOut,
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub outcome: Outcome,
    pub file: String,
    /// Line, column or path in the file; empty for the file as a whole.
    pub place: String,
    pub message: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.outcome {
            Outcome::Decided => "decided",
            Outcome::Repaired => "repaired",
            Outcome::LeftOut => "left out",
        };
        match self.place.is_empty() {
            true => write!(f, "{}: {what}: {}", self.file, self.message),
            false => write!(f, "{}: {}: {what}: {}", self.file, self.place, self.message),
        }
    }
}

/// What is to be said about what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub entries: Vec<Entry>,
    /// Further ones that are not listed, of each kind.
    pub more: [usize; 3],
    /// The file that is being read.
    file: String,
    /// Of `entries`, by kind.
    told: [usize; 3],
    /// Bytes of texts that were searched for quotes.
    searched: usize,
    /// What the unit was decided from, last.
    pub(crate) decider: Option<Decider>,
}

impl Report {
    /// All that follows is about this file.
    pub fn file(&mut self, name: &str) {
        name.clone_into(&mut self.file);
    }

    pub fn decided(&mut self, place: impl fmt::Display, message: impl fmt::Display) {
        self.tell(Outcome::Decided, &place, &message);
    }

    pub fn repaired(&mut self, place: impl fmt::Display, message: impl fmt::Display) {
        self.tell(Outcome::Repaired, &place, &message);
    }

    pub fn left_out(&mut self, place: impl fmt::Display, message: impl fmt::Display) {
        self.tell(Outcome::LeftOut, &place, &message);
    }

    /// Counts a search in so many bytes, at so much work for each; None where there was too much of it already.
    pub(super) fn search(&mut self, bytes: usize, work: usize) -> Option<()> {
        self.searched = self.searched.saturating_add(bytes.saturating_mul(work));
        (self.searched <= MAX_SEARCHED_BYTES).then_some(())
    }

    /// Whether anything was mended, so that what was meant had to be found out.
    pub fn has_repaired(&self) -> bool {
        self.told[Outcome::Repaired as usize] > 0
    }

    /// Whether anything was not taken over.
    pub fn has_left_out(&self) -> bool {
        self.told[Outcome::LeftOut as usize] > 0
    }

    /// An error at a place of the file that is being read.
    pub fn error(&self, place: impl fmt::Display, message: impl fmt::Display) -> Error {
        Error::new(&self.file, place, message)
    }

    /// What the offsets of the file count: as was `chosen`, or as its claims say.
    pub(crate) fn unit(&mut self, decider: &Decider, chosen: Option<Unit>) -> Unit {
        self.decider = Some(decider.clone());
        chosen.unwrap_or_else(|| {
            let (unit, why) = decider.best();
            if let Some(why) = why {
                self.decided("", why);
            }
            unit
        })
    }

    fn tell(&mut self, outcome: Outcome, place: &dyn fmt::Display, message: &dyn fmt::Display) {
        let told = &mut self.told[outcome as usize];
        if *told == MAX_TOLD {
            self.more[outcome as usize] += 1;
            return;
        }
        *told += 1;
        let (place, message) = (place.to_string(), message.to_string());
        self.entries.push(Entry { outcome, file: self.file.clone(), place, message });
    }
}

/// A few words of a text, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    let short: String = text.chars().take(MAX_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MAX_CHARS).is_some() { format!("{short}…") } else { short }
}
