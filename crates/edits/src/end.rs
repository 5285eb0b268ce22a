//! What is joined: annotations, and suggestions that are accepted by it.

use crate::review::Accepting;
use crate::{Accepted, Scope};
use postil_core::{Draft, NodeId, RecordKey};

/// One of several annotations that are joined.
#[derive(Clone, Debug)]
pub enum End<'a> {
    Node(NodeId),
    /// A suggestion. It becomes a span by being joined, with the relations that it heads.
    Suggestion(Accepted<'a>),
}

impl End<'_> {
    /// Whether there is anything to join. A suggestion always is there.
    pub(crate) fn is_here(&self, scope: &Scope) -> bool {
        match self {
            Self::Node(id) => scope.store.get(&RecordKey::Node(*id)).is_some(),
            Self::Suggestion(_) => true,
        }
    }

    /// The annotation that it is, where nothing has to be accepted for that.
    pub(crate) fn known(&self, scope: &Scope) -> Option<NodeId> {
        match self {
            Self::Node(id) => Some(*id),
            Self::Suggestion(Accepted { span, .. }) => scope.find(&span.label, &span.fragments()),
        }
    }

    pub(crate) fn node(&self, accepting: &mut Accepting, scope: &Scope, draft: &mut Draft) -> NodeId {
        match self {
            Self::Node(id) => *id,
            Self::Suggestion(accepted) => self.known(scope).unwrap_or_else(|| accepting.take(draft, accepted)),
        }
    }
}
