//! What is done to relations, clusters and events that are there, from the inspector.

use crate::State;
use postil_core::{Kind, NodeId, Timestamp};

/// Something to do to a relation, a cluster or an event. Types are named as people call them, or by their keys; one that
/// the schema does not have is added to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Joined {
    Unrelate(NodeId),
    Retype {
        relation: NodeId,
        name: String,
    },
    /// A relation's head becomes its tail.
    Turn(NodeId),
    TakeOut {
        cluster: NodeId,
        member: NodeId,
    },
    Dissolve(NodeId),
    /// What the thing is called that a cluster is about; nothing takes the name away.
    Call {
        cluster: NodeId,
        name: String,
    },
    RetypeEvent {
        event: NodeId,
        name: String,
    },
    DeleteEvent(NodeId),
    Role {
        event: NodeId,
        argument: NodeId,
        name: String,
    },
    DeleteArgument {
        event: NodeId,
        argument: NodeId,
    },
}

impl State {
    pub(crate) fn change_joined(&mut self, joined: Joined, now: Timestamp) {
        let label = match &joined {
            Joined::Retype { name, .. } => self.type_named(Kind::Relation, name),
            Joined::RetypeEvent { name, .. } => self.type_named(Kind::Event, name),
            Joined::Role { name, .. } => self.type_named(Kind::Role, name),
            _ => None,
        };
        let done = self.annotate(now, |scope| match (joined, label) {
            (Joined::Unrelate(id), _) => postil_edits::delete_relation(scope, id),
            (Joined::Retype { relation, .. }, Some(label)) => postil_edits::retype(scope, relation, label),
            (Joined::Turn(id), _) => postil_edits::turn(scope, id),
            (Joined::TakeOut { cluster, member }, _) => postil_edits::take_out(scope, cluster, member),
            (Joined::Dissolve(id), _) => postil_edits::dissolve(scope, id),
            (Joined::Call { cluster, name }, _) => postil_edits::call(scope, cluster, &name),
            (Joined::RetypeEvent { event, .. }, Some(label)) => postil_edits::retype_event(scope, event, label),
            (Joined::DeleteEvent(id), _) => postil_edits::delete_event(scope, id),
            (Joined::Role { event, argument, .. }, Some(label)) => {
                postil_edits::change_role(scope, event, argument, label)
            }
            (Joined::DeleteArgument { event, argument }, _) => postil_edits::delete_argument(scope, event, argument),
            (Joined::Retype { .. } | Joined::RetypeEvent { .. } | Joined::Role { .. }, None) => Default::default(),
        });
        if done.is_some_and(|done| done.is_said) {
            self.say("This is there already.");
        }
    }
}
