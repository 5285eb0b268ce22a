//! Suggestions as they are after what was learned, batch by batch.

use crate::learner::Proposal;
use crate::{Learner, Lessons};
use postil_core::{Provenance, SuggestedSpan, Suggestions, TextRange, sort_by};
use postil_extract::Passage;
use std::sync::Arc;

/// The extractor that a suggestion names that comes from what was learned alone.
const LEARNED: &str = "learned";
/// Of the way in which is learned.
const VERSION: &str = "1";
/// A score that moves by less, in ten-thousandths, stays as it is.
const UNMOVED: u16 = 200;

/// Applies what was learned to the batches of one extraction, in their order.
#[derive(Clone, Debug, Default)]
pub struct Remaking {
    /// Where each span of the extraction is among those that are told.
    places: Vec<Option<u32>>,
    told: u32,
}

impl Remaking {
    /// The next batch, as it is to be told. What was decided stays as it is, and nothing is suggested over it. `passage` is what the model
    /// met in the batch.
    ///
    /// Indices in the batch count the spans of all batches before learning, those that come out count what was told.
    pub fn apply(
        &mut self, learner: &Learner, passage: &Passage, mut batch: Suggestions, lessons: &Lessons,
    ) -> Suggestions {
        let (mut proposals, dropped) = learner.propose(passage, &batch.spans, lessons);
        let ranges = passage.sentences.iter().filter(|tokens| !tokens.is_empty());
        let ranges: Vec<TextRange> =
            ranges.map(|it| passage.tokens[it.start].range.cover(passage.tokens[it.end - 1].range)).collect();
        let is_within_sentence = |range: TextRange| {
            let at = ranges.partition_point(|it| it.end() <= range.start());
            ranges.get(at).is_some_and(|it| it.start() <= range.start() && range.end() <= it.end())
        };
        let mut told: Vec<(Option<usize>, SuggestedSpan)> = Vec::new();
        let count = batch.spans.len();
        for (at, span) in std::mem::take(&mut batch.spans).into_iter().enumerate() {
            let is_name = !learner.vocabulary().is_ruled(&span.label);
            let mut decided = lessons.overlapping(span.range);
            let is_decided =
                decided.any(|it| if it.is_wanted { is_name } else { it.range == span.range && it.label == span.label });
            if is_decided || !is_within_sentence(span.range) {
                proposals.retain(|it| it.range != span.range || it.label != span.label);
                told.push((Some(at), span));
            } else if !is_name {
                if dropped.binary_search(&at).is_err() {
                    told.push((Some(at), span));
                }
            } else if let Some(proposal) = proposals.iter().position(|it| it.range == span.range) {
                let proposal = proposals.remove(proposal);
                told.push((Some(at), changed(learner, span, proposal)));
            }
        }
        let is_refused = |it: &Proposal| {
            lessons
                .overlapping(it.range)
                .any(|lesson| lesson.range == it.range && lesson.label == it.label && !lesson.is_wanted)
        };
        told.extend(proposals.into_iter().filter(|it| !is_refused(it)).map(|it| (None, added(learner, it))));
        let place = |it: &SuggestedSpan| (it.range.start(), std::cmp::Reverse(it.range.end()));
        sort_by(&mut told, &|a, b| place(&a.1).cmp(&place(&b.1)).then(a.0.cmp(&b.0)));
        let before = self.places.len();
        self.places.resize(before + count, None);
        for (at, _) in &told {
            if let Some(at) = at {
                self.places[before + at] = Some(self.told);
            }
            self.told += 1;
        }
        batch.spans = told.into_iter().map(|(_, span)| span).collect();
        self.renumber(&mut batch);
        batch
    }

    /// Gives relations, members and events the numbers of the spans that were told; those of spans that were not are left out.
    fn renumber(&self, batch: &mut Suggestions) {
        let place = |at: &mut u32| match self.places.get(*at as usize).copied().flatten() {
            Some(told) => {
                *at = told;
                true
            }
            None => false,
        };
        batch.relations.retain_mut(|it| place(&mut it.head) && place(&mut it.tail));
        batch.members.retain_mut(|it| place(&mut it.span));
        batch.events.retain_mut(|it| {
            it.arguments.retain_mut(|argument| place(&mut argument.span));
            place(&mut it.trigger)
        });
    }
}

/// A suggestion of the model after what was learned.
fn changed(learner: &Learner, span: SuggestedSpan, proposal: Proposal) -> SuggestedSpan {
    let own = &span.provenance;
    if proposal.label == span.label && proposal.score.parts().abs_diff(own.score.parts()) < UNMOVED {
        return span;
    }
    let mut reasons = vec![why(learner, &proposal)];
    reasons.extend(own.reasons.iter().filter(|_| proposal.label == span.label).cloned());
    let provenance = Provenance {
        extractor: own.extractor.clone(),
        version: format!("{}+{LEARNED} {VERSION}", own.version).into(),
        score: proposal.score,
        reasons,
    };
    SuggestedSpan { label: proposal.label, provenance: provenance.into(), ..span }
}

/// A suggestion that the model did not make.
fn added(learner: &Learner, proposal: Proposal) -> SuggestedSpan {
    let reasons = vec![why(learner, &proposal)];
    let (extractor, version) = (LEARNED.into(), VERSION.into());
    let provenance = Provenance { extractor, version, score: proposal.score, reasons };
    SuggestedSpan { range: proposal.range, label: proposal.label, value: None, provenance: provenance.into() }
}

/// From how many decisions it was learned, with an example.
fn why(learner: &Learner, proposal: &Proposal) -> Arc<str> {
    let decisions = |count: u32| if count == 1 { "1 decision".to_owned() } else { format!("{count} decisions") };
    let Proposal { form, head, label, .. } = proposal;
    if let Some((tally, words)) = learner.memory.of(*form, *head, label) {
        let mut said = format!("learned from {}: “{words}” is {label}", decisions(tally.sum()));
        match (tally.wanted, tally.refused) {
            (0, _) => said = format!("learned from {}: “{words}” was turned down as {label}", decisions(tally.sum())),
            (_, 0) => {}
            (_, refused) => said += &format!(", and was turned down {refused} times"),
        }
        return said.into();
    }
    let of_label = learner.memory.of_label(label).sum();
    let all = learner.memory.sum();
    let said = if of_label > 0 { format!("{} with {label}", decisions(of_label)) } else { decisions(all) };
    format!("learned from {said}").into()
}
