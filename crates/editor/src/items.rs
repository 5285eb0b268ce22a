//! What can be focused: spans and pending suggestions, in reading order.

use super::suggestions::{SuggestionId, Suggestions};
use super::{Filter, State};
use postil_core::{
    AttributeValue, ByteOffset, DocId, Document, Kind, Layer, NodeId, Record, Score, SetId, Slug, Store, SuggestedSpan,
    TextRange, names, sort_by,
};
use std::cmp::Reverse;

/// A span or a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Span(NodeId),
    /// One that is pending.
    Suggestion(SuggestionId),
    /// One that was turned down; shown where somebody wishes to see these.
    Rejected(SuggestionId),
}

impl Item {
    /// Whether nobody has decided about it yet.
    pub fn is_suggestion(self) -> bool {
        matches!(self, Self::Suggestion(_))
    }
}

/// An item with what is needed to draw and order it.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub item: Item,
    pub label: Slug,
    pub fragments: Vec<TextRange>,
    pub score: Option<Score>,
}

impl Placed {
    /// From the first byte to the last.
    pub fn cover(&self) -> TextRange {
        self.fragments[0].cover(self.fragments[self.fragments.len() - 1])
    }

    /// Reading order: by start, the longer first, then spans before suggestions.
    pub fn order(&self) -> (ByteOffset, Reverse<ByteOffset>, Item) {
        (self.cover().start(), Reverse(self.cover().end()), self.item)
    }
}

/// The view of one document: what is shown of it, and in which set.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    pub store: &'a Store,
    pub document: &'a Document,
    pub set: &'a SetId,
    pub suggestions: &'a Suggestions,
    pub threshold: Score,
    pub hidden: &'a [Layer],
    /// Whether rejected suggestions are shown.
    pub with_rejected: bool,
    /// What holds more back; None where nothing does.
    pub filter: Option<&'a Filter>,
    /// What has the focus: it is shown whatever the filter says, so that what was just made or changed does not vanish.
    pub focus: Option<Item>,
}

impl<'a> Shown<'a> {
    /// The current document of `state`, if one is open.
    pub fn of(state: &'a State) -> Option<Self> {
        let document = state.document()?;
        Some(Self {
            store: &state.store,
            document,
            set: &state.set,
            suggestions: state.suggestions(),
            threshold: state.preferences.threshold,
            hidden: &state.preferences.hidden_layers,
            with_rejected: state.preferences.with_rejected,
            filter: Some(&*state.filter).filter(|filter| filter.is_on()),
            focus: state.focus,
        })
    }

    /// A document as it is counted and written: layers, the filter and the focus, which are of the view alone, hold nothing back. None
    /// when it was not extracted since the page was loaded.
    pub(crate) fn whole(state: &'a State, document: &'a Document) -> Option<Self> {
        Some(Self {
            store: &state.store,
            document,
            set: &state.set,
            suggestions: state.suggestions_of(document.id())?,
            threshold: state.preferences.threshold,
            hidden: &[],
            with_rejected: false,
            filter: None,
            focus: None,
        })
    }

    fn doc(&self) -> DocId {
        self.document.id()
    }

    fn shows(&self, label: &Slug) -> bool {
        self.shows_kind(Kind::Label, label)
    }

    /// Whether the layer of an entry of the schema is shown. One that the schema lacks has the layer that is usual for it.
    pub(crate) fn shows_kind(&self, kind: Kind, slug: &Slug) -> bool {
        let layer = self.store.definitions().get(&(kind, slug.clone())).map(|it| it.layer);
        !self.hidden.contains(&layer.unwrap_or_else(|| Layer::usual(kind, slug.as_str())))
    }

    fn is_shown(&self, suggestion: &SuggestedSpan, is_rejected: bool) -> bool {
        let (store, doc, set) = (self.store, self.doc(), self.set);
        suggestion.score() >= self.threshold
            && self.shows(&suggestion.label)
            && match is_rejected {
                true => self.with_rejected && store.get(&postil_edits::rejection_key(doc, set, suggestion)).is_some(),
                false => postil_edits::is_pending(store, doc, set, suggestion),
            }
    }

    /// Whether the filter lets an item through.
    fn passes(&self, item: Item) -> bool {
        let Some(filter) = self.filter.filter(|_| self.focus != Some(item)) else { return true };
        match item {
            Item::Span(id) => filter.has_span(self.store, id),
            Item::Suggestion(id) | Item::Rejected(id) => {
                self.suggestions.get(id).is_some_and(|it| filter.has_suggestion(self.store, it))
            }
        }
    }

    /// An item, if it is there and visible.
    pub fn place(&self, item: Item) -> Option<Placed> {
        if !self.passes(item) {
            return None;
        }
        match item {
            Item::Span(id) => {
                let span = self.store.span(id).filter(|span| span.doc == self.doc() && span.set == *self.set)?;
                Some(Placed {
                    item,
                    label: span.label.clone(),
                    fragments: span.fragments.as_slice().to_vec(),
                    score: span.origin.score(),
                })
            }
            Item::Suggestion(id) | Item::Rejected(id) => {
                let is_rejected = matches!(item, Item::Rejected(_));
                let suggestion = self.suggestions.get(id).filter(|it| self.is_shown(it, is_rejected))?;
                Some(Placed {
                    item,
                    label: suggestion.label.clone(),
                    fragments: vec![suggestion.range],
                    score: Some(suggestion.score()),
                })
            }
        }
    }

    /// Visible items of which some part touches `range`, in reading order.
    pub fn touching(&self, range: TextRange) -> Vec<Placed> {
        let spans = self.store.spans_touching(self.doc(), range).into_iter().map(Item::Span);
        let suggested = self.suggestions.touching(range).map(|(id, _)| Item::Suggestion(id));
        let rejected = self.suggestions.touching(range).filter(|_| self.with_rejected);
        let rejected = rejected.map(|(id, _)| Item::Rejected(id));
        let mut found: Vec<Placed> = spans
            .chain(suggested)
            .chain(rejected)
            .filter_map(|item| self.place(item))
            .filter(|placed| self.shows(&placed.label))
            .collect();
        sort_by(&mut found, &|a, b| a.order().cmp(&b.order()));
        found
    }

    /// The items that cover `offset`, the shortest first: what a click there may mean.
    pub fn at(&self, offset: ByteOffset) -> Vec<Placed> {
        let mut found: Vec<Placed> = self
            .touching(TextRange::empty(offset))
            .into_iter()
            .filter(|placed| placed.fragments.iter().any(|f| f.contains(offset) || f.is_empty()))
            .collect();
        sort_by(&mut found, &|a, b| (a.cover().len(), a.order()).cmp(&(b.cover().len(), b.order())));
        found
    }

    /// The next item after `from` in reading order, or before it; `wanted` chooses which count.
    /// Looks no further than it must.
    pub fn neighbour(&self, from: Place, is_forward: bool, wanted: impl Fn(Item) -> bool) -> Option<Placed> {
        let text = self.document.range();
        let here = from.offset().to_usize();
        let mut reach = 4096;
        loop {
            let (start, end) = match is_forward {
                true => (here, (here + reach).min(text.end().to_usize())),
                false => (here.saturating_sub(reach), here),
            };
            let window = TextRange::from_usize(start..end.max(start));
            let mut found = self.touching(window).into_iter().filter(|placed| wanted(placed.item));
            let hit = match is_forward {
                // Items that start before the window's end are all known; later ones wait for a wider window.
                true => found.find(|placed| from.is_before(placed)),
                false => {
                    found.filter(|placed| from.is_after(placed) && placed.cover().start().to_usize() >= start).last()
                }
            };
            let is_whole = if is_forward { end == text.end().to_usize() } else { start == 0 };
            if hit.is_some() || is_whole {
                return hit;
            }
            reach *= 4;
        }
    }

    /// The name of a speaker of a quote, for the margin.
    pub fn speaker_of(&self, item: Item) -> Option<&'a str> {
        let range = match item {
            Item::Span(id) => self.store.references(id).iter().find_map(|key| match &**self.store.get(key)? {
                Record::Relation(it) if it.head == id && it.label.as_str() == names::SPEAKER => {
                    Some(self.store.span(it.tail)?.fragments.cover())
                }
                _ => None,
            }),
            Item::Rejected(_) => None,
            Item::Suggestion(id) => None.or_else(|| {
                let (_, tail) =
                    self.suggestions.relations_of(id).find(|(it, _)| it.label.as_str() == names::SPEAKER)?;
                Some(self.suggestions.get(tail)?.range)
            }),
        };
        range.map(|range| self.document.slice(range))
    }

    /// The value that a person or extractor gave an item, such as a normalised date.
    pub fn value_of(&self, item: Item) -> Option<String> {
        match item {
            Item::Suggestion(id) | Item::Rejected(id) => self.suggestions.get(id)?.value.as_deref().map(str::to_owned),
            Item::Span(id) => Some(match postil_edits::value_of(self.store, id)? {
                AttributeValue::Boolean(value) => value.to_string(),
                AttributeValue::Number(text) | AttributeValue::Choice(text) | AttributeValue::Text(text) => {
                    text.to_string()
                }
            }),
        }
    }
}

/// Where a walk over items stands: on one of them, or at a place in the text.
#[derive(Clone, Debug)]
pub enum Place {
    On(Placed),
    At(ByteOffset),
}

impl Place {
    pub(crate) fn offset(&self) -> ByteOffset {
        match self {
            Self::On(placed) => placed.cover().start(),
            Self::At(offset) => *offset,
        }
    }

    fn is_before(&self, other: &Placed) -> bool {
        match self {
            Self::On(placed) => placed.order() < other.order(),
            Self::At(offset) => *offset <= other.cover().start(),
        }
    }

    fn is_after(&self, other: &Placed) -> bool {
        match self {
            Self::On(placed) => placed.order() > other.order(),
            Self::At(offset) => *offset > other.cover().start(),
        }
    }
}
