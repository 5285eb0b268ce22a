//! What was learned from the decisions of the project, as far as the page is told, and suggestions that are made again after it.

use crate::{Item, Progress, State, SuggestionId, Suggestions};
use postil_core::Slug;
use postil_messages::LONGEST_REMADE;
use std::rc::Rc;

/// What the worker has learned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    /// Which decisions it was learned from, as the worker numbers them; 0 for none.
    pub learned: u32,
    /// How many they are.
    pub decisions: u32,
    /// Labels of the project's own that do not stand often enough to be suggested, each with how often is missing.
    pub missing: Rc<[(Slug, u32)]>,
    /// While it goes on: documents that were learned from, and all that have decisions.
    pub progress: Option<(u32, u32)>,
}

impl Learning {
    /// How often a label has to stand still before it is suggested.
    pub fn missing(&self, label: &Slug) -> Option<u32> {
        self.missing.iter().find(|(slug, _)| slug == label).map(|(_, missing)| *missing)
    }
}

impl State {
    /// What suggestions are to be made with: as the worker numbers it.
    pub fn wanted_learned(&self) -> u32 {
        if self.preferences.learning { self.learning.learned } else { 0 }
    }

    /// Whether those of the open document are to be made again. A long text has to be opened anew for that.
    pub fn wants_remaking(&self) -> bool {
        let suggestions = self.suggestions();
        suggestions.progress == Progress::Finished
            && suggestions.remaking().is_none()
            && suggestions.soon_learned() != self.wanted_learned()
            && self.document().is_some_and(|document| document.range().len() <= LONGEST_REMADE)
    }

    /// Suggestions that were made again take their places, unless what a person is looking at would change under the hand: what has the focus
    /// stays as it is until it is decided or left.
    pub(crate) fn take_remade(&mut self) {
        let Some(doc) = self.current else { return };
        let Some(old) = self.suggestions.get(&doc) else { return };
        let Some(made) = old.coming() else { return };
        if self.linking.is_some() || self.hints.is_some() || self.is_asking() {
            return;
        }
        let again = |id: SuggestionId, made: &Suggestions| {
            let same = old.get(id).and_then(|it| made.same_as(it))?;
            made.get(same).filter(|it| it.score() >= self.preferences.threshold).map(|_| same)
        };
        let focus = match self.focus {
            Some(Item::Suggestion(id)) => again(id, made).map(Item::Suggestion),
            Some(Item::Rejected(id)) => again(id, made).map(Item::Rejected),
            other => other,
        };
        if focus.is_some() == self.focus.is_some() {
            let made = made.clone();
            Rc::make_mut(&mut self.suggestions).insert(doc, made);
            self.focus = focus;
        }
    }
}
