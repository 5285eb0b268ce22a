//! What a suggestion says, named by that alone.

use crate::{Fragments, Kind, NodeId, Part, Record, RecordKey, Slug, Store, sort_by};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A span, relation, cluster or event by what it says: its label, the text that it covers, and the same of what it links.
///
/// Two programs, or one program twice, that suggest the same thing suggest the same target, whatever ids they give: this is
/// how a rejection knows again what was turned down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    Span { label: Slug, fragments: Fragments },
    Relation { label: Slug, head: Arc<Target>, tail: Arc<Target> },
    Cluster { label: Slug, members: Members },
    Event { label: Slug, trigger: Arc<Target>, arguments: Arguments },
}

/// The members of a cluster: sorted, each once, so that a cluster has one name. Read in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Target>", into = "Vec<Target>")]
pub struct Members(Arc<[Target]>);

/// The arguments of an event: sorted, each once. Read in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<TargetArgument>", into = "Vec<TargetArgument>")]
pub struct Arguments(Arc<[TargetArgument]>);

/// What takes part in an event, in some role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetArgument {
    pub role: Slug,
    pub node: Target,
}

macro_rules! canonical {
    ($list:ident of $item:ident) => {
        impl $list {
            /// In order, each once.
            pub fn as_slice(&self) -> &[$item] {
                &self.0
            }
        }

        impl From<Vec<$item>> for $list {
            fn from(mut items: Vec<$item>) -> Self {
                sort_by(&mut items, &$item::cmp);
                items.dedup();
                Self(items.into())
            }
        }

        impl From<$list> for Vec<$item> {
            fn from(list: $list) -> Self {
                list.0.to_vec()
            }
        }
    };
}
canonical!(Members of Target);
canonical!(Arguments of TargetArgument);

impl Target {
    /// What kind of schema entry its label is, and the label.
    pub fn label(&self) -> (Kind, &Slug) {
        match self {
            Self::Span { label, .. } => (Kind::Label, label),
            Self::Relation { label, .. } => (Kind::Relation, label),
            Self::Cluster { label, .. } => (Kind::Cluster, label),
            Self::Event { label, .. } => (Kind::Event, label),
        }
    }

    /// The fragments of a span; of anything else those of what stands first in it: head, first member or trigger. None for
    /// a cluster of nothing.
    pub fn anchor(&self) -> Option<&Fragments> {
        match self {
            Self::Span { fragments, .. } => Some(fragments),
            Self::Relation { head, .. } => head.anchor(),
            Self::Cluster { members, .. } => members.as_slice().first()?.anchor(),
            Self::Event { trigger, .. } => trigger.anchor(),
        }
    }

    /// The same with other labels and roles, of what it links too.
    pub fn relabelled(&self, label_of: &dyn Fn(Kind, &Slug) -> Slug) -> Self {
        let of = |target: &Self| target.relabelled(label_of);
        let (kind, label) = self.label();
        let label = label_of(kind, label);
        match self {
            Self::Span { fragments, .. } => Self::Span { label, fragments: fragments.clone() },
            Self::Relation { head, tail, .. } => Self::Relation { label, head: of(head).into(), tail: of(tail).into() },
            Self::Cluster { members, .. } => {
                Self::Cluster { label, members: members.as_slice().iter().map(of).collect::<Vec<_>>().into() }
            }
            Self::Event { trigger, arguments, .. } => {
                let argument =
                    |it: &TargetArgument| TargetArgument { role: label_of(Kind::Role, &it.role), node: of(&it.node) };
                let arguments = arguments.as_slice().iter().map(argument).collect::<Vec<_>>().into();
                Self::Event { label, trigger: of(trigger).into(), arguments }
            }
        }
    }

    /// Its label and fragments, and those of all that it links.
    pub fn each_part<'a>(&'a self, visit: &mut dyn FnMut(Part<'a>)) {
        let (kind, label) = self.label();
        visit(Part::Label(kind, label));
        match self {
            Self::Span { fragments, .. } => visit(Part::Place(fragments)),
            Self::Relation { head, tail, .. } => {
                head.each_part(visit);
                tail.each_part(visit);
            }
            Self::Cluster { members, .. } => members.as_slice().iter().for_each(|it| it.each_part(visit)),
            Self::Event { trigger, arguments, .. } => {
                trigger.each_part(visit);
                for TargetArgument { role, node } in arguments.as_slice() {
                    visit(Part::Label(Kind::Role, role));
                    node.each_part(visit);
                }
            }
        }
    }
}

/// Links of links of links are followed so far: no annotation scheme goes beyond, and a circle ends here.
const MAX_DEPTH: usize = 8;
/// So many nodes may be in one target, those in those included.
const MAX_NODES: usize = 1 << 16;

impl Store {
    /// What a node says. None when the node, or one that it refers to, is not there, and for what goes in a circle.
    pub fn target(&self, id: NodeId) -> Option<Target> {
        self.target_within(id, MAX_DEPTH, &mut { MAX_NODES })
    }

    fn target_within(&self, id: NodeId, depth: usize, left: &mut usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        *left = left.checked_sub(1)?;
        let mut of = |node: NodeId| self.target_within(node, depth, left);
        Some(match &**self.get(&RecordKey::Node(id))? {
            Record::Span(it) => Target::Span { label: it.label.clone(), fragments: it.fragments.clone() },
            Record::Relation(it) => {
                let (head, tail) = (of(it.head)?.into(), of(it.tail)?.into());
                Target::Relation { label: it.label.clone(), head, tail }
            }
            Record::Cluster(it) => {
                let mut members = Vec::new();
                for key in self.references(id) {
                    if let RecordKey::Member(cluster, node) = key
                        && *cluster == id
                    {
                        members.push(of(*node)?);
                    }
                }
                Target::Cluster { label: it.label.clone(), members: members.into() }
            }
            Record::Event(it) => {
                let trigger = of(it.trigger)?.into();
                let mut arguments = Vec::new();
                for key in self.references(id).iter().filter(|key| key.owner() == Some(id)) {
                    if let Some(Record::Argument(it)) = self.get(key).map(|record| &**record) {
                        arguments.push(TargetArgument { role: it.role.clone(), node: of(it.node)? });
                    }
                }
                Target::Event { label: it.label.clone(), trigger, arguments: arguments.into() }
            }
            _ => return None,
        })
    }
}
