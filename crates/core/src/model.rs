//! The values that records are made of.

use crate::Score;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    /// Tells builds of the extractor apart that may suggest otherwise: a digest, for those of ours.
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
    /// What the values of an attribute are: yes or no, a number, one of those that the schema lists, any text.
    ValueType { Boolean, Number, Choice, Text }
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
