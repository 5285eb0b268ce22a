//! What the decisions about one document say.

use postil_core::{Slug, TextRange, sort_by};

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lesson {
    /// Bytes of the text.
    pub range: TextRange,
    pub label: Slug,
    /// Whether the label stands there, accepted or tagged; otherwise it was turned down.
    pub is_wanted: bool,
}

/// The decisions about one document: what stands, and what was turned down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lessons {
    /// By place.
    all: Vec<Lesson>,
    is_done: bool,
}

impl Lessons {
    /// In any order. A document that `is_done` has no other names than those that stand.
    pub fn new(mut all: Vec<Lesson>, is_done: bool) -> Self {
        sort_by(&mut all, &Lesson::cmp);
        all.dedup();
        Self { all, is_done }
    }

    /// By place.
    pub fn as_slice(&self) -> &[Lesson] {
        &self.all
    }

    /// Whether nothing was decided. A document that is done and has no name says something only if one was turned down.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether the work on the document is done.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Those that share a byte with `range`.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = &Lesson> {
        let end = self.all.partition_point(|it| it.range.start() < range.end());
        self.all[..end].iter().filter(move |it| it.range.overlaps(range))
    }
}
