//! What can be wrong with a file: nothing of it can be read, or some of it is left out.

use crate::versions::VERSION;
use std::fmt;

/// Why nothing could be read. What it says is meant for people, with the place in the file.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    message: Box<str>,
    is_newer: bool,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into().into_boxed_str(), is_newer: false }
    }

    /// The error of a file of this version, which only a newer Postil reads.
    pub(crate) fn newer(version: u64) -> Self {
        let message = format!("it was written by a newer Postil (version {version}; this one reads up to {VERSION})");
        Self { message: message.into_boxed_str(), is_newer: true }
    }

    /// Whether a newer Postil wrote it: nothing is wrong with the file, and it must stay as it is.
    pub fn is_newer(&self) -> bool {
        self.is_newer
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// Something in a file that was wrong, and what was done about it; the rest was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a line, counted from 1, and the path from there, such as `line 3: spans[4] (0123456789abcdef-12-0)`.
    pub place: String,
    /// What is wrong, and what became of it.
    pub message: String,
    /// Whether all of it was taken over: it was wrong, and what it means is certain.
    pub is_mended: bool,
}

impl Problem {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into(), is_mended: false }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What the JSON reader says, without the place, which callers count from the beginning of the file.
pub(crate) fn json_message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// Lines of a text, counted on the way from place to place; O(n) in all when places come in order.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
    /// Of `at`, counted from 1.
    line: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line on which `part`, a slice of the text, begins.
    pub(crate) fn line_of(&mut self, part: &str) -> usize {
        let to = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let bytes = self.text.as_bytes();
        if to < self.at {
            (self.at, self.line) = (0, 1);
        }
        self.line += bytes[self.at..to].iter().filter(|byte| **byte == b'\n').count();
        self.at = to;
        self.line
    }

    /// Line and column of what the JSON reader stumbled over in `part`; columns are bytes, from 1.
    pub(crate) fn place_in(&mut self, part: &str, error: &serde_json::Error) -> String {
        let line = self.line_of(part);
        let indent = if error.line() <= 1 {
            self.at - self.text.as_bytes()[..self.at].iter().rposition(|byte| *byte == b'\n').map_or(0, |i| i + 1)
        } else {
            0
        };
        format!("line {}, column {}", line + error.line().saturating_sub(1), indent + error.column())
    }
}
