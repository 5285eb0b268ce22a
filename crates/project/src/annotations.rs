//! Annotations for other programs: the present state, with every offset in three units.

mod anchor;
mod choice;
mod fields;
mod foreign;
mod json;
mod read;
mod shape;
mod write;

pub use foreign::{ForeignContent, ForeignDocument, ForeignNode, foreign};
pub(crate) use read::{node_from_hash, read};
pub use write::{json, json_lines};

use crate::Problem;
use postil_core::{DocId, Origin, SetId, SuggestedSpan, Target};
use std::collections::{BTreeMap, BTreeSet};

/// What the file says that it is.
pub const FORMAT: &str = "postil-annotations";
/// The version that is written, and the newest that is read.
pub const VERSION: u32 = crate::versions::VERSION;
/// Code points before and after a span that are written with it.
pub const CONTEXT_CHARS: usize = 32;

/// What goes into the file.
#[derive(Clone, Debug)]
pub struct Options {
    /// Only these sets; None is all of them.
    pub sets: Option<BTreeSet<SetId>>,
    /// Whether each document's text goes with it. Without, a reader must have the text already.
    pub text: bool,
    /// Pending suggestions to write, clearly apart. They are written for the documents that are named here.
    pub suggestions: BTreeMap<DocId, Pending>,
}

/// What a program suggests of a document and nobody has decided about.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    pub spans: Vec<SuggestedSpan>,
    /// Relations and clusters, of these spans and of others.
    pub joints: Vec<(Target, Origin)>,
}

impl Default for Options {
    /// All sets, with text, without suggestions.
    fn default() -> Self {
        Self { sets: None, text: true, suggestions: BTreeMap::new() }
    }
}

/// A file to hand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub text: String,
    /// What cannot be said in the file, such as a relation whose head is in a set that is not written.
    pub left_out: Vec<Problem>,
}
