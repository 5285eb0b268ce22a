//! Events as they are compared: their triggers and arguments as spans, which agree by the same schemes.

use crate::Labelled;
use postil_core::Fragments;

/// Something that happens, as one side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub label: String,
    /// The words that say so.
    pub trigger: Fragments,
    /// Roles, and what has them.
    pub arguments: Vec<(String, Fragments)>,
}

/// What is asked of an event; each asks for more than the one before it of its kind (Li et al. 2013).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The words of the trigger.
    Trigger,
    /// And the type of the event.
    Type,
    /// The words of an argument, and the type of its event.
    Argument,
    /// And its role.
    Role,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::Trigger, Self::Type, Self::Argument, Self::Role];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Type => "trigger, type",
            Self::Argument => "argument",
            Self::Role => "argument, role",
        }
    }

    /// What is compared, as spans: sorted, each once.
    pub(crate) fn spans(self, events: &[Event]) -> Vec<Labelled> {
        let arguments = |event: &Event, with_role: bool| -> Vec<Labelled> {
            let label = |role: &str| if with_role { format!("{}\n{role}", event.label) } else { event.label.clone() };
            event.arguments.iter().map(|(role, at)| Labelled::new(label(role), at.clone())).collect()
        };
        let mut spans: Vec<Labelled> = match self {
            Self::Trigger => events.iter().map(|it| Labelled::new("", it.trigger.clone())).collect(),
            Self::Type => events.iter().map(|it| Labelled::new(it.label.as_str(), it.trigger.clone())).collect(),
            Self::Argument => events.iter().flat_map(|it| arguments(it, false)).collect(),
            Self::Role => events.iter().flat_map(|it| arguments(it, true)).collect(),
        };
        spans.sort();
        spans.dedup();
        spans
    }
}
