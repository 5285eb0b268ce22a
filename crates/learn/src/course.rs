//! Learning from document after document, and taking back what is no longer so.

use crate::memory::Remembered;
use crate::{Learner, Lessons, Plan, Vocabulary};
use postil_core::{DocId, Slug, SuggestedSpan};
use postil_extract::Passage;

/// So many of the last documents can be taken back; whoever goes further begins anew.
const KEPT: usize = 12;

/// A document that was learned from.
#[derive(Clone, Debug)]
struct Step {
    doc: DocId,
    lessons: Lessons,
    /// Where its weights begin, if they can be taken back.
    mark: Option<usize>,
    remembered: Vec<Remembered>,
}

/// Learns what a [`Plan`] says. It is at its end when [`Course::next`] says so, and then what it knows depends on the plan alone.
#[derive(Clone, Debug)]
pub struct Course {
    learner: Learner,
    labels: Vec<Slug>,
    steps: Vec<Step>,
}

impl Course {
    /// Knows nothing yet.
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self::of(vocabulary, Vec::new())
    }

    fn of(vocabulary: Vocabulary, labels: Vec<Slug>) -> Self {
        Self { learner: Learner::new(vocabulary, labels.clone()), labels, steps: Vec::new() }
    }

    /// Takes back what the plan does not say, or says otherwise, and gives the next document to learn from; nothing when all is learned.
    pub fn next(&mut self, plan: &Plan) -> Option<DocId> {
        let used = plan.documents().flat_map(|(_, lessons)| lessons.as_slice()).map(|lesson| lesson.label.clone());
        let labels = Learner::labels(self.learner.vocabulary(), used);
        let same = plan.documents().zip(&self.steps);
        let same = same.take_while(|((doc, lessons), step)| *doc == step.doc && **lessons == step.lessons).count();
        let can_go_back = self.steps.get(same).is_none_or(|step| step.mark.is_some());
        if labels != self.labels || !can_go_back {
            *self = Self::of(self.learner.vocabulary().clone(), labels);
        } else {
            for step in self.steps.drain(same..).rev() {
                self.learner.take_back(step.mark.unwrap_or_default());
                step.remembered.iter().for_each(|it| self.learner.memory.count(it, false));
            }
        }
        plan.documents().nth(self.steps.len()).map(|(doc, _)| doc)
    }

    /// Learns from the next document, which [`Self::next`] named: its text, and what the model met and suggested in it, batch by batch.
    pub fn learn<'a>(
        &mut self, doc: DocId, lessons: &Lessons, text: &str,
        batches: impl IntoIterator<Item = (&'a Passage, &'a [SuggestedSpan])>,
    ) {
        let mark = Some(self.learner.mark());
        let mut remembered = Vec::new();
        for (passage, base) in batches {
            self.learner.learn(passage, base, lessons);
            remembered.extend(self.learner.remembered(text, passage, lessons));
        }
        remembered.iter().for_each(|it| self.learner.memory.count(it, true));
        self.steps.push(Step { doc, lessons: lessons.clone(), mark, remembered });
        self.forget();
    }

    /// What lies too far back stays learned.
    fn forget(&mut self) {
        let Some(last) = self.steps.len().checked_sub(KEPT + 1) else { return };
        if self.steps[last].mark.take().is_some() {
            let from = self.steps[last + 1].mark.unwrap_or_default();
            self.learner.forget(from);
            for step in &mut self.steps[last + 1..] {
                step.mark = step.mark.map(|mark| mark - from);
            }
        }
    }

    /// The labels as it knows them.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.learner.vocabulary()
    }

    /// What was learned so far.
    pub fn learner(&self) -> &Learner {
        &self.learner
    }

    /// Whether nothing was learned.
    pub fn is_blank(&self) -> bool {
        self.steps.is_empty()
    }
}
