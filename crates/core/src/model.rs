//! What can be annotated: the record types. Each is plain data; [`Store`](crate::Store) alone changes them.

use crate::{AnnotatorId, DocId, NodeId, Score, SetId, Slug, TextRange, sort_by};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Declares record types and their registers: each field is one last-writer register of a merge.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

            impl $name {
                /// Takes over the fields in which `after` differs from `before`.
                fn adopt(&mut self, before: &Self, after: &Self) {
                    $(if before.$field != after.$field {
                        self.$field = after.$field.clone();
                    })*
                }
            }
        )*

        /// Any record.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Record { $($(#[$doc])* $name($name),)* }

        impl Record {
            /// Takes over the fields in which `after` differs from `before`; all of it when the kinds differ,
            /// which no well-formed transaction makes happen.
            pub(crate) fn adopt(&mut self, before: &Self, after: &Self) {
                match (&mut *self, before, after) {
                    $((Self::$name(own), Self::$name(before), Self::$name(after)) => own.adopt(before, after),)*
                    _ => *self = after.clone(),
                }
            }
        }

        $(impl From<$name> for Record {
            fn from(record: $name) -> Self {
                Self::$name(record)
            }
        })*
    };
}

records! {
    /// A document of the project. Its text is kept apart, under its hash.
    DocumentInfo {
        title: Arc<str>,
        /// BCP 47 tag, when known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Arc<str>>,
        /// Document creation time, `YYYY-MM-DD`: what dates in the text are resolved against.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dct: Option<Arc<str>>,
        /// Length of the text in bytes.
        bytes: u32,
        words: u32,
        status: DocumentStatus,
        /// The file it came from, with the encoding that was decoded, for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<Arc<str>>,
        /// The document whose text this one corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<DocId>,
    }
    /// Some text with a label.
    Span {
        doc: DocId,
        set: SetId,
        label: Slug,
        fragments: Fragments,
        origin: Origin,
        /// The entity it means, in some knowledge base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Link>,
    }
    /// A directed link between two nodes.
    Relation {
        doc: DocId,
        set: SetId,
        label: Slug,
        head: NodeId,
        tail: NodeId,
        origin: Origin,
    }
    /// A coreference chain. Its members are records of their own.
    Cluster {
        doc: DocId,
        set: SetId,
        label: Slug,
        origin: Origin,
    }
    /// A node's membership in a cluster.
    Member {
        origin: Origin,
    }
    /// Something that happened. Its arguments are records of their own.
    Event {
        doc: DocId,
        set: SetId,
        label: Slug,
        /// The span that says so.
        trigger: NodeId,
        origin: Origin,
    }
    /// What takes part in an event, in some role. Roles may repeat.
    Argument {
        role: Slug,
        node: NodeId,
        origin: Origin,
    }
    /// The value of an attribute of a node.
    Attribute {
        value: AttributeValue,
    }
    /// Free text of an annotator on a node.
    Note {
        text: Arc<str>,
    }
    /// A label on a whole document.
    DocumentLabel {
        origin: Origin,
    }
    /// A suggestion that a person turned down: it is not shown again.
    Rejection {
        origin: Origin,
    }
    /// An entry of the schema.
    Definition {
        name: Arc<str>,
        /// One of the seven hues of the drawing, then the same again with a hatch.
        hue: Hue,
        /// A few capitals, as drawn beside the text.
        chip: Arc<str>,
        /// The key that applies it: one character.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<Arc<str>>,
        /// Place in lists.
        order: u32,
        /// The layer that shows and hides it.
        layer: Layer,
        /// The label above it, for a hierarchy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<Slug>,
        /// The label it was merged into.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaced_by: Option<Slug>,
        /// Slugs of what may stand at a relation's head or in a cluster, have a role or an attribute; empty allows all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heads: Vec<Slug>,
        /// Slugs of what may stand at a relation's tail; empty allows all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tails: Vec<Slug>,
        /// Values of an enumerated attribute; slugs of the roles of an event.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        values: Vec<Arc<str>>,
    }
    /// A set of annotations.
    SetInfo {
        name: Arc<str>,
        kind: SetKind,
        /// Whose work it is, if one person's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        annotator: Option<AnnotatorId>,
    }
    /// A person who annotates.
    AnnotatorInfo {
        name: Arc<str>,
    }
}

impl Record {
    /// The document, set and fragments of a span.
    pub fn as_span(&self) -> Option<&Span> {
        match self {
            Self::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// What a record is about: its identity. At most one record lives under a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKey {
    Document(DocId),
    /// A span, relation, cluster or event.
    Node(NodeId),
    /// A cluster and a member of it.
    Member(NodeId, NodeId),
    /// An event and the id of one of its arguments, minted like a node's.
    Argument(NodeId, NodeId),
    /// A node and an attribute's slug.
    Attribute(NodeId, Slug),
    /// A node and who wrote the note.
    Note(NodeId, AnnotatorId),
    DocumentLabel(DocId, SetId, Slug),
    /// What was turned down: a span of this label over these fragments.
    Rejection(DocId, SetId, Slug, Fragments),
    /// What kind of thing is defined, and its slug.
    Definition(Kind, Slug),
    Set(SetId),
    Annotator(AnnotatorId),
}

impl RecordKey {
    /// Whether `record` is of the kind that lives under this key.
    pub fn holds(&self, record: &Record) -> bool {
        matches!(
            (self, record),
            (Self::Document(_), Record::DocumentInfo(_))
                | (Self::Node(_), Record::Span(_) | Record::Relation(_) | Record::Cluster(_) | Record::Event(_))
                | (Self::Member(..), Record::Member(_))
                | (Self::Argument(..), Record::Argument(_))
                | (Self::Attribute(..), Record::Attribute(_))
                | (Self::Note(..), Record::Note(_))
                | (Self::DocumentLabel(..), Record::DocumentLabel(_))
                | (Self::Rejection(..), Record::Rejection(_))
                | (Self::Definition(..), Record::Definition(_))
                | (Self::Set(_), Record::SetInfo(_))
                | (Self::Annotator(_), Record::AnnotatorInfo(_))
        )
    }
}

/// The parts of a text that a span covers.
///
/// One or more, sorted, disjoint and not touching; a zero-width span is exactly one empty fragment. In JSON an array
/// of `[start, end]` in bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub struct Fragments(Arc<[TextRange]>);

impl Fragments {
    /// A contiguous or zero-width span.
    pub fn one(range: TextRange) -> Self {
        Self(Arc::new([range]))
    }

    /// Sorts the ranges and joins those that overlap or touch. None when there is none, or an empty one among
    /// others: a zero-width span has a single fragment.
    pub fn new(mut ranges: Vec<TextRange>) -> Option<Self> {
        sort_by(&mut ranges, &TextRange::cmp);
        let mut joined: Vec<TextRange> = Vec::with_capacity(ranges.len());
        let has_empty = ranges.iter().any(|range| range.is_empty());
        if ranges.is_empty() || has_empty && ranges.len() > 1 {
            return None;
        }
        for range in ranges {
            match joined.last_mut() {
                Some(last) if last.touches(range) => *last = last.cover(range),
                _ => joined.push(range),
            }
        }
        Some(Self(joined.into()))
    }

    /// The fragments in order.
    pub fn as_slice(&self) -> &[TextRange] {
        &self.0
    }

    /// From the first byte to the last, gaps included.
    pub fn cover(&self) -> TextRange {
        self.0[0].cover(self.0[self.0.len() - 1])
    }

    /// Whether this is a place rather than some text.
    pub fn is_zero_width(&self) -> bool {
        self.0[0].is_empty()
    }
}

impl fmt::Debug for Fragments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<Vec<(u32, u32)>> for Fragments {
    type Error = &'static str;

    fn try_from(pairs: Vec<(u32, u32)>) -> Result<Self, Self::Error> {
        const WANTED: &str = "fragments are [start, end] pairs, sorted, apart from each other, and not empty";
        let ranges: Option<Vec<_>> = pairs
            .into_iter()
            .map(|(start, end)| (start <= end).then(|| TextRange::from_usize(start as usize..end as usize)))
            .collect();
        let ranges = ranges.ok_or(WANTED)?;
        let made = Self::new(ranges.clone()).ok_or(WANTED)?;
        if made.as_slice() == ranges { Ok(made) } else { Err(WANTED) }
    }
}

impl From<Fragments> for Vec<(u32, u32)> {
    fn from(fragments: Fragments) -> Self {
        fragments.0.iter().map(|range| (range.start().get(), range.end().get())).collect()
    }
}

/// How an annotation came to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// A person made it.
    Person,
    /// A person accepted what an extractor suggested.
    Suggestion(Arc<Provenance>),
    /// It came with a file.
    Import {
        /// The file's name.
        source: Arc<str>,
        /// How sure the producer was, if it said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        score: Option<Score>,
    },
}

impl Origin {
    /// How sure the producer was, if it was a machine.
    pub fn score(&self) -> Option<Score> {
        match self {
            Self::Person => None,
            Self::Suggestion(provenance) => Some(provenance.score),
            Self::Import { score, .. } => *score,
        }
    }
}

/// Which extractor suggested something, how sure it was, and why, in words that a person can read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    pub extractor: Arc<str>,
    pub version: Arc<str>,
    pub score: Score,
    pub reasons: Vec<Arc<str>>,
}

/// An entry of a knowledge base.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub id: Arc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<Arc<str>>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeValue {
    Boolean(bool),
    /// A number as it was written, so that nothing is lost to binary fractions.
    Number(Arc<str>),
    /// One of the values that the schema lists.
    Choice(Arc<str>),
    Text(Arc<str>),
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
        }
    )*};
}

names! {
    /// How far the work on a document is.
    DocumentStatus { New, Begun, Done }
    /// What a schema entry defines.
    Kind { Label, Relation, Cluster, Event, Role, Attribute, DocumentLabel }
    /// What a set is for.
    SetKind { Work, Gold, Imported }
    /// What is shown and hidden together.
    Layer { Entities, Quotes, Dates, Numbers, Events, Coreference }
    /// The label colours. Slate is for what is structure rather than content, such as cues.
    Hue {
        Amber, Sky, Green, Yellow, Blue, Vermillion, Pink, Slate,
        AmberHatch, SkyHatch, GreenHatch, YellowHatch, BlueHatch, VermillionHatch, PinkHatch,
    }
}

impl Hue {
    /// The hue's name and whether it is hatched: an eighth label reuses a hue.
    pub const fn parts(self) -> (&'static str, bool) {
        match self {
            Self::Amber => ("amber", false),
            Self::Sky => ("sky", false),
            Self::Green => ("green", false),
            Self::Yellow => ("yellow", false),
            Self::Blue => ("blue", false),
            Self::Vermillion => ("vermillion", false),
            Self::Pink => ("pink", false),
            Self::Slate => ("slate", false),
            Self::AmberHatch => ("amber", true),
            Self::SkyHatch => ("sky", true),
            Self::GreenHatch => ("green", true),
            Self::YellowHatch => ("yellow", true),
            Self::BlueHatch => ("blue", true),
            Self::VermillionHatch => ("vermillion", true),
            Self::PinkHatch => ("pink", true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::from_usize(start..end)
    }

    #[test]
    fn fragments_are_sorted_disjoint_and_not_touching() {
        let made = Fragments::new(vec![range(8, 9), range(0, 2), range(2, 4), range(3, 5)]).unwrap();
        assert_eq!(made.as_slice(), [range(0, 5), range(8, 9)]);
        assert_eq!(made.cover(), range(0, 9));
        assert!(Fragments::new(vec![]).is_none());
        assert!(Fragments::new(vec![range(1, 1)]).unwrap().is_zero_width());
        assert!(Fragments::new(vec![range(1, 1), range(3, 4)]).is_none());
        assert!(Fragments::try_from(vec![(0, 2), (2, 4)]).is_err());
        assert!(Fragments::try_from(vec![(4, 2)]).is_err());
    }
}
