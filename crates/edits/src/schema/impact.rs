//! What a change of the schema does to annotations, counted before it is made.

use postil_core::{DocId, Kind, Record, RecordKey, Slug, Store, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// How many annotations a change of the schema touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Documents with an annotation that changes or goes.
    pub documents: usize,
    /// Annotations that say something else afterwards.
    pub changed: Counts,
    /// Annotations that are not there afterwards.
    pub gone: Counts,
}

/// Annotations of each kind. An event's arguments are counted as `roles`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub spans: usize,
    pub relations: usize,
    pub clusters: usize,
    pub events: usize,
    pub roles: usize,
    pub attributes: usize,
    pub document_labels: usize,
}

impl Counts {
    fn of(&mut self, record: &Record) -> Option<&mut usize> {
        Some(match record {
            Record::Span(_) => &mut self.spans,
            Record::Relation(_) => &mut self.relations,
            Record::Cluster(_) => &mut self.clusters,
            Record::Event(_) => &mut self.events,
            Record::Argument(_) => &mut self.roles,
            Record::Attribute(_) => &mut self.attributes,
            Record::DocumentLabel(_) => &mut self.document_labels,
            _ => return None,
        })
    }
}

/// What a transaction does to annotations of the project that it was drafted on.
pub fn impact(store: &Store, transaction: &Transaction) -> Impact {
    let mut impact = Impact::default();
    let mut documents: BTreeSet<DocId> = BTreeSet::new();
    // What lives under another key afterwards is not gone.
    let mut come = Counts::default();
    for op in &transaction.ops {
        let (before, after) = (op.before.as_deref(), op.after.as_deref());
        let Some(record) = before.or(after) else { continue };
        let count = match (before, after) {
            (Some(before), Some(after)) if op.key.labels(before) != op.key.labels(after) => impact.changed.of(before),
            (Some(before), None) => impact.gone.of(before),
            (None, Some(after)) => come.of(after),
            _ => continue,
        };
        let Some(count) = count else { continue };
        *count += 1;
        let owner = || store.get(&RecordKey::Node(op.key.owner()?));
        documents.extend(op.key.document(record).or_else(|| RecordKey::document(&op.key, owner().map(|it| &**it))));
    }
    for (changed, gone, come) in [
        (&mut impact.changed.attributes, &mut impact.gone.attributes, come.attributes),
        (&mut impact.changed.document_labels, &mut impact.gone.document_labels, come.document_labels),
        (&mut impact.changed.roles, &mut impact.gone.roles, come.roles),
    ] {
        *changed += come;
        *gone = gone.saturating_sub(come);
    }
    impact.documents = documents.len();
    impact
}

/// How often each entry of the schema is used in annotations, and in how many documents.
pub fn uses(store: &Store) -> Vec<(Kind, Slug, u32, u32)> {
    let mut uses: BTreeMap<(Kind, &Slug), (u32, BTreeSet<DocId>)> = BTreeMap::new();
    for (key, record) in store.snapshot() {
        if matches!(key, RecordKey::Rejection(..)) {
            continue;
        }
        let owner = || store.get(&RecordKey::Node(key.owner()?));
        let doc = key.document(&**record).or_else(|| key.document(owner().map(|it| &**it)));
        for (kind, slug) in key.labels(&**record) {
            let (count, documents) = uses.entry((kind, slug)).or_default();
            *count += 1;
            documents.extend(doc);
        }
    }
    let told = |((kind, slug), (count, documents)): ((Kind, &Slug), (u32, BTreeSet<DocId>))| {
        (kind, slug.clone(), count, documents.len() as u32)
    };
    uses.into_iter().map(told).collect()
}
