//! Bringing annotations from a text to its corrected version.

use crate::Alignment;
use crate::graph::Graph;
use postil_core::{
    Author, DocId, DocumentInfo, DocumentStatus, Draft, Intent, NodeId, PartMut, Record, RecordKey, Relation, Span,
    Store, Target, TargetArgument, Timestamp,
};
use postil_edits::{Edit, arguments, clusters_of, events_of, find, members, relations_of};
use std::collections::BTreeMap;

/// How many of the spans of a document, over all sets, stand in its new version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub standing: u32,
    pub of: u32,
}

/// How many spans [`carry`] would bring over.
pub fn count(store: &Store, alignment: &Alignment) -> Carried {
    let spans = store.spans(alignment.old());
    let stands = |id: &&NodeId| store.span(**id).is_some_and(|span| alignment.fate(&span.fragments).same().is_some());
    Carried { standing: spans.iter().filter(stands).count() as u32, of: spans.len() as u32 }
}

/// Says that a text corrects another one, and brings over what is said of words that are still the same, in one step.
///
/// A relation comes with both ends, an event with its trigger and all that takes part in it, a cluster with at least two
/// members; attributes and notes with what they are on, a rejection with all the words that it is about, labels of the
/// document always. Everything keeps its set, its origin and its reasons. What the new version says already is not said
/// twice, and what somebody turned down there stays away. The new version is begun, never done; its date and language are
/// those of the old one, where it has none. Nothing of the old version changes.
///
/// Nothing is done where the project lacks one of the two, or the new one corrects another text already; that it corrects
/// this one already is said.
pub fn carry(store: &Store, author: &Author, now: Timestamp, alignment: &Alignment) -> Edit {
    let (old, new) = (alignment.old(), alignment.new_text());
    let documents = store.documents();
    let (Some(before), Some(info)) = (documents.get(&old), documents.get(&new)) else { return Edit::default() };
    if info.supersedes.is_some() || old == new || supersedes(store, old, new) {
        return Edit { is_said: info.supersedes == Some(old), ..Edit::default() };
    }
    let (graph, draft) = (Graph::of(store, alignment), Draft::new(store, author));
    let mut carrying = Carrying { alignment, graph, draft, names: BTreeMap::new() };
    carrying.nodes();
    carrying.what_hangs();
    carrying.of_the_document();
    let mut draft = carrying.draft;
    let info = DocumentInfo {
        supersedes: Some(old),
        status: DocumentStatus::Begun,
        dct: info.dct.clone().or(before.dct.clone()),
        language: info.language.clone().or(before.language.clone()),
        ..info.clone()
    };
    draft.put(RecordKey::Document(new), info.into());
    Edit { transaction: draft.finish(now, Intent::EditDocument), ..Edit::default() }
}

/// Whether a document corrects another one, or one that corrects it.
fn supersedes(store: &Store, doc: DocId, other: DocId) -> bool {
    let before = |doc: &DocId| store.documents().get(doc)?.supersedes;
    // No chain is longer than there are documents; one that goes in a circle ends.
    std::iter::successors(Some(doc), before).take(store.documents().len() + 1).any(|doc| doc == other)
}

struct Carrying<'a> {
    alignment: &'a Alignment,
    graph: Graph<'a>,
    draft: Draft<'a>,
    /// What nodes, and arguments of events, are called in the new version.
    names: BTreeMap<NodeId, NodeId>,
}

impl Carrying<'_> {
    /// Spans first, for the others need them; then whatever has all that it needs.
    fn nodes(&mut self) {
        let mut waiting: Vec<NodeId> = self.graph.standing.iter().copied().collect();
        loop {
            let count = waiting.len();
            waiting.retain(|id| !self.node(*id));
            if waiting.len() == count {
                return;
            }
        }
    }

    /// Carries a node, if what it needs was carried; says whether it is settled.
    fn node(&mut self, id: NodeId) -> bool {
        let Some(record) = self.graph.nodes.get(&id).copied() else { return true };
        let store = self.draft.store();
        let known = match &**record {
            Record::Span(span) => return self.span(id, span),
            Record::Relation(it) => {
                let (Some(head), Some(tail)) = (self.named(it.head), self.named(it.tail)) else { return false };
                let is_it = |other: &Relation| {
                    (other.head, other.tail, &other.label, &other.set) == (head, tail, &it.label, &it.set)
                };
                relations_of(store, head).find(|(_, other)| is_it(other)).map(|(id, _)| id)
            }
            Record::Event(it) => {
                let Some(trigger) = self.named(it.trigger) else { return false };
                if arguments(store, id).any(|(.., it)| self.named(it.node).is_none()) {
                    return false;
                }
                events_of(store, &it.set, trigger).find(|(_, other)| other.label == it.label).map(|(id, _)| id)
            }
            Record::Cluster(it) => {
                let all = members(store, id);
                let named: Vec<NodeId> = all.iter().filter_map(|it| self.named(*it)).collect();
                if named.len() < 2.min(all.len()) {
                    return false;
                }
                named.iter().find_map(|member| clusters_of(store, &it.set, *member).next())
            }
            _ => return true,
        };
        let name = match known {
            Some(known) => known,
            None => {
                let record = self.renamed(record);
                self.draft.add(record)
            }
        };
        self.names.insert(id, name);
        true
    }

    fn span(&mut self, id: NodeId, span: &Span) -> bool {
        let (store, new) = (self.draft.store(), self.alignment.new_text());
        let Some(fragments) = self.graph.fates.get(&id).and_then(|fate| fate.same()).cloned() else { return true };
        let rejected = RecordKey::rejected_span(new, span.set.clone(), span.label.clone(), fragments.clone());
        if store.get(&rejected).is_none() {
            let known = find(store, new, &span.set, &span.label, &fragments);
            let made = || Span { doc: new, fragments, ..span.clone() }.into();
            let name = known.unwrap_or_else(|| self.draft.add(made()));
            self.names.insert(id, name);
        }
        true
    }

    fn named(&self, id: NodeId) -> Option<NodeId> {
        self.names.get(&id).copied()
    }

    /// The same with the names that things have in the new version.
    fn rename(&self, part: PartMut) {
        match part {
            PartMut::Document(doc) if *doc == self.alignment.old() => *doc = self.alignment.new_text(),
            PartMut::Node(id) => *id = self.named(*id).unwrap_or(*id),
            PartMut::Document(_) | PartMut::Set(_) => {}
        }
    }

    fn renamed(&self, record: &Record) -> Record {
        let mut record = record.clone();
        record.each_name(&mut |part| self.rename(part));
        record
    }

    /// Members, arguments, attributes and notes: each comes with the node that it hangs on, if all is there that it names.
    fn what_hangs(&mut self) {
        let store = self.draft.store();
        let carried: Vec<NodeId> = self.graph.nodes.keys().copied().filter(|id| self.names.contains_key(id)).collect();
        for id in carried {
            let is_new = self.named(id).is_some_and(|name| store.get(&RecordKey::Node(name)).is_none());
            for key in store.references(id).iter().filter(|key| key.owner() == Some(id)) {
                let Some(record) = store.get(key) else { continue };
                if let RecordKey::Argument(_, argument) = key {
                    // Of an event that is there already its arguments are.
                    if !is_new {
                        continue;
                    }
                    let name = self.draft.mint();
                    self.names.insert(*argument, name);
                }
                if key.refers_to(&**record).into_iter().all(|id| self.names.contains_key(&id)) {
                    let (mut key, record) = (key.clone(), self.renamed(record));
                    key.each_name(&mut |part| self.rename(part));
                    self.put_missing(key, record);
                }
            }
        }
    }

    fn put_missing(&mut self, key: RecordKey, record: Record) {
        if self.draft.store().get(&key).is_none() {
            self.draft.put(key, record);
        }
    }

    /// Labels of the whole text, and what was turned down.
    fn of_the_document(&mut self) {
        let (store, old, new) = (self.draft.store(), self.alignment.old(), self.alignment.new_text());
        for (key, record) in store.snapshot() {
            match key {
                RecordKey::DocumentLabel(doc, set, slug) if *doc == old => {
                    self.put_missing(RecordKey::DocumentLabel(new, set.clone(), slug.clone()), (**record).clone());
                }
                RecordKey::Rejection(doc, set, target) if *doc == old => {
                    let Some(target) = moved(self.alignment, target) else { continue };
                    let is_said = match &target {
                        Target::Span { label, fragments } => find(store, new, set, label, fragments).is_some(),
                        _ => false,
                    };
                    if !is_said {
                        self.put_missing(RecordKey::Rejection(new, set.clone(), target), (**record).clone());
                    }
                }
                _ => {}
            }
        }
    }
}

/// What was turned down, in the new text. None where some of its words are not there any more.
fn moved(alignment: &Alignment, target: &Target) -> Option<Target> {
    let label = target.label().1.clone();
    Some(match target {
        Target::Span { fragments, .. } => Target::Span { label, fragments: alignment.fate(fragments).same()?.clone() },
        Target::Relation { head, tail, .. } => {
            let (head, tail) = (moved(alignment, head)?.into(), moved(alignment, tail)?.into());
            Target::Relation { label, head, tail }
        }
        Target::Cluster { members, .. } => {
            let members: Option<Vec<Target>> = members.as_slice().iter().map(|it| moved(alignment, it)).collect();
            Target::Cluster { label, members: members?.into() }
        }
        Target::Event { trigger, arguments, .. } => {
            let argument =
                |it: &TargetArgument| Some(TargetArgument { role: it.role.clone(), node: moved(alignment, &it.node)? });
            let arguments: Option<Vec<TargetArgument>> = arguments.as_slice().iter().map(argument).collect();
            Target::Event { label, trigger: moved(alignment, trigger)?.into(), arguments: arguments?.into() }
        }
    })
}
