//! What extractors suggest: derived, never in the log, replaced as a whole when the text is extracted again.

use postil_core::{Map, Score, SuggestedEvent, SuggestedMember, SuggestedRelation, SuggestedSpan, TextRange};
use std::rc::Rc;

/// The place of a suggestion in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SuggestionId(pub u32);

/// One part of the text, extracted.
#[derive(Debug)]
struct Batch {
    first: u32,
    /// Covers every suggestion of the batch.
    range: TextRange,
    found: postil_core::Suggestions,
}

/// Counts by the hundredth of a score.
#[derive(Clone, Debug)]
struct AtLeast([u32; 101]);

impl Default for AtLeast {
    fn default() -> Self {
        Self([0; 101])
    }
}

/// Which suggestions mean the same.
#[derive(Clone, Debug, Default)]
struct Clusters {
    /// The members of each cluster, by its number, in the order of arrival.
    members: Map<u32, Vec<SuggestedMember>>,
    /// The cluster of each suggestion that is in one: the first that named it.
    of: Map<SuggestionId, u32>,
}

/// The suggestions of one document so far. Cloning copies one pointer a batch.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    batches: Vec<Rc<Batch>>,
    count: u32,
    clusters: Rc<Clusters>,
    /// How many stand at each hundredth of the score or above it.
    at_least: Rc<AtLeast>,
    /// How far extraction is.
    pub progress: Progress,
    /// Something to say about the text as a whole, such as its language.
    pub note: Option<Rc<str>>,
    /// What was learned and applied, as the worker numbers it; 0 for nothing.
    pub learned: u32,
    /// What is to take the place of all this, while it is being made.
    coming: Option<Rc<Coming>>,
}

/// Suggestions that are made again after something was learned.
#[derive(Clone, Debug)]
struct Coming {
    /// The request.
    seq: u32,
    made: Suggestions,
    is_complete: bool,
}

/// How far extraction is, in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    #[default]
    Waiting,
    Running {
        seq: u32,
        /// Whether the model is still being fetched: it is what the bytes are of.
        is_loading: bool,
        done: u32,
        total: u32,
    },
    Finished,
    Cancelled,
    Failed(Rc<str>),
}

impl Suggestions {
    /// Suggestions are going to be made again, and to take the place of these; what was to come before is given up.
    pub(crate) fn expect(&mut self, seq: u32) {
        let made = Self { progress: Progress::Finished, note: self.note.clone(), ..Self::default() };
        self.coming = Some(Rc::new(Coming { seq, made, is_complete: false }));
    }

    /// The request that makes them again, while it does.
    pub fn remaking(&self) -> Option<u32> {
        self.coming.as_ref().filter(|coming| !coming.is_complete).map(|coming| coming.seq)
    }

    /// The ones that a request makes: these, or those that take their place.
    pub(crate) fn of_request(&mut self, seq: u32) -> Option<&mut Self> {
        if matches!(self.progress, Progress::Running { seq: running, .. } if running == seq) {
            return Some(self);
        }
        let coming = self.coming.as_mut().filter(|coming| coming.seq == seq && !coming.is_complete)?;
        Some(&mut Rc::make_mut(coming).made)
    }

    /// All of those that take their place are there, or they do not come.
    pub(crate) fn complete(&mut self, seq: u32, is_all: bool, learned: u32) {
        if self.remaking() == Some(seq) {
            match self.coming.as_mut().filter(|_| is_all).map(Rc::make_mut) {
                Some(coming) => (coming.is_complete, coming.made.learned) = (true, learned),
                None => self.coming = None,
            }
        }
    }

    /// What will have been learned and applied once those have come that are there.
    pub(crate) fn soon_learned(&self) -> u32 {
        self.coming().map_or(self.learned, |coming| coming.learned)
    }

    /// Those that are to take their place, once they are all there.
    pub(crate) fn coming(&self) -> Option<&Self> {
        self.coming.as_ref().filter(|coming| coming.is_complete).map(|coming| &coming.made)
    }

    /// The one that says the same of the same words as another.
    pub(crate) fn same_as(&self, other: &SuggestedSpan) -> Option<SuggestionId> {
        let mut same = self.touching(other.range).filter(|(_, it)| it.range == other.range && it.label == other.label);
        same.next().map(|(id, _)| id)
    }

    /// Takes in a batch. Its relations name suggestions by their place in the whole extraction.
    pub fn push(&mut self, mut found: postil_core::Suggestions) {
        // Later batches add members to clusters of earlier ones.
        let members = std::mem::take(&mut found.members);
        if !members.is_empty() {
            let clusters = Rc::make_mut(&mut self.clusters);
            for member in members {
                let id = SuggestionId(member.span);
                if !clusters.of.contains_key(&id) {
                    clusters.of.insert(id, member.cluster);
                    clusters.members.or_default(member.cluster).push(member);
                }
            }
        }
        let Some(range) = found.spans.iter().map(|item| item.range).reduce(TextRange::cover) else { return };
        let at_least = Rc::make_mut(&mut self.at_least);
        for item in &found.spans {
            at_least.0[..=usize::from(item.score().parts() / 100)].iter_mut().for_each(|count| *count += 1);
        }
        let first = self.count;
        self.count += found.spans.len() as u32;
        self.batches.push(Rc::new(Batch { first, range, found }));
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many score at least this much, decided or not.
    pub fn count_at_least(&self, threshold: Score) -> u32 {
        self.at_least.0[usize::from(threshold.parts() / 100)]
    }

    /// One of them.
    pub fn get(&self, id: SuggestionId) -> Option<&SuggestedSpan> {
        let batch = self.batches.partition_point(|batch| batch.first <= id.0).checked_sub(1)?;
        self.batches[batch].found.spans.get((id.0 - self.batches[batch].first) as usize)
    }

    /// Those that touch `range`, decided or not, in no particular order.
    pub fn touching(&self, range: TextRange) -> impl Iterator<Item = (SuggestionId, &SuggestedSpan)> {
        self.batches
            .iter()
            .filter(move |batch| batch.range.touches(range))
            .flat_map(|batch| batch.found.spans.iter().enumerate().map(|(n, item)| (batch.first + n as u32, item)))
            .filter(move |(_, item)| item.range.touches(range))
            .map(|(id, item)| (SuggestionId(id), item))
    }

    /// All of them, in the order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (SuggestionId, &SuggestedSpan)> {
        self.batches.iter().flat_map(|batch| {
            batch.found.spans.iter().enumerate().map(|(n, item)| (SuggestionId(batch.first + n as u32), item))
        })
    }

    /// The cluster that a suggestion is in, by its number, whether decided or not.
    pub fn cluster_of(&self, id: SuggestionId) -> Option<u32> {
        self.clusters.of.get(&id).copied()
    }

    /// The members of a cluster, decided or not, in the order of arrival.
    pub fn members(&self, cluster: u32) -> &[SuggestedMember] {
        self.clusters.members.get(&cluster).map_or(&[], Vec::as_slice)
    }

    /// The numbers of all clusters.
    pub fn clusters(&self) -> impl Iterator<Item = u32> {
        self.clusters.members.keys().copied()
    }

    /// The events of which a suggestion is the trigger.
    pub fn events_of(&self, trigger: SuggestionId) -> impl Iterator<Item = &SuggestedEvent> {
        let range = self.get(trigger).map(|item| item.range);
        self.batches
            .iter()
            .filter(move |batch| range.is_some_and(|range| batch.range.touches(range)))
            .flat_map(|batch| &batch.found.events)
            .filter(move |event| event.trigger == trigger.0)
    }

    /// The events in which a suggestion takes part.
    pub fn events_with(&self, part: SuggestionId) -> impl Iterator<Item = &SuggestedEvent> {
        let events = self.batches.iter().flat_map(|batch| &batch.found.events);
        events.filter(move |event| event.arguments.iter().any(|argument| argument.span == part.0))
    }

    /// The relations that a suggestion heads, each with its tail.
    pub fn relations_of(&self, head: SuggestionId) -> impl Iterator<Item = (&SuggestedRelation, SuggestionId)> {
        let range = self.get(head).map(|item| item.range);
        self.batches
            .iter()
            .filter(move |batch| range.is_some_and(|range| batch.range.touches(range)))
            .flat_map(|batch| &batch.found.relations)
            .filter(move |relation| relation.head == head.0)
            .map(|relation| (relation, SuggestionId(relation.tail)))
    }
}
