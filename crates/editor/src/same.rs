//! Clusters that are suggested, as far as nobody has decided about them; and deciding.
//!
//! A suggested cluster asks one question: are these the same? It waits until the text is read, since later parts of it
//! add mentions. What a person did is never taken back by it: whoever was taken out stays out, a cluster that is there
//! already is added to, and where a person keeps two clusters apart that it would join, nothing is suggested.

use crate::{Item, Placed, Progress, Shown, State, SuggestionId};
use postil_core::{Kind, NodeId, Provenance, SuggestedSpan, TextRange, Timestamp, sort_by};
use postil_edits::rejected_cluster_key;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Suggestions, and spans that were some, that mean the same as far as an extractor knows.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedCluster {
    /// Its number among the suggestions.
    pub id: u32,
    /// The cluster that is there already, with some of the mentions.
    pub into: Option<NodeId>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
}

/// A mention of a suggested cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub id: SuggestionId,
    /// The suggestion; or the span that it became, whatever its label is now.
    pub item: Item,
    pub range: TextRange,
    /// Whether it is in `into`.
    pub is_in: bool,
    /// Of the membership.
    pub provenance: Arc<Provenance>,
}

impl SuggestedCluster {
    /// The mentions about which nobody has decided.
    pub fn open(&self) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().filter(|mention| !mention.is_in)
    }
}

impl Shown<'_> {
    /// The cluster that is suggested for an item, if one is.
    pub fn suggested_cluster(&self, item: Item) -> Option<SuggestedCluster> {
        let is_mention = |it: &SuggestedCluster| it.mentions.iter().any(|mention| mention.item == item);
        self.cluster_at(item).and_then(|id| self.open_cluster(id)).filter(is_mention)
    }

    /// The suggested cluster of an item, decided or not, by its number.
    fn cluster_at(&self, item: Item) -> Option<u32> {
        match item {
            Item::Suggestion(id) | Item::Rejected(id) => self.suggestions.cluster_of(id),
            Item::Span(id) => {
                self.suggestions.clusters().next()?;
                let fragments = &self.store.span(id)?.fragments;
                let start = TextRange::empty(fragments.cover().start());
                let mut here = self.suggestions.touching(start).filter(|(_, it)| fragments.as_slice() == [it.range]);
                here.find_map(|(id, _)| self.suggestions.cluster_of(id))
            }
        }
    }

    /// A suggested cluster by its number, as long as there is something to decide about it.
    pub fn open_cluster(&self, id: u32) -> Option<SuggestedCluster> {
        if matches!(self.suggestions.progress, Progress::Waiting | Progress::Running { .. })
            || !self.shows_kind(Kind::Cluster, &postil_edits::usual_cluster(self.store))
        {
            return None;
        }
        let members = self.suggestions.members(id);
        let said = || members.iter().filter_map(|it| self.suggestions.get(SuggestionId(it.span)));
        if self.is_turned_down(said()) {
            return None;
        }
        let (mut into, mut mentions) = (None, Vec::with_capacity(members.len()));
        let mut met: BTreeSet<Item> = BTreeSet::new();
        for member in members {
            let id = SuggestionId(member.span);
            let Some(said) = self.suggestions.get(id) else { continue };
            if member.provenance.score < self.threshold || self.is_turned_down([said]) {
                continue;
            }
            let pending = self.place(Item::Suggestion(id)).map(|placed| placed.item);
            let Some(item) = pending.or_else(|| self.span_at(said.range)) else { continue };
            let cluster = self.cluster_of(item);
            match (into, cluster) {
                // A person keeps these apart.
                (Some(one), Some(other)) if one != other => return None,
                (None, Some(_)) => into = cluster,
                _ => {}
            }
            let (is_in, provenance) = (cluster.is_some(), member.provenance.clone());
            // A cluster of a pronoun that ends where a name ends: the same words are one mention.
            if met.insert(item) {
                mentions.push(Mention { id, item, range: said.range, is_in, provenance });
            }
        }
        if mentions.len() < 2 || mentions.iter().all(|mention| mention.is_in) {
            return None;
        }
        sort_by(&mut mentions, &|a, b| (a.range.start(), a.id).cmp(&(b.range.start(), b.id)));
        Some(SuggestedCluster { id, into, mentions })
    }

    /// Every suggested cluster about which there is something to decide, in the order of their numbers.
    pub fn open_clusters(&self) -> Vec<SuggestedCluster> {
        self.suggestions.clusters().filter_map(|id| self.open_cluster(id)).collect()
    }

    fn is_turned_down<'b>(&self, mentions: impl IntoIterator<Item = &'b SuggestedSpan>) -> bool {
        let key = rejected_cluster_key(self.store, self.document.id(), self.set, mentions);
        self.store.get(&key).is_some()
    }
}

impl State {
    /// All suggestions of a cluster, decided or not.
    pub(crate) fn said_in(&self, cluster: u32) -> Vec<SuggestedSpan> {
        let ids = self.suggestions().members(cluster).iter().map(|it| SuggestionId(it.span));
        ids.filter_map(|id| self.suggestions().get(id).cloned()).collect()
    }

    /// Suggested clusters that share two mentions with some spans: those that a cluster of them is made of.
    pub(crate) fn said_of(&self, spans: &[NodeId]) -> Vec<Vec<SuggestedSpan>> {
        let Some(shown) = Shown::of(self) else { return Vec::new() };
        let mut of: Vec<u32> = spans.iter().filter_map(|id| shown.cluster_at(Item::Span(*id))).collect();
        sort_by(&mut of, &u32::cmp);
        let mut shared: Vec<u32> = of.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        shared.dedup();
        shared.into_iter().map(|cluster| self.said_in(cluster)).collect()
    }

    /// What is suggested, in some cluster, where a span is.
    pub(crate) fn said_at(&self, span: NodeId) -> Option<SuggestedSpan> {
        let shown = Shown::of(self)?;
        shown.cluster_at(Item::Span(span))?;
        let range = self.store.span(span)?.fragments.cover();
        let mut here = self.suggestions().touching(TextRange::empty(range.start()));
        here.find(|(id, it)| it.range == range && self.suggestions().cluster_of(*id).is_some())
            .map(|(_, it)| it.clone())
    }

    /// Leaves a mention out of the cluster that is suggested for it.
    pub(crate) fn leave_out(&mut self, mention: SuggestionId, now: Timestamp) {
        let Some(said) = self.suggestions().get(mention).cloned() else { return };
        let key = self.current.map(|doc| rejected_cluster_key(&self.store, doc, &self.set, [&said]));
        self.annotate(now, |scope| key.map_or_else(Default::default, |key| postil_edits::reject_by(scope, key)));
    }

    /// The focus is on the same words as before: on the span that a suggestion became.
    pub(crate) fn refocus(&mut self, was: Placed) {
        if Some(was.item) == self.focus && !self.is_shown(was.item) {
            let span = Shown::of(self).and_then(|shown| shown.span_at(was.cover()));
            self.focus = span.or(self.focus);
        }
    }
}
