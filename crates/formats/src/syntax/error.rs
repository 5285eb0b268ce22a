//! Why a file could not be read or written at all, with its place.

use std::fmt;

/// Why a file could not be read or written at all, with its place.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    pub file: String,
    /// Line and column, or a path; empty for the file as a whole.
    pub place: String,
    pub message: String,
}

impl Error {
    pub fn new(file: &str, place: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self { file: file.to_owned(), place: place.to_string(), message: message.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => write!(f, "{}: {}", self.file, self.message),
            false => write!(f, "{}: {}: {}", self.file, self.place, self.message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
