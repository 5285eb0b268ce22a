//! What comes of reading.

use crate::document::{Annotated, Report};

/// Documents that were read, and what is to be said about that.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub documents: Vec<Annotated>,
    pub report: Report,
}
