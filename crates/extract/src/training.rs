//! What the trainer needs to see of the engine: the features of tokens and of the places between sentences, exactly as they
//! are at work. Not for others.

pub use crate::model::{
    BUCKETS, Calibration, Clusters, GAP_BUCKETS, MOST_POINTS, Parts, Row, Table, clusters::FINEST as CLUSTERS,
};
pub use crate::tagger::labels;
pub use crate::tagger::splitter::GAP_SCALE;

pub use crate::events::weights::{EventParts, ROWS as EVENT_ROWS};

pub use crate::discourse::choice::{Candidates, Choose, Task, WEIGHTS, Weights};
use crate::discourse::known::Look;
use crate::events::role::{self, Told};
use crate::events::scene::Scene;
use crate::events::trigger;
use crate::lexicon::{Sense, Senses, fold};
use crate::model::Model;
use crate::page::Page;
use crate::tagger::Tagger;
use crate::{Extractor, Settings};
use postil_core::Suggestions;
use postil_core::structure;
use postil_core::structure::Paragraphs;
use std::ops::Range;
use std::sync::Arc;

/// The files of `data` whose lists a model carries, in the order in which [`Parts::lists`] has them.
pub const LISTS: [&str; 3] = ["cities.txt", "surnames.txt", "words.txt"];

/// The tokens of a text with their features.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Bytes.
    pub tokens: Vec<(u32, u32)>,
    /// Ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// Buckets, token after token.
    pub features: Vec<u32>,
    /// Where the features of each token end.
    pub ends: Vec<u32>,
}

/// Reads a text; of the model, clusters and splitter count.
pub fn observe(text: &str, model: &Arc<Model>) -> Observed {
    let mut found = Observed::default();
    let mut extractor = Extractor::with_model(text, Settings::default(), Arc::clone(model));
    loop {
        let before = found.tokens.len();
        let (features, ends) = (&mut found.features, &mut found.ends);
        let page = extractor.observe_batch(|_, token, bucket| {
            ends.resize((before + token).max(ends.len()), features.len() as u32);
            features.push(bucket);
        });
        let Some(page) = page else { return found };
        found.tokens.extend(page.tokens.iter().map(|token| (token.start, token.end)));
        found.sentences.extend(page.sentences.iter().map(|tokens| before + tokens.start..before + tokens.end));
        found.ends.resize(found.tokens.len(), found.features.len() as u32);
    }
}

/// Hands out the features of each place where a sentence might end, and whether it does: `ends` is asked with the last byte
/// before the place and the first behind it.
pub fn gaps(text: &str, model: &Arc<Model>, ends: impl Fn(u32, u32) -> bool, mut sink: impl FnMut(bool, &[u32])) {
    let mut tagger = Tagger::new(Arc::clone(model));
    let mut page = Page::of(text, Arc::clone(model.dictionary()));
    let mut walk = Paragraphs::new(text);
    let mut rules = Vec::new();
    let mut features = Vec::new();
    tagger.begin();
    while let Some(part) = walk.next(text) {
        let first = page.tokens.len();
        structure::tokenize(text, part.start, part.end, &mut page.tokens);
        rules.clear();
        structure::split(text, &page.tokens, first, &mut rules);
        page.learn(text, first);
        tagger.meet(&page, text, first);
        tagger.gaps(text, &page.tokens, first).walk(&rules, |sentence, at, rule| {
            features.clear();
            tagger.gaps(text, &page.tokens, first).features(sentence, at, rule, |bucket| features.push(bucket));
            let end = ends(page.tokens[at - 1].end, page.tokens[at].start);
            sink(end, &features);
            end
        });
    }
}

/// Where the sentences of a text end, in bytes.
pub fn sentence_ends(text: &str, model: &Arc<Model>) -> Vec<u32> {
    let found = observe(text, model);
    found.sentences.iter().map(|tokens| found.tokens[tokens.end - 1].1).collect()
}

/// Whether the dictionaries with which a model works list the text as a people or a faith and as nothing else.
pub fn is_people(text: &str, model: &Model) -> bool {
    let mut tokens = Vec::new();
    structure::tokenize(text, 0, text.len(), &mut tokens);
    let key = tokens.iter().map(|token| fold::key(&text[token.start as usize..token.end as usize])).reduce(fold::join);
    let senses = key.and_then(|key| model.dictionary().find(key)).map(|entry| entry.senses);
    senses.is_some_and(|senses| {
        let others = [Sense::Country, Sense::Region, Sense::City, Sense::Organisation, Sense::Surname, Sense::Forename];
        senses.has(Sense::People) && !senses.any(Senses::of(&others))
    })
}

/// A sentence in which events are looked for.
pub struct EventScene<'a>(&'a Scene<'a>);

impl EventScene<'_> {
    /// Tokens that may say that something happens.
    pub fn triggers(&self) -> Vec<usize> {
        self.0.tokens.clone().filter(|token| self.0.may_trigger(*token)).collect()
    }

    /// Whether a token is a verb of saying: what is said may be an event, rather than that it is said.
    pub fn is_saying(&self, token: usize) -> bool {
        self.0.gist(token).look == Look::Said
    }

    /// Rows of the features of such a token.
    pub fn features(&self, token: usize) -> Vec<u32> {
        let mut rows = Vec::new();
        trigger::features(self.0, token, |_, row, _| rows.push(row));
        rows
    }

    /// The bytes of a token.
    pub fn bytes(&self, token: usize) -> Range<usize> {
        self.0.stage.page.bytes(&(token..token + 1))
    }

    /// The candidate that another one only describes, or itself.
    pub fn head(&self, candidate: usize) -> usize {
        self.0.head(candidate)
    }

    /// Candidates for a role in an event, and nobody; `actor` is one of them.
    pub fn candidates(&self, token: usize, kind: usize, task: Task, actor: Option<usize>) -> Candidates {
        let mut candidates = Candidates::default();
        role::candidates(self.0, Told { token, kind }, task, actor, &mut candidates);
        candidates
    }
}

/// Hands out the sentences of a text as events are looked for in them.
pub fn event_scenes(text: &str, model: &Arc<Model>, mut sink: impl FnMut(&EventScene<'_>)) {
    let mut extractor = Extractor::with_model(text, Settings::default(), Arc::clone(model));
    while extractor.observe_events(|scene| sink(&EventScene(scene))) {}
}

/// Reads a text with one that chooses speakers and antecedents.
pub fn read_with(text: &str, settings: Settings, model: &Arc<Model>, chooser: Box<dyn Choose>) -> Suggestions {
    Extractor::with_chooser(text, settings, Arc::clone(model), chooser).rest()
}

/// Reads a text by rules alone, which know the names and words of a model: what they say of it as evidence.
pub fn read_by_rules(text: &str, settings: Settings, model: &Model) -> Suggestions {
    Extractor::by_rules(text, settings, Arc::clone(model.dictionary())).rest()
}
