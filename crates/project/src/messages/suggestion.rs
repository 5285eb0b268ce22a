//! What extraction finds, as the page holds it.

use postil_core::{Score, Slug, TextRange};
use std::sync::Arc;

/// A stretch of text that might be worth a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Bytes, half-open, on character boundaries; never empty.
    pub range: TextRange,
    pub label: Slug,
    pub score: Score,
    /// A date, time or number in normal form.
    pub value: Option<Arc<str>>,
    /// Who says so.
    pub extractor: Arc<str>,
    /// Which version of it.
    pub version: Arc<str>,
    /// Why, in words, the strongest first.
    pub reasons: Vec<Arc<str>>,
}

/// A relation between two suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedRelation {
    pub label: Slug,
    /// Index of a suggestion among all those of this extraction so far, over its batches.
    pub head: u32,
    /// An index of the same kind.
    pub tail: u32,
    pub score: Score,
    pub extractor: Arc<str>,
    pub version: Arc<str>,
    pub reasons: Vec<Arc<str>>,
}

/// What a batch brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub spans: Vec<Suggestion>,
    pub relations: Vec<SuggestedRelation>,
}
