//! What is done to all that was found, one step each.

use super::{At, Finding};
use crate::{State, verbs};
use postil_core::{DocId, Map, NodeId, Op, RecordKey, Slug, Span, SuggestedSpan, TextRange, Timestamp};
use postil_edits::{Occurrence, Standing, standing};

/// What tagging or relabelling all hits would come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What would be tagged.
    pub tag: Vec<Occurrence>,
    /// Of these hits there is such a span already.
    pub said: u32,
    /// Of these hits some words are annotated in the same layer: they are left alone.
    pub overlapped: u32,
    /// Hits without a label.
    pub unlabelled: u32,
    /// Hits that are left out by hand.
    pub off: u32,
    /// The spans on hits, which could be relabelled, by label.
    pub labelled: Map<Slug, Vec<NodeId>>,
}

impl Plan {
    /// The spans that would get another label.
    pub fn relabel(&self, from: Option<&Slug>, to: &Slug) -> Vec<NodeId> {
        let is_meant = |label: &Slug| label != to && from.is_none_or(|from| from == label);
        self.labelled.iter().filter(|(label, _)| is_meant(label)).flat_map(|(_, spans)| spans.iter().copied()).collect()
    }
}

impl State {
    /// What tagging or relabelling all hits would come to. Costs a look at a page of spans for each hit.
    pub fn plan(&self) -> Plan {
        let find = &self.find;
        let mut plan = Plan::default();
        for (group, in_document) in find.found().iter().enumerate() {
            let doc = in_document.doc;
            if !self.store.documents().contains_key(&doc) {
                continue;
            }
            for (hit, found) in in_document.hits.iter().enumerate() {
                if !find.is_ticked(At { group: group as u32, hit: hit as u32 }) {
                    plan.off += 1;
                    continue;
                }
                let range = found.range;
                for (id, span) in self.spans_on(doc, range) {
                    plan.labelled.or_default(span.label.clone()).push(id);
                }
                let named = found.label.and_then(|at| find.labels.get(at as usize));
                let Some(label) = named.or(find.label.as_ref()).filter(|_| !range.is_empty()).cloned() else {
                    plan.unlabelled += 1;
                    continue;
                };
                let occurrence = Occurrence { doc, range, label };
                match standing(&self.store, &self.set, &occurrence) {
                    Standing::Said => plan.said += 1,
                    Standing::Overlapped => plan.overlapped += 1,
                    Standing::Free => plan.tag.push(occurrence),
                }
            }
        }
        plan
    }

    /// The spans of the shown set that cover exactly this.
    fn spans_on(&self, doc: DocId, range: TextRange) -> impl Iterator<Item = (NodeId, &Span)> {
        let spans = self.store.spans_touching(doc, range).into_iter();
        spans
            .filter_map(|id| Some((id, self.store.span(id)?)))
            .filter(move |(_, span)| span.set == self.set && span.fragments.as_slice() == [range])
    }

    /// Whether all is found that is looked for; otherwise it is said.
    fn has_found(&mut self) -> bool {
        match self.find.progress {
            Finding::Waiting | Finding::Running { .. } => {
                self.say("Still looking: once more when all is found.");
                false
            }
            _ => true,
        }
    }

    pub(crate) fn tag_found(&mut self, now: Timestamp) {
        if self.refused() || !self.has_found() {
            return;
        }
        let plan = self.plan();
        if plan.tag.is_empty() {
            return self.say(match plan {
                Plan { unlabelled: 1.., .. } => "Choose a label first.",
                Plan { said: 1.., .. } => "There is nothing to label: all of it is labelled so already.",
                Plan { overlapped: 1.., .. } => "There is nothing to label: annotations stand on all of it.",
                _ => "There is nothing to label.",
            });
        }
        let suggested = |occurrence: &Occurrence| -> Option<&SuggestedSpan> {
            let all = self.suggestions_of(occurrence.doc)?;
            let is_it = |it: &&SuggestedSpan| it.range == occurrence.range && it.label == occurrence.label;
            all.touching(occurrence.range).map(|(_, it)| it).find(is_it)
        };
        let edit = postil_edits::tag_all(&self.store, &self.author, &self.set, now, &plan.tag, suggested);
        if !self.commit(edit) {
            return;
        }
        plan.tag.iter().for_each(|it| self.see(&it.label));
        let docs: Map<_, ()> = plan.tag.iter().map(|it| (it.doc, ())).collect();
        let mut said = format!("Labelled {}{}.", counted(plan.tag.len()), over(docs.len()));
        if plan.said > 0 {
            said += &format!(" {} were so already.", plan.said);
        }
        if plan.overlapped > 0 {
            said += &format!(" {} were left alone: other annotations stand there.", plan.overlapped);
        }
        self.say(said + " One undo takes it all back.");
        if let Some(label) = self.find.label.clone() {
            self.last_label = Some(label);
        }
    }

    pub(crate) fn relabel_found(&mut self, now: Timestamp) {
        if self.refused() || !self.has_found() {
            return;
        }
        let Some(label) = self.find.label.clone() else { return self.say("Choose the new label first.") };
        let spans = self.plan().relabel(self.find.from.as_ref(), &label);
        if spans.is_empty() {
            return self.say("No annotation on what was found has another label.");
        }
        let suggested = |span: &Span| verbs::is_suggested(self, span);
        let edit = postil_edits::relabel_all(&self.store, &self.author, &self.set, now, &spans, &label, suggested);
        let Some(transaction) = &edit.transaction else { return self.say("They are there with that label already.") };
        let is_span = |op: &&Op| matches!(op.key, RecordKey::Node(_));
        let count = transaction.ops.iter().filter(is_span).count();
        if self.commit(edit) {
            self.see(&label);
            self.say(format!("Relabelled {}. One undo takes it all back.", counted(count)));
        }
    }
}

fn counted(spans: usize) -> String {
    if spans == 1 { "1 span".to_owned() } else { format!("{spans} spans") }
}

fn over(docs: usize) -> String {
    if docs <= 1 { String::new() } else { format!(" in {docs} documents") }
}
