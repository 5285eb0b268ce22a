//! What a record is about.

use crate::part::part;
use crate::{AnnotatorId, DocId, Fragments, Kind, NodeId, Part, PartMut, Record, SetId, Slug, Target};
use serde::{Deserialize, Serialize};

/// Declares the keys: their parts, what each is to the record (in the words of [`Part`]), and which records live under them.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident($($part:ident: $type:ty $(=> $role:ident $($kind:ident)?)?),*): $($record:ident)|+;)*) => {
        /// What a record is about: its identity. At most one record lives under a key.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordKey { $($(#[$doc])* $name($($type),*),)* }

        impl RecordKey {
            /// Whether `record` is of the kind that lives under this key.
            pub fn holds(&self, record: &Record) -> bool {
                match self { $(Self::$name(..) => matches!(record, $(Record::$record(_))|+),)* }
            }

            /// Every part that has a role.
            pub fn each_part<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
                match self { $(Self::$name($($part),*) => {
                    $($(part!(visit, $role $($kind)?, $part);)?)*
                    let _ = ($($part,)* visit);
                })* }
            }

            /// Every name of a document, set or node.
            pub fn each_name(&mut self, visit: &mut dyn FnMut(PartMut<'_>)) {
                match self { $(Self::$name($($part),*) => {
                    $($(part!(mut visit, $role $($kind)?, &mut *$part);)?)*
                    let _ = ($($part,)* visit);
                })* }
            }
        }
    };
}

keys! {
    Document(doc: DocId => document): DocumentInfo;
    /// A span, relation, cluster or event.
    Node(id: NodeId => name): Span | Relation | Cluster | Event;
    /// A cluster and a member of it.
    Member(cluster: NodeId => owner, node: NodeId => needed): Member;
    /// An event and the id of one of its arguments, minted like a node's.
    Argument(event: NodeId => owner, id: NodeId => name): Argument;
    /// A node and an attribute's slug.
    Attribute(node: NodeId => owner, slug: Slug => label Attribute): Attribute;
    /// A node and who wrote the note.
    Note(node: NodeId => owner, annotator: AnnotatorId => annotator): Note;
    DocumentLabel(doc: DocId => document, set: SetId => set, slug: Slug => label DocumentLabel): DocumentLabel;
    /// What was turned down.
    Rejection(doc: DocId => document, set: SetId => set, target: Target => target): Rejection;
    /// What kind of thing is defined, and its slug.
    Definition(kind: Kind, slug: Slug): Definition;
    Set(set: SetId): SetInfo;
    Annotator(annotator: AnnotatorId): AnnotatorInfo;
}

impl RecordKey {
    /// The key under which it is remembered that a suggested span was turned down.
    pub fn rejected_span(doc: DocId, set: SetId, label: Slug, fragments: Fragments) -> Self {
        Self::Rejection(doc, set, Target::Span { label, fragments })
    }
}
