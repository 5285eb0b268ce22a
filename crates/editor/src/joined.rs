//! What is done to relations, clusters and events that are there, from the inspector.

use crate::{Question, State, SuggestionId};
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
    /// Answers what is asked.
    Decide {
        question: Question,
        is_right: bool,
    },
    /// Leaves a mention out of the cluster that is suggested for it.
    LeaveOut(SuggestionId),
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
        match joined {
            Joined::Decide { question, is_right } => drop(self.decide(question, is_right, now)),
            Joined::LeaveOut(mention) => self.leave_out(mention, now),
            joined => self.change_joined_node(joined, now),
        }
    }

    fn change_joined_node(&mut self, joined: Joined, now: Timestamp) {
        // What an extractor suggests of it does not come back.
        let (suggested, clusters) = match &joined {
            Joined::TakeOut { member, .. } => (self.said_at(*member), Vec::new()),
            Joined::Dissolve(id) => (None, self.said_of(&postil_edits::members(&self.store, *id))),
            _ => (None, Vec::new()),
        };
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
            (Joined::TakeOut { cluster, member }, _) => {
                postil_edits::take_out(scope, cluster, member, suggested.as_ref())
            }
            (Joined::Dissolve(id), _) => postil_edits::dissolve(scope, id, &clusters),
            (Joined::Call { cluster, name }, _) => postil_edits::call(scope, cluster, &name),
            (Joined::RetypeEvent { event, .. }, Some(label)) => postil_edits::retype_event(scope, event, label),
            (Joined::DeleteEvent(id), _) => postil_edits::delete_event(scope, id),
            (Joined::Role { event, argument, .. }, Some(label)) => {
                postil_edits::change_role(scope, event, argument, label)
            }
            (Joined::DeleteArgument { event, argument }, _) => postil_edits::delete_argument(scope, event, argument),
            _ => Default::default(),
        });
        if done.is_some_and(|done| done.is_said) {
            self.say("This is there already.");
        }
    }
}
