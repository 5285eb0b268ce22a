//! Records of a project on their way to saying something else, in one step.

use crate::Edit;
use postil_core::{
    Argument, Author, Definition, Draft, Intent, Kind, NodeId, Note, Record, RecordKey, Slug, Store, TextRange,
    Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Changes that are not made yet. What is asked here is as if they were.
pub(in crate::schema) struct Rewriter<'a> {
    store: &'a Store,
    pending: BTreeMap<RecordKey, Option<Record>>,
    /// What refers to a node by a change.
    referring: BTreeMap<NodeId, BTreeSet<RecordKey>>,
    /// Nodes that have another label now.
    changed: BTreeSet<NodeId>,
    /// Nodes that may say now what another one says.
    touched: Vec<NodeId>,
    /// Clusters that have fewer members now.
    thinned: BTreeSet<NodeId>,
}

impl<'a> Rewriter<'a> {
    pub(in crate::schema) fn new(store: &'a Store) -> Self {
        let (pending, referring, changed, thinned) = Default::default();
        Self { store, pending, referring, changed, touched: Vec::new(), thinned }
    }

    fn get(&self, key: &RecordKey) -> Option<&Record> {
        match self.pending.get(key) {
            Some(changed) => changed.as_ref(),
            None => self.store.get(key).map(|record| &**record),
        }
    }

    pub(in crate::schema) fn put(&mut self, key: RecordKey, record: Record) {
        for node in key.refers_to(&record) {
            self.referring.entry(node).or_default().insert(key.clone());
        }
        self.pending.insert(key, Some(record));
    }

    pub(in crate::schema) fn delete(&mut self, key: RecordKey) {
        if let RecordKey::Member(cluster, _) = key {
            self.thinned.insert(cluster);
        }
        self.pending.insert(key, None);
    }

    /// What refers to a node now.
    fn references(&self, node: NodeId) -> Vec<RecordKey> {
        let more = self.referring.get(&node).into_iter().flatten();
        let all: BTreeSet<&RecordKey> = self.store.references(node).iter().chain(more).collect();
        let is_there = |key: &RecordKey| self.get(key).is_some_and(|record| key.refers_to(record).contains(&node));
        all.into_iter().filter(|key| is_there(key)).cloned().collect()
    }

    /// Deletes a node with all that hangs on it.
    pub(in crate::schema) fn delete_node(&mut self, id: NodeId) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            for key in self.references(id) {
                match key {
                    RecordKey::Node(dependent) => waiting.push(dependent),
                    key => self.delete(key),
                }
            }
            self.delete(RecordKey::Node(id));
        }
    }

    /// Gives a node another label.
    pub(in crate::schema) fn label_node(&mut self, id: NodeId, label: Slug) {
        let key = RecordKey::Node(id);
        let Some(mut record) = self.get(&key).cloned() else { return };
        match &mut record {
            Record::Span(it) => it.label = label,
            Record::Relation(it) => it.label = label,
            Record::Cluster(it) => it.label = label,
            Record::Event(it) => it.label = label,
            _ => return,
        }
        self.put(key, record);
        self.changed.insert(id);
        self.touched.push(id);
    }

    /// Calls entries of the schema otherwise, wherever records say them; None leaves one as it is. Definitions themselves keep
    /// their keys.
    pub(in crate::schema) fn relabel(&mut self, other: &dyn Fn(Kind, &Slug) -> Option<Slug>) {
        for (key, record) in self.store.snapshot() {
            match (key, &**record) {
                (RecordKey::Definition(kind, slug), _) => {
                    if let Some(Record::Definition(it)) = self.get(key) {
                        let it = redefined(it, *kind, slug, other);
                        self.put(key.clone(), it.into());
                    }
                }
                (RecordKey::Node(id), record) => {
                    let label = key.labels(record).first().and_then(|(kind, label)| other(*kind, label));
                    label.into_iter().for_each(|label| self.label_node(*id, label));
                }
                (RecordKey::Argument(..), Record::Argument(it)) => {
                    if let Some(role) = other(Kind::Role, &it.role) {
                        self.put(key.clone(), Argument { role, ..it.clone() }.into());
                    }
                }
                (RecordKey::Attribute(node, slug), it) => {
                    let new = other(Kind::Attribute, slug).map(|slug| RecordKey::Attribute(*node, slug));
                    self.move_to(key, new, it);
                }
                (RecordKey::DocumentLabel(doc, set, slug), it) => {
                    let new = other(Kind::DocumentLabel, slug);
                    self.move_to(key, new.map(|slug| RecordKey::DocumentLabel(*doc, set.clone(), slug)), it);
                }
                (RecordKey::Rejection(doc, set, target), it) => {
                    let is_other = key.labels(None).iter().any(|(kind, slug)| other(*kind, slug).is_some());
                    let new = || target.relabelled(&|kind, slug| other(kind, slug).unwrap_or_else(|| slug.clone()));
                    self.move_to(key, is_other.then(|| RecordKey::Rejection(*doc, set.clone(), new())), it);
                }
                _ => {}
            }
        }
    }

    /// Puts a record under another key; what is there already stays.
    fn move_to(&mut self, from: &RecordKey, to: Option<RecordKey>, record: &Record) {
        let Some(to) = to else { return };
        self.delete(from.clone());
        if self.get(&to).is_none() {
            self.put(to, record.clone());
        }
    }

    /// Makes one of those that say the same since their labels changed, and drops clusters of one member.
    pub(in crate::schema) fn settle(&mut self) {
        while let Some(id) = self.touched.pop() {
            if self.is_loop(id) {
                self.delete_node(id);
            }
            while let Some(other) = self.same(id) {
                let rank = |id: NodeId| (self.changed.contains(&id), id);
                let is_kept = rank(id) < rank(other);
                let (kept, gone) = if is_kept { (id, other) } else { (other, id) };
                self.absorb(gone, kept);
            }
        }
        for cluster in std::mem::take(&mut self.thinned) {
            let keys = self.references(cluster);
            let members = keys.iter().filter(|key| matches!(key, RecordKey::Member(of, _) if *of == cluster)).count();
            if members < 2 {
                self.delete_node(cluster);
            }
        }
    }

    /// Whether a relation leads from a node to itself since two became one.
    fn is_loop(&self, id: NodeId) -> bool {
        let key = RecordKey::Node(id);
        let ends = |record: &Record| matches!(record, Record::Relation(it) if it.head == it.tail);
        self.get(&key).is_some_and(ends) && !self.store.get(&key).is_some_and(|record| ends(record))
    }

    /// Another node of the set that says just what this one says.
    fn same(&self, id: NodeId) -> Option<NodeId> {
        let record = self.get(&RecordKey::Node(id))?;
        let found = match record {
            Record::Span(it) => self.store.spans_touching(it.doc, TextRange::empty(it.fragments.cover().start())),
            Record::Relation(it) => self.references(it.head).iter().filter_map(RecordKey::node).collect(),
            Record::Event(it) => self.references(it.trigger).iter().filter_map(RecordKey::node).collect(),
            _ => return None,
        };
        let says = |other: &Record| match (record, other) {
            (Record::Span(a), Record::Span(b)) => (&a.set, &a.label, &a.fragments) == (&b.set, &b.label, &b.fragments),
            (Record::Relation(a), Record::Relation(b)) => {
                (&a.set, &a.label, a.head, a.tail) == (&b.set, &b.label, b.head, b.tail)
            }
            (Record::Event(a), Record::Event(b)) => (&a.set, &a.label, a.trigger) == (&b.set, &b.label, b.trigger),
            _ => false,
        };
        found.into_iter().find(|other| *other != id && self.get(&RecordKey::Node(*other)).is_some_and(says))
    }

    /// Lets one node take the place of another. What both have, the one that stays keeps; notes of one person are joined.
    fn absorb(&mut self, gone: NodeId, kept: NodeId) {
        let instead = |node: &mut NodeId| {
            if *node == gone {
                *node = kept;
            }
        };
        for key in self.references(gone) {
            let Some(record) = self.get(&key).cloned() else { continue };
            let (mut new_key, mut record) = (key.clone(), record);
            new_key.each_name(&mut |part| {
                if let postil_core::PartMut::Node(node) = part {
                    instead(node);
                }
            });
            record.each_name(&mut |part| {
                if let postil_core::PartMut::Node(node) = part {
                    instead(node);
                }
            });
            self.touched.extend(new_key.node());
            if new_key == key {
                self.put(key, record);
                continue;
            }
            self.delete(key);
            match (self.get(&new_key).cloned(), record) {
                (None, Record::Argument(it)) if self.has_argument(kept, &it) => {}
                (None, record) => self.put(new_key, record),
                (Some(Record::Note(here)), Record::Note(it)) if here.text != it.text => {
                    self.put(new_key, Note { text: format!("{}\n{}", here.text, it.text).into() }.into());
                }
                _ => {}
            }
        }
        self.delete(RecordKey::Node(gone));
    }

    /// Whether an event has an argument that says the same.
    fn has_argument(&self, event: NodeId, it: &Argument) -> bool {
        let is_it = |key: &RecordKey| match self.get(key) {
            Some(Record::Argument(other)) => (&other.role, other.node) == (&it.role, it.node),
            _ => false,
        };
        self.references(event).iter().filter(|key| key.owner() == Some(event)).any(is_it)
    }

    pub(in crate::schema) fn finish(self, author: &Author, now: Timestamp) -> Edit {
        let mut draft = Draft::new(self.store, author);
        for (key, record) in self.pending {
            match record {
                Some(record) => draft.put(key, record),
                None => draft.delete(key),
            }
        }
        Edit { transaction: draft.finish(now, Intent::Schema), ..Edit::default() }
    }
}

/// A definition that speaks of others by their new keys.
fn redefined(it: &Definition, kind: Kind, slug: &Slug, other: &dyn Fn(Kind, &Slug) -> Option<Slug>) -> Definition {
    let mut it = it.clone();
    let of = |kind: Kind, id: &Slug| other(kind, id).unwrap_or_else(|| id.clone());
    it.parent = it.parent.map(|id| of(kind, &id)).filter(|id| id != slug);
    it.replaced_by = it.replaced_by.map(|id| of(kind, &id));
    for ids in [&mut it.heads, &mut it.tails] {
        let mut seen = BTreeSet::new();
        *ids = ids.iter().map(|id| of(Kind::Label, id)).filter(|id| seen.insert(id.clone())).collect();
    }
    if kind == Kind::Event {
        let role = |role: &std::sync::Arc<str>| match role.parse().ok().and_then(|id: Slug| other(Kind::Role, &id)) {
            Some(id) => id.as_str().into(),
            None => role.clone(),
        };
        let mut seen = BTreeSet::new();
        it.values = it.values.iter().map(role).filter(|role| seen.insert(role.clone())).collect();
    }
    it
}
