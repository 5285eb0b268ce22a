//! What is said about changes of the schema that take annotations along.

use postil_core::{Kind, Slug};
use serde::{Deserialize, Serialize};

/// A change of the schema that may change annotations: the worker counts them, and drafts the step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemaChange {
    /// What annotations and files call an entry.
    Rename { kind: Kind, from: Slug, to: Slug },
    /// One entry of two.
    Merge { kind: Kind, from: Slug, into: Slug },
    /// An entry goes, and with it all annotations that say it.
    Delete { kind: Kind, slug: Slug },
    /// Each value of an attribute becomes a label below this one.
    Split { label: Slug, attribute: Slug },
}

/// How often an entry of the schema is used in annotations, and in how many documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    pub kind: Kind,
    pub slug: Slug,
    pub count: u32,
    pub documents: u32,
}

/// What becomes of a label, or a type of relation, that an extractor suggests: another name, or none where the project does not want it.
pub type Fate = (Kind, Slug, Option<Slug>);
