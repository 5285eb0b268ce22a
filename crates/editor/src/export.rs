//! What is to be exported: the choices that are kept, the documents that are meant, and how much there is of what.

use crate::{Item, Mention, Shown, State, SuggestionId};
use postil_core::{
    DocId, Document, DocumentStatus, Kind, Layer, Map, Record, RecordKey, SuggestedArgument, SuggestedEvent,
    SuggestedMember, SuggestedRelation, SuggestedSpan, Suggestions, filled, sort,
};
use postil_messages::{Choices, Format};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was exported last, and how: the next export begins with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exporting {
    /// As [`Format::id`] has it.
    pub format: String,
    pub scope: Scope,
    pub choices: Choices,
}

impl Default for Exporting {
    /// The whole project, to go on with elsewhere.
    fn default() -> Self {
        Self { format: Format::Project.id().to_owned(), scope: Scope::default(), choices: Choices::default() }
    }
}

/// One thing that a person chooses for the next export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportChoice {
    Format(String),
    Scope(Scope),
    /// A layer is left out, or taken in again.
    Layer(Layer),
    /// Which of nested spans stays.
    Nested(String),
    /// What offsets count.
    Unit(String),
}

impl Exporting {
    pub(crate) fn choose(&mut self, choice: ExportChoice) {
        let Choices { without, nested, unit } = &mut self.choices;
        match choice {
            ExportChoice::Format(id) => self.format = id,
            ExportChoice::Scope(scope) => self.scope = scope,
            ExportChoice::Layer(layer) => match without.iter().position(|other| *other == layer) {
                Some(place) => drop(without.remove(place)),
                None => without.push(layer),
            },
            ExportChoice::Nested(which) => *nested = Some(which),
            ExportChoice::Unit(chosen) => *unit = Some(chosen),
        }
    }
}

/// Which documents go into a file that is no project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The open one.
    #[default]
    This,
    All,
    /// All on which the work is done.
    Done,
}

impl State {
    /// The scope that was chosen; where no document is open, that of all.
    pub fn export_scope(&self) -> Scope {
        match self.preferences.export.scope {
            Scope::This if self.current.is_none() => Scope::All,
            scope => scope,
        }
    }

    /// The documents that a scope means, as they are listed.
    pub fn documents_of(&self, scope: Scope) -> Vec<DocId> {
        if let (Scope::This, Some(doc)) = (scope, self.current) {
            return vec![doc];
        }
        let mut docs = self.documents_in_order();
        docs.retain(|doc| scope != Scope::Done || self.is_done(*doc));
        docs
    }

    fn is_done(&self, doc: DocId) -> bool {
        self.store.documents().get(&doc).is_some_and(|info| info.status == DocumentStatus::Done)
    }

    /// What a file of these documents is called, without an ending and before its letters are made small: after the
    /// document, after the folder or archive that all came from, or else after the first.
    pub fn export_name(&self, docs: &[DocId]) -> String {
        let infos = || docs.iter().filter_map(|doc| self.store.documents().get(doc));
        let folder = |source: &str| source.split_once('/').map(|(folder, _)| folder.to_owned());
        let name = |text: &str| {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.take(6).collect::<Vec<_>>().join("-")
        };
        let first = infos().next().map(|info| name(&info.title)).unwrap_or_default();
        let shared = infos().next().and_then(|info| folder(info.source.as_deref()?));
        let is_shared =
            |shared: &String| infos().all(|info| info.source.as_deref().and_then(folder).as_ref() == Some(shared));
        match (docs.len(), shared.filter(is_shared)) {
            (1, _) if !first.is_empty() => first,
            (0 | 1, _) => "document".to_owned(),
            (_, Some(folder)) if !name(&folder).is_empty() => name(folder.strip_suffix(".zip").unwrap_or(&folder)),
            (number, _) => format!("{}-and-{}-more", if first.is_empty() { "document" } else { &first }, number - 1),
        }
    }

    /// The suggestions of a document that nobody has decided about, at the present threshold, hidden layers included. None
    /// when it was not extracted since the page was loaded.
    pub fn pending<'a>(&'a self, document: &'a Document) -> Option<Vec<&'a SuggestedSpan>> {
        let shown = Shown::whole(self, document)?;
        let suggestions = shown.suggestions;
        let is_pending = |id| shown.place(Item::Suggestion(id)).is_some();
        Some(suggestions.iter().filter(|(id, _)| is_pending(*id)).map(|(_, it)| it).collect())
    }

    /// The same with the relations that they head, the events that they say and the clusters that wait for a decision. Spans that these name and
    /// that were accepted already come after those that are pending; the number is that of the pending ones.
    pub fn pending_suggestions(&self, document: &Document) -> Option<(Suggestions, u32)> {
        let shown = Shown::whole(self, document)?;
        let (suggestions, threshold) = (shown.suggestions, shown.threshold);
        let is_pending = |id: SuggestionId| shown.place(Item::Suggestion(id)).is_some();
        let mut ids: Vec<SuggestionId> = suggestions.iter().map(|(id, _)| id).filter(|id| is_pending(*id)).collect();
        let count = ids.len();
        let mut found = Suggestions::default();
        let mut places: BTreeMap<SuggestionId, u32> = filled(ids.iter().copied().zip(0..));
        let mut place = |id: SuggestionId| {
            *places.entry(id).or_insert_with(|| {
                ids.push(id);
                ids.len() as u32 - 1
            })
        };
        for (id, _) in suggestions.iter().filter(|(id, _)| is_pending(*id)) {
            for (relation, tail) in suggestions.relations_of(id) {
                // A tail that was turned down takes its relation with it.
                let range = suggestions.get(tail).map(|it| it.range);
                if is_pending(tail) || range.is_some_and(|range| shown.span_at(range).is_some()) {
                    found.relations.push(SuggestedRelation { head: place(id), tail: place(tail), ..relation.clone() });
                }
            }
        }
        for (id, _) in suggestions.iter().filter(|(id, _)| is_pending(*id)) {
            for event in suggestions.events_of(id).filter(|event| event.score() >= threshold) {
                let argument = |it: &SuggestedArgument| {
                    let part = SuggestionId(it.span);
                    shown.far(part)?;
                    Some(SuggestedArgument { span: place(part), ..it.clone() })
                };
                let arguments = event.arguments.iter().filter_map(argument).collect();
                found.events.push(SuggestedEvent { trigger: place(id), arguments, ..event.clone() });
            }
        }
        for cluster in shown.open_clusters() {
            for Mention { id, provenance, .. } in cluster.mentions {
                let (cluster, span) = (cluster.id, place(id));
                found.members.push(SuggestedMember { cluster, span, provenance });
            }
        }
        found.spans = ids.into_iter().filter_map(|id| suggestions.get(id).cloned()).collect();
        Some((found, count as u32))
    }
}

/// How much there is to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: usize,
    pub spans: usize,
    pub relations: usize,
    /// Attributes and notes.
    pub remarks: usize,
    pub rejections: usize,
    /// Pending, at the present threshold.
    pub suggestions: usize,
    /// Documents whose suggestions were not made since the page was loaded.
    pub unread: usize,
    /// Documents in which nobody has done anything.
    pub untouched: usize,
    /// Steps of history.
    pub steps: usize,
    /// Layers of which there is something, in their order.
    pub layers: Vec<Layer>,
}

impl Counts {
    /// What is in some documents. Looks at every record once.
    pub fn of(state: &State, docs: &[DocId]) -> Self {
        let store = &state.store;
        let mut counts = Self { documents: docs.len(), steps: store.log_len().saturating_sub(1), ..Self::default() };
        let mut meant: Map<DocId, ()> = Map::new();
        for doc in docs {
            meant.insert(*doc, ());
            let tally = store.tally(*doc);
            counts.spans += tally.spans as usize;
            counts.rejections += tally.rejections as usize;
            let is_untouched = tally.spans == 0 && tally.rejections == 0 && !state.is_done(*doc);
            counts.untouched += usize::from(is_untouched);
            match state.texts.get(doc).and_then(|document| state.pending(document)) {
                Some(pending) => counts.suggestions += pending.len(),
                None => counts.unread += 1,
            }
        }
        for (key, record) in store.snapshot() {
            let record: &Record = record;
            match key {
                RecordKey::Attribute(node, _) | RecordKey::Note(node, _) => {
                    let doc = store.span(*node).map(|span| span.doc);
                    counts.remarks += usize::from(doc.is_some_and(|doc| meant.contains_key(&doc)));
                }
                RecordKey::Node(_) if key.document(record).is_some_and(|doc| meant.contains_key(&doc)) => {
                    counts.relations += usize::from(matches!(record, Record::Relation(_)));
                    if let Some((kind, label)) = key.labels(record).first() {
                        counts.layer(state, *kind, label);
                    }
                }
                _ => {}
            }
        }
        sort(&mut counts.layers);
        counts
    }

    fn layer(&mut self, state: &State, kind: Kind, label: &postil_core::Slug) {
        let known = state.store.definitions().get(&(kind, label.clone())).map(|it| it.layer);
        let layer = known.unwrap_or_else(|| Layer::usual(kind, label.as_str()));
        if !self.layers.contains(&layer) {
            self.layers.push(layer);
        }
    }
}
