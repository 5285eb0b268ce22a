//! Which annotations and suggestions are shown and walked through. Nothing else heeds it: what is written is never filtered.

use crate::{Item, Shown, State};
use postil_core::{
    AnnotatorId, Definition, Kind, Map, Origin, Provenance, Record, RecordKey, Score, Slug, Store, SuggestedSpan,
    sort_by,
};
use postil_messages::QueryKind;
use std::rc::Rc;

/// Kinds above each other are followed so far: what two people put above each other ends here.
const HIGHEST: usize = 16;
/// The extractor whose suggestions follow from rules.
const RULES: &str = "rules";
/// Annotators are looked for on so many spans of a document.
const LOOKED_AT: usize = 4_000;

/// Where something comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A person made it.
    Person,
    /// A person accepted a suggestion.
    Accepted,
    /// It came with a file.
    Imported,
    /// A model suggests it.
    Model,
    /// A rule suggests it.
    Rule,
}

impl Source {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Person, Self::Accepted, Self::Imported, Self::Model, Self::Rule];

    /// What it is called in a list.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "made by hand",
            Self::Accepted => "accepted suggestions",
            Self::Imported => "imported",
            Self::Model => "suggested by the model",
            Self::Rule => "suggested by rules",
        }
    }

    fn of_suggestion(provenance: &Provenance) -> Self {
        if &*provenance.extractor == RULES { Self::Rule } else { Self::Model }
    }
}

/// What is shown. An empty list lets everything through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// These labels, and what is a kind of them.
    pub labels: Vec<Slug>,
    pub sources: Vec<Source>,
    /// What these people changed last.
    pub annotators: Vec<AnnotatorId>,
    /// Scores from here to there, both included. What has no score is let through only where all of them are.
    pub scores: (Score, Score),
}

impl Default for Filter {
    fn default() -> Self {
        Self { labels: Vec::new(), sources: Vec::new(), annotators: Vec::new(), scores: (Score::default(), Score::ONE) }
    }
}

impl Filter {
    /// Whether it holds anything back.
    pub fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// Whether it asks for scores.
    pub fn has_scores(&self) -> bool {
        self.scores != (Score::default(), Score::ONE)
    }

    fn has_label(&self, definitions: &Map<(Kind, Slug), Definition>, label: &Slug) -> bool {
        if self.labels.is_empty() {
            return true;
        }
        let above = |slug: &Slug| definitions.get(&(Kind::Label, slug.clone()))?.parent.clone();
        std::iter::successors(Some(label.clone()), above).take(HIGHEST).any(|it| self.labels.contains(&it))
    }

    fn has_score(&self, score: Option<Score>) -> bool {
        !self.has_scores() || score.is_some_and(|score| self.scores.0 <= score && score <= self.scores.1)
    }

    fn has_source(&self, source: Source) -> bool {
        self.sources.is_empty() || self.sources.contains(&source)
    }

    /// Whether a span is shown.
    pub fn has_span(&self, store: &Store, id: postil_core::NodeId) -> bool {
        let Some(span) = store.span(id) else { return false };
        let source = match span.origin {
            Origin::Person => Source::Person,
            Origin::Suggestion(_) => Source::Accepted,
            Origin::Import { .. } => Source::Imported,
        };
        self.has_label(store.definitions(), &span.label)
            && self.has_source(source)
            && self.has_score(span.origin.score())
            && (self.annotators.is_empty() || annotator(store, id).is_some_and(|it| self.annotators.contains(it)))
    }

    /// Whether a suggestion is shown. Nobody has changed it.
    pub fn has_suggestion(&self, store: &Store, it: &SuggestedSpan) -> bool {
        self.annotators.is_empty()
            && self.has_label(store.definitions(), &it.label)
            && self.has_source(Source::of_suggestion(&it.provenance))
            && self.has_score(Some(it.score()))
    }
}

/// Who changed a span last.
fn annotator(store: &Store, id: postil_core::NodeId) -> Option<&AnnotatorId> {
    store.history_of(&RecordKey::Node(id)).last().map(|last| &last.annotator)
}

/// The name of an annotator, as others call them; `None` for whoever works here, or who has none.
fn name(state: &State, annotator: &AnnotatorId) -> Option<String> {
    match state.store.get(&RecordKey::Annotator(annotator.clone())).map(|record| &**record) {
        Some(Record::AnnotatorInfo(info)) => Some(info.name.to_string()),
        _ => None,
    }
}

impl State {
    /// What is shown of the open document is that which passes this.
    pub(crate) fn filter_by(&mut self, filter: Filter) {
        self.filter = Rc::new(filter);
        // What is not shown any more is nothing that keys should act on.
        if self.focus.is_some_and(|item| !self.passes(item)) {
            crate::moves::rest(self);
            self.focus = None;
        }
        if self.find.query.kind == QueryKind::Annotations {
            self.find_anew();
        }
    }

    /// Lifts the filter; without one, shows only what has the label of the focused item.
    pub(crate) fn toggle_filter(&mut self) {
        let focused = self.focused();
        match focused {
            _ if self.filter.is_on() => {
                self.filter_by(Filter::default());
                self.say("All is shown again.");
            }
            Some(placed) => self.filter_by(Filter { labels: vec![placed.label], ..Filter::default() }),
            None => self.say("Focus an annotation first: only those of its label are then shown."),
        }
    }

    /// What the filter lets through, in words; None where that is everything.
    pub fn told_filter(&self) -> Option<String> {
        let Filter { labels, sources, annotators, scores } = self.filter.is_on().then_some(&*self.filter)?;
        let definitions = self.store.definitions();
        let label = |slug: &Slug| {
            let definition = definitions.get(&(Kind::Label, slug.clone()));
            definition.map_or_else(|| slug.to_string(), |it| it.name.to_string())
        };
        let person = |it: &AnnotatorId| match name(self, it) {
            _ if *it == self.author.annotator => "you".to_owned(),
            name => name.unwrap_or_else(|| "another annotator".to_owned()),
        };
        let mut parts = Vec::new();
        if !labels.is_empty() {
            parts.push(labels.iter().map(label).collect::<Vec<_>>().join(", "));
        }
        if !sources.is_empty() {
            parts.push(sources.iter().map(|it| it.name()).collect::<Vec<_>>().join(", "));
        }
        if self.filter.has_scores() {
            let hundredths = |score: Score| format!("{}.{:02}", score.parts() / 10_000, score.parts() / 100 % 100);
            parts.push(format!("score {} to {}", hundredths(scores.0), hundredths(scores.1)));
        }
        if !annotators.is_empty() {
            parts.push(format!("by {}", annotators.iter().map(person).collect::<Vec<_>>().join(", ")));
        }
        Some(parts.join(" · "))
    }

    /// Whether the filter lets an item through.
    fn passes(&self, item: Item) -> bool {
        Shown::of(self).is_some_and(|shown| Shown { focus: None, ..shown }.place(item).is_some())
    }

    /// Who changed spans of the open document last, each with their name; `None` where it is whoever works here, or has
    /// none.
    pub fn annotators(&self) -> Vec<(AnnotatorId, Option<String>)> {
        let Some(document) = self.document() else { return Vec::new() };
        let mut found = Map::<AnnotatorId, ()>::new();
        for id in self.store.spans(document.id()).into_iter().take(LOOKED_AT) {
            if let Some(annotator) = annotator(&self.store, id) {
                found.insert(annotator.clone(), ());
            }
        }
        for annotator in &self.filter.annotators {
            found.insert(annotator.clone(), ());
        }
        let mut named: Vec<_> = found.keys().map(|it| (it.clone(), name(self, it))).collect();
        sort_by(&mut named, &|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        named
    }
}
