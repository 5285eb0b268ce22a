//! What the parts of a record and of its key are to it. The tables of [`Record`](crate::Record) and
//! [`RecordKey`](crate::RecordKey) say it of each part once; whoever purges, copies, writes or verifies records asks here.

use crate::{AnnotatorId, DocId, Fragments, Kind, NodeId, Origin, Record, RecordKey, SetId, Slug};

/// A part of a record or of its key, by what it is to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// The document that the record belongs to, and is purged with.
    Document(&'a DocId),
    /// The set that it belongs to.
    Set(&'a SetId),
    /// Its own name, which was minted for it.
    Name(&'a NodeId),
    /// The node that it hangs on: its document is the node's, and it goes with the node.
    Owner(&'a NodeId),
    /// Another node without which it means nothing.
    Needed(&'a NodeId),
    /// An entry of the schema.
    Label(Kind, &'a Slug),
    /// Who wrote it, where only one person can.
    Annotator(&'a AnnotatorId),
    /// Some text of its document.
    Place(&'a Fragments),
    Origin(&'a Origin),
}

/// A name in a record or in its key, to be changed.
#[derive(Debug, PartialEq, Eq)]
pub enum PartMut<'a> {
    Document(&'a mut DocId),
    Set(&'a mut SetId),
    Node(&'a mut NodeId),
}

/// `part!(visit, role, value)` and `part!(mut visit, role, value)`: what a role in the tables means.
macro_rules! part {
    ($visit:ident, document, $it:expr) => {
        $visit(crate::Part::Document($it))
    };
    // Named, but not belonged to.
    ($visit:ident, other_document, $it:expr) => {
        let _ = $it;
    };
    ($visit:ident, set, $it:expr) => {
        $visit(crate::Part::Set($it))
    };
    ($visit:ident, name, $it:expr) => {
        $visit(crate::Part::Name($it))
    };
    ($visit:ident, owner, $it:expr) => {
        $visit(crate::Part::Owner($it))
    };
    ($visit:ident, needed, $it:expr) => {
        $visit(crate::Part::Needed($it))
    };
    ($visit:ident, label $kind:ident, $it:expr) => {
        $visit(crate::Part::Label(crate::Kind::$kind, $it))
    };
    ($visit:ident, annotator, $it:expr) => {
        $visit(crate::Part::Annotator($it))
    };
    ($visit:ident, place, $it:expr) => {
        $visit(crate::Part::Place($it))
    };
    ($visit:ident, origin, $it:expr) => {
        $visit(crate::Part::Origin($it))
    };
    ($visit:ident, target, $it:expr) => {
        $it.each_part($visit)
    };
    (mut $visit:ident, document, $it:expr) => {
        $visit(crate::PartMut::Document($it))
    };
    (mut $visit:ident, other_document, $it:expr) => {
        if let Some(it) = $it {
            $visit(crate::PartMut::Document(it));
        }
    };
    (mut $visit:ident, set, $it:expr) => {
        $visit(crate::PartMut::Set($it))
    };
    (mut $visit:ident, name, $it:expr) => {
        $visit(crate::PartMut::Node($it))
    };
    (mut $visit:ident, owner, $it:expr) => {
        $visit(crate::PartMut::Node($it))
    };
    (mut $visit:ident, needed, $it:expr) => {
        $visit(crate::PartMut::Node($it))
    };
    (mut $visit:ident, $role:ident $($kind:ident)?, $it:expr) => {
        let _ = $it;
    };
}
pub(crate) use part;

/// What there is to ask of a key with its record, or of a key alone where that says it.
impl RecordKey {
    /// Every part that has a role, of the key, then of the record.
    fn parts<'a>(&'a self, record: Option<&'a Record>, visit: &mut dyn FnMut(Part<'a>)) {
        self.each_part(visit);
        if let Some(record) = record {
            record.each_part(visit);
        }
    }

    fn first<'a, T>(&'a self, record: Option<&'a Record>, wanted: impl Fn(Part<'a>) -> Option<T>) -> Option<T> {
        let mut found = None;
        self.parts(record, &mut |part| {
            if found.is_none() {
                found = wanted(part);
            }
        });
        found
    }

    fn all<'a, T>(&'a self, record: Option<&'a Record>, wanted: impl Fn(Part<'a>) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        self.parts(record, &mut |part| found.extend(wanted(part)));
        found
    }

    /// The document that a record belongs to, where it says so itself; what has an [`owner`](Self::owner) belongs to the
    /// document of that.
    pub fn document<'a>(&'a self, record: impl Into<Option<&'a Record>>) -> Option<DocId> {
        self.first(record.into(), |part| if let Part::Document(doc) = part { Some(*doc) } else { None })
    }

    /// The set that a record belongs to, where it says so itself.
    pub fn set<'a>(&'a self, record: impl Into<Option<&'a Record>>) -> Option<&'a SetId> {
        self.first(record.into(), |part| if let Part::Set(set) = part { Some(set) } else { None })
    }

    /// The node whose record lives under this key.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Self::Node(id) => Some(*id),
            _ => None,
        }
    }

    /// The name that was minted for the record: a node's, or an argument's.
    pub fn name(&self) -> Option<NodeId> {
        self.first(None, |part| if let Part::Name(id) = part { Some(*id) } else { None })
    }

    /// The node that a member, argument, attribute or note hangs on.
    pub fn owner(&self) -> Option<NodeId> {
        self.first(None, |part| if let Part::Owner(id) = part { Some(*id) } else { None })
    }

    /// The nodes without which a record means nothing: the one that it hangs on first.
    pub fn refers_to<'a>(&'a self, record: impl Into<Option<&'a Record>>) -> Vec<NodeId> {
        self.all(record.into(), |part| match part {
            Part::Owner(id) | Part::Needed(id) => Some(*id),
            _ => None,
        })
    }

    /// The entries of the schema that a record uses, its own first.
    pub fn labels<'a>(&'a self, record: impl Into<Option<&'a Record>>) -> Vec<(Kind, &'a Slug)> {
        self.all(record.into(), |part| if let Part::Label(kind, slug) = part { Some((kind, slug)) } else { None })
    }

    /// The annotator who alone can have written it.
    pub fn annotator(&self) -> Option<&AnnotatorId> {
        self.first(None, |part| if let Part::Annotator(id) = part { Some(id) } else { None })
    }

    /// The text of its document that a record is about, fragments by fragments.
    pub fn places<'a>(&'a self, record: impl Into<Option<&'a Record>>) -> Vec<&'a Fragments> {
        self.all(record.into(), |part| if let Part::Place(fragments) = part { Some(fragments) } else { None })
    }
}

impl Record {
    /// How it came to be.
    pub fn origin(&self) -> Option<&Origin> {
        let mut found = None;
        self.each_part(&mut |part| {
            if let Part::Origin(origin) = part {
                found = Some(origin);
            }
        });
        found
    }

    /// Whether a record under `key` can hang on this one: members on clusters, arguments on events, the rest on all nodes.
    pub fn bears(&self, key: &RecordKey) -> bool {
        match key {
            RecordKey::Member(..) => matches!(self, Self::Cluster(_)),
            RecordKey::Argument(..) => matches!(self, Self::Event(_)),
            _ => true,
        }
    }
}
