//! What an extractor suggests. Derived from a text and never in the log: accepting a suggestion writes a record, rejecting
//! it writes a fact.

use crate::{Fragments, Origin, Provenance, Score, Slug, TextRange};
use std::sync::Arc;

/// A stretch of text that might be worth a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedSpan {
    /// Bytes, half-open, on character boundaries; never empty.
    pub range: TextRange,
    pub label: Slug,
    /// In normal form: a TIMEX3 value (`2018-09-17`, `P3D`, `XXXX-WXX-1`), or a number in decimal notation with its unit
    /// (`1500000`, `5 percent`, `20 USD`).
    pub value: Option<Arc<str>>,
    /// Who says so, how sure they are, and why: reasons in words, the strongest first.
    pub provenance: Arc<Provenance>,
}

/// A relation between two suggested spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedRelation {
    pub label: Slug,
    /// Index of a span among all those of this extraction so far, over its batches.
    pub head: u32,
    /// An index of the same kind.
    pub tail: u32,
    /// Of the relation itself, not of its ends.
    pub provenance: Arc<Provenance>,
}

/// A suggested span in a cluster of spans that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedMember {
    /// Clusters are numbered over the batches of an extraction: later batches add members to clusters of earlier ones.
    pub cluster: u32,
    /// Index of a span among all those of this extraction so far, over its batches.
    pub span: u32,
    /// Of the membership itself, not of the span.
    pub provenance: Arc<Provenance>,
}

/// Something that happens, as a text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedEvent {
    /// Its type: `ASSAULT`.
    pub label: Slug,
    /// The span that says so: an index among all those of this extraction so far, over its batches.
    pub trigger: u32,
    /// What takes part in it. Roles may repeat, and one span may have several.
    pub arguments: Vec<SuggestedArgument>,
    /// What else is said of it, by the names of attributes: `factuality` is `planned`. Sorted by name, each once.
    pub attributes: Vec<(Slug, Arc<str>)>,
    /// Of the event and its type, not of the trigger's words or the arguments.
    pub provenance: Arc<Provenance>,
}

/// What takes part in a suggested event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedArgument {
    pub role: Slug,
    /// Index of a span among all those of this extraction so far, over its batches.
    pub span: u32,
    /// Of the role, not of the span.
    pub provenance: Arc<Provenance>,
}

/// What an extraction, or a part of one, suggests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    pub spans: Vec<SuggestedSpan>,
    pub relations: Vec<SuggestedRelation>,
    /// A cluster has two at least, though not in each batch.
    pub members: Vec<SuggestedMember>,
    /// By their triggers.
    pub events: Vec<SuggestedEvent>,
}

impl SuggestedSpan {
    /// How sure the extractor is.
    pub fn score(&self) -> Score {
        self.provenance.score
    }

    /// The fragments of the span that it would become.
    pub fn fragments(&self) -> Fragments {
        Fragments::one(self.range)
    }

    /// The origin of the span that it would become.
    pub fn origin(&self) -> Origin {
        Origin::Suggestion(self.provenance.clone())
    }
}

impl SuggestedRelation {
    /// How sure the extractor is.
    pub fn score(&self) -> Score {
        self.provenance.score
    }

    /// The origin of the relation that it would become.
    pub fn origin(&self) -> Origin {
        Origin::Suggestion(self.provenance.clone())
    }
}

impl SuggestedEvent {
    /// How sure the extractor is.
    pub fn score(&self) -> Score {
        self.provenance.score
    }

    /// The origin of the event that it would become.
    pub fn origin(&self) -> Origin {
        Origin::Suggestion(self.provenance.clone())
    }
}

impl SuggestedArgument {
    /// The origin of the argument that it would become.
    pub fn origin(&self) -> Origin {
        Origin::Suggestion(self.provenance.clone())
    }
}

impl Suggestions {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty() && self.relations.is_empty() && self.members.is_empty() && self.events.is_empty()
    }

    /// Adds the next batch. Indices of spans go over all batches already.
    pub fn append(&mut self, next: Self) {
        let Self { spans, relations, members, events } = next;
        self.spans.extend(spans);
        self.relations.extend(relations);
        self.members.extend(members);
        self.events.extend(events);
    }
}
