//! What can be annotated: the record types. Each is plain data; [`Store`](crate::Store) alone changes them.

use crate::part::part;
use crate::{
    AnnotatorId, AttributeValue, DocId, DocumentStatus, Fragments, Hue, Layer, Link, NodeId, Origin, Part, PartMut,
    SetId, SetKind, Slug, ValueType,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Declares record types and their registers: each field is one last-writer register of a merge. `=>` says what a field is
/// to the record, in the words of [`Part`]: every document, set, node and label has its role, or purging, copying and
/// writing would pass it over.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty $(=> $role:ident $($kind:ident)?)?,)*
    })*) => {
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
            /// The names of all kinds of records, as they stand in [`kind`](Self::kind).
            pub const KINDS: &[&str] = &[$(stringify!($name)),*];

            /// Which kind of record it is, by the name of its type.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }

            /// Takes over the fields in which `after` differs from `before`; all of it when the kinds differ,
            /// which no well-formed transaction makes happen.
            pub(crate) fn adopt(&mut self, before: &Self, after: &Self) {
                match (&mut *self, before, after) {
                    $((Self::$name(own), Self::$name(before), Self::$name(after)) => own.adopt(before, after),)*
                    _ => *self = after.clone(),
                }
            }

            /// Every field that has a role.
            pub fn each_part<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
                match self { $(Self::$name(it) => {
                    $($(part!(visit, $role $($kind)?, &it.$field);)?)*
                    let _ = (it, visit);
                })* }
            }

            /// Every name of a document, set or node.
            pub fn each_name(&mut self, visit: &mut dyn FnMut(PartMut<'_>)) {
                match self { $(Self::$name(it) => {
                    $($(part!(mut visit, $role $($kind)?, &mut it.$field);)?)*
                    let _ = (it, visit);
                })* }
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
        supersedes: Option<DocId> => other_document,
    }
    /// Some text with a label.
    Span {
        doc: DocId => document,
        set: SetId => set,
        label: Slug => label Label,
        fragments: Fragments => place,
        origin: Origin => origin,
        /// The entity it means, in some knowledge base.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Link>,
    }
    /// A directed link between two nodes.
    Relation {
        doc: DocId => document,
        set: SetId => set,
        label: Slug => label Relation,
        head: NodeId => needed,
        tail: NodeId => needed,
        origin: Origin => origin,
    }
    /// A coreference chain. Its members are records of their own.
    Cluster {
        doc: DocId => document,
        set: SetId => set,
        label: Slug => label Cluster,
        origin: Origin => origin,
    }
    /// A node's membership in a cluster.
    Member {
        origin: Origin => origin,
    }
    /// Something that happened. Its arguments are records of their own.
    Event {
        doc: DocId => document,
        set: SetId => set,
        label: Slug => label Event,
        /// The span that says so.
        trigger: NodeId => needed,
        origin: Origin => origin,
    }
    /// What takes part in an event, in some role. Roles may repeat.
    Argument {
        role: Slug => label Role,
        node: NodeId => needed,
        origin: Origin => origin,
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
        origin: Origin => origin,
    }
    /// A suggestion that a person turned down: it is not shown again. Its key says what was suggested.
    Rejection {
        origin: Origin => origin,
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
        /// What the values of an attribute are; whatever is typed, where it is not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value_type: Option<ValueType>,
        /// When it is to be used, for those who annotate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<Arc<str>>,
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
